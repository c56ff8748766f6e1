using System.CommandLine;

namespace FashionSpark.Cli.Commands;

internal static class FlagExtensions
{
    /// <summary>Whether a switch is given, also where the rest of the command line could not be parsed.</summary>
    public static bool IsSetIn(this Option<bool> option, ParseResult parse, IReadOnlyList<string> arguments) =>
        parse.Errors.Count == 0 ? parse.GetValue(option) : arguments.Contains(option.Name);
}
