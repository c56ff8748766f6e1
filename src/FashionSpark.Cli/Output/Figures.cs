using System.Globalization;

namespace FashionSpark.Cli.Output;

/// <summary>Numbers as people read them.</summary>
internal static class Figures
{
    public static string Count(double value) => value.ToString("N0", CultureInfo.InvariantCulture);

    /// <summary>A share as a percentage without its sign: 0.9123 is 91.23.</summary>
    public static string Percent(double share, int digits = 2) =>
        (share * 100).ToString($"F{digits}", CultureInfo.InvariantCulture);

    public static string Decimal(double value, int digits = 3) => value.ToString($"F{digits}", CultureInfo.InvariantCulture);

    public static string Seconds(double seconds) => seconds < 100
        ? seconds.ToString("F1", CultureInfo.InvariantCulture)
        : seconds.ToString("N0", CultureInfo.InvariantCulture);
}
