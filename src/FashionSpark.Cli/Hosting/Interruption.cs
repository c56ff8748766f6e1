using System.Runtime.InteropServices;

namespace FashionSpark.Cli.Hosting;

/// <summary>
/// Turns Ctrl-C and SIGTERM into a cancellation, once: the work stops between two steps and keeps its last checkpoint.
/// A second signal ends the process at once, as it would without us.
/// </summary>
internal sealed class Interruption : IDisposable
{
    private readonly CancellationTokenSource _source = new();
    private readonly List<PosixSignalRegistration> _registrations = [];
    private int _exitCode;

    public CancellationToken Token => _source.Token;

    /// <summary>The exit code of the signal that came; 0 = none came.</summary>
    public int ExitCode => Volatile.Read(ref _exitCode);

    /// <summary>Listens to the signals of this process.</summary>
    public static Interruption Listen()
    {
        var interruption = new Interruption();
        interruption.On(PosixSignal.SIGINT, Hosting.ExitCode.Interrupted);
        interruption.On(PosixSignal.SIGTERM, Hosting.ExitCode.Terminated);
        return interruption;
    }

    /// <summary>What a signal does.</summary>
    /// <returns>False where one came before.</returns>
    public bool Request(int exitCode)
    {
        if (Interlocked.CompareExchange(ref _exitCode, exitCode, 0) != 0)
        {
            return false;
        }

        // Not on the signal's thread: whoever is called back by a cancellation may take its time.
        _ = Task.Run(_source.Cancel);
        return true;
    }

    public void Dispose()
    {
        _registrations.ForEach(registration => registration.Dispose());
        _source.Dispose();
    }

    private void On(PosixSignal signal, int exitCode) =>
        _registrations.Add(PosixSignalRegistration.Create(signal, context => context.Cancel = Request(exitCode)));
}
