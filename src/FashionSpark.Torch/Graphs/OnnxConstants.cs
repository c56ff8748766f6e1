using System.Runtime.InteropServices;
using FashionSpark.Models.Onnx.Proto;

namespace FashionSpark.Torch.Graphs;

/// <summary>Numbers that an ONNX graph holds: initializers, Constant nodes, and what Cast and Identity make of them.</summary>
internal sealed class OnnxConstants
{
    private readonly Dictionary<string, OnnxConstant> _values = [];

    public OnnxConstants(GraphProto graph)
    {
        foreach (TensorProto tensor in graph.Initializer)
        {
            _values[tensor.Name] = Read(tensor);
        }

        foreach (NodeProto node in graph.Node)
        {
            if (node.OpType == "Constant")
            {
                _values[node.Output[0]] = OfNode(node);
            }
            else if (node.OpType is "Cast" or "Identity" && Find(node.Input[0]) is { } constant)
            {
                _values[node.Output[0]] = constant;
            }
        }
    }

    /// <summary>Null where the graph computes that value, or where the name is empty (an input left out).</summary>
    public OnnxConstant? Find(string name) => _values.GetValueOrDefault(name);

    private static OnnxConstant OfNode(NodeProto node)
    {
        AttributeProto attribute = node.Attribute.FirstOrDefault(a => a.Name.StartsWith("value", StringComparison.Ordinal))
            ?? throw new ModelFormatException($"Constant '{node.Output[0]}' of the backbone has no value.");
        return attribute.Name switch
        {
            "value" => Read(attribute.T),
            "value_float" => new OnnxConstant([], [attribute.F]),
            "value_floats" => new OnnxConstant([attribute.Floats.Count], [.. attribute.Floats.Select(value => (double)value)]),
            "value_int" => new OnnxConstant([], [attribute.I]),
            "value_ints" => new OnnxConstant([attribute.Ints.Count], [.. attribute.Ints.Select(value => (double)value)]),
            _ => throw new ModelFormatException($"Constant '{node.Output[0]}' of the backbone has a '{attribute.Name}', which is no number."),
        };
    }

    private static OnnxConstant Read(TensorProto tensor)
    {
        if (tensor.DataLocation == TensorProto.Types.DataLocation.External)
        {
            throw new ModelFormatException($"Weights '{tensor.Name}' of the backbone lie in a file of their own. Save it as one file.");
        }

        ReadOnlySpan<byte> raw = tensor.RawData.Span;
        double[] values = ((TensorProto.Types.DataType)tensor.DataType) switch
        {
            TensorProto.Types.DataType.Float => raw.IsEmpty ? [.. tensor.FloatData.Select(value => (double)value)] : Widen<float>(raw),
            TensorProto.Types.DataType.Double => raw.IsEmpty ? [.. tensor.DoubleData] : Widen<double>(raw),
            TensorProto.Types.DataType.Float16 => raw.IsEmpty
                ? [.. tensor.Int32Data.Select(bits => (double)BitConverter.UInt16BitsToHalf((ushort)bits))]
                : Widen<Half>(raw),
            TensorProto.Types.DataType.Int64 => raw.IsEmpty ? [.. tensor.Int64Data.Select(value => (double)value)] : Widen<long>(raw),
            TensorProto.Types.DataType.Int32 => raw.IsEmpty ? [.. tensor.Int32Data.Select(value => (double)value)] : Widen<int>(raw),
            _ => throw new ModelFormatException($"Weights '{tensor.Name}' of the backbone have data type {tensor.DataType}; float, float16, double and integers are read."),
        };
        long expected = tensor.Dims.Aggregate(1L, (product, size) => product * size);
        return values.Length == expected
            ? new OnnxConstant([.. tensor.Dims], values)
            : throw new ModelFormatException($"Weights '{tensor.Name}' of the backbone have {values.Length} numbers for a shape of {expected}. Is the file whole?");
    }

    /// <summary>Every type here fits a double without loss (integers up to 2^53).</summary>
    private static double[] Widen<T>(ReadOnlySpan<byte> raw)
        where T : unmanaged, System.Numerics.INumber<T>
    {
        ReadOnlySpan<T> numbers = MemoryMarshal.Cast<byte, T>(raw);
        double[] values = new double[numbers.Length];
        for (int i = 0; i < values.Length; i++)
        {
            values[i] = double.CreateSaturating(numbers[i]);
        }

        return values;
    }
}
