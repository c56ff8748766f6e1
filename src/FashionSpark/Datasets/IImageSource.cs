using FashionSpark.Engines;

namespace FashionSpark.Datasets;

/// <summary>A place images and their classes come from. It only describes; the engine reads. Disposed when it is read for the last time.</summary>
public interface IImageSource : IDisposable
{
    /// <summary>Class names; a label is an index into them.</summary>
    IReadOnlyList<string> Classes { get; }

    /// <summary>Splits the source itself names; where validation or test is missing it is cut by image id.</summary>
    IReadOnlyList<string> DeclaredSplits { get; }

    /// <summary>Images it lists; null where only reading tells.</summary>
    long? Count { get; }

    /// <summary>Width and height to prepare where the user names none.</summary>
    int DefaultSize { get; }

    /// <summary>1 (grey) or 3 (RGB) where the user names none.</summary>
    int DefaultChannels { get; }

    /// <summary>Its images as rows of <see cref="SourceSchema"/>; a run reads them more than once.</summary>
    IDataset Open(IEngine engine, int partitions);
}
