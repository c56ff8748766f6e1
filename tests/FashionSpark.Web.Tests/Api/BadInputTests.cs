using System.Net.Sockets;
using System.Text;
using System.Text.Json.Nodes;
using FashionSpark.Testing.Data;
using FashionSpark.Web.Inference;
using FashionSpark.Web.Tests.Support;
using FashionSpark.Web.Uploads;

namespace FashionSpark.Web.Tests.Api;

/// <summary>Whatever comes in: a 4xx with a reason, nothing held afterwards, and the next visitor is answered.</summary>
public sealed class BadInputTests : IAsyncLifetime
{
    private Served _served = null!;

    public async ValueTask InitializeAsync() => _served = await Served.StartAsync(options => options with { MaxMegapixels = 4, MaxMegabytes = 2, MaxFiles = 3 });

    public async ValueTask DisposeAsync()
    {
        Assert.Equal("class0", (string?)(await _served.AnswerAsync(Served.Body(Pictures.Grey(255))))["predictions"]![0]!["class"]);
        Assert.Equal(0, _served.Get<UploadBudget>().Taken);
        Assert.Equal(0, _served.Get<PictureQueue>().Waiting);
        Assert.DoesNotContain(_served.Log, line => line.Contains("error", StringComparison.Ordinal));
        await _served.DisposeAsync();
    }

    public static TheoryData<string, int, string> Contents() => new()
    {
        { "nothing", 400, "empty" },
        { "text", 415, "unknown-format" },
        { "pdf", 415, "unknown-format" },
        { "svg", 415, "unknown-format" },
        { "html-gif", 413, "too-large" },
        { "zip", 415, "unknown-format" },
        { "heic", 415, "unsupported" },
        { "half-jpeg", 422, "truncated" },
        { "half-png", 422, "truncated" },
        { "broken-png", 422, "corrupt" },
        { "many-pixels", 413, "too-large" },
    };

    [Theory]
    [MemberData(nameof(Contents))]
    public async Task Content_ThatIsNoPicture_IsAProblem(string kind, int status, string reason)
    {
        byte[] content = Content(kind);

        Assert.Equal((status, reason), Two(await _served.ProblemAsync(Served.Body(content))));
        Assert.Equal((status, reason), Two(await _served.ProblemAsync(Served.Form(("photo.jpg", content)))));
    }

    [Fact]
    public async Task Picture_ThatIsAlsoAPage_IsAPicture()
    {
        byte[] both = [.. Pictures.Grey(255), .. "<html><script>alert(1)</script></html>"u8];

        JsonNode answer = await _served.AnswerAsync(Served.Form(("a.html", both)), "?explain=true");

        byte[] seen = Convert.FromBase64String((string)answer["predictions"]![0]!["seen"]!);
        Assert.Equal(-1, seen.AsSpan().IndexOf("<html>"u8));
    }

    [Fact]
    public async Task Form_FileInAnotherField_IsRefused()
    {
        using var form = new MultipartFormDataContent { { new ByteArrayContent(Pictures.Grey(255)), "photo", "a.png" } };

        Assert.Equal((400, "bad-form"), Two(await _served.ProblemAsync(form)));
    }

    [Fact]
    public async Task Form_FilesTooLongTogether_IsRefused()
    {
        byte[] half = new byte[1_000_001];

        Assert.Equal((413, "body-too-large"), Two(await _served.ProblemAsync(Served.Form(("a.png", half), ("b.png", half)))));
    }

    [Fact]
    public async Task Body_TooLong_IsRefused()
    {
        Assert.Equal((413, "body-too-large"), Two(await _served.ProblemAsync(Served.Body(new byte[50_000_000]))));
        Assert.Equal((413, "body-too-large"), Two(await _served.ProblemAsync(Served.Form(("large.jpg", new byte[2_000_001])))));
    }

    [Fact]
    public async Task Body_OfUnsaidLengthAndTooLong_IsRefused()
    {
        using var content = new StreamContent(new EndlessStream(5_000_000));
        using var request = new HttpRequestMessage(HttpMethod.Post, "/api/predict") { Content = content };
        request.Headers.TransferEncodingChunked = true;

        using HttpResponseMessage response = await _served.Http.SendAsync(request, TestContext.Current.CancellationToken);

        Assert.Equal((413, "body-too-large"), Two(await Served.ProblemAsync(response)));
    }

    [Fact]
    public async Task Form_TenThousandParts_IsRefused()
    {
        (string, byte[])[] files = [.. Enumerable.Range(0, 10_000).Select(i => ($"{i}.png", (byte[])[]))];

        Assert.Equal((413, "too-many-files"), Two(await _served.ProblemAsync(Served.Form(files))));
    }

    [Fact]
    public async Task Form_TenThousandTexts_IsRefused()
    {
        using var form = new MultipartFormDataContent();
        for (int i = 0; i < 10_000; i++)
        {
            form.Add(new StringContent("x"), $"field{i}");
        }

        Assert.Equal((413, "too-many-files"), Two(await _served.ProblemAsync(form)));
    }

    [Fact]
    public async Task Form_WithoutFile_IsRefused()
    {
        using var form = new MultipartFormDataContent { { new StringContent("shirt"), "label" } };

        Assert.Equal((400, "no-file"), Two(await _served.ProblemAsync(form)));
    }

