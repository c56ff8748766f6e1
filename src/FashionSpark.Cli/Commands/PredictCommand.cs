using System.CommandLine;
using FashionSpark.Cli.Hosting;
using FashionSpark.Cli.Output;
using FashionSpark.Scoring;

namespace FashionSpark.Cli.Commands;

/// <summary>Classes and confidences for single images.</summary>
internal sealed class PredictCommand : Command
{
    private readonly CliHost _host;
    private readonly CommonOptions _common;

    private readonly Argument<string[]> _files = new("FILE") { HelpName = "FILE", Description = "Image files: JPEG, PNG, WebP, GIF, BMP, TIFF.", Arity = ArgumentArity.OneOrMore };
    private readonly Option<string> _model = Flag.Required("--model", "MODEL", "The ONNX file, as train or quickstart wrote it.");

    private readonly Option<int?> _maxMegapixels = Flag.MaxMegapixels();

    public PredictCommand(CliHost host, CommonOptions common)
        : base("predict", "Says what clothing single images show, and how sure the model is.")
    {
        _host = host;
        _common = common;
        Add(_files);
        Add(_model);
        Add(_maxMegapixels);
        SetAction(Run);
    }

    private int Run(ParseResult parse)
    {
        string model = parse.GetRequiredValue(_model);
        List<Prediction> predictions = [];
        List<PredictionFailure> failures = [];
        using (IPredictor predictor = _host.Backend.OpenPredictor(model, parse.GetValue(_maxMegapixels) ?? Defaults.Prepare.MaxMegapixels))
        {
            foreach (string file in parse.GetRequiredValue(_files))
            {
                _host.Interruption.Token.ThrowIfCancellationRequested();
                try
                {
                    predictions.Add(predictor.Predict(file));
                }
                catch (Exception e) when (e is FashionSparkException { IsBadInput: true } or IOException or UnauthorizedAccessException)
                {
                    // One file that is no image does not take the answers for the others away.
                    failures.Add(new PredictionFailure(file, Failure.Of(e).Message));
                }
            }
        }

        if (parse.GetValue(_common.Json))
        {
            JsonOutput.Write(_host.Out, new PredictionResult(model, predictions, failures));
        }
        else
        {
            new PredictionReport(_host.Out, _host.Error).Write(predictions, failures);
        }

        return failures.Count == 0 ? ExitCode.Done : ExitCode.BadInput;
    }
}
