using System.CommandLine;
using FashionSpark.Cli.Hosting;
using FashionSpark.Pipeline;

namespace FashionSpark.Cli.Commands;

/// <summary>From a prepared data set to an ONNX model.</summary>
internal sealed class TrainCommand : JobCommand
{
    private readonly Option<string> _data = Flag.Required("--data", "DIR", "Folder of the prepared data set.");
    private readonly Option<long?> _dataVersion = Flag.Number<long>("--data-version", "N", "Version of the data set (default: the newest).", 0);
    private readonly Option<string?> _model = Flag.Text("--model", "KIND", $"Kind of model: cnn, from random weights; transfer, a linear layer on a pretrained network; fine-tune, that network trained further; baseline, histograms of gradients and a linear model, to compare with (default: {Defaults.Train.Model}).");
    private readonly Option<string> _out = Flag.Required("--out", "MODEL", "The ONNX file to write; checkpoints lie beside it.");
    private readonly Option<string?> _profile = TrainFlags.Profile();
    private readonly Option<int?> _epochs = TrainFlags.Epochs();

    private readonly Option<int?> _partitions = Flag.Number(
        "--partitions", "N", "Partitions trained side by side and averaged (default: one a core; fine-tune on this machine: one).", 1);

    private readonly Option<int?> _batchSize = Flag.Number(
        "--batch-size", "IMAGES", "Images an optimiser step takes over all partitions (default: as the profile says).", 1);

    private readonly Option<int?> _stepsPerRound = Flag.Number(
        "--steps-per-round", "N", "Optimiser steps between two averagings (default: as the profile says).", 1);

    private readonly BackboneFlags _backbone = new();
    private readonly Option<bool> _resume = Flag.Switch("--resume", "Go on from the last checkpoint of an interrupted training.");
    private readonly Option<bool> _overwrite = Flag.Switch("--overwrite", "Replace the model file if there is one.");

    public TrainCommand(CliHost host, CommonOptions common)
        : base("train", "Trains a model on a prepared data set, partition by partition, and writes one ONNX file.", host, common, Defaults.Warehouse)
    {
        Add(_data);
        Add(_dataVersion);
        Add(_model);
        Add(_out);
        Add(_profile);
        _backbone.AddTo(this);
        Add(_epochs);
        Add(_partitions);
        Add(_batchSize);
        Add(_stepsPerRound);
        Add(_resume);
        Add(_overwrite);
        Job.AddTo(this);
    }

    protected override JobOptions CreateJob(ParseResult parse) => Job.Begin(parse, Name, Defaults.Warehouse) with
    {
        Train = new TrainOptions
        {
            Data = parse.GetRequiredValue(_data),
            DataVersion = parse.GetValue(_dataVersion),
            Model = parse.GetValue(_model) ?? Defaults.Train.Model,
            Backbone = _backbone.Read(parse),
            Out = parse.GetRequiredValue(_out),
            Profile = parse.GetValue(_profile) ?? Defaults.Train.Profile,
            Partitions = parse.GetValue(_partitions),
            Epochs = parse.GetValue(_epochs),
            BatchSize = parse.GetValue(_batchSize),
            StepsPerRound = parse.GetValue(_stepsPerRound),
            Resume = parse.GetValue(_resume),
            Overwrite = parse.GetValue(_overwrite),
            Seed = Job.Seed(parse),
        },
    };
}
