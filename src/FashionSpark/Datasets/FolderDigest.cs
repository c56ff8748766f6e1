using System.Security.Cryptography;
using System.Text;

namespace FashionSpark.Datasets;

/// <summary>
/// One checksum for the files of a folder, names and contents: SHA-256 over the lines <c>sha256  path</c> in ordinal order
/// of the paths, as <c>find * -type f | LC_ALL=C sort | xargs sha256sum | sha256sum</c> says.
/// </summary>
internal static class FolderDigest
{
    public static string Compute(string folder)
    {
        var lines = new StringBuilder();
        foreach (string path in Directory.EnumerateFiles(folder, "*", SearchOption.AllDirectories)
            .Select(path => Path.GetRelativePath(folder, path)).Order(StringComparer.Ordinal))
        {
            lines.Append(Convert.ToHexStringLower(SHA256.HashData(File.ReadAllBytes(Path.Combine(folder, path))))).Append("  ").Append(path).Append('\n');
        }

        return Convert.ToHexStringLower(SHA256.HashData(Encoding.UTF8.GetBytes(lines.ToString())));
    }
}
