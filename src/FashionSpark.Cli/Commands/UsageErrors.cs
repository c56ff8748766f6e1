using System.CommandLine;
using System.CommandLine.Parsing;

namespace FashionSpark.Cli.Commands;

/// <summary>Turns what the parser could not make sense of into messages.</summary>
internal static class UsageErrors
{
    public static IReadOnlyList<string> Of(ParseResult parse)
    {
        // A word that is not understood makes other complaints follow (its value, an option that now seems missing).
        string[] unknown = [.. parse.UnmatchedTokens.Where(token => token.StartsWith('-'))];
        if (unknown.Length == 0)
        {
            unknown = [.. parse.UnmatchedTokens];
        }

        return unknown.Length > 0
            ? [.. unknown.Select(token => Unknown(token, parse.CommandResult))]
            : [.. parse.Errors.Select(error => error.Message).Distinct()];
    }

    /// <summary>The command as a person types it, such as <c>fashionspark train</c>.</summary>
    /// <param name="parse">What was typed.</param>
    /// <param name="root">How the program was called.</param>
    public static string CommandPath(ParseResult parse, string root)
    {
        List<string> names = [];
        for (SymbolResult? result = parse.CommandResult; result is CommandResult command; result = result.Parent)
        {
            names.Insert(0, command.Command is RootCommand ? root : command.Command.Name);
        }

        return string.Join(' ', names);
    }

    private static string Unknown(string token, CommandResult command)
    {
        bool isOption = token.StartsWith('-');
        IEnumerable<string> candidates = isOption ? OptionsOf(command) : command.Command.Subcommands.Select(sub => sub.Name);
        string what = isOption ? "option" : command.Command.Subcommands.Count > 0 ? "command" : "argument";
        string name = isOption ? token.Split('=')[0] : token;
        string message = $"There is no {what} '{name}'.";
        return Suggestion.For(name, candidates) is { } suggestion ? $"{message} Did you mean '{suggestion}'?" : message;
    }

    private static IEnumerable<string> OptionsOf(CommandResult command)
    {
        IEnumerable<Option> options = command.Command.Options.Where(option => !option.Hidden);
        for (SymbolResult? result = command.Parent; result is CommandResult parent; result = result.Parent)
        {
            options = options.Concat(parent.Command.Options.Where(option => option.Recursive && !option.Hidden));
        }

        return options.Select(option => option.Name);
    }
}
