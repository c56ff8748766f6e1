namespace FashionSpark.Training.Transfer;

/// <summary>Names the features of a partition that a machine holds for a training.</summary>
/// <param name="Run">Run key of the training.</param>
/// <param name="Split">Split.</param>
/// <param name="Partition">Number of the partition.</param>
internal readonly record struct FeaturesKey(string Run, string Split, int Partition);
