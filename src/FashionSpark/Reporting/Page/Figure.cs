using System.Globalization;
using FashionSpark.Evaluation;

namespace FashionSpark.Reporting;

/// <summary>Numbers as people read them; a line may break only before a bracket.</summary>
internal static class Figure
{
    private const char NoBreak = '\u00a0';

    public static string Count(double value) => value.ToString("N0", CultureInfo.InvariantCulture);

    /// <summary>0.9123 is 91.2 %; one more digit where thousands of images were measured.</summary>
    public static string Percent(double share, long n = 0) => $"{Digits(share * 100, n)}{NoBreak}%";

    /// <summary>The share with its interval.</summary>
    public static string Share(Estimate estimate) => estimate.N == 0 ? "none" : $"{Percent(estimate.Value, estimate.N)}{ShareInterval(estimate)}";

    public static string ShareInterval(Estimate estimate) => estimate is { Low: { } low, High: { } high }
        ? $" ({Digits(low * 100, estimate.N)}{NoBreak}to{NoBreak}{Digits(high * 100, estimate.N)})"
        : "";

    /// <summary>A figure that is no share, with its interval.</summary>
    public static string Number(Estimate estimate) => estimate is { Low: { } low, High: { } high }
        ? string.Create(CultureInfo.InvariantCulture, $"{estimate.Value:F3} ({low:F3}{NoBreak}to{NoBreak}{high:F3})")
        : estimate.Value.ToString("F3", CultureInfo.InvariantCulture);

    public static string Seconds(double seconds) => seconds < 100 ? string.Create(CultureInfo.InvariantCulture, $"{seconds:F1} s") : $"{Count(seconds)} s";

    public static string Time(DateTimeOffset time) => time.ToUniversalTime().ToString("yyyy-MM-dd HH:mm 'UTC'", CultureInfo.InvariantCulture);

    private static string Digits(double value, long n) => value.ToString(n >= 5000 ? "F2" : "F1", CultureInfo.InvariantCulture);
}
