namespace FashionSpark.Pipeline;

/// <summary>A source that is left out, since its bytes are in the data set from another one.</summary>
internal sealed record DuplicateImage(string Id, string Source, string Split, int Label, string KeptSource, string KeptSplit, int KeptLabel);
