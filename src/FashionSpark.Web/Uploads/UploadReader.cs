using System.Text;
using FashionSpark.Web.Api;
using Microsoft.AspNetCore.Http;
using Microsoft.AspNetCore.WebUtilities;
using Microsoft.Net.Http.Headers;

namespace FashionSpark.Web.Uploads;

/// <summary>
/// Reads the files of a request as they come: a multipart form with fields <c>file</c>, or the body itself. What a client
/// says of type and name is not believed, and nothing goes to a disk.
/// </summary>
internal sealed class UploadReader
{
    private const string FileField = "file";

    /// <summary>Parts beside the files, such as a label.</summary>
    private const int MostTexts = 8;
    private const int MostTextBytes = 1000;
    private const int MostNameLength = 200;
    private const int MostBoundaryLength = 100;
    private const int MostHeaders = 8;
    private const int MostHeaderBytes = 4000;

    private readonly ServeOptions _options;
    private readonly UploadBudget _budget;

    public UploadReader(ServeOptions options, UploadBudget budget)
    {
        _options = options;
        _budget = budget;
    }

    private long MostBytes => _options.MaxMegabytes * 1_000_000L;

    /// <exception cref="RefusedException">There is no file, there are too many, or the form is not one.</exception>
    public async Task<UploadForm> ReadAsync(HttpContext context)
    {
        HttpRequest request = context.Request;
        CancellationToken cancellation = context.RequestAborted;
        var form = new UploadForm();
        try
        {
            if (MediaTypeHeaderValue.TryParse(request.ContentType, out MediaTypeHeaderValue? type) && type.MediaType.StartsWith("multipart/", StringComparison.OrdinalIgnoreCase))
            {
                await ReadPartsAsync(request, Boundary(type), form, cancellation).ConfigureAwait(false);
            }
            else
            {
                form.Files.Add(await Upload.ReadAsync(request.Body, "picture", request.ContentLength, MostBytes, _budget, cancellation).ConfigureAwait(false));
            }

            return form.Files.Count > 0
                ? form
                : throw new RefusedException(StatusCodes.Status400BadRequest, "no-file", "There is no file in the request. Send a picture as the body, or as the field 'file' of a multipart form.");
        }
        catch (Exception e) when (e is IOException or InvalidDataException && e is not BadHttpRequestException)
        {
            form.Dispose();
            cancellation.ThrowIfCancellationRequested();
            throw new RefusedException(StatusCodes.Status400BadRequest, "bad-form", "The multipart form ends early or is not one.");
        }
        catch
        {
            form.Dispose();
            throw;
        }
    }

    private async Task ReadPartsAsync(HttpRequest request, string boundary, UploadForm form, CancellationToken cancellation)
    {
        var parts = new MultipartReader(boundary, request.Body) { HeadersCountLimit = MostHeaders, HeadersLengthLimit = MostHeaderBytes, BodyLengthLimit = MostBytes + 1 };
        int count = 0;
        while (await parts.ReadNextSectionAsync(cancellation).ConfigureAwait(false) is { } part)
        {
            if (++count > _options.MaxFiles + MostTexts)
            {
                throw TooManyFiles();
            }

            if (!ContentDispositionHeaderValue.TryParse(part.ContentDisposition, out ContentDispositionHeaderValue? said))
            {
                throw new RefusedException(StatusCodes.Status400BadRequest, "bad-form", "A part of the form has no name.");
            }

            string field = HeaderUtilities.RemoveQuotes(said.Name).ToString();
            if (said.IsFileDisposition() && field == FileField)
            {
                if (form.Files.Count == _options.MaxFiles)
                {
                    throw TooManyFiles();
                }

                long left = MostBytes - form.Files.Sum(file => (long)file.Content.Length);
                form.Files.Add(await Upload.ReadAsync(part.Body, Name(said), null, left, _budget, cancellation).ConfigureAwait(false));
            }
            else if (said.IsFileDisposition())
            {
                throw new RefusedException(StatusCodes.Status400BadRequest, "bad-form", $"A file of the form is in another field than '{FileField}'.");
            }
            else
            {
                using Upload text = await Upload.ReadAsync(part.Body, field, null, MostTextBytes, _budget, cancellation).ConfigureAwait(false);
                form.Texts[field] = Encoding.UTF8.GetString(text.Content.Span);
            }
        }
    }

    private RefusedException TooManyFiles() =>
        new(StatusCodes.Status413PayloadTooLarge, "too-many-files", $"The request has more than {_options.MaxFiles} files, which is the most this service takes at a time.");

    private static string Boundary(MediaTypeHeaderValue type)
    {
        string boundary = HeaderUtilities.RemoveQuotes(type.Boundary).ToString();
        return boundary.Length is > 0 and <= MostBoundaryLength
            ? boundary
            : throw new RefusedException(StatusCodes.Status400BadRequest, "bad-form", "The multipart form has no boundary, or a very long one.");
    }

    /// <summary>The last part of what the client calls the file, without control characters: to be shown back to it.</summary>
    private static string Name(ContentDispositionHeaderValue said)
    {
        string name = (said.FileNameStar.HasValue ? said.FileNameStar : HeaderUtilities.RemoveQuotes(said.FileName)).ToString();
        string last = new([.. name[(name.LastIndexOfAny(['/', '\\']) + 1)..].Where(c => !char.IsControl(c)).Take(MostNameLength)]);
        return last.Length > 0 ? last : "picture";
    }
}
