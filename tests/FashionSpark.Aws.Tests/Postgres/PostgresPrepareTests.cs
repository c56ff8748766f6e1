using FashionSpark.Aws.Tests.Servers;
using FashionSpark.Datasets;
using FashionSpark.Engines;
using FashionSpark.Engines.Local;
using FashionSpark.Pipeline;
using FashionSpark.Postgres;
using FashionSpark.Tables.Results;
using FashionSpark.Testing;
using FashionSpark.Testing.Data;
using FashionSpark.Testing.Spark;
using Npgsql;

namespace FashionSpark.Aws.Tests.Postgres;

public sealed class PostgresPrepareTests : IDisposable
{
    private const string Table = "CREATE TABLE images (id bigint PRIMARY KEY, image bytea, label text, part text)";

    private readonly PostgresServer _server;
    private readonly TemporaryFolder _folder = new();

    public PostgresPrepareTests(PostgresServer server)
    {
        Assert.SkipUnless(PostgresServer.WhyMissing is null, PostgresServer.WhyMissing ?? "");
        _server = server;
    }

    public void Dispose() => _folder.Dispose();

    [Theory]
    [InlineData(1)]
    [InlineData(3)]
    public async Task Prepare_TheSameImagesAsAFolder_TheSamePixels(int partitions)
    {
        TestPictures.WriteCloth(_folder["photos"]);
        string database = await LoadAsync(_folder["photos"]);

        PrepareResult table = await PrepareAsync(database, "table", options => options with { Partitions = partitions });
        PrepareResult folder = await PrepareAsync(database, "folder", options => options with { Source = _folder["photos"], Postgres = null }, "folder-run");

        Assert.Equal((96, 96, 0), (table.Listed, table.Prepared, table.Quarantined));
        Assert.Equal(folder.ImagesPerSplit, table.ImagesPerSplit);
        Assert.Equal(await TableRows.ReadAsync(_folder["folder"], "source"), await TableRows.ReadAsync(_folder["table"], "source"));
    }

    [Fact]
    public async Task Prepare_ImagesThatAreNone_AreNamedWithTheirReason()
    {
        TestPictures.WriteCloth(_folder["photos"]);
        string database = await LoadAsync(_folder["photos"]);
        await ExecuteAsync(
            database,
            "INSERT INTO images VALUES (1001, NULL, 'class0', 'train'), (1002, '', 'class0', 'train'), (1003, 'no picture', 'class0', 'train')",
            "INSERT INTO images SELECT 1004, image || '\\x00', NULL, 'train' FROM images WHERE id = 1");

        PrepareResult result = await PrepareAsync(database, "table");

        Assert.Equal((100, 96, 4), (result.Listed, result.Prepared, result.Quarantined));
        List<string> rows = await TableRows.ReadAsync(_folder["warehouse", ResultTables.Quarantine], "run_id", "recorded_at", "content_hash", "message", "stage");
        Assert.Equal(["reason=empty source=1001", "reason=empty source=1002", "reason=unknown-class source=1004", "reason=unknown-format source=1003"], rows);
    }

    [Fact]
    public async Task Prepare_AQueryWithKeysOfText_IsReadAsATableIs()
    {
        TestPictures.WriteCloth(_folder["photos"]);
        string database = await LoadAsync(_folder["photos"]);
        var relation = new PostgresOptions { Query = "SELECT 'photo ' || id AS name, image AS jpeg, upper(label) AS class FROM images WHERE part <> 'test';", Key = "name", Image = "jpeg", Label = "class" };

        PrepareResult result = await PrepareAsync(database, "query", options => options with { Postgres = relation });

        Assert.Equal(84, result.Prepared);
        DeltaTableInfo data = (await TestEngine.Create().DescribeDeltaAsync(_folder["query"], null, TestContext.Current.CancellationToken))!;
        Assert.Equal(["CLASS0", "CLASS1", "CLASS2"], PreparedProperties.Read(data).Classes);
        Assert.Contains(await TableRows.ReadAsync(_folder["query"]), row => row.Contains("source=photo 17 ", StringComparison.Ordinal));
    }

