namespace FashionSpark.Pipeline;

/// <summary>What a score left behind.</summary>
/// <param name="Table">Folder of the predictions table.</param>
/// <param name="TableVersion">Version that holds the rows.</param>
/// <param name="Rows">Images scored.</param>
/// <param name="Seconds">Wall-clock seconds.</param>
public sealed record ScoreResult(string Table, long TableVersion, long Rows, double Seconds);
