using FashionSpark.MicrosoftSpark.Errors;

namespace FashionSpark.MicrosoftSpark;

/// <summary>Calls of Microsoft.Spark: they block, and they throw a bare exception with Java's text in it.</summary>
internal static class Jvm
{
    /// <summary>
    /// Off the caller's thread, since a call takes as long as the job that it starts. Cancelled, it is not waited for: the
    /// job ends with DotnetRunner, which ends with this process.
    /// </summary>
    public static Task<T> RunAsync<T>(Func<T> call, CancellationToken cancellation) => Task.Run(() => Call(call), cancellation).WaitAsync(cancellation);

    /// <inheritdoc cref="RunAsync{T}"/>
    public static Task RunAsync(Action call, CancellationToken cancellation) => Task.Run(() => Call(call), cancellation).WaitAsync(cancellation);

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

    private static void Call(Action call) => Call(() =>
    {
        call();
        return true;
    });
}
