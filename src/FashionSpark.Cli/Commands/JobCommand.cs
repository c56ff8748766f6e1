using System.CommandLine;
using FashionSpark.Cli.Display;
using FashionSpark.Cli.Hosting;
using FashionSpark.Cli.Output;
using FashionSpark.Pipeline;

namespace FashionSpark.Cli.Commands;

/// <summary>A command that runs stages: it makes a job of its options, runs it and reports.</summary>
internal abstract class JobCommand : Command
{
    private readonly CliHost _host;
    private readonly CommonOptions _common;

    protected JobCommand(string name, string description, CliHost host, CommonOptions common, string warehouseDefault)
        : base(name, description)
    {
        _host = host;
        _common = common;
        Job = new JobFlags(warehouseDefault);
        SetAction(RunAsync);
    }

    protected JobFlags Job { get; }

    protected CliHost Host => _host;

    protected abstract JobOptions CreateJob(ParseResult parse);

    /// <summary>Lines under the report that say what to do next.</summary>
    protected virtual IReadOnlyList<string> NextSteps(JobOptions job) => [];

    private async Task<int> RunAsync(ParseResult parse, CancellationToken cancellation)
    {
        JobOptions job = CreateJob(parse);
        job = job with { Engine = EngineNames.Choose(job.Engine, _host.Variable) };
        IProgressDisplay display = _common.Display(parse, _host);
        JobResult result = await display.ShowAsync(progress => _host.Backend.RunJobAsync(job, progress, cancellation));
        if (parse.GetValue(_common.Json))
        {
            JsonOutput.Write(_host.Out, result);
        }
        else
        {
            new JobReport(_host.Out).Write(job, result, NextSteps(job));
        }

        return result.Evaluate?.Gates.All(gate => gate.Passed) == false ? ExitCode.GateNotPassed : ExitCode.Done;
    }
}
