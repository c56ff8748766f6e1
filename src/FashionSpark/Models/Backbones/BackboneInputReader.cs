using System.Globalization;
using FashionSpark.Models.Onnx.Proto;
using FashionSpark.Pipeline;
using static FashionSpark.Models.Onnx.Proto.TensorShapeProto.Types;

namespace FashionSpark.Models.Backbones;

/// <summary>Whether a graph takes images, and which.</summary>
internal static class BackboneInputReader
{
    /// <summary>Input size where neither file nor user says any: what most networks trained on ImageNet take.</summary>
    private const int UsualSize = 224;

    /// <exception cref="ModelFormatException">It does not; or it contradicts the options.</exception>
    public static BackboneInput Read(GraphProto graph, BackboneOptions options)
    {
        ModelFormatException Wrong(string what) => new($"Backbone '{options.File}' {what}");

        // Files of old versions list their weights among the inputs.
        HashSet<string> weights = [.. graph.Initializer.Select(tensor => tensor.Name)];
        ValueInfoProto[] inputs = [.. graph.Input.Where(input => !weights.Contains(input.Name))];
        if (inputs is not [{ } input])
        {
            throw Wrong($"has {inputs.Length} inputs ({string.Join(", ", inputs.Select(i => i.Name))}); a backbone takes one, the images.");
        }

        int type = input.Type?.TensorType?.ElemType ?? 0;
        if (type is not ((int)TensorProto.Types.DataType.Float or (int)TensorProto.Types.DataType.Float16))
        {
            throw Wrong($"takes values of ONNX type {type}, expected float (1) or float16 (10). Name a classifier whose input is pixels as such numbers.");
        }

        Dimension[] shape = [.. input.Type!.TensorType.Shape?.Dim ?? []];
        string text = $"[{string.Join(", ", shape.Select(Text))}]";
        if (shape.Length != 4)
        {
            throw Wrong($"has an input '{input.Name}' of shape {text}; images have four axes: batch, channels, height, width.");
        }

        TensorLayout layout = options.Layout ?? (IsThree(shape[1]), IsThree(shape[3])) switch
        {
            (true, _) => TensorLayout.Nchw,
            (_, true) => TensorLayout.Nhwc,
            _ => throw Wrong($"has an input '{input.Name}' of shape {text}, in which no axis has 3 channels. If it takes RGB images all the same, name the order of the axes with --backbone-layout."),
        };
        (Dimension channels, Dimension height, Dimension width) = layout == TensorLayout.Nchw ? (shape[1], shape[2], shape[3]) : (shape[3], shape[1], shape[2]);
        if (IsFixed(channels) && !IsThree(channels))
        {
            throw Wrong($"takes {channels.DimValue} channels (shape {text}, layout {Name(layout)}), expected 3.");
        }

        long size = IsFixed(height) ? height.DimValue : IsFixed(width) ? width.DimValue : options.Size ?? UsualSize;
        if ((IsFixed(height) && height.DimValue != size) || (IsFixed(width) && width.DimValue != size) || (options.Size is { } asked && asked != size))
        {
            throw Wrong($"takes images of shape {text}{(options.Size is { } other ? $", not of {other} x {other}" : ", which is not square")}, in layout {Name(layout)}. Use a square size that it takes.");
        }

        return new BackboneInput(
            input.Name, checked((int)size), layout, options.Channels ?? ChannelOrder.Rgb, type == (int)TensorProto.Types.DataType.Float16,
            Three(options.Mean!, "--backbone-mean", float.IsFinite), Three(options.Scale!, "--backbone-scale", scale => float.IsFinite(scale) && float.IsFinite(1 / scale)));
    }

    private static bool IsFixed(Dimension dimension) => dimension.ValueCase == Dimension.ValueOneofCase.DimValue && dimension.DimValue > 0;

    private static bool IsThree(Dimension dimension) => IsFixed(dimension) && dimension.DimValue == BackboneInput.Channels;

    private static string Text(Dimension dimension) =>
        IsFixed(dimension) ? $"{dimension.DimValue}" : dimension.DimParam is { Length: > 0 } name ? name : "?";

    private static string Name(TensorLayout layout) => layout.ToString().ToLowerInvariant();

    private static float[] Three(IReadOnlyList<double> values, string option, Func<float, bool> isUsable)
    {
        float[] three = values.Count switch
        {
            1 => [.. Enumerable.Repeat((float)values[0], BackboneInput.Channels)],
            BackboneInput.Channels => [.. values.Select(value => (float)value)],
            _ => throw new InvalidInputException($"{option} has {values.Count} numbers; expected one, or one a channel (3)."),
        };
        return three.All(isUsable)
            ? three
            : throw new InvalidInputException($"{option} is {string.Join(',', values.Select(value => value.ToString(CultureInfo.InvariantCulture)))}; a pixel is (value - mean) / scale, so means must be finite and scales neither 0 nor infinite.");
    }
}
