using System.Collections.Concurrent;
using System.Text;
using FashionSpark.Datasets;

namespace FashionSpark.Images;

/// <summary>
/// A small file that says at any moment which pictures this process is decoding: a slot of an id each. The operating system keeps what
/// was written when the process dies, and lets go of the lock on the file, by which others see that it is dead.
/// </summary>
internal sealed class DecodeJournal : IDisposable
{
    private const string Extension = ".decoding";

    private static readonly byte[] NoId = new byte[ImageId.Length];

    private readonly FileStream _file;
    private readonly ConcurrentBag<int> _free = [];
    private int _slots;

    private DecodeJournal(FileStream file) => _file = file;

    public static DecodeJournal Create(string folder)
    {
        string path = Path.Combine(folder, Guid.NewGuid().ToString("n") + Extension);
        return new DecodeJournal(new FileStream(path, FileMode.CreateNew, FileAccess.ReadWrite, FileShare.None, bufferSize: 0, FileOptions.DeleteOnClose));
    }

    /// <summary>Hands over the ids in journals of dead processes, and then deletes these.</summary>
    public static void TakeDead(string folder, Action<string> keep)
    {
        foreach (string path in Directory.EnumerateFiles(folder, "*" + Extension))
        {
            try
            {
                using var file = new FileStream(path, FileMode.Open, FileAccess.ReadWrite, FileShare.None, bufferSize: 0);
                foreach (string id in Ids(file))
                {
                    keep(id);
                }

                File.Delete(path);
            }
            catch (Exception e) when (e is IOException or UnauthorizedAccessException)
            {
                // Its process lives, or another one was faster.
            }
        }
    }

    /// <summary>Notes an id and returns its slot.</summary>
    public int Enter(string id)
    {
        if (!_free.TryTake(out int slot))
        {
            slot = Interlocked.Increment(ref _slots) - 1;
        }

        RandomAccess.Write(_file.SafeFileHandle, Encoding.ASCII.GetBytes(id), (long)slot * ImageId.Length);
        return slot;
    }

    public void Leave(int slot)
    {
        RandomAccess.Write(_file.SafeFileHandle, NoId, (long)slot * ImageId.Length);
        _free.Add(slot);
    }

    public void Dispose() => _file.Dispose();

    private static IEnumerable<string> Ids(FileStream file)
    {
        var slot = new byte[ImageId.Length];
        while (file.ReadAtLeast(slot, slot.Length, throwOnEndOfStream: false) == slot.Length)
        {
            if (slot.All(value => char.IsAsciiHexDigitLower((char)value)))
            {
                yield return Encoding.ASCII.GetString(slot);
            }
        }
    }
}
