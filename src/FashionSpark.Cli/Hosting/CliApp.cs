using System.CommandLine;
using System.CommandLine.Help;
using FashionSpark.Cli.Commands;
using FashionSpark.Cli.Output;

namespace FashionSpark.Cli.Hosting;

/// <summary>The command as a function from arguments to an exit code.</summary>
internal sealed class CliApp
{
    private readonly CliHost _host;

    public CliApp(CliHost host) => _host = host;

    public async Task<int> RunAsync(IReadOnlyList<string> arguments)
    {
        var common = new CommonOptions();
        FashionSparkCommand root = new(_host, common);
        ParseResult parse = root.Parse(arguments, new ParserConfiguration { EnablePosixBundling = false, ResponseFileTokenReplacer = null });
        var errors = new ErrorReport(_host, common.Json.IsSetIn(parse, arguments), common.Verbose.IsSetIn(parse, arguments));
        if (arguments.Count == 0)
        {
            await root.Parse(["--help"]).InvokeAsync(Invocation());
            return ExitCode.BadInput;
        }

        if (parse.Errors.Count > 0 && parse.Action is not HelpAction)
        {
            return errors.Usage(UsageErrors.Of(parse), UsageErrors.CommandPath(parse, _host.CommandName));
        }

        try
        {
            return await parse.InvokeAsync(Invocation(), _host.Interruption.Token);
        }
        catch (OperationCanceledException) when (_host.Interruption.ExitCode != 0)
        {
            return errors.Interrupted(_host.Interruption.ExitCode);
        }
#pragma warning disable CA1031 // The outermost place: whatever goes wrong becomes one message and an exit code.
        catch (Exception e)
        {
            return _host.Interruption.ExitCode != 0 && Failure.IsCancellation(e)
                ? errors.Interrupted(_host.Interruption.ExitCode)
                : errors.Failed(e);
        }
#pragma warning restore CA1031
    }

    private InvocationConfiguration Invocation() => new()
    {
        Output = _host.Out.Profile.Out.Writer,
        Error = _host.Error.Profile.Out.Writer,
        EnableDefaultExceptionHandler = false,

        // Signals are ours, see Interruption.
        ProcessTerminationTimeout = null,
    };
}
