using System.Runtime.CompilerServices;

namespace FashionSpark.S3;

/// <summary>A listing kept in a file, for partitions that run where it lies: S3 is asked once, and all passes see the same objects.</summary>
internal static class S3ListingFile
{
    public const string Name = "listing";

    /// <summary>The items as they come; the file has them once all were read.</summary>
    public static async IAsyncEnumerable<S3Item> KeepAsync(string path, IAsyncEnumerable<S3Item> items, [EnumeratorCancellation] CancellationToken cancellation)
    {
        await using var writer = new BinaryWriter(File.Create(path));
        await foreach (S3Item item in items.WithCancellation(cancellation).ConfigureAwait(false))
        {
            writer.Write(item.Key);
            writer.Write(item.Name);
            writer.Write(item.ETag);
            writer.Write(item.Size);
            yield return item;
        }
    }

    /// <summary>As <see cref="S3Listing.ReadAsync"/>.</summary>
    public static IEnumerable<S3Item> Read(string path, string? after, string last)
    {
        using var reader = new BinaryReader(File.OpenRead(path));
        while (reader.BaseStream.Position < reader.BaseStream.Length)
        {
            var item = new S3Item(reader.ReadString(), reader.ReadString(), reader.ReadString(), reader.ReadInt64());
            if (string.CompareOrdinal(item.Key, last) > 0)
            {
                yield break;
            }

            if (after is null || string.CompareOrdinal(item.Key, after) > 0)
            {
                yield return item;
            }
        }
    }
}
