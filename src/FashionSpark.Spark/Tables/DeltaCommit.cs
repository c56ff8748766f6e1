using Apache.Arrow;
using FashionSpark.Engines;
using FashionSpark.Tables;

namespace FashionSpark.Spark.Tables;

/// <summary>What is done around a write of Spark's into a Delta table, so that it is what <see cref="IDataset.WriteDeltaAsync"/> says.</summary>
internal sealed class DeltaCommit
{
    private readonly IEngine _engine;
    private readonly Schema _rows;
    private readonly Func<Task<DeltaState?>> _read;

    /// <param name="engine">Describes the table and sets its properties.</param>
    /// <param name="rows">Columns of the rows to write.</param>
    /// <param name="read">Reads what the table's log says now.</param>
    public DeltaCommit(IEngine engine, Schema rows, Func<Task<DeltaState?>> read)
    {
        _engine = engine;
        _rows = rows;
        _read = read;
    }

    /// <param name="write">What is asked for.</param>
    /// <param name="isEmpty">Whether there is no row to write; asked where that matters.</param>
    /// <param name="save">Lets Spark write and commit.</param>
    /// <param name="rows">Told the rows written.</param>
    /// <param name="cancellation">Stops between two steps.</param>
    /// <returns>The version that holds the rows, and the properties.</returns>
    public async Task<long> RunAsync(
        DeltaWrite write, Func<Task<bool>> isEmpty, Func<Task> save, IProgress<long>? rows, CancellationToken cancellation)
    {
        try
        {
            if (write is { SkipEmpty: true, Replace: null } && await isEmpty().ConfigureAwait(false)
                && await _engine.DescribeDeltaAsync(write.Path, null, cancellation).ConfigureAwait(false) is { } present)
            {
                return present.Version;
            }

            await save().ConfigureAwait(false);
            DeltaState state = await _read().ConfigureAwait(false)
                ?? throw new TableNotFoundException($"There is no Delta table at '{write.Path}' although Spark has written it. Does the server write to a local disk of another machine?");
            long version = state.Commits.TryGetValue(write.AppId, out long commit) ? commit : state.Info.Version;
            rows?.Report(state.RowsWritten.GetValueOrDefault(version));
            IReadOnlyDictionary<string, string> properties = write.Properties;
            if (write.Describe is { } describe)
            {
                properties = new Dictionary<string, string>([
                    .. properties,
                    .. await describe(columns => _engine.ReadDelta(new DeltaRead(write.Path, version, columns)), cancellation).ConfigureAwait(false)]);
            }

            if (properties.Count == 0)
            {
                return version;
            }

            // Spark sets other properties than Delta's own in no write; a repeated write sets them again where they are missing.
            long withProperties = await _engine.SetDeltaPropertiesAsync(write.Path, properties, cancellation).ConfigureAwait(false);
            return withProperties > state.Info.Version ? withProperties : version;
        }
        catch (SparkException e) when (DeltaErrors.Translate(e, write.Path) is var error && error != e)
        {
            throw error;
        }
        catch (SparkException e) when (DeltaErrors.IsRefusal(e))
        {
            // Where the rows do not fit, this says so as the local engine does; Delta's own message tells of options that a job has not.
            if (await _engine.DescribeDeltaAsync(write.Path, null, cancellation).ConfigureAwait(false) is { } present)
            {
                TableFit.Check(present, _rows, write.PartitionBy);
            }

            throw;
        }
    }
}
