using System.CommandLine;
using FashionSpark.Pipeline;

namespace FashionSpark.Cli.Commands;

/// <summary>How S3 is reached. There is no flag for credentials: a process's arguments are there for all to read.</summary>
internal sealed class S3Flags
{
    private readonly Option<string?> _region = Flag.Text(
        "--s3-region", "REGION", "S3: region of the bucket (default: as AWS_REGION or the AWS profile says).");

    private readonly Option<string?> _endpoint = Flag.Text(
        "--s3-endpoint", "URL", "S3: another server that speaks it (default: AWS).");

    private readonly Option<bool> _pathStyle = Flag.Switch(
        "--s3-path-style", "S3: the bucket in the path of the URL, as most servers other than AWS want it.");

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
