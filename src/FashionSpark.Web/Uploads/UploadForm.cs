namespace FashionSpark.Web.Uploads;

/// <summary>What a request sent: files, and the short texts beside them.</summary>
internal sealed class UploadForm : IDisposable
{
    public List<Upload> Files { get; } = [];

    public Dictionary<string, string> Texts { get; } = new(StringComparer.Ordinal);

    public void Dispose() => Files.ForEach(file => file.Dispose());
}
