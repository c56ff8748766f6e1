using System.Diagnostics;
using FashionSpark.Aws.Tests.Servers;
using FashionSpark.Bench;
using FashionSpark.Engines;
using FashionSpark.Engines.Local;
using FashionSpark.Pipeline;
using FashionSpark.S3;
using FashionSpark.Testing.Data;
using Npgsql;

namespace FashionSpark.AwsBench;

/// <summary>
/// Peak memory of listing 20,000 and 200,000 keys in S3, and of preparing 20,000 to 200,000 images of a PostgreSQL table, each in a process
/// of its own; and the most again with a managed heap of 160 MiB at most, which tells what a run holds from what the collector takes because it is there.
/// </summary>
internal static class MemoryBench
{
    public static async Task RunAsync()
    {
        Report.Machine();
        using var s3 = new S3Server();
        string endpoint = $"http://127.0.0.1:{s3.Port}";
        foreach (int size in (int[])[20_000, 200_000])
        {
            string bucket = await s3.CreateBucketAsync();
            await s3.PutAsync(bucket, "class0/0.png", [1]);
            s3.Multiply(bucket, size);
            await RunSelfAsync($"s3://{bucket}", endpoint);
        }

        using var postgres = new PostgresServer();
        string database = await postgres.CreateDatabaseAsync("CREATE TABLE images (id bigint PRIMARY KEY, image bytea, label text)");
        foreach (int size in (int[])[20_000, 100_000, 200_000])
        {
            await FillAsync(postgres, database, size);
            Environment.SetEnvironmentVariable("PGPASSWORD", PostgresServer.Password);
            await RunSelfAsync(postgres.Address(database), endpoint);
        }

        Console.Write("with DOTNET_GCHeapHardLimit=0xA000000, ");
        Environment.SetEnvironmentVariable("DOTNET_GCHeapHardLimit", "0xA000000");
        await RunSelfAsync(postgres.Address(database), endpoint);
    }

    public static async Task MeasureAsync(string source, string endpoint)
    {
        var options = new PrepareOptions { Source = source, Out = "", Size = 28, NearDuplicateDistance = -1 };
        if (source.StartsWith("s3:", StringComparison.Ordinal))
        {
            var server = new S3Options { Endpoint = endpoint, Region = "eu-central-1", PathStyle = true };
            await using var engine = new LocalEngine(new PartitionFunctionRegistry());
            using Datasets.IImageSource listed = await new S3ImageKind().OpenAsync(options with { S3 = server }, engine, NoProgress.Instance, CancellationToken.None);
            Console.Write($"listing {listed.Count,7} keys of S3: ");
        }
        else
        {
            (long images, double seconds, _, _, _) = await Preparation.RunAsync(options with { Postgres = new PostgresOptions { Table = "images" } });
            Console.Write($"preparing {images,7} images of PostgreSQL in {seconds:f1} s: ");
        }

        Report.PeakMemory();
    }

    /// <summary>Small pictures, all different: a PNG ends where it says, whatever follows.</summary>
    private static async Task FillAsync(PostgresServer server, string database, int size)
    {
        await using NpgsqlDataSource source = server.Connect(database);
        await using NpgsqlCommand fill = source.CreateCommand(
            "INSERT INTO images SELECT i, $1 || int8send(i), 'class' || i % 10 FROM generate_series((SELECT count(*) FROM images) + 1, $2) AS i");
        fill.Parameters.AddWithValue(TestPictures.Png(1, 28, 28));
        fill.Parameters.AddWithValue((long)size);
        await fill.ExecuteNonQueryAsync();
    }

    private static async Task RunSelfAsync(params string[] arguments)
    {
        using Process process = Process.Start(new ProcessStartInfo(Environment.ProcessPath!, ["memory-of", .. arguments]))!;
        await process.WaitForExitAsync();
    }
}
