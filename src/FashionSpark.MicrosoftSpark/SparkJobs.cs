using Microsoft.Spark.Sql;

namespace FashionSpark.MicrosoftSpark;

/// <summary>Calls that run jobs of Spark: off the caller's thread, and cancelled with it.</summary>
internal sealed class SparkJobs
{
    private readonly SparkSession _session;

    public SparkJobs(SparkSession session) => _session = session;

    /// <exception cref="Spark.SparkException">What Spark says.</exception>
    public async Task<T> RunAsync<T>(Func<T> call, CancellationToken cancellation)
    {
        // Jobs belong to the group of the JVM's thread that starts them, which is one for each thread here.
        string group = $"fashionspark-{Guid.NewGuid():N}";
        Task<T> running = Task.Run(
            () => Jvm.Call(() =>
            {
                _session.SparkContext.SetJobGroup(group, "FashionSpark", interruptOnCancel: true);
                return call();
            }),
            cancellation);
        try
        {
            return await running.WaitAsync(cancellation).ConfigureAwait(false);
        }
        catch (OperationCanceledException)
        {
            _session.SparkContext.Reference.Invoke("cancelJobGroup", group);
            throw;
        }
    }

    /// <inheritdoc cref="RunAsync{T}"/>
    public Task RunAsync(Action call, CancellationToken cancellation) => RunAsync(
        () =>
        {
            call();
            return true;
        },
        cancellation);
}
