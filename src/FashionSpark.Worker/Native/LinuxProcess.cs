using System.Runtime.InteropServices;

namespace FashionSpark.Worker.Native;

/// <summary>The few things of the operating system that .NET does not offer. Linux only, as the worker is.</summary>
internal static partial class LinuxProcess
{
    private const int ParentDeathSignal = 1;
    private const int SignalKill = 9;
    private const uint OwnerOnly = 0x3F; // octal 077: nothing for group and others

    /// <summary>
    /// Id of the calling thread. Spark wants a process id for each worker; a thread's id is as good to it, and tells the
    /// workers of one process apart.
    /// </summary>
    public static int ThreadId() => (int)SystemCall(RuntimeInformation.ProcessArchitecture == Architecture.Arm64 ? 178 : 186);

    /// <summary>Leaves the process group of the starter, so that Ctrl+C at its terminal does not end us in the middle of a task.</summary>
    public static void LeaveProcessGroup() => _ = SetProcessGroup(0, 0);

    /// <summary>Asks to be killed when the parent ends; returns false where it has ended already.</summary>
    /// <param name="parent">The parent's process id as the parent itself told it.</param>
    public static bool DieWithParent(int parent)
    {
        _ = ProcessControl(ParentDeathSignal, SignalKill, 0, 0, 0);
        return GetParent() == parent;
    }

    /// <summary>Runs an action during which new files belong to this user alone. For the start only: the mask is the whole process's.</summary>
    public static void WithPrivateFiles(Action action)
    {
        uint before = SetMask(OwnerOnly);
        try
        {
            action();
        }
        finally
        {
            _ = SetMask(before);
        }
    }

    /// <summary>
    /// Takes standard output for the protocol: returns a copy of it and points the old one to standard error, so that
    /// nothing printed by anyone, native libraries included, can get in between.
    /// </summary>
    public static Microsoft.Win32.SafeHandles.SafeFileHandle TakeStandardOutput()
    {
        int copy = Duplicate(1);
        return copy >= 0 && DuplicateTo(2, 1) >= 0
            ? new Microsoft.Win32.SafeHandles.SafeFileHandle(copy, ownsHandle: true)
            : throw new IOException($"Standard output cannot be taken (errno {Marshal.GetLastPInvokeError()}).");
    }

    [LibraryImport("libc", EntryPoint = "syscall")]
    private static partial long SystemCall(long number);

    [LibraryImport("libc", EntryPoint = "setpgid")]
    private static partial int SetProcessGroup(int process, int group);

    [LibraryImport("libc", EntryPoint = "prctl")]
    private static partial int ProcessControl(int option, nuint a, nuint b, nuint c, nuint d);

    [LibraryImport("libc", EntryPoint = "getppid")]
    private static partial int GetParent();

    [LibraryImport("libc", EntryPoint = "umask")]
    private static partial uint SetMask(uint mask);

    [LibraryImport("libc", EntryPoint = "dup", SetLastError = true)]
    private static partial int Duplicate(int descriptor);

    [LibraryImport("libc", EntryPoint = "dup2", SetLastError = true)]
    private static partial int DuplicateTo(int descriptor, int other);
}
