namespace FashionSpark.Training.Transfer;

/// <summary>Sums over the features of one partition.</summary>
internal interface IPartitionSums
{
    /// <summary>Number of the partition.</summary>
    int Partition { get; }

    /// <summary>False where the machine does not hold its features (any more): there are no sums.</summary>
    bool IsHeld { get; }
}
