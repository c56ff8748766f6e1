using System.Reflection;

namespace FashionSpark.Cli.Output;

/// <summary>An exception as a user reads it.</summary>
/// <param name="Kind">For programs: the name of the cause, such as <c>InvalidInput</c>.</param>
/// <param name="Message">What is wrong, the value, and what to do.</param>
/// <param name="ExitCode">What the command ends with.</param>
internal sealed record Failure(string Kind, string Message, int ExitCode)
{
    /// <summary>errno ENOSPC and EDQUOT, which .NET puts into HResult on Linux.</summary>
    private const int NoSpace = 28;
    private const int QuotaExceeded = 122;

    public static Failure Of(Exception exception)
    {
        Exception e = Unwrap(exception);
        return e switch
        {
            PartitionFailedException { InnerException: FashionSparkException { IsBadInput: true } cause } =>
                new(KindOf(cause), cause.Message, Hosting.ExitCode.BadInput),
            FashionSparkException known =>
                new(KindOf(known), known.Message, known.IsBadInput ? Hosting.ExitCode.BadInput : Hosting.ExitCode.Failed),
            FileNotFoundException or DirectoryNotFoundException =>
                new("NotFound", $"{e.Message.TrimEnd('.')}. Is the path right?", Hosting.ExitCode.BadInput),
            UnauthorizedAccessException =>
                new("NoAccess", $"{e.Message.TrimEnd('.')}. Choose a folder that you may write to, or ask its owner.", Hosting.ExitCode.Failed),
            IOException { HResult: NoSpace or QuotaExceeded } =>
                new("DiskFull", $"{e.Message.TrimEnd('.')}. Make room and run the same command again; what is finished is kept.", Hosting.ExitCode.Failed),
            IOException => new("Io", e.Message, Hosting.ExitCode.Failed),
            OutOfMemoryException =>
                new("OutOfMemory", "The memory is used up. Use more partitions, smaller images or a smaller batch.", Hosting.ExitCode.Failed),
            DllNotFoundException =>
                new("NativeLibrary", $"A native library could not be loaded: {FirstLine(e.Message)} Is this Linux on x64 with glibc?", Hosting.ExitCode.Failed),
            _ => new("Unexpected", $"Unexpected {e.GetType().Name}: {FirstLine(e.Message)}", Hosting.ExitCode.Failed),
        };
    }

    public static bool IsCancellation(Exception exception) =>
        Unwrap(exception) is OperationCanceledException
        || (exception.InnerException is { } inner && IsCancellation(inner));

    /// <summary>What an exception that only carries another carries.</summary>
    private static Exception Unwrap(Exception e) =>
        e is AggregateException or TargetInvocationException or TypeInitializationException && e.InnerException is { } inner ? Unwrap(inner) : e;

    private static string KindOf(FashionSparkException e) =>
        e.GetType().Name.Replace(nameof(Exception), "", StringComparison.Ordinal);

    private static string FirstLine(string text) => text.Split('\n')[0].TrimEnd();
}
