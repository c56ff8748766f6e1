using Apache.Arrow;

namespace FashionSpark.Worker.Tests.Support;

/// <summary>What a worker sent for one task.</summary>
/// <param name="Batches">Rows, unwrapped.</param>
/// <param name="Streamed">True where an Arrow stream came, be it without batches.</param>
/// <param name="Error">Text of the error; null = success.</param>
/// <param name="Reusable">True where the worker takes another task.</param>
internal sealed record TaskAnswer(IReadOnlyList<RecordBatch> Batches, bool Streamed, string? Error, bool Reusable);
