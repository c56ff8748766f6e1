using System.Globalization;

namespace FashionSpark.TrainingBench;

internal static class Invariant
{
    public static int Int(string text) => int.Parse(text, CultureInfo.InvariantCulture);

    public static double Double(string text) => double.Parse(text, CultureInfo.InvariantCulture);
}
