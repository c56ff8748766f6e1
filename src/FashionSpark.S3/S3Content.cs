namespace FashionSpark.S3;

/// <summary>What reading an object gave: its bytes, or why there are none (one of <see cref="Images.QuarantineReason"/>).</summary>
internal readonly record struct S3Content(byte[]? Bytes, string? Problem);
