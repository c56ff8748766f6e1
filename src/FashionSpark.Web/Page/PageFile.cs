using System.IO.Compression;
using System.Security.Cryptography;
using Microsoft.AspNetCore.Http;
using Microsoft.Extensions.Primitives;
using Microsoft.Net.Http.Headers;

namespace FashionSpark.Web.Page;

/// <summary>A file of the page, in memory.</summary>
internal sealed class PageFile
{
    private readonly byte[] _content;
    private readonly string _type;
    private readonly string _tag;
    private readonly Lazy<byte[]>? _packed;

    public PageFile(byte[] content, string type)
    {
        _content = content;
        _type = type;
        _tag = $"\"{Convert.ToHexStringLower(SHA256.HashData(content))[..16]}\"";
        _packed = type.StartsWith("image/", StringComparison.Ordinal) && type != "image/svg+xml" ? null : new Lazy<byte[]>(Pack);
    }

    /// <summary>Bytes as it lies here.</summary>
    public int Length => _content.Length;

    /// <summary>Sends it, packed where the browser can unpack it, or says that the browser has it already.</summary>
    public async Task SendAsync(HttpContext context)
    {
        HttpResponse response = context.Response;
        response.Headers.ETag = _tag;
        response.Headers.CacheControl = "no-cache";
        response.Headers.Vary = HeaderNames.AcceptEncoding;
        if (context.Request.Headers.IfNoneMatch == _tag)
        {
            response.StatusCode = StatusCodes.Status304NotModified;
            return;
        }

        byte[] content = _content;
        if (_packed is not null && Takes(context.Request.Headers.AcceptEncoding, "gzip"))
        {
            response.Headers.ContentEncoding = "gzip";
            content = _packed.Value;
        }

        response.ContentType = _type;
        response.ContentLength = content.Length;
        if (!HttpMethods.IsHead(context.Request.Method))
        {
            await response.Body.WriteAsync(content, context.RequestAborted).ConfigureAwait(false);
        }
    }

    private static bool Takes(StringValues encodings, string name) => encodings.ToString().Contains(name, StringComparison.OrdinalIgnoreCase);

    private byte[] Pack()
    {
        using var packed = new MemoryStream();
        using (var gzip = new GZipStream(packed, CompressionLevel.SmallestSize, leaveOpen: true))
        {
            gzip.Write(_content);
        }

        return packed.ToArray();
    }
}
