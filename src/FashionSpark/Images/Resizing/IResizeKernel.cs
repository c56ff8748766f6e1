namespace FashionSpark.Images;

/// <summary>The two inner loops of <see cref="Resizer"/>. Every kernel gives the same bytes.</summary>
internal interface IResizeKernel
{
    /// <summary>Bytes of any content that lie readable behind a row, for vectors that reach over its end.</summary>
    const int Slack = 32;

    /// <summary>One row of the result from the rows above each other that <paramref name="weights"/> has for <paramref name="position"/>.</summary>
    /// <param name="source">Begins with the first of these rows.</param>
    /// <param name="stride">Bytes from one row of the source to the next.</param>
    /// <param name="weights">Weights of rows.</param>
    /// <param name="position">The row of the result.</param>
    /// <param name="row">Where the result goes.</param>
    static abstract void Down(ReadOnlySpan<byte> source, int stride, ResizeWeights weights, int position, Span<byte> row);

    /// <summary>A row to another width.</summary>
    /// <param name="row">The row, and <see cref="Slack"/> behind it.</param>
    /// <param name="weights">Weights of columns.</param>
    /// <param name="channels">1 or 3.</param>
    /// <param name="target">The result, of exactly its length.</param>
    static abstract void Across(ReadOnlySpan<byte> row, ResizeWeights weights, int channels, Span<byte> target);
}
