using System.Globalization;
using BitMiracle.LibTiff.Classic;

namespace FashionSpark.Images;

/// <summary>Keeps LibTiff.NET from writing to the console, and its last complaint of each thread.</summary>
internal sealed class TiffMessages : TiffErrorHandler
{
    [ThreadStatic]
    private static string? _last;

    public static string? Last
    {
        get => _last;
        set => _last = value;
    }

    public override void ErrorHandler(Tiff tif, string method, string format, params object[] args) =>
        _last = string.Format(CultureInfo.InvariantCulture, format, args);

    public override void ErrorHandlerExt(Tiff tif, object clientData, string method, string format, params object[] args)
    {
    }

    public override void WarningHandler(Tiff tif, string method, string format, params object[] args)
    {
    }

    public override void WarningHandlerExt(Tiff tif, object clientData, string method, string format, params object[] args)
    {
    }
}
