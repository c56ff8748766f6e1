using System.Runtime.InteropServices;

namespace FashionSpark.Tables;

/// <summary>
/// Files that are whole or not there, and stay after a power loss: written beside their place, synced, then linked or
/// renamed into it, and the folder synced.
/// </summary>
/// <remarks>
/// .NET's own move without overwriting looks whether the target exists and then renames, so that two processes can
/// both win; link(2) fails with EEXIST in the kernel instead.
/// </remarks>
public static class DurableFiles
{
    /// <summary>
    /// Creates a file with this content unless one is there; of several processes exactly one succeeds.
    /// </summary>
    /// <returns>False where the file already existed; it is then untouched.</returns>
    /// <exception cref="IOException">Disk full, or a file system without hard links (FUSE volumes).</exception>
    public static bool TryCreate(string path, ReadOnlySpan<byte> content)
    {
        string temporary = TemporaryBeside(path);
        try
        {
            WriteSynced(temporary, content);
            if (!TryLink(temporary, path))
            {
                return false;
            }
        }
        finally
        {
            File.Delete(temporary);
        }

        SyncFolder(Path.GetDirectoryName(path)!);
        return true;
    }

    /// <summary>Creates the file or replaces it as a whole: a reader sees the old content or the new.</summary>
    public static void Replace(string path, ReadOnlySpan<byte> content)
    {
        string temporary = TemporaryBeside(path);
        try
        {
            WriteSynced(temporary, content);
            Rename(temporary, path);
        }
        catch
        {
            File.Delete(temporary);
            throw;
        }
    }

    /// <summary>Renames a file that is already synced over <paramref name="to"/>, then syncs the folder.</summary>
    public static void Rename(string from, string to)
    {
        if (OperatingSystem.IsWindows())
        {
            File.Delete(to);
            File.Move(from, to);
        }
        else if (NativeFiles.Rename(from, to) != 0)
        {
            throw Failure($"'{from}' cannot be renamed to '{to}'", Marshal.GetLastPInvokeError());
        }

        SyncFolder(Path.GetDirectoryName(to)!);
    }

    /// <summary>Makes new names in a folder survive a power loss. Does nothing on Windows, which has no such call.</summary>
    public static void SyncFolder(string folder)
    {
        if (OperatingSystem.IsWindows())
        {
            return;
        }

        int descriptor = NativeFiles.Open(folder, flags: 0);
        if (descriptor < 0)
        {
            throw Failure($"folder '{folder}' cannot be opened to sync it", Marshal.GetLastPInvokeError());
        }

        int result = NativeFiles.Sync(descriptor);
        int error = Marshal.GetLastPInvokeError();
        _ = NativeFiles.Close(descriptor);

        // Some network and FUSE volumes answer EINVAL or ENOSYS to fsync of a folder: there is nothing to sync there.
        if (result != 0 && error != 22 && !NativeFiles.IsUnsupported(error))
        {
            throw Failure($"folder '{folder}' cannot be synced", error);
        }
    }

    /// <summary>A name in the same folder that no reader of tables looks at.</summary>
    internal static string TemporaryBeside(string path) =>
        Path.Combine(Path.GetDirectoryName(path)!, $".tmp-{Guid.NewGuid():N}-{Path.GetFileName(path)}");

    private static bool TryLink(string temporary, string path)
    {
        if (OperatingSystem.IsWindows())
        {
            return TryMoveOnWindows(temporary, path);
        }

        if (NativeFiles.Link(temporary, path) == 0)
        {
            return true;
        }

        int error = Marshal.GetLastPInvokeError();
        if (error == NativeFiles.Exists)
        {
            return false;
        }

        throw Failure(
            NativeFiles.IsUnsupported(error)
                ? $"'{path}' cannot be committed: this file system has no hard links, so two writers could overwrite each other. Use a local disk or NFS"
                : $"'{path}' cannot be created",
            error);
    }

    private static bool TryMoveOnWindows(string temporary, string path)
    {
        try
        {
            // MoveFileEx without MOVEFILE_REPLACE_EXISTING fails where the target exists.
            File.Move(temporary, path);
            return true;
        }
        catch (IOException) when (File.Exists(path))
        {
            return false;
        }
    }

    private static void WriteSynced(string path, ReadOnlySpan<byte> content)
    {
        using FileStream file = new(path, FileMode.CreateNew, FileAccess.Write, FileShare.None, bufferSize: 0);
        file.Write(content);
        file.Flush(flushToDisk: true);
    }

    private static IOException Failure(string what, int error) =>
        new($"{what}: {Marshal.GetPInvokeErrorMessage(error)} (errno {error}).", error);
}
