using System.Runtime.InteropServices;
using FashionSpark.Engines;

namespace FashionSpark.Torch.Training;

/// <summary>
/// The images and the momentum of a partition as files of the executor. All its worker processes see them, so that it does
/// not matter which one the next round comes to, and the images, which are mapped, are in memory once. They survive a
/// worker that is killed.
/// </summary>
internal sealed class HeldFiles
{
    private readonly string _path;

    /// <param name="localFolder">See <see cref="PartitionContext.LocalFolder"/>.</param>
    /// <param name="key">Whose.</param>
    public HeldFiles(string localFolder, HeldKey key) => _path = Path.Combine(ExecutorFiles.FolderOf(localFolder, key.Run), $"{key.Split}-{key.Partition}");

    private string ImagesPath => _path + ".images";

    private string MomentumPath => _path + ".momentum";

    /// <summary>Null where this machine has not read them.</summary>
    public PartitionImages? Images() => File.Exists(ImagesPath) ? PartitionImages.Map(ImagesPath) : null;

    /// <summary>Writes the images and gives them back as they lie in the file.</summary>
    public PartitionImages Keep(PartitionImages images)
    {
        ExecutorFiles.Replace(ImagesPath, images.Write);
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

    public void KeepMomentum(int round, float[] momentum) => ExecutorFiles.Replace(MomentumPath, stream =>
    {
        stream.Write(BitConverter.GetBytes(round));
        stream.Write(MemoryMarshal.AsBytes<float>(momentum));
    });
}
