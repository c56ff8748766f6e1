using System.CommandLine;

namespace FashionSpark.Cli.Commands;

/// <summary>What every command on a table takes.</summary>
internal static class TableFlags
{
    public static Argument<string> Path() => new("PATH") { Description = "Folder of the table." };

    public static Option<long?> Version() => Flag.Number<long>("--version", "N", "Version to look at (default: the newest).", 0);
}
