using FashionSpark.Pipeline;

namespace FashionSpark.Cli.Display;

/// <summary>Shows nothing: <c>--quiet</c>.</summary>
internal sealed class NoDisplay : IProgressDisplay
{
    public Task<T> ShowAsync<T>(Func<IRunProgress, Task<T>> work) => work(NoProgress.Instance);
}
