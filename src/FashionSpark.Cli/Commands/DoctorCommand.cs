using System.CommandLine;
using FashionSpark.Cli.Display;
using FashionSpark.Cli.Doctor;
using FashionSpark.Cli.Hosting;
using FashionSpark.Cli.Output;
using FashionSpark.Pipeline;

namespace FashionSpark.Cli.Commands;

/// <summary>Checks everything a run needs.</summary>
internal sealed class DoctorCommand : Command
{
    private readonly CliHost _host;
    private readonly CommonOptions _common;
    private readonly EngineFlags _engine = new();

    public DoctorCommand(CliHost host, CommonOptions common)
        : base("doctor", "Checks everything that a run needs, on this machine and on Spark, and says how to mend what is missing.")
    {
        _host = host;
        _common = common;
        _engine.AddTo(this);
        SetAction(RunAsync);
    }

    private async Task<int> RunAsync(ParseResult parse, CancellationToken cancellation)
    {
        string engine = EngineNames.Choose(_engine.Engine(parse), _host.Variable);
        var job = new JobOptions { Job = Name, Warehouse = "", Engine = engine, Cluster = _engine.Cluster(parse) };
        IProgressDisplay display = _common.Display(parse, _host);
        IReadOnlyList<Check> checks = await display.ShowAsync(progress => _host.Backend.ExamineAsync(job, progress, cancellation));
        var result = new DoctorResult(EngineNames.Display(engine), checks);
        if (parse.GetValue(_common.Json))
        {
            JsonOutput.Write(_host.Out, result);
        }
        else
        {
            new DoctorReport(_host.Out).Write(result);
        }

        return result.Ready ? ExitCode.Done : ExitCode.Failed;
    }
}
