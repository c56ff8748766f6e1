using System;
using System.IO;
using System.Text;
using Microsoft.Build.Framework;
using Microsoft.Build.Utilities;

/// <summary>
/// Marks a symbol version that an ELF library asks of its dependencies as weak, so that a system without it can still
/// load the library. TorchSharp's libLibTorchSharp.so asks for GLIBCXX_3.4.32 (GCC 13) for the one symbol
/// ios_base_library_init, which older runtimes do not need: Debian 12 and Ubuntu 22.04 have 3.4.30.
/// Compiled by MSBuild itself (RoslynCodeTaskFactory): standard library only, C# 7.3.
/// </summary>
public class WeakenSymbolVersion : Task
{
    private const uint VersionNeedSection = 0x6ffffffe;
    private const ushort WeakFlag = 2;

    [Required]
    public ITaskItem[] Libraries { get; set; }

    [Required]
    public string Version { get; set; }

    public override bool Execute()
    {
        foreach (ITaskItem library in Libraries)
        {
            Patch(library.GetMetadata("FullPath"));
        }

        return !Log.HasLoggedErrors;
    }

    private void Patch(string path)
    {
        byte[] elf = File.ReadAllBytes(path);
        if (elf.Length < 64 || BitConverter.ToUInt32(elf, 0) != 0x464c457f || elf[4] != 2 || elf[5] != 1)
        {
            Log.LogWarning("{0} is not a 64-bit little-endian ELF file; left as it is.", path);
            return;
        }

        if (!Weaken(elf))
        {
            return;
        }

        // The copy in the output folder may be a hard link into the package cache: a new file takes its place. It keeps
        // the old time, so that an incremental build sees nothing to copy and does not undo this.
        DateTime time = File.GetLastWriteTimeUtc(path);
        string temporary = path + ".patched";
        File.WriteAllBytes(temporary, elf);
        File.SetLastWriteTimeUtc(temporary, time);
        File.Delete(path);
        File.Move(temporary, path);
        Log.LogMessage(MessageImportance.Normal, "{0}: {1} is now a weak requirement.", path, Version);
    }

    /// <summary>Sets the weak flag of every requirement of that version; false where there was nothing to set.</summary>
    private bool Weaken(byte[] elf)
    {
        bool changed = false;
        int sections = checked((int)BitConverter.ToInt64(elf, 40));
        int sectionSize = BitConverter.ToUInt16(elf, 58);
        int sectionCount = BitConverter.ToUInt16(elf, 60);
        for (int i = 0; i < sectionCount; i++)
        {
            int header = sections + (i * sectionSize);
            if (BitConverter.ToUInt32(elf, header + 4) != VersionNeedSection)
            {
                continue;
            }

            int strings = SectionOffset(elf, sections + (checked((int)BitConverter.ToUInt32(elf, header + 40)) * sectionSize));
            int need = SectionOffset(elf, header);
            for (uint left = BitConverter.ToUInt32(elf, header + 44); left > 0; left--)
            {
                int auxiliary = need + checked((int)BitConverter.ToUInt32(elf, need + 8));
                for (int count = BitConverter.ToUInt16(elf, need + 2); count > 0; count--)
                {
                    ushort flags = BitConverter.ToUInt16(elf, auxiliary + 4);
                    if ((flags & WeakFlag) == 0 && NameAt(elf, strings + checked((int)BitConverter.ToUInt32(elf, auxiliary + 8))) == Version)
                    {
                        elf[auxiliary + 4] |= (byte)WeakFlag;
                        changed = true;
                    }

                    auxiliary += checked((int)BitConverter.ToUInt32(elf, auxiliary + 12));
                }

                need += checked((int)BitConverter.ToUInt32(elf, need + 12));
            }
        }

        return changed;
    }

    private static int SectionOffset(byte[] elf, int header)
    {
        return checked((int)BitConverter.ToInt64(elf, header + 24));
    }

    private static string NameAt(byte[] elf, int start)
    {
        return Encoding.ASCII.GetString(elf, start, Array.IndexOf(elf, (byte)0, start) - start);
    }
}
