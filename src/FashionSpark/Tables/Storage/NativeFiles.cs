using System.Runtime.InteropServices;

namespace FashionSpark.Tables;

/// <summary>The few calls of libc that .NET has no safe counterpart of. Strings are UTF-8.</summary>
internal static partial class NativeFiles
{
    public const int PermissionDenied = 1; // EPERM
    public const int NoSuchFile = 2; // ENOENT
    public const int AccessDenied = 13; // EACCES
    public const int Exists = 17; // EEXIST
    public const int CrossDevice = 18; // EXDEV
    public const int NoSpace = 28; // ENOSPC
    public const int ReadOnlyFileSystem = 30; // EROFS
    public const int TooManyLinks = 31; // EMLINK

    /// <summary>ENOSYS and EOPNOTSUPP differ between Linux and macOS.</summary>
    public static bool IsUnsupported(int error) =>
        error == PermissionDenied || error == CrossDevice ||
        (OperatingSystem.IsMacOS() ? error is 78 or 102 or 45 : error is 38 or 95);

    [LibraryImport("libc", EntryPoint = "link", SetLastError = true, StringMarshalling = StringMarshalling.Utf8)]
    public static partial int Link(string existing, string created);

    [LibraryImport("libc", EntryPoint = "rename", SetLastError = true, StringMarshalling = StringMarshalling.Utf8)]
    public static partial int Rename(string from, string to);

    [LibraryImport("libc", EntryPoint = "open", SetLastError = true, StringMarshalling = StringMarshalling.Utf8)]
    public static partial int Open(string path, int flags);

    [LibraryImport("libc", EntryPoint = "fsync", SetLastError = true)]
    public static partial int Sync(int descriptor);

    [LibraryImport("libc", EntryPoint = "close", SetLastError = true)]
    public static partial int Close(int descriptor);
}
