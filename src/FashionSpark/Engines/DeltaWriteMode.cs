namespace FashionSpark.Engines;

/// <summary>What happens to the rows a table already has.</summary>
public enum DeltaWriteMode
{
    Append,
    Overwrite,
}
