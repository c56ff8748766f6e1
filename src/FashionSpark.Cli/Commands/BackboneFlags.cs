using System.CommandLine;
using FashionSpark.Models.Backbones;
using FashionSpark.Pipeline;

namespace FashionSpark.Cli.Commands;

/// <summary>The pretrained network of models that have one.</summary>
internal sealed class BackboneFlags
{
    private readonly Option<string?> _file = Flag.Text(
        "--backbone", "FILE", $"transfer, fine-tune: the pretrained network, an ONNX classifier of images (default: {KnownBackbone.EfficientNetLite0Name}, found or fetched).");

    private readonly Option<int?> _size = Flag.Number(
        "--backbone-size", "PIXELS", "Width and height it takes (default: as the file says, else 224).", 16, 1024);

    private readonly Option<double[]?> _mean = Flag.Numbers(
        "--backbone-mean", "N[,N,N]", "Subtracted from pixels of 0 to 255, one number or one a channel (default: as the file says, else ImageNet's).");

    private readonly Option<double[]?> _scale = Flag.Numbers(
        "--backbone-scale", "N[,N,N]", "Divides what is left (default: as the file says, else ImageNet's).");

    private readonly Option<string?> _channels = Flag.Choice("--backbone-channels", "Order of the colours (default: as the file says, else rgb).", "rgb", "bgr");

    private readonly Option<string?> _layout = Flag.Choice(
        "--backbone-layout", "Order of the axes (default: as the file says, else by the axis of 3).", "nchw", "nhwc");

    private readonly Option<string?> _features = Flag.Text(
        "--backbone-features", "NAME", "Tensor that holds the features (default: what the last linear layer takes).");

    public void AddTo(Command command)
    {
        command.Add(_file);
        command.Add(_size);
        command.Add(_mean);
        command.Add(_scale);
        command.Add(_channels);
        command.Add(_layout);
        command.Add(_features);
    }

    /// <summary>Null where none of the options is given.</summary>
    public BackboneOptions? Read(ParseResult parse)
    {
        BackboneOptions none = new();
        BackboneOptions said = new()
        {
            File = parse.GetValue(_file) ?? none.File,
            Size = parse.GetValue(_size),
            Mean = parse.GetValue(_mean) is { Length: > 0 } mean ? mean : null,
            Scale = parse.GetValue(_scale) is { Length: > 0 } scale ? scale : null,
            Channels = parse.GetValue(_channels) is { } channels ? Enum.Parse<ChannelOrder>(channels, ignoreCase: true) : null,
            Layout = parse.GetValue(_layout) is { } layout ? Enum.Parse<TensorLayout>(layout, ignoreCase: true) : null,
            Features = parse.GetValue(_features),
        };
        return said == none ? null : said;
    }
}
