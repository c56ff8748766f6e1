using Apache.Arrow;
using Apache.Arrow.Ipc;

namespace FashionSpark.Datasets.Remote;

/// <summary>Batches that are fetched once and kept in a file for who reads them again.</summary>
public static class SpooledBatches
{
    /// <summary>The batches of the file where it is there, else those of <paramref name="fetch"/>, which make the file once all were read.</summary>
    /// <param name="folder">Where files are kept; null = nowhere.</param>
    /// <param name="name">Name of the file: the same batches have the same.</param>
    /// <param name="fetch">Fetches them.</param>
    public static IEnumerable<RecordBatch> Read(string? folder, string name, Func<IEnumerable<RecordBatch>> fetch)
    {
        if (folder is null)
        {
            return fetch();
        }

        string path = Path.Combine(folder, name);
        return File.Exists(path) ? ReadFile(path) : Keep(path, fetch());
    }

    private static IEnumerable<RecordBatch> ReadFile(string path)
    {
        using var reader = new ArrowStreamReader(File.OpenRead(path));
        while (reader.ReadNextRecordBatch() is { } batch)
        {
            yield return batch;
        }
    }

    private static IEnumerable<RecordBatch> Keep(string path, IEnumerable<RecordBatch> batches)
    {
        string fresh = $"{path}.{Guid.NewGuid():N}";
        try
        {
            using (FileStream file = File.Create(fresh))
            {
                ArrowStreamWriter? writer = null;
                foreach (RecordBatch batch in batches)
                {
                    writer ??= new ArrowStreamWriter(file, batch.Schema, leaveOpen: true);
                    writer.WriteRecordBatch(batch);
                    yield return batch;
                }

                if (writer is null)
                {
                    yield break;
                }

                writer.WriteEnd();
                writer.Dispose();
            }

            File.Move(fresh, path);
        }
        finally
        {
            // Left half-way, or moved.
            File.Delete(fresh);
        }
    }
}
