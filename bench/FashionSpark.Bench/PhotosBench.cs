using System.Diagnostics;
using System.Formats.Tar;
using FashionSpark.Images;

namespace FashionSpark.Bench;

/// <summary>
/// From the bytes of photos to letterboxed pixels of 224 x 224, on one thread, beside Pillow with its Lanczos filter doing the same
/// (photos.py). Photos are in memory on both sides. Per second of processor time, as other work on the machine then counts less.
/// </summary>
internal static class PhotosBench
{
    private const int Runs = 5;
    private const int Size = 224;

    public static async Task RunAsync(string archive, string script)
    {
        Report.Machine();
        byte[][] photos = [.. Read(archive)];
        Console.WriteLine($"{photos.Length} photos, {photos.Sum(photo => (long)photo.Length) / photos.Length} bytes on average; libturbojpeg {(TurboJpeg.IsFound ? "found" : "not found")}");
        using Process pillow = Process.Start(new ProcessStartInfo("/usr/bin/python3", [script, archive, $"{Size}"]) { RedirectStandardInput = true, RedirectStandardOutput = true })!;
        Console.WriteLine(await pillow.StandardOutput.ReadLineAsync());

        (string Name, ImageNormalizer Normalizer)[] ways =
        [
            .. TurboJpeg.IsFound ? [("libturbojpeg", Normalizer(turbo: true))] : ((string, ImageNormalizer)[])[],
            ("Skia alone", Normalizer(turbo: false)),
        ];
        var rates = ways.ToDictionary(way => way.Name, _ => new List<double>());
        var peer = new List<double>();
        for (int run = 0; run <= Runs; run++)
        {
            await pillow.StandardInput.WriteLineAsync();
            double seconds = double.Parse((await pillow.StandardOutput.ReadLineAsync())!, System.Globalization.CultureInfo.InvariantCulture);
            foreach ((string name, ImageNormalizer normalizer) in ways)
            {
                double ours = Measure(photos, normalizer);
                if (run > 0)
                {
                    rates[name].Add(photos.Length / ours);
                }
            }

            if (run > 0)
            {
                peer.Add(photos.Length / seconds);
            }
        }

        pillow.StandardInput.Close();
        Report.Median("Pillow, images per processor second", peer);
        foreach ((string name, List<double> values) in rates)
        {
            Report.Median($"{name}, images per processor second", values);
            Console.WriteLine($"{name}: {values.Zip(peer, (a, b) => a / b).Order().ElementAt(Runs / 2):f2} times Pillow (median of ratios)");
        }

        Report.PeakMemory();
    }

    private static ImageNormalizer Normalizer(bool turbo) => new(new ImageDecoders([new JpegImageDecoder(turbo)]), Size, Size, 3, Fit.Letterbox);

    private static double Measure(byte[][] photos, ImageNormalizer normalizer)
    {
        using var process = Process.GetCurrentProcess();
        TimeSpan before = process.TotalProcessorTime;
        foreach (byte[] photo in photos)
        {
            normalizer.Normalize(photo);
        }

        process.Refresh();
        return (process.TotalProcessorTime - before).TotalSeconds;
    }

    private static IEnumerable<byte[]> Read(string archive)
    {
        using FileStream file = File.OpenRead(archive);
        using var tar = new TarReader(file);
        while (tar.GetNextEntry() is { } entry)
        {
            if (entry.Name.EndsWith(".jpg", StringComparison.Ordinal))
            {
                var content = new byte[entry.Length];
                entry.DataStream!.ReadExactly(content);
                yield return content;
            }
        }
    }
}
