using System.Runtime.InteropServices;
using FashionSpark.Engines;
using FashionSpark.Images;
using FashionSpark.Models;
using FashionSpark.Training.Transfer;
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
          fashionspark-worker bridge PID [FD]        as fashionspark_bridge.py starts it, with the descriptor of Spark's connection
        """;

    public static int Main(string[] args) => Run(args, WorkerFunctions.Create());

    /// <param name="args">Its role, as Spark or the bridge says it.</param>
    /// <param name="functions">What it can run.</param>
    internal static int Run(string[] args, PartitionFunctionRegistry functions)
    {
        var log = new WorkerLog(Console.Error);
        try
        {
            return args switch
            {
                ["-m", "pyspark.daemon", ..] => RunDaemon(functions, log),
                ["-m", "pyspark.worker", ..] => RunSimple(functions, log),
                ["bridge", string parent] when int.TryParse(parent, out int process) => RunBridge(process, connection: null, functions, log),
                ["bridge", string parent, string file] when int.TryParse(parent, out int process) && int.TryParse(file, out int descriptor) =>
                    RunBridge(process, descriptor, functions, log),
                [DecodeTrial.Command, string picture] => DecodeTrial.Run(picture, ImageDecoders.Default),
                ["doctor"] => DoctorReport.Write(Console.Out, functions),
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

    private static int RunDaemon(PartitionFunctionRegistry functions, WorkerLog log)
    {
        LinuxProcess.LeaveProcessGroup();
        WorkerEnvironment environment = WorkerEnvironment.Read(Environment.GetEnvironmentVariable);
        Stream output = Console.OpenStandardOutput();
        Console.SetOut(Console.Error);

        using var daemon = new WorkerDaemon(environment, new PartitionRunner(functions), log, TimeProvider.System, FreeModels);
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

    private static int RunSimple(PartitionFunctionRegistry functions, WorkerLog log)
    {
        WorkerEnvironment environment = WorkerEnvironment.Read(Environment.GetEnvironmentVariable);
        Console.SetOut(Console.Error);
        SimpleWorker.Run(environment, new PartitionRunner(functions), log, TimeProvider.System);
        return 0;
    }

    private static int RunBridge(int parent, int? connection, PartitionFunctionRegistry functions, WorkerLog log)
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
        Stream? spark = connection is { } descriptor ? InheritedConnection.Open(descriptor) : null;
        var child = new BridgeChild(input, output, spark, new PartitionRunner(functions), TimeProvider.System, environment.LocalFolder);
        return child.Serve() ? 0 : 1;
    }

    private static void FreeModels()
    {
        ModelCache.Clear();
        FeatureExtractors.Clear();
        WorkerFunctions.Free();
        GC.Collect(GC.MaxGeneration, GCCollectionMode.Aggressive, blocking: true, compacting: true);
    }

    private static int ShowUsage()
    {
        Console.Error.WriteLine(Usage);
        return 2;
    }
}
