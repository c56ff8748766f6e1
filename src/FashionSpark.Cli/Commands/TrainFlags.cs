using System.CommandLine;

namespace FashionSpark.Cli.Commands;

/// <summary>Options of a training that more than one command has.</summary>
internal static class TrainFlags
{
    public static Option<string?> Profile() =>
        Flag.Choice("--profile", $"Size of the training: quick is minutes on two cores, full is the best accuracy (default: {Defaults.Train.Profile}).", "quick", "full");

    public static Option<int?> Epochs() =>
        Flag.Number("--epochs", "N", "Passes over the training images (default: as the profile says).", 1);
}
