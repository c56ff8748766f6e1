using System.Globalization;
using System.Text.Json;
using Apache.Arrow;
using FashionSpark.Engines;
using FashionSpark.Tables;

namespace FashionSpark.Spark.Tables;

/// <summary>
/// Puts together what lines of a Delta log say of a table: its metadata and application transactions. Data files are
/// Spark's business and are not looked at.
/// </summary>
internal sealed class DeltaLogReplay
{
    private readonly Dictionary<string, long> _transactions = new(StringComparer.Ordinal);
    private readonly Dictionary<string, long> _commits = new(StringComparer.Ordinal);
    private readonly Dictionary<long, long> _rows = [];
    private string? _schema;
    private IReadOnlyList<string> _partitionColumns = [];
    private IReadOnlyDictionary<string, string> _properties = new Dictionary<string, string>();

    /// <summary>The version of a commit file or checkpoint file; null where the name is another's.</summary>
    public static long? VersionOf(string file)
    {
        int dot = file.IndexOf('.', StringComparison.Ordinal);
        return dot > 0 && long.TryParse(file.AsSpan(0, dot), NumberStyles.None, CultureInfo.InvariantCulture, out long version) ? version : null;
    }

    /// <summary>Applies an action. Lines of a commit come in any order; commits must come in theirs.</summary>
    /// <param name="line">A line of JSON with one action.</param>
    /// <param name="version">Version of the commit; null = a checkpoint.</param>
    public void Apply(string line, long? version)
    {
        using JsonDocument document = JsonDocument.Parse(line);
        foreach (JsonProperty action in document.RootElement.EnumerateObject().Where(action => action.Value.ValueKind == JsonValueKind.Object))
        {
            switch (action.Name)
            {
                case "metaData":
                    ApplyMetadata(action.Value);
                    break;
                case "txn":
                    string appId = action.Value.GetProperty("appId").GetString()!;
                    _transactions[appId] = action.Value.GetProperty("version").GetInt64();
                    if (version is long commit)
                    {
                        _commits[appId] = commit;
                    }

                    break;
                case "commitInfo" when version is long written && ReadRows(action.Value) is long rows:
                    _rows[written] = rows;
                    break;
            }
        }
    }

    /// <exception cref="TableCorruptException">No metadata was seen.</exception>
    public DeltaState Build(string path, long version)
    {
        if (_schema is null)
        {
            throw new TableCorruptException($"The log of '{path}' up to version {version} has no metaData action; its first entries are missing.");
        }

        using JsonDocument schema = JsonDocument.Parse(_schema);
        Schema columns = new([.. schema.RootElement.GetProperty("fields").EnumerateArray().Select(SparkTypes.Field)], metadata: null);
        return new DeltaState(new DeltaTableInfo(path, version, columns, _partitionColumns, _properties, _transactions), _commits, _rows);
    }

    private void ApplyMetadata(JsonElement metadata)
    {
        _schema = metadata.GetProperty("schemaString").GetString();
        _partitionColumns = [.. metadata.GetProperty("partitionColumns").EnumerateArray().Select(column => column.GetString()!)];
        _properties = metadata.TryGetProperty("configuration", out JsonElement configuration) && configuration.ValueKind == JsonValueKind.Object
            ? configuration.EnumerateObject().ToDictionary(property => property.Name, property => property.Value.GetString() ?? string.Empty, StringComparer.Ordinal)
            : [];
    }

    private static long? ReadRows(JsonElement commitInfo) =>
        commitInfo.TryGetProperty("operationMetrics", out JsonElement metrics) && metrics.TryGetProperty("numOutputRows", out JsonElement rows)
        && long.TryParse(rows.ToString(), NumberStyles.None, CultureInfo.InvariantCulture, out long count)
            ? count
            : null;
}
