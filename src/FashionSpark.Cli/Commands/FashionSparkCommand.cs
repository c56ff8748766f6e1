using System.CommandLine;
using System.CommandLine.Help;
using FashionSpark.Cli.Hosting;

namespace FashionSpark.Cli.Commands;

/// <summary>The root: <c>fashionspark</c>.</summary>
internal sealed class FashionSparkCommand : RootCommand
{
    /// <summary>Narrower where the terminal is; wider lines are hard to read.</summary>
    private const int HelpWidth = 100;

    public FashionSparkCommand(CliHost host, CommonOptions common)
        : base(
            "Clothing images in; prepared data, trained models (ONNX), predictions and accuracy tables (Delta) out.\n" +
            "Start with: fashionspark quickstart")
    {
        HelpName = "fashionspark";
        Add(new QuickstartCommand(host, common));
        Add(new RunCommand(host, common));
        Add(new PrepareCommand(host, common));
        Add(new TrainCommand(host, common));
        Add(new ScoreCommand(host, common));
        Add(new EvaluateCommand(host, common));
        Add(new ReportCommand(host, common));
        Add(new PromoteCommand(host, common));
        Add(new PredictCommand(host, common));
        Add(new ServeCommand(host, common));
        Add(new TableCommand(host, common));
        Add(new DoctorCommand(host, common));
        Add(common.Json);
        Add(common.Verbose);
        Add(common.Quiet);
        foreach (HelpOption help in Options.OfType<HelpOption>())
        {
            ((HelpAction)help.Action!).MaxWidth = Math.Min(HelpWidth, host.Out.Profile.Width);
        }
    }
}
