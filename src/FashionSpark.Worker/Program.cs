using System.Runtime.InteropServices;
using FashionSpark.Models;
using FashionSpark.Worker.Bridge;
using FashionSpark.Worker.Daemon;
using FashionSpark.Worker.Native;
using FashionSpark.Worker.Protocol;

namespace FashionSpark.Worker;

/// <summary>Entry: which of its roles the process plays is told by its arguments, in the form that Spark calls Python.</summary>
internal static class Program
{
    private const string Usage = """
        fashionspark-worker: runs FashionSpark's partition functions on Spark executors.

          fashionspark-worker doctor                 what this build is and knows, as JSON
          fashionspark-worker -m pyspark.daemon ...  as Spark starts it where PYSPARK_PYTHON of the Connect server names it
          fashionspark-worker -m pyspark.worker      the same with spark.python.use.daemon=false
          fashionspark-worker bridge PID             as fashionspark_bridge.py starts it
        """;

    public static int Main(string[] args)
    {
        var log = new WorkerLog(Console.Error);
        try
        {
            return args switch
            {
                ["-m", "pyspark.daemon", ..] => RunDaemon(log),
                ["-m", "pyspark.worker", ..] => RunSimple(log),
                ["bridge", string parent] when int.TryParse(parent, out int process) => RunBridge(process, log),
                ["doctor"] => DoctorReport.Write(Console.Out),
                ["-m", string module, ..] => throw new InvalidInputException(
                    $"Python module '{module}' cannot be run: this is FashionSpark's .NET worker, which PYSPARK_PYTHON names. " +
                    "It stands in for pyspark.daemon and pyspark.worker; leave spark.python.daemon.module and spark.python.worker.module unset."),
                _ => ShowUsage(),
            };
        }
        catch (InvalidInputException e)
        {
            log.Line(e.Message);
            return 2;
        }
    }

    private static int RunDaemon(WorkerLog log)
    {
        LinuxProcess.LeaveProcessGroup();
        WorkerEnvironment environment = WorkerEnvironment.Read(Environment.GetEnvironmentVariable);
        Stream output = Console.OpenStandardOutput();
        Console.SetOut(Console.Error);

        using var daemon = new WorkerDaemon(environment, new PartitionRunner(WorkerFunctions.Create()), log, TimeProvider.System, FreeModels);
        using PosixSignalRegistration signal = PosixSignalRegistration.Create(PosixSignal.SIGTERM, _ =>
        {
            daemon.Stop(); // takes the socket's file away
            Environment.Exit(0);
        });
        daemon.Listener.Announce(new ProtocolWriter(output));
        new Thread(() =>
        {
            daemon.ObeyCommands(new ProtocolReader(Console.OpenStandardInput()));
            daemon.Stop();
            Environment.Exit(0);
        })
        { IsBackground = true, Name = "commands" }.Start();
        daemon.Run();
        return 0;
    }

    private static int RunSimple(WorkerLog log)
    {
        WorkerEnvironment environment = WorkerEnvironment.Read(Environment.GetEnvironmentVariable);
        Console.SetOut(Console.Error);
        SimpleWorker.Run(environment, new PartitionRunner(WorkerFunctions.Create()), log, TimeProvider.System);
        return 0;
    }

    private static int RunBridge(int parent, WorkerLog log)
    {
        if (!LinuxProcess.DieWithParent(parent))
        {
            log.Line($"The Python worker {parent} has ended before its .NET child began.");
            return 1;
        }

        WorkerEnvironment environment = WorkerEnvironment.Read(Environment.GetEnvironmentVariable);
        using var output = new FileStream(LinuxProcess.TakeStandardOutput(), FileAccess.Write, bufferSize: 0);
        Console.SetOut(Console.Error);
        using Stream input = Console.OpenStandardInput();
        var child = new BridgeChild(input, output, new PartitionRunner(WorkerFunctions.Create()), TimeProvider.System, environment.LocalFolder);
        return child.Serve() ? 0 : 1;
    }

    private static void FreeModels()
    {
        ModelCache.Clear();
        WorkerFunctions.Free();
        GC.Collect(GC.MaxGeneration, GCCollectionMode.Aggressive, blocking: true, compacting: true);
    }

    private static int ShowUsage()
    {
        Console.Error.WriteLine(Usage);
        return 2;
    }
}
