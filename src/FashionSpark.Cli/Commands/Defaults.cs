using FashionSpark.Pipeline;

namespace FashionSpark.Cli.Commands;

/// <summary>
/// Options as they are when nobody says anything, for help texts and for what the flags leave out. The values are those
/// of the option records; only paths that depend on the command are decided here.
/// </summary>
internal static class Defaults
{
    public const string QuickstartOut = "out/quickstart";
    public const string Warehouse = "out/warehouse";
    public const string PhotosOut = "out/quickstart-photos";

    /// <summary>Folder names below a quickstart's folder.</summary>
    public const string DataFolder = "data";
    public const string ModelsFolder = "models";
    public const string WarehouseFolder = "warehouse";
    public const string ReportFile = "report.html";

    public static PrepareOptions Prepare { get; } = new() { Source = "", Out = "" };

    public static TrainOptions Train { get; } = new() { Data = "", Out = "" };

    public static ScoreOptions Score { get; } = new() { Data = "", Model = "" };
}
