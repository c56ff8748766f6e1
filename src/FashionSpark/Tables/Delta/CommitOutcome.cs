namespace FashionSpark.Tables;

/// <summary>How a commit ended.</summary>
/// <param name="Version">The version that holds the rows.</param>
/// <param name="AlreadyWritten">An earlier commit of the same application transaction holds them; this one wrote nothing.</param>
internal readonly record struct CommitOutcome(long Version, bool AlreadyWritten);