    [Fact]
    public async Task Prepare_Again_TakesWhatWasAddedReplacedAndRemoved()
    {
        TestPictures.WriteCloth(_folder["photos"]);
        string database = await LoadAsync(_folder["photos"]);
        await PrepareAsync(database, "table");
        await ExecuteAsync(
            database,
            "DELETE FROM images WHERE id = 3",
            "UPDATE images SET label = 'class2' WHERE id = (SELECT min(id) FROM images WHERE part = 'train' AND label = 'class0')");

        PrepareResult second = await PrepareAsync(database, "table", run: "run2");
        PrepareResult third = await PrepareAsync(database, "table", run: "run3");

        Assert.Equal((95, 94, 0, 1, 1), (second.Prepared, second.Unchanged, second.Added, second.Changed, second.Removed));
        Assert.True(third.UpToDate);
    }

    [Fact]
    public async Task Prepare_TheConnectionCutAgainAndAgain_EveryRowOnce()
    {
        TestPictures.WriteCloth(_folder["photos"]);
        string database = await LoadAsync(_folder["photos"]);

        // 96 images of some 7 KB: without going on where it was, no connection would come to the end.
        using var proxy = new CuttingProxy(_server.Port, bytesPerConnection: 150_000);

        PrepareResult result = await PrepareAsync(database, "table", options => options with { Source = _server.Address(database, proxy.Port) });

        Assert.Equal((96, 0, 0), (result.Prepared, result.Quarantined, result.Duplicates));
        Assert.True(proxy.Cuts >= 3);
    }

    [Fact]
    public async Task Prepare_WhatIsNotThere_IsNamed()
    {
        string database = await _server.CreateDatabaseAsync(
            Table, "CREATE TABLE texts (id int, image text, label text)", "CREATE TABLE twice (id int, image bytea, label text)",
            "INSERT INTO twice VALUES (1, 'a', 'x'), (1, 'b', 'y')", "CREATE TABLE odd (id int, image bytea, label text, part text)",
            "INSERT INTO odd VALUES (1, 'a', 'x', 'train'), (2, 'b', 'y', 'holdout')");

        async Task<string> ErrorAsync(PostgresOptions? relation, string? name = null) =>
            (await Assert.ThrowsAsync<DatasetException>(() => PrepareAsync(name ?? database, "table", options => options with { Postgres = relation }))).Message;

        string address = $"postgres://images@localhost:{_server.Port}/{database}?";
        Assert.StartsWith($"'{address}", await ErrorAsync(new PostgresOptions { Table = "nothing" }), StringComparison.Ordinal);
        Assert.Contains("relation \"nothing\" does not exist", await ErrorAsync(new PostgresOptions { Table = "nothing" }), StringComparison.Ordinal);
        Assert.Contains("column r.picture does not exist", await ErrorAsync(new PostgresOptions { Table = "images", Image = "picture" }), StringComparison.Ordinal);
        Assert.Contains("is of type text; images are bytea", await ErrorAsync(new PostgresOptions { Table = "texts" }), StringComparison.Ordinal);
        Assert.Contains("2 rows, 2 of them not NULL, 1 different values", await ErrorAsync(new PostgresOptions { Table = "twice" }), StringComparison.Ordinal);
        Assert.Contains("has the value(s) 'holdout', 'train'", await ErrorAsync(new PostgresOptions { Table = "odd", Split = "part" }), StringComparison.Ordinal);
        Assert.Contains("has 0 different label(s)", await ErrorAsync(new PostgresOptions { Table = "images" }), StringComparison.Ordinal);
        Assert.Contains("no such database", await ErrorAsync(new PostgresOptions { Table = "images" }, "nowhere"), StringComparison.Ordinal);
    }

    [Fact]
    public async Task Prepare_NoPermission_SaysWhichItTakes()
    {
        string database = await _server.CreateDatabaseAsync(Table, "CREATE ROLE reader LOGIN PASSWORD 'r'");
        string source = _server.Address(database).Replace($"{PostgresServer.User}:{Uri.EscapeDataString(PostgresServer.Password)}", "reader:r", StringComparison.Ordinal);
        string wrong = source.Replace("reader:r", "reader:hidden-secret", StringComparison.Ordinal);

        var denied = await Assert.ThrowsAsync<RemoteStoreException>(() => PrepareAsync(database, "table", options => options with { Source = source }));
        var refused = await Assert.ThrowsAsync<RemoteStoreException>(() => PrepareAsync(database, "table", options => options with { Source = wrong }));

        Assert.Contains("it takes CONNECT, and SELECT on images", denied.Message, StringComparison.Ordinal);
        Assert.Contains("refuses the user", refused.Message, StringComparison.Ordinal);
        Assert.DoesNotContain("hidden-secret", refused.ToString(), StringComparison.Ordinal);
    }

