using System.CommandLine;
using System.Runtime.CompilerServices;
using FashionSpark.Cli.Hosting;
using FashionSpark.Cli.Output;
using FashionSpark.Images;
using FashionSpark.Web;

namespace FashionSpark.Cli.Commands;

/// <summary>The page and the API, until Ctrl-C.</summary>
internal sealed class ServeCommand : Command
{
    private readonly CliHost _host;
    private readonly CommonOptions _common;

    private readonly Option<string[]> _models = Flag.Texts(
        "--model", "MODEL", "A model file, or NAME=FILE; may be repeated. The first answers unless a visitor chooses another.");

    private readonly Option<string[]> _urls = Flag.Texts(
        "--urls", "URL", $"Where to listen; may be repeated (default: {ServeOptions.DefaultUrl}, this machine alone; http://0.0.0.0:8080 = every address).");

    private readonly Option<string[]> _warehouses = Flag.Texts(
        "--warehouse", "DIR", "Result tables with the figures of the models; may be repeated (default: warehouse beside the folder of each model).");

    private readonly Option<string?> _feedback = Flag.Text(
        "--feedback", "TABLE", "Delta table, or PostgreSQL database (postgres://USER@HOST/DATABASE), that keeps pictures which visitors correct, for the next prepare (default: nothing is ever kept).");

    private readonly Option<int?> _maxMegapixels = Flag.Number(
        "--max-megapixels", "N", $"Million pixels of a picture at most (default: {ServeOptions.DefaultMaxMegapixels}).", 1, ImageDecoders.MostMegapixels);

    private readonly Option<int?> _maxMegabytes = Flag.Number(
        "--max-megabytes", "N", $"Megabytes of a request at most (default: {ServeOptions.DefaultMaxMegabytes}).", 1, ServeOptions.MostMegabytes);

    private readonly Option<int?> _maxFiles = Flag.Number(
        "--max-files", "N", $"Pictures of a request at most (default: {ServeOptions.DefaultMaxFiles}).", 1, ServeOptions.MostFiles);

    private readonly Option<int?> _maxWaiting = Flag.Number(
        "--max-waiting", "N", $"Pictures that wait for a model at most; more are answered 503 (default: {ServeOptions.DefaultMaxWaiting}).", 1, ServeOptions.MostWaiting);

    private readonly Option<int?> _perMinute = Flag.Number(
        "--per-minute", "N", $"Requests of an address a minute at most; more are answered 429, 0 = no limit (default: {ServeOptions.DefaultPerMinute}).", 0, ServeOptions.MostPerMinute);

    private readonly Option<string[]> _proxies = Flag.Texts(
        "--proxy", "IP", "Address of a reverse proxy whose X-Forwarded headers are believed; may be repeated (default: none).");

    private readonly Option<string?> _traces = Flag.Text(
        "--traces", "URL", "OpenTelemetry collector that traces go to, such as http://127.0.0.1:4317 (default: none).");

    public ServeCommand(CliHost host, CommonOptions common)
        : base("serve", "The page \"What are you wearing?\", and the same as a REST API, until Ctrl-C.")
    {
        _host = host;
        _common = common;
        _models.Required = true;
        Add(_models);
        Add(_urls);
        Add(_warehouses);
        Add(_feedback);
        Add(_maxMegapixels);
        Add(_maxMegabytes);
        Add(_maxFiles);
        Add(_maxWaiting);
        Add(_perMinute);
        Add(_proxies);
        Add(_traces);
        SetAction(RunAsync);
    }

    private Task<int> RunAsync(ParseResult parse, CancellationToken cancellation) => ServeAsync(parse, cancellation);

    /// <summary>Apart, so that no other command loads the web's assembly.</summary>
    [MethodImpl(MethodImplOptions.NoInlining)]
    private async Task<int> ServeAsync(ParseResult parse, CancellationToken cancellation)
    {
        bool quiet = parse.GetValue(_common.Quiet);
        await using IService service = await _host.Backend.ServeAsync(OptionsOf(parse), line => Log(line, quiet), cancellation);
        if (parse.GetValue(_common.Json))
        {
            JsonOutput.Write(_host.Out, new ServiceResult(service.Urls, service.Models.ToDictionary(model => model.Name, model => model.Version)));
        }
        else
        {
            _host.Out.WriteRaw($"Models   {string.Join(", ", service.Models.Select(model => model.Name))}");
            _host.Out.WriteRaw($"Page     {string.Join(", ", service.Urls)}");
            _host.Out.WriteRaw("Ctrl-C ends it; requests in progress are answered.");
        }

        // To be asked to stop is how a service ends well.
        await service.RunAsync(cancellation);
        return ExitCode.Done;
    }

    private ServeOptions OptionsOf(ParseResult parse)
    {
        var options = new ServeOptions { Models = parse.GetRequiredValue(_models) };
        return options with
        {
            Urls = parse.GetValue(_urls) is { Length: > 0 } urls ? urls : options.Urls,
            Warehouses = parse.GetValue(_warehouses) ?? [],
            Feedback = parse.GetValue(_feedback),
            MaxMegapixels = parse.GetValue(_maxMegapixels) ?? options.MaxMegapixels,
            MaxMegabytes = parse.GetValue(_maxMegabytes) ?? options.MaxMegabytes,
            MaxFiles = parse.GetValue(_maxFiles) ?? options.MaxFiles,
            MaxWaiting = parse.GetValue(_maxWaiting) ?? options.MaxWaiting,
            PerMinute = parse.GetValue(_perMinute) ?? options.PerMinute,
            Proxies = parse.GetValue(_proxies) ?? [],
            Traces = parse.GetValue(_traces),
        };
    }

    private void Log(string line, bool quiet)
    {
        if (!quiet)
        {
            lock (_host)
            {
                _host.Error.WriteRaw(line);
            }
        }
    }
}
