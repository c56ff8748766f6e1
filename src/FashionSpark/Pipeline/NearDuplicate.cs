namespace FashionSpark.Pipeline;

/// <summary>An image and the most similar one of another split.</summary>
/// <param name="Distance">Bits in which their perceptual hashes differ.</param>
internal sealed record NearDuplicate(string Source, string Split, string OtherSource, string OtherSplit, int Distance);
