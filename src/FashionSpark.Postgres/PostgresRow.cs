namespace FashionSpark.Postgres;

/// <summary>A row of a relation.</summary>
/// <param name="Key">Its key as text.</param>
/// <param name="Label">Its class; null = NULL.</param>
/// <param name="Split">Its split; null = NULL, or no such column.</param>
/// <param name="Length">Bytes of the image; null = NULL.</param>
/// <param name="Image">The image; null where it is NULL or too large.</param>
internal sealed record PostgresRow(string Key, string? Label, string? Split, int? Length, byte[]? Image);
