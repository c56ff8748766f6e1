namespace FashionSpark.Torch.Training;

/// <summary>Names what a machine holds for the rounds of a training.</summary>
/// <param name="Run">Run key of the training.</param>
/// <param name="Split">Split.</param>
/// <param name="Partition">Number of the partition.</param>
internal readonly record struct HeldKey(string Run, string Split, int Partition);
