using System.CommandLine;
using FashionSpark.Cli.Hosting;
using FashionSpark.Cli.Output;
using FashionSpark.Tables;

namespace FashionSpark.Cli.Commands;

/// <summary>The commits of a table.</summary>
internal sealed class TableHistoryCommand : TableInspectionCommand<IReadOnlyList<HistoryEntry>>
{
    private readonly Option<int?> _limit = Flag.Number("--limit", "N", "Most commits to show (default: all that the log has).", 1);

    public TableHistoryCommand(CliHost host, CommonOptions common)
        : base("history", "The commits: when, what, by whom, how many files and rows; newest first.", host, common)
    {
        Add(_limit);
    }

    protected override IReadOnlyList<HistoryEntry> Read(ParseResult parse) => DeltaHistory.Read(parse.GetRequiredValue(Path), parse.GetValue(_limit));

    protected override void Show(IReadOnlyList<HistoryEntry> result)
    {
        var columns = new TextColumns(["Version", "Time (UTC)", "Operation", "Files", "Rows", "Engine"]);
        foreach (HistoryEntry entry in result)
        {
            columns.Add(
            [
                Figures.Count(entry.Version),
                Figures.Time(entry.Time),
                entry.Operation ?? "",
                Change(entry.FilesAdded, entry.FilesRemoved),
                Change(entry.RowsAdded, entry.RowsRemoved),
                entry.Engine ?? "",
            ]);
        }

        columns.Write(Host.Out);
    }

    /// <summary>What came and what went: +3 -1; a question mark where nobody wrote it down.</summary>
    private static string Change(long? added, long? removed) => (added, removed) switch
    {
        (0, 0) => "",
        (_, 0) => $"+{Number(added)}",
        (0, _) => $"-{Number(removed)}",
        _ => $"+{Number(added)} -{Number(removed)}",
    };

    private static string Number(long? count) => count is { } known ? Figures.Count(known) : "?";
}
