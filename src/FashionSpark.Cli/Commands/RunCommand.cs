using System.CommandLine;
using FashionSpark.Cli.Hosting;
using FashionSpark.Pipeline;

namespace FashionSpark.Cli.Commands;

/// <summary>All stages of a job file.</summary>
internal sealed class RunCommand : JobCommand
{
    private readonly Argument<string> _file = new("JOB.json") { HelpName = "JOB.json", Description = "The job file; jobs/fashion-mnist.json is one." };

    private readonly Option<string[]> _set = new("--set")
    {
        HelpName = "KEY=VALUE",
        Description = "Say something other than the file, such as --set train.epochs=3; may be repeated.",
        Arity = ArgumentArity.OneOrMore,
        AllowMultipleArgumentsPerToken = true,
    };

    private readonly Option<string?> _only = Flag.Text(
        "--only", "STAGE,...", $"Stages to run alone, where a scheduler has a task for each: {string.Join(", ", StageSelection.Known)}.");

    public RunCommand(CliHost host, CommonOptions common)
        : base("run", "Runs the stages of a job file. Stopped half-way, the same command goes on where it was.", host, common, "as the file says")
    {
        Add(_file);
        Add(_set);
        Add(_only);
        Job.AddTo(this);
    }

    protected override JobOptions CreateJob(ParseResult parse)
    {
        JobOptions job = Job.Apply(parse, Host.Backend.ReadJob(parse.GetRequiredValue(_file), parse.GetValue(_set) ?? []));
        return parse.GetValue(_only) is { } only ? job.Only(only.Split(',', StringSplitOptions.TrimEntries | StringSplitOptions.RemoveEmptyEntries)) : job;
    }
}
