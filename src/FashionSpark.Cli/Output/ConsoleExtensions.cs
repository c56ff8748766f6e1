using Spectre.Console;

namespace FashionSpark.Cli.Output;

internal static class ConsoleExtensions
{
    /// <summary>A line as it is: not wrapped, so that paths and commands in it can be copied.</summary>
    public static void WriteRaw(this IAnsiConsole console, string line)
    {
        console.Profile.Out.Writer.WriteLine(line);
        console.Profile.Out.Writer.Flush();
    }
}