    [Theory]
    [InlineData("multipart/form-data", "")]
    [InlineData("multipart/form-data; boundary=b", "--b\r\nContent-Disposition: form-data; name=file; filename=a.png\r\n\r\nabc")]
    [InlineData("multipart/form-data; boundary=b", "no parts at all")]
    [InlineData("multipart/form-data; boundary=b", "--b\r\n\r\nwithout a name\r\n--b--\r\n")]
    public async Task Form_ThatIsNone_IsRefused(string type, string body)
    {
        using var content = new ByteArrayContent(Encoding.ASCII.GetBytes(body));
        content.Headers.TryAddWithoutValidation("Content-Type", type);

        Assert.Equal((400, "bad-form"), Two(await _served.ProblemAsync(content)));
    }

    [Fact]
    public async Task Client_ThatHangsUpHalfWay_LeavesNothing()
    {
        byte[] head = Encoding.ASCII.GetBytes("POST /api/predict HTTP/1.1\r\nHost: x\r\nContent-Length: 100000\r\n\r\n");
        using (var socket = new TcpClient())
        {
            Uri url = _served.Http.BaseAddress!;
            await socket.ConnectAsync(url.Host, url.Port, TestContext.Current.CancellationToken);
            await socket.GetStream().WriteAsync((byte[])[.. head, .. new byte[5000]], TestContext.Current.CancellationToken);
            await Until(() => _served.Get<UploadBudget>().Taken > 0);
        }

        await Until(() => _served.Get<UploadBudget>().Taken == 0);
    }

    /// <summary>Waits for the service, which allows five seconds.</summary>
    [Fact]
    public async Task Client_ThatStopsSending_IsToldAndLeavesNothing()
    {
        byte[] head = Encoding.ASCII.GetBytes("POST /api/predict HTTP/1.1\r\nHost: x\r\nContent-Length: 100000\r\n\r\n");
        using var socket = new TcpClient();
        Uri url = _served.Http.BaseAddress!;
        await socket.ConnectAsync(url.Host, url.Port, TestContext.Current.CancellationToken);
        await socket.GetStream().WriteAsync((byte[])[.. head, .. new byte[5000]], TestContext.Current.CancellationToken);
        using var reader = new StreamReader(socket.GetStream());

        string answer = await reader.ReadToEndAsync(TestContext.Current.CancellationToken);

        Assert.StartsWith("HTTP/1.1 408", answer, StringComparison.Ordinal);
        Assert.Contains("\"reason\":\"too-slow\"", answer, StringComparison.Ordinal);
        Assert.Equal(0, _served.Get<UploadBudget>().Taken);
    }

    [Fact]
    public async Task Head_ThatIsNoHttp_IsCutOff()
    {
        using var socket = new TcpClient();
        Uri url = _served.Http.BaseAddress!;
        await socket.ConnectAsync(url.Host, url.Port, TestContext.Current.CancellationToken);
        await socket.GetStream().WriteAsync("\x16\x03\x01\x02\x00 not http\r\n\r\n"u8.ToArray(), TestContext.Current.CancellationToken);
        using var reader = new StreamReader(socket.GetStream());

        Assert.StartsWith("HTTP/1.1 400", await reader.ReadToEndAsync(TestContext.Current.CancellationToken), StringComparison.Ordinal);
    }

    private static (int, string) Two((int Status, string Reason, JsonNode Body) problem) => (problem.Status, problem.Reason);

    /// <summary>Lets other work run until something is so; the test's own deadline ends it otherwise.</summary>
    private static async Task Until(Func<bool> so)
    {
        while (!so())
        {
            TestContext.Current.CancellationToken.ThrowIfCancellationRequested();
            await Task.Yield();
        }
    }

    private static byte[] Content(string kind)
    {
        byte[] jpeg = TestPictures.Jpeg(1);
        byte[] png = TestPictures.Png(1);
        switch (kind)
        {
            case "nothing": return [];
            case "text": return "just words"u8.ToArray();
            case "pdf": return "%PDF-1.7\n%\u00e2\u00e3 1 0 obj"u8.ToArray();
            case "svg": return "<?xml version=\"1.0\"?><svg xmlns=\"http://www.w3.org/2000/svg\"><script>alert(1)</script></svg>"u8.ToArray();

            // Begins as a GIF, and is a page for whoever sniffs less strictly.
            case "html-gif": return "GIF89a/*<script>alert(1)</script>*/=0;"u8.ToArray();
            case "zip": return "PK\u0003\u0004 rest"u8.ToArray();
            case "heic": return [0, 0, 0, 24, .. "ftypheic"u8, .. new byte[16]];
            case "half-jpeg": return jpeg[..(jpeg.Length / 2)];
            case "half-png": return png[..(png.Length / 2)];
            case "broken-png":
                png[png.Length / 2] ^= 0xff;
                return png;
            case "many-pixels": return Pictures.Grey(0, 3000, 2000);
            default: throw new ArgumentException(kind);
        }
    }

    /// <summary>Zeros, without a length.</summary>
    private sealed class EndlessStream(int length) : Stream
    {
        private int _left = length;

        public override bool CanRead => true;

        public override bool CanSeek => false;

        public override bool CanWrite => false;

        public override long Length => throw new NotSupportedException();

        public override long Position { get => throw new NotSupportedException(); set => throw new NotSupportedException(); }

        public override int Read(byte[] buffer, int offset, int count)
        {
            int read = Math.Min(count, _left);
            Array.Clear(buffer, offset, read);
            _left -= read;
            return read;
        }

        public override void Flush()
        {
        }

        public override long Seek(long offset, SeekOrigin origin) => throw new NotSupportedException();

        public override void SetLength(long value) => throw new NotSupportedException();

        public override void Write(byte[] buffer, int offset, int count) => throw new NotSupportedException();
    }
}
