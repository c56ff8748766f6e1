namespace FashionSpark.Engines;

/// <summary>Files that functions keep on a machine for later tasks of the same run, below <see cref="PartitionContext.LocalFolder"/>.</summary>
public static class ExecutorFiles
{
    public static string FolderOf(string localFolder, string run) => Path.Combine(localFolder, "fashionspark", run);

    /// <summary>Removes all files of a run; several tasks of a machine may do so at the same time.</summary>
    public static void Drop(string localFolder, string run)
    {
        try
        {
            Directory.Delete(FolderOf(localFolder, run), recursive: true);
        }
        catch (DirectoryNotFoundException)
        {
            // Another task was faster: with all of it, or with a file that this one had just listed.
        }
    }

    /// <summary>Writes a file whole or not at all; not synced, since a machine that goes down has no use for it.</summary>
    public static void Replace(string path, Action<Stream> write)
    {
        Directory.CreateDirectory(Path.GetDirectoryName(path)!);
        string fresh = $"{path}.{Guid.NewGuid():N}";
        try
        {
            using (FileStream stream = File.Create(fresh))
            {
                write(stream);
            }

#pragma warning disable RS0030 // rename(2) is all that is wanted; DurableFiles would sync the folder, every round
            File.Move(fresh, path, overwrite: true);
#pragma warning restore RS0030
        }
        catch
        {
            File.Delete(fresh);
            throw;
        }
    }
}
