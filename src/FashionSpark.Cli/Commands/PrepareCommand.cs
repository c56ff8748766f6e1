using System.CommandLine;
using System.Globalization;
using FashionSpark.Cli.Hosting;
using FashionSpark.Images;
using FashionSpark.Pipeline;

namespace FashionSpark.Cli.Commands;

/// <summary>From a source of images to a prepared data set.</summary>
internal sealed class PrepareCommand : JobCommand
{
    private readonly Option<string> _source = Flag.Required(
        "--source", "SRC", "fashion-mnist, clothing-photos, a folder of IDX files, a folder with a folder of images per class, such a folder in S3 (s3://BUCKET/PREFIX), or a PostgreSQL database (postgres://USER@HOST/DATABASE).");

    private readonly Option<string?> _feedback = Flag.Text(
        "--feedback", "TABLE", "Delta table, or PostgreSQL database, of serve --feedback: pictures that visitors corrected, added to the training images (default: none).");

    private readonly Option<string> _out = Flag.Required("--out", "DIR", "Folder of the prepared data set, a Delta table.");

    private readonly Option<int?> _size = Flag.Number(
        "--size", "PIXELS", "Width and height of every prepared image (default: 28 for IDX files, 224 for image files).", 8, 4096);

    private readonly Option<string?> _fit = Flag.Choice(
        "--fit",
        $"How a picture comes to that size: whole and padded, cut, distorted, or kept as it is and at most that large (default: {FitName(Defaults.Prepare.Fit)}).",
        [.. Enum.GetValues<Fit>().Select(FitName)]);

    private readonly Option<int?> _maxMegapixels = Flag.MaxMegapixels();

    private readonly Option<string?> _channels = Flag.Choice("--channels", "Grey or RGB (default: 1 for IDX files, 3 for image files).", "1", "3");

    private readonly Option<double?> _validationShare = Flag.Number<double>(
        "--validation-share",
        "SHARE",
        $"Share of the training images for validation, 0 to below 1, where the source has none (default: {Share(Defaults.Prepare.ValidationShare)}).",
        0,
        1);

    private readonly Option<double?> _testShare = Flag.Number<double>(
        "--test-share",
        "SHARE",
        $"Share of all images for the test, 0 to below 1, where the source has none (default: {Share(Defaults.Prepare.TestShare)}).",
        0,
        1);

    private readonly Option<int?> _partitions = Flag.Number("--partitions", "N", "Partitions, each a Parquet file a split (default: one a core).", 1);

    private readonly Option<int?> _nearDuplicates = Flag.Number(
        "--near-duplicates",
        "BITS",
        "Report images that look like one of another split: their 64-bit perceptual hashes differ in at most this many bits, 0 to 11; " +
        $"-1 = do not look (default: {PrepareOptions.DefaultNearDuplicateDistance}, or -1 below {PrepareOptions.SmallestNearDuplicateSide} pixels).",
        -1,
        11);

    private readonly S3Flags _s3 = new("--s3", "S3", isSource: true);
    private readonly PostgresFlags _postgres = new();

    private readonly Option<bool> _overwrite = Flag.Switch("--overwrite", "Prepare all anew where a data set is there, instead of bringing it up to date.");

    public PrepareCommand(CliHost host, CommonOptions common)
        : base("prepare", "Decodes, orients, resizes and checks images, and writes them as a Delta table of Parquet files.", host, common, Defaults.Warehouse)
    {
        Add(_source);
        Add(_feedback);
        Add(_out);
        Add(_size);
        Add(_fit);
        Add(_maxMegapixels);
        Add(_channels);
        Add(_validationShare);
        Add(_testShare);
        Add(_partitions);
        Add(_nearDuplicates);
        _s3.AddTo(this);
        _postgres.AddTo(this);
        Add(_overwrite);
        Job.AddTo(this);
    }

    protected override JobOptions CreateJob(ParseResult parse) => Job.Begin(parse, Name, Defaults.Warehouse) with
    {
        Prepare = new PrepareOptions
        {
            Source = parse.GetRequiredValue(_source),
            S3 = _s3.Options(parse),
            Feedback = parse.GetValue(_feedback),
            Postgres = _postgres.Options(parse),
            Out = parse.GetRequiredValue(_out),
            Size = parse.GetValue(_size),
            Fit = parse.GetValue(_fit) is { } fit ? Enum.Parse<Fit>(fit, ignoreCase: true) : Defaults.Prepare.Fit,
            MaxMegapixels = parse.GetValue(_maxMegapixels) ?? Defaults.Prepare.MaxMegapixels,
            Channels = parse.GetValue(_channels) is { } channels ? int.Parse(channels, CultureInfo.InvariantCulture) : null,
            ValidationShare = parse.GetValue(_validationShare) ?? Defaults.Prepare.ValidationShare,
            TestShare = parse.GetValue(_testShare) ?? Defaults.Prepare.TestShare,
            Partitions = parse.GetValue(_partitions),
            NearDuplicateDistance = parse.GetValue(_nearDuplicates),
            Overwrite = parse.GetValue(_overwrite),
        },
    };

    private static string FitName(Fit fit) => fit.ToString().ToLowerInvariant();

    private static string Share(double share) => share.ToString("0.###", CultureInfo.InvariantCulture);
}
