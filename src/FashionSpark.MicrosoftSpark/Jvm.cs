using FashionSpark.MicrosoftSpark.Errors;

namespace FashionSpark.MicrosoftSpark;

/// <summary>Calls of Microsoft.Spark: they block, and they throw a bare exception with Java's text in it.</summary>
internal static class Jvm
{
    /// <exception cref="Spark.SparkException">What Spark says.</exception>
    public static T Call<T>(Func<T> call)
    {
        try
        {
            return call();
        }
        catch (Exception e) when (JvmErrors.TryTranslate(e) is { } error)
        {
            throw error;
        }
    }
}
