using FashionSpark.Cli.Hosting;
using Spectre.Console;

namespace FashionSpark.Cli.Output;

/// <summary>Writes the one message that an unsuccessful command ends with.</summary>
internal sealed class ErrorReport
{
    private readonly CliHost _host;
    private readonly bool _json;
    private readonly bool _verbose;

    public ErrorReport(CliHost host, bool json, bool verbose)
    {
        _host = host;
        _json = json;
        _verbose = verbose;
    }

    public int Usage(IReadOnlyList<string> messages, string command)
    {
        Write("Usage", string.Join(' ', messages), ExitCode.BadInput, () =>
        {
            foreach (string message in messages)
            {
                Line("error: ", Color.Red, message);
            }

            Line("", Color.Default, $"See {command} --help");
        });
        return ExitCode.BadInput;
    }

    public int Interrupted(int exitCode)
    {
        const string message = "Stopped. What is finished is kept; the same command goes on from there.";
        Write("Interrupted", message, exitCode, () => Line("", Color.Default, message));
        return exitCode;
    }

    public int Failed(Exception e)
    {
        Failure failure = Failure.Of(e);
        Write(failure.Kind, failure.Message, failure.ExitCode, () => Line("error: ", Color.Red, failure.Message));
        if (_verbose)
        {
            _host.Error.WriteRaw(e.ToString());
        }
        else if (failure.Kind == "Unexpected" && !_json)
        {
            Line("", Color.Default, "This should not happen. The same command with --verbose shows where it did.");
        }

        return failure.ExitCode;
    }

    private void Write(string kind, string message, int exitCode, Action text)
    {
        if (_json)
        {
            JsonOutput.Write(_host.Out, new { Error = new { Kind = kind, Message = message, ExitCode = exitCode } });
        }
        else
        {
            text();
        }
    }

    private void Line(string label, Color color, string message)
    {
        _host.Error.Write(new Text(label, new Style(color)));
        _host.Error.WriteRaw(message);
    }
}
