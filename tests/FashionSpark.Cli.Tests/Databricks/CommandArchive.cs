using System.Formats.Tar;
using System.IO.Compression;
using FashionSpark.Cli.Tests.EndToEnd;
using FashionSpark.Testing;

namespace FashionSpark.Cli.Tests.Databricks;

/// <summary>An archive as eng/publish-command makes it, with a shell script in the command's place.</summary>
internal static class CommandArchive
{
    /// <param name="path">The .tar.gz to write.</param>
    /// <param name="script">What the command does.</param>
    /// <param name="name">Name of the command in the archive.</param>
    public static void Write(string path, string script, string name = "fashionspark")
    {
        using var folder = new TemporaryFolder();
        File.WriteAllText(folder[name], $"#!/bin/sh\n{script}\n");
        using FileStream file = File.Create(path);
        using var zip = new GZipStream(file, CompressionLevel.Fastest);
        TarFile.CreateFromDirectory(folder.Path, zip, includeBaseDirectory: false);
    }

    /// <summary>With the command that was built with these tests.</summary>
    public static void WriteBuilt(string path) => Write(path, BuiltCommand.Script);
}
