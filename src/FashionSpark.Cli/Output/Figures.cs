using System.Globalization;

namespace FashionSpark.Cli.Output;

/// <summary>Numbers as people read them.</summary>
internal static class Figures
{
    public static string Count(double value) => value.ToString("N0", CultureInfo.InvariantCulture);

    /// <summary>A number of things: 1 row, 2 rows.</summary>
    public static string Count(long value, string thing) => $"{Count(value)} {thing}{(value == 1 ? "" : "s")}";

    /// <summary>A share as a percentage without its sign: 0.9123 is 91.23.</summary>
    public static string Percent(double share, int digits = 2) =>
        (share * 100).ToString($"F{digits}", CultureInfo.InvariantCulture);

    public static string Decimal(double value, int digits = 3) => value.ToString($"F{digits}", CultureInfo.InvariantCulture);

    public static string Seconds(double seconds) => seconds < 100
        ? seconds.ToString("F1", CultureInfo.InvariantCulture)
        : seconds.ToString("N0", CultureInfo.InvariantCulture);

    public static string Bytes(long bytes) => bytes switch
    {
        < 10_000 => $"{Count(bytes)} bytes",
        < 10_000_000 => $"{Count(bytes / 1e3)} kB",
        _ => $"{Count(bytes / 1e6)} MB",
    };

    public static string Gigabytes(long bytes) => $"{(bytes / 1e9).ToString("F1", CultureInfo.InvariantCulture)} GB";

    /// <summary>A time with its unit: 12 ms, 3.4 s.</summary>
    public static string Elapsed(TimeSpan time) => time.TotalSeconds < 1
        ? $"{Count(time.TotalMilliseconds)} ms"
        : $"{Seconds(time.TotalSeconds)} s";

    /// <summary>To the second; the caller says that it is UTC.</summary>
    public static string Time(DateTimeOffset time) => time.ToUniversalTime().ToString("yyyy-MM-dd HH:mm:ss", CultureInfo.InvariantCulture);
}
