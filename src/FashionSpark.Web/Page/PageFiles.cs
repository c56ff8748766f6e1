using System.Text;
using FashionSpark.Reporting;

namespace FashionSpark.Web.Page;

/// <summary>The page's files, which lie in this assembly; there is no folder that a request could wander in.</summary>
internal sealed class PageFiles
{
    private const string Prefix = "page/";

    private static readonly Dictionary<string, string> Types = new(StringComparer.Ordinal)
    {
        [".html"] = "text/html; charset=utf-8",
        [".css"] = "text/css; charset=utf-8",
        [".js"] = "text/javascript; charset=utf-8",
        [".svg"] = "image/svg+xml",
        [".png"] = "image/png",
        [".jpg"] = "image/jpeg",
    };

    private readonly Dictionary<string, PageFile> _files;

    public PageFiles()
    {
        _files = Names().ToDictionary(name => $"/{name}", name => new PageFile(Read(Prefix + name), Types[Path.GetExtension(name)]), StringComparer.Ordinal);
        _files[$"/{ReportPage.FiguresStyle}"] = new PageFile(Encoding.UTF8.GetBytes(ReportPage.Style(ReportPage.FiguresStyle)), Types[".css"]);
        _files["/"] = _files["/index.html"];
        _files["/docs"] = _files["/docs.html"];
    }

    /// <summary>Files by the path they are asked for.</summary>
    public IReadOnlyDictionary<string, PageFile> All => _files;

    /// <summary>Paths of the sample pictures for a model: grey ones for one that sees grey.</summary>
    public static IReadOnlyList<string> SamplesFor(int channels)
    {
        string folder = channels == 1 ? "samples/grey/" : "samples/photos/";
        return [.. Names().Where(name => name.StartsWith(folder, StringComparison.Ordinal)).Order(StringComparer.Ordinal).Select(name => $"/{name}")];
    }

    private static IEnumerable<string> Names() => typeof(PageFiles).Assembly.GetManifestResourceNames()
        .Select(name => name.Replace('\\', '/'))
        .Where(name => name.StartsWith(Prefix, StringComparison.Ordinal))
        .Select(name => name[Prefix.Length..]);

    private static byte[] Read(string name)
    {
        using Stream stream = typeof(PageFiles).Assembly.GetManifestResourceStream(name)!;
        var content = new byte[stream.Length];
        stream.ReadExactly(content);
        return content;
    }
}
