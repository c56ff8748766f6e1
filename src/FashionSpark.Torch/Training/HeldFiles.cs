using System.Runtime.InteropServices;

namespace FashionSpark.Torch.Training;

/// <summary>
/// The images and the momentum of a partition as files of the executor. All its worker processes see them, so that it does
/// not matter which one the next round comes to, and the images, which are mapped, are in memory once. They survive a
/// worker that is killed.
/// </summary>
internal sealed class HeldFiles
{
    private readonly string _path;

    /// <param name="localFolder">See <see cref="Engines.PartitionContext.LocalFolder"/>.</param>
    /// <param name="key">Whose.</param>
    public HeldFiles(string localFolder, HeldKey key) => _path = Path.Combine(FolderOf(localFolder, key.Run), $"{key.Split}-{key.Partition}");

    private string ImagesPath => _path + ".images";

    private string MomentumPath => _path + ".momentum";

    /// <summary>Removes all files of a training.</summary>
    public static void Drop(string localFolder, string run)
    {
        if (Directory.Exists(FolderOf(localFolder, run)))
        {
            Directory.Delete(FolderOf(localFolder, run), recursive: true);
        }
    }

    /// <summary>Null where this machine has not read them.</summary>
    public PartitionImages? Images() => File.Exists(ImagesPath) ? PartitionImages.Map(ImagesPath) : null;

    /// <summary>Writes the images and gives them back as they lie in the file.</summary>
    public PartitionImages Keep(PartitionImages images)
    {
        Replace(ImagesPath, images.Write);
        return PartitionImages.Map(ImagesPath);
    }

    /// <summary>The momentum after a round; null where the file has another round's, or there is none.</summary>
    public float[]? Momentum(int round)
    {
        try
        {
            byte[] bytes = File.ReadAllBytes(MomentumPath);
            return BitConverter.ToInt32(bytes) == round ? MemoryMarshal.Cast<byte, float>(bytes.AsSpan(sizeof(int))).ToArray() : null;
        }
        catch (IOException)
        {
            return null;
        }
    }

    public void KeepMomentum(int round, float[] momentum) => Replace(MomentumPath, stream =>
    {
        stream.Write(BitConverter.GetBytes(round));
        stream.Write(MemoryMarshal.AsBytes<float>(momentum));
    });

    private static string FolderOf(string localFolder, string run) => Path.Combine(localFolder, "fashionspark", run);

    /// <summary>Whole or not at all; not synced, since a machine that goes down has no use for it.</summary>
    private static void Replace(string path, Action<Stream> write)
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
