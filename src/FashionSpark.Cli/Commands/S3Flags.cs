using System.CommandLine;
using FashionSpark.Pipeline;

namespace FashionSpark.Cli.Commands;

/// <summary>How S3 is reached. There is no flag for credentials: a process's arguments are there for all to read.</summary>
internal sealed class S3Flags
{
    private readonly Option<string?> _region;
    private readonly Option<string?> _endpoint;
    private readonly Option<bool> _pathStyle;
    private readonly Option<string?>? _reader;

    /// <param name="prefix">What the names of the flags begin with.</param>
    /// <param name="what">What the descriptions begin with.</param>
    /// <param name="isSource">Whether it is read.</param>
    public S3Flags(string prefix, string what, bool isSource)
    {
        _region = Flag.Text($"{prefix}-region", "REGION", $"{what}: region of the bucket (default: as AWS_REGION or the AWS profile says).");
        _endpoint = Flag.Text($"{prefix}-endpoint", "URL", $"{what}: another server that speaks it (default: AWS).");
        _pathStyle = Flag.Switch($"{prefix}-path-style", $"{what}: the bucket in the path of the URL, as most servers other than AWS want it.");
        if (isSource)
        {
            _reader = Flag.Choice(
                $"{prefix}-reader",
                $"{what}: who reads it on a cluster, Spark with the cluster's own file system and credentials, or our reader (default: Spark where it can).",
                [.. Enum.GetValues<S3Reader>().Select(reader => reader.ToString().ToLowerInvariant())]);
        }
    }

    public void AddTo(Command command)
    {
        command.Add(_region);
        command.Add(_endpoint);
        command.Add(_pathStyle);
        if (_reader is not null)
        {
            command.Add(_reader);
        }
    }

    /// <summary>Null = nothing was said.</summary>
    public S3Options? Options(ParseResult parse)
    {
        var said = new S3Options
        {
            Region = parse.GetValue(_region),
            Endpoint = parse.GetValue(_endpoint),
            PathStyle = parse.GetValue(_pathStyle),
            Reader = _reader is not null && parse.GetValue(_reader) is { } reader ? Enum.Parse<S3Reader>(reader, ignoreCase: true) : S3Reader.Auto,
        };
        return said == new S3Options() ? null : said;
    }
}
