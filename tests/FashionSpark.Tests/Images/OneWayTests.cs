using Apache.Arrow;
using FashionSpark.Datasets;
using FashionSpark.Engines;
using FashionSpark.Engines.Local;
using FashionSpark.Images;
using FashionSpark.Pipeline;
using FashionSpark.Testing;
using FashionSpark.Testing.Data;

namespace FashionSpark.Tests.Images;

/// <summary>The same bytes give the same pixels in the job, in the scorer, and with the decoder that other machines have.</summary>
public sealed class OneWayTests : IDisposable
{
    private readonly TemporaryFolder _folder = new();

    public void Dispose() => _folder.Dispose();

    [Theory]
    [InlineData(Fit.Letterbox, 3)]
    [InlineData(Fit.Crop, 1)]
    [InlineData(Fit.Stretch, 3)]
    [InlineData(Fit.Inside, 3)]
    public async Task Pixels_OfEveryFormat_AreTheSameEverywhere(Fit fit, int channels)
    {
        foreach ((string name, byte[] file) in Files())
        {
            Directory.CreateDirectory(_folder["photos", name[..1]]);
            File.WriteAllBytes(_folder["photos", name[..1], name], file);
        }

        await using LocalEngine engine = TestEngine.Create();
        var context = new PipelineContext { Engine = engine, Warehouse = _folder["warehouse"], RunId = "run", Time = new FixedTime() };
        var options = new PrepareOptions { Source = _folder["photos"], Out = _folder["data"], Size = 48, Channels = channels, Fit = fit };
        PrepareResult result = await PrepareStage.RunAsync(context, options, CancellationToken.None);
        Assert.Equal((Files().Count, 0), (result.Prepared, result.Quarantined));

        DeltaTableInfo table = (await engine.DescribeDeltaAsync(_folder["data"], null, CancellationToken.None))!;
        PreparedProperties properties = PreparedProperties.Read(table);
        var scorer = new ImageNormalizer(ImageDecoders.Default, 48, 48, channels, Preprocessing.Parse(properties.Preprocessing));
        var otherMachine = new ImageNormalizer(
            new ImageDecoders([new JpegImageDecoder(turbo: false), new SkiaImageDecoder(), new TiffImageDecoder()]), 48, 48, channels, fit);
        foreach (RecordBatch batch in await engine.ReadDelta(new DeltaRead(_folder["data"])).CollectAsync())
        {
            for (int row = 0; row < batch.Length; row++)
            {
                byte[] file = File.ReadAllBytes(_folder["photos", batch.Column<StringArray>("source").GetString(row)]);
                byte[] pixels = batch.Column<BinaryArray>("pixels").GetBytes(row).ToArray();
                Assert.Equal(pixels, scorer.Normalize(file).Pixels.ToArray());
                Assert.Equal(pixels, otherMachine.Normalize(file).Pixels.ToArray());
            }
        }
    }

    /// <summary>Large ones among them, which are decoded reduced.</summary>
    private static Dictionary<string, byte[]> Files()
    {
        byte[] rgb = Decoding.Noise(1, 60 * 50 * 3);
        return new()
        {
            ["a.jpg"] = TestJpeg.WithOrientation(TestPictures.Jpeg(1, 900, 700), 6),
            ["a2.jpg"] = TestPictures.Jpeg(2, 200, 310),
            ["a3.jpg"] = Decoding.File("cmyk.jpg"),
            ["b.png"] = TestPng.Write(60, 50, 8, 2, TestPng.Interlaced(rgb, 60, 50), interlaced: true),
            ["b2.gif"] = TestGif.Write(60, 50, Decoding.Noise(2, 768), [rgb[..3000]]),
            ["b3.bmp"] = TestBmp.Write(60, 50, rgb),
            ["b4.tif"] = TestTiff.Write(60, 50, rgb, deflate: true),
        };
    }
}
