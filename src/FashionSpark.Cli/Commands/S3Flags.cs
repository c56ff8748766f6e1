using System.CommandLine;
using FashionSpark.Pipeline;

namespace FashionSpark.Cli.Commands;

/// <summary>How S3 is reached. There is no flag for credentials: a process's arguments are there for all to read.</summary>
internal sealed class S3Flags
{
    private readonly Option<string?> _region;
    private readonly Option<string?> _endpoint;
    private readonly Option<bool> _pathStyle;

    /// <param name="prefix">What the names of the flags begin with.</param>
    /// <param name="what">What the descriptions begin with.</param>
    public S3Flags(string prefix = "--s3", string what = "S3")
    {
        _region = Flag.Text($"{prefix}-region", "REGION", $"{what}: region of the bucket (default: as AWS_REGION or the AWS profile says).");
        _endpoint = Flag.Text($"{prefix}-endpoint", "URL", $"{what}: another server that speaks it (default: AWS).");
        _pathStyle = Flag.Switch($"{prefix}-path-style", $"{what}: the bucket in the path of the URL, as most servers other than AWS want it.");
    }

    public void AddTo(Command command)
    {
        command.Add(_region);
        command.Add(_endpoint);
        command.Add(_pathStyle);
    }

    /// <summary>Null = nothing was said.</summary>
    public S3Options? Options(ParseResult parse)
    {
        var said = new S3Options { Region = parse.GetValue(_region), Endpoint = parse.GetValue(_endpoint), PathStyle = parse.GetValue(_pathStyle) };
        return said == new S3Options() ? null : said;
    }
}
