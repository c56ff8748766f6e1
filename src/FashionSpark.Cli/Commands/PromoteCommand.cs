using System.CommandLine;
using FashionSpark.Cli.Hosting;
using FashionSpark.Pipeline;

namespace FashionSpark.Cli.Commands;

/// <summary>A model becomes the one that others use.</summary>
internal sealed class PromoteCommand : JobCommand
{
    private readonly Option<string> _model = Flag.Required("--model", "FILE", "The model to use from now on.");
    private readonly Option<string> _to = Flag.Required("--to", "FILE", "Where others read it. Replaced as a whole; what was there is kept beside it as NAME.previous.onnx.");

    public PromoteCommand(CliHost host, CommonOptions common)
        : base("promote", "Puts a model where others read it, such as the file that the page serves.", host, common, Defaults.Warehouse)
    {
        Add(_model);
        Add(_to);
        Job.AddTo(this);
    }

    protected override JobOptions CreateJob(ParseResult parse) => Job.Begin(parse, Name, Defaults.Warehouse) with
    {
        Promote = new PromoteOptions { Model = parse.GetRequiredValue(_model), To = parse.GetRequiredValue(_to) },
    };
}
