using System.Diagnostics;
using System.Globalization;
using System.Net;
using System.Net.Sockets;
using System.Security.Cryptography;
using System.Security.Cryptography.X509Certificates;
using System.Text.RegularExpressions;
using FashionSpark.Testing;
using FashionSpark.Testing.Spark;
using Npgsql;

namespace FashionSpark.Aws.Tests.Servers;

/// <summary>
/// A real PostgreSQL server with TLS and passwords on a free port of this machine, started when a test first asks for it: as this
/// user, or, since it refuses to run as root, as <c>postgres</c>.
/// </summary>
public sealed partial class PostgresServer : IDisposable
{
    public const string User = "images";
    public const string Password = "pa ss/wörd%";

    private readonly TemporaryFolder _folder = new();
    private readonly Lazy<WatchedProcess> _process;
    private readonly Lazy<NpgsqlDataSource> _admin;
    private int _databases;

    public PostgresServer()
    {
        _process = new Lazy<WatchedProcess>(Start);
        _admin = new Lazy<NpgsqlDataSource>(() => Connect("postgres"));
    }

    /// <summary>Why the server cannot be started; null = it can.</summary>
    public static string? WhyMissing => Programs is null ? "There is no PostgreSQL server: Debian's package postgresql is missing." : null;

    public int Port { get; private set; }

    /// <summary>The certificate that the server's is signed by, which is its own.</summary>
    public string RootCertificate => _folder["server.crt"];

    private static string? Programs => Directory.Exists("/usr/lib/postgresql")
        ? Directory.EnumerateDirectories("/usr/lib/postgresql").Select(version => Path.Combine(version, "bin")).LastOrDefault(bin => File.Exists(Path.Combine(bin, "postgres")))
        : null;

    /// <summary>A database's name as a user gives it, with the password.</summary>
    public string Address(string database, int? port = null, string tls = "verify-full") => string.Create(
        CultureInfo.InvariantCulture,
        $"postgres://{User}:{Uri.EscapeDataString(Password)}@localhost:{port ?? Port}/{database}?sslmode={tls}&sslrootcert={Uri.EscapeDataString(RootCertificate)}");

    /// <summary>A new database, which has what the statements make.</summary>
    public async Task<string> CreateDatabaseAsync(params string[] statements)
    {
        _ = _process.Value;
        string database = $"db{Interlocked.Increment(ref _databases)}";
        await using (NpgsqlCommand create = _admin.Value.CreateCommand($"CREATE DATABASE {database}"))
        {
            await create.ExecuteNonQueryAsync();
        }

        if (statements.Length > 0)
        {
            await using NpgsqlDataSource source = Connect(database);
            await using NpgsqlCommand fill = source.CreateCommand(string.Join("; ", statements));
            await fill.ExecuteNonQueryAsync();
        }

        return database;
    }

    /// <summary>Connections of the tests themselves, without a pool that would outlive them.</summary>
    public NpgsqlDataSource Connect(string database) => NpgsqlDataSource.Create(new NpgsqlConnectionStringBuilder
    {
        Host = "127.0.0.1",
        Port = Port,
        Username = User,
        Password = Password,
        Database = database,
        Pooling = false,
    }.ConnectionString);

    public void Dispose()
    {
        if (_admin.IsValueCreated)
        {
            _admin.Value.Dispose();
        }

        if (_process.IsValueCreated)
        {
            _process.Value.Dispose();
        }

        _folder.Dispose();
    }

    private WatchedProcess Start()
    {
        File.WriteAllText(_folder["password"], Password);
        WriteCertificate();
        Own(_folder.Path);
        string data = _folder["data"];
        Run("initdb", "-D", data, "-U", User, "--pwfile", _folder["password"], "-A", "scram-sha-256", "-E", "UTF8", "--locale", "C.UTF-8", "--no-sync");
        Port = FreePort();
        return new WatchedProcess(
            AsUser(
                "postgres", "-D", data, "-h", "127.0.0.1", "-p", Port.ToString(CultureInfo.InvariantCulture), "-c", $"unix_socket_directories={_folder.Path}",
                "-c", "ssl=on", "-c", $"ssl_cert_file={RootCertificate}", "-c", $"ssl_key_file={_folder["server.key"]}", "-c", "fsync=off"),
            ReadyLine());
    }

    private void WriteCertificate()
    {
        using var key = ECDsa.Create(ECCurve.NamedCurves.nistP256);
        var request = new CertificateRequest("CN=localhost", key, HashAlgorithmName.SHA256);
        var names = new SubjectAlternativeNameBuilder();
        names.AddDnsName("localhost");
        request.CertificateExtensions.Add(names.Build());
        request.CertificateExtensions.Add(new X509BasicConstraintsExtension(certificateAuthority: true, false, 0, critical: true));
        DateTimeOffset now = TimeProvider.System.GetUtcNow();
        using X509Certificate2 certificate = request.CreateSelfSigned(now.AddDays(-1), now.AddDays(1));
        File.WriteAllText(RootCertificate, certificate.ExportCertificatePem());
        File.WriteAllText(_folder["server.key"], key.ExportPkcs8PrivateKeyPem());
        File.SetUnixFileMode(_folder["server.key"], UnixFileMode.UserRead | UnixFileMode.UserWrite);
    }

    /// <summary>The server's user must own what the server reads and writes.</summary>
    private static void Own(string folder)
    {
        if (Environment.IsPrivilegedProcess)
        {
            Wait(new ProcessStartInfo("chown", ["-R", "postgres:postgres", folder]));
        }
    }

    private static void Run(string program, params string[] arguments) => Wait(AsUser(program, arguments));

    private static void Wait(ProcessStartInfo start)
    {
        start.RedirectStandardOutput = true;
        start.RedirectStandardError = true;
        using Process process = Process.Start(start)!;
        Task<string> errors = process.StandardError.ReadToEndAsync();
        string output = process.StandardOutput.ReadToEnd();
        process.WaitForExit();
        if (process.ExitCode != 0)
        {
            throw new InvalidOperationException($"'{start.FileName}' ended with {process.ExitCode}:\n{output}{errors.Result}");
        }
    }

    private static ProcessStartInfo AsUser(string program, params string[] arguments)
    {
        string path = Path.Combine(Programs!, program);
        return Environment.IsPrivilegedProcess
            ? new ProcessStartInfo("setpriv", ["--reuid=postgres", "--regid=postgres", "--clear-groups", path, .. arguments]) { WorkingDirectory = "/" }
            : new ProcessStartInfo(path, arguments);
    }

    private static int FreePort()
    {
        using var listener = new TcpListener(IPAddress.Loopback, 0);
        listener.Start();
        return ((IPEndPoint)listener.LocalEndpoint).Port;
    }

    [GeneratedRegex("database system is ready to accept connections")]
    private static partial Regex ReadyLine();
}
