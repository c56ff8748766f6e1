using FashionSpark.Cli.Doctor;
using Spectre.Console;

namespace FashionSpark.Cli.Output;

/// <summary>A line a check, and under what is not well what to do.</summary>
internal sealed class DoctorReport
{
    private readonly IAnsiConsole _console;

    public DoctorReport(IAnsiConsole console) => _console = console;

    public void Write(DoctorResult result)
    {
        int width = result.Checks.Max(check => check.Name.Length);
        foreach (Check check in result.Checks)
        {
            (string word, Color color) = check.State switch
            {
                CheckState.Ok => ("ok  ", Color.Green),
                CheckState.Note => ("note", Color.Yellow),
                _ => ("FAIL", Color.Red),
            };
            _console.Write(new Text(word, new Style(color)));
            _console.WriteRaw($"  {check.Name.PadRight(width)}  {Lines(check.Found, width)}");
            if (check.Cure is not null)
            {
                _console.WriteRaw($"{Indent(width)}-> {Lines(check.Cure, width)}");
            }
        }

        int failed = result.Checks.Count(check => check.State == CheckState.Failed);
        _console.WriteLine();
        _console.WriteRaw(failed == 0 ? $"Ready to run on engine {result.Engine}." : $"Not ready: {failed} of {result.Checks.Count} checks failed.");
    }

    private static string Indent(int width) => new(' ', width + 8);

    /// <summary>Errors of Spark have several lines.</summary>
    private static string Lines(string text, int width) => string.Join('\n' + Indent(width), text.Split('\n').Select(line => line.Trim()));
}