    /// <summary>The certificate names localhost; who connects by another name must notice.</summary>
    [Fact]
    public async Task Prepare_TheCertificateOfAnotherName_IsRefused()
    {
        string database = await _server.CreateDatabaseAsync(Table);
        string source = _server.Address(database).Replace("@localhost:", "@127.0.0.1:", StringComparison.Ordinal);

        await Assert.ThrowsAsync<RemoteStoreException>(() => PrepareAsync(database, "table", options => options with { Source = source }));
    }

    /// <summary>As a job file has it: the password in the name, which everybody who can read the tables would see.</summary>
    [Fact]
    public async Task Run_APasswordInTheSource_IsInNoTable()
    {
        TestPictures.WriteCloth(_folder["photos"]);
        string database = await LoadAsync(_folder["photos"]);
        var job = new JobOptions
        {
            Job = "nightly",
            Warehouse = _folder["warehouse"],
            Prepare = new PrepareOptions { Source = _server.Address(database), Out = _folder["data"], Size = 16, Postgres = new PostgresOptions { Table = "images", Split = "part" } },
        };
        await using LocalEngine engine = Engine();

        JobResult result = await new JobRunner([], new ImageSources(new PostgresImageKind()))
            .RunAsync(job, engine, NoProgress.Instance, new FixedTime(), TestContext.Current.CancellationToken);

        Assert.Equal(96, result.Prepare!.Prepared);
        foreach (string file in Directory.EnumerateFiles(_folder.Path, "*", SearchOption.AllDirectories))
        {
            string text = System.Text.Encoding.Latin1.GetString(await File.ReadAllBytesAsync(file, TestContext.Current.CancellationToken));
            Assert.DoesNotContain(Uri.EscapeDataString(PostgresServer.Password), text, StringComparison.Ordinal);
            Assert.DoesNotContain("pa ss/w", text, StringComparison.Ordinal);
        }

        Assert.All(
            await TableRows.ReadAsync(_folder["warehouse", ResultTables.Runs]),
            row => Assert.Contains($"\"source\":\"postgres://images@localhost:{_server.Port}/{database}?", row, StringComparison.Ordinal));
    }

    private static LocalEngine Engine() => new(new PartitionFunctionRegistry().AddCoreFunctions().AddPostgresFunctions(), parallelism: 2, new FixedTime());

    private async Task<PrepareResult> PrepareAsync(string database, string data, Func<PrepareOptions, PrepareOptions>? change = null, string run = "run")
    {
        await using LocalEngine engine = Engine();
        var context = new PipelineContext
        {
            Engine = engine,
            Warehouse = _folder["warehouse"],
            RunId = run,
            Time = TimeProvider.System,
            Sources = new ImageSources(new PostgresImageKind()),
        };
        var options = new PrepareOptions
        {
            Source = _server.Address(database),
            Out = _folder[data],
            Size = 16,
            Postgres = new PostgresOptions { Table = "images", Split = "part" },
        };
        return await PrepareStage.RunAsync(context, change?.Invoke(options) ?? options, TestContext.Current.CancellationToken);
    }

    /// <summary>A table of the pictures of a folder with splits.</summary>
    private async Task<string> LoadAsync(string folder)
    {
        string database = await _server.CreateDatabaseAsync(Table);
        await using NpgsqlDataSource source = _server.Connect(database);
        await using NpgsqlConnection connection = await source.OpenConnectionAsync();
        int id = 0;
        foreach (string file in Directory.EnumerateFiles(folder, "*", SearchOption.AllDirectories).Order(StringComparer.Ordinal))
        {
            string[] parts = Path.GetRelativePath(folder, file).Split('/');
            await using var insert = new NpgsqlCommand("INSERT INTO images VALUES ($1, $2, $3, $4)", connection);
            insert.Parameters.AddWithValue(++id);
            insert.Parameters.AddWithValue(await File.ReadAllBytesAsync(file));
            insert.Parameters.AddWithValue(parts[1]);
            insert.Parameters.AddWithValue(parts[0]);
            await insert.ExecuteNonQueryAsync();
        }

        return database;
    }

    private async Task ExecuteAsync(string database, params string[] statements)
    {
        await using NpgsqlDataSource source = _server.Connect(database);
        await using NpgsqlCommand command = source.CreateCommand(string.Join("; ", statements));
        await command.ExecuteNonQueryAsync();
    }
}
