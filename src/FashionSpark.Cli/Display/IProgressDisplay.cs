using FashionSpark.Pipeline;

namespace FashionSpark.Cli.Display;

/// <summary>Shows the progress of a piece of work on stderr while it runs.</summary>
internal interface IProgressDisplay
{
    Task<T> ShowAsync<T>(Func<IRunProgress, Task<T>> work);
}
