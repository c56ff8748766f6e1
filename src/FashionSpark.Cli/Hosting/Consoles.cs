using Spectre.Console;

namespace FashionSpark.Cli.Hosting;

/// <summary>Makes the consoles of the process's two streams.</summary>
internal static class Consoles
{
    /// <summary>Columns where the stream is a file or a pipe.</summary>
    private const int PlainWidth = 100;

    public static IAnsiConsole Create(TextWriter stream)
    {
        var output = new AnsiConsoleOutput(stream);
        bool terminal = output.IsTerminal;
        IAnsiConsole console = AnsiConsole.Create(new AnsiConsoleSettings
        {
            Out = output,

            // Spectre turns colours on by itself for some build servers; whoever pipes our output wants text.
            Ansi = terminal ? AnsiSupport.Detect : AnsiSupport.No,
            ColorSystem = terminal ? ColorSystemSupport.Detect : ColorSystemSupport.NoColors,
            Interactive = terminal ? InteractionSupport.Detect : InteractionSupport.No,
        });
        if (!terminal)
        {
            console.Profile.Width = PlainWidth;
        }

        return console;
    }
}
