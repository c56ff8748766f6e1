using System.Formats.Tar;
using FashionSpark.Aws.Tests.Servers;
using FashionSpark.Bench;
using FashionSpark.Pipeline;
using Npgsql;
using SkiaSharp;

namespace FashionSpark.AwsBench;

/// <summary>
/// The same photos prepared from a folder, from S3 and from PostgreSQL, in turns. The servers run on the same processors; so
/// beside images a second there are images per processor second of ours, in which the servers' work does not count.
/// </summary>
internal static class PrepareComparison
{
    private const int Runs = 5;

    /// <param name="archive">The photos.</param>
    /// <param name="enlarge">Times as wide and high: 8 makes of 400 x 533 what a phone takes, 13.6 megapixels.</param>
    /// <param name="every">Only every nth photo.</param>
    public static async Task RunAsync(string archive, int enlarge, int every)
    {
        Report.Machine();
        string folder = Directory.CreateTempSubdirectory("fashionspark-bench-").FullName;
        await TarFile.ExtractToDirectoryAsync(archive, folder, overwriteFiles: false);
        Thin(folder, every, enlarge);
        using var s3 = new S3Server();
        using var postgres = new PostgresServer();
        string bucket = await s3.CreateBucketAsync();
        await s3.PutFolderAsync(bucket, "", folder);
        string database = await LoadAsync(postgres, folder);

        // What a photo takes is what decoding takes; hashes of look-alikes are left out, as they are the same work for all.
        var usual = new PrepareOptions { Source = folder, Out = "", Size = 320, Fit = Images.Fit.Inside, NearDuplicateDistance = -1 };
        (string Name, PrepareOptions Options)[] ways =
        [
            ("folder", usual),
            ("s3", usual with { Source = $"s3://{bucket}", S3 = s3.Options() }),
            ("postgres", usual with { Source = postgres.Address(database), Postgres = new PostgresOptions { Table = "images", Split = "part" } }),
            ("postgres without TLS", usual with { Source = postgres.Address(database, tls: "disable"), Postgres = new PostgresOptions { Table = "images", Split = "part" } }),
        ];
        var wall = ways.ToDictionary(way => way.Name, _ => new List<double>());
        var processor = ways.ToDictionary(way => way.Name, _ => new List<double>());
        var others = ways.ToDictionary(way => way.Name, _ => new List<double>());
        for (int run = 0; run <= Runs; run++)
        {
            foreach ((string name, PrepareOptions options) in ways)
            {
                (long images, double seconds, double cpu, double rest, string stages) = await Preparation.RunAsync(options);
                Console.WriteLine($"{name} {(run == 0 ? "(cold)" : $"run {run}")}: {images} images in {seconds:f2} s, {cpu:f2} s of our processors, {rest:f2} s of others; {stages}");
                if (run > 0)
                {
                    wall[name].Add(images / seconds);
                    processor[name].Add(images / cpu);
                    others[name].Add(rest / (cpu + rest));
                }
            }
        }

        foreach ((string name, _) in ways)
        {
            Report.Median($"{name}, images/s", wall[name]);
            Report.Median($"{name}, images per processor second of ours", processor[name]);
            Console.WriteLine($"{name}: {Ratio(wall[name], wall["folder"]):p0} of the folder by the clock, {Ratio(processor[name], processor["folder"]):p0} by our processor time (medians of ratios); the server takes {others[name].Order().ElementAt(Runs / 2):p0} of all processor time");
        }

        Report.PeakMemory();
        Directory.Delete(folder, recursive: true);
    }

    private static void Thin(string folder, int every, int enlarge)
    {
        string[] photos = [.. Directory.EnumerateFiles(folder, "*.jpg", SearchOption.AllDirectories).Order(StringComparer.Ordinal)];
        foreach ((int index, string photo) in photos.Index())
        {
            if (index % every != 0)
            {
                File.Delete(photo);
            }
            else if (enlarge > 1)
            {
                using SKBitmap small = SKBitmap.Decode(photo);
                using SKBitmap large = small.Resize(new SKImageInfo(small.Width * enlarge, small.Height * enlarge), new SKSamplingOptions(SKCubicResampler.Mitchell));
                using SKData data = large.Encode(SKEncodedImageFormat.Jpeg, 95);
                File.WriteAllBytes(photo, data.ToArray());
            }
        }

        string[] left = Directory.GetFiles(folder, "*.jpg", SearchOption.AllDirectories);
        Console.WriteLine($"{left.Length} photos, {left.Sum(photo => new FileInfo(photo).Length) / left.Length} bytes on average");
    }

    private static double Ratio(IEnumerable<double> ours, IEnumerable<double> peer) => ours.Zip(peer, (a, b) => a / b).Order().ElementAt(Runs / 2);

    private static async Task<string> LoadAsync(PostgresServer server, string folder)
    {
        string database = await server.CreateDatabaseAsync("CREATE TABLE images (id text PRIMARY KEY, image bytea, label text, part text)");
        await using NpgsqlDataSource source = server.Connect(database);
        await using NpgsqlConnection connection = await source.OpenConnectionAsync();
        await using NpgsqlBinaryImporter copy = await connection.BeginBinaryImportAsync("COPY images FROM STDIN (FORMAT binary)");
        foreach (string file in Directory.EnumerateFiles(folder, "*", SearchOption.AllDirectories))
        {
            string name = Path.GetRelativePath(folder, file);
            string[] parts = name.Split('/');
            await copy.WriteRowAsync(CancellationToken.None, name, await File.ReadAllBytesAsync(file), parts[1], parts[0]);
        }

        await copy.CompleteAsync();
        return database;
    }
}
