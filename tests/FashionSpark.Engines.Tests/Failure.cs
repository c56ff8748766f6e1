using FashionSpark.Spark;

namespace FashionSpark.Engines.Tests;

/// <summary>Errors, whichever engine they come through.</summary>
internal static class Failure
{
    /// <summary>
    /// Expects an exception: itself, or, where it was thrown on an executor, Spark's that names its type.
    /// </summary>
    /// <returns>Its message; the executor's begins with the type.</returns>
    public static async Task<string> OfAsync<TException>(Func<Task> action)
        where TException : FashionSparkException
    {
        FashionSparkException error = await Assert.ThrowsAnyAsync<FashionSparkException>(action);
        if (error is SparkException spark && typeof(TException) != typeof(SparkException))
        {
            Assert.True(spark.RemoteType == typeof(TException).FullName, $"Expected {typeof(TException)}, but Spark says: {spark.Message}");
        }
        else
        {
            Assert.IsType<TException>(error);
        }

        return error.Message;
    }
}
