using Apache.Arrow;
using FashionSpark.Engines;

namespace FashionSpark.Tables;

/// <summary>One version of a Delta table, as its log describes it. Immutable; later commits do not change it.</summary>
public sealed class DeltaSnapshot
{
    internal DeltaSnapshot(
        string path, long version, DeltaProtocol protocol, DeltaMetadata metadata, IReadOnlyList<DeltaFile> files,
        IReadOnlyList<RemovedFile> tombstones, IReadOnlyDictionary<string, long> transactions, IReadOnlyDictionary<string, long> transactionCommits)
    {
        Path = path;
        Version = version;
        Protocol = protocol;
        Metadata = metadata;
        Files = files;
        Tombstones = tombstones;
        Transactions = transactions;
        TransactionCommits = transactionCommits;
        Schema = metadata.ReadSchema();
    }

    /// <summary>Full path of the table's folder.</summary>
    public string Path { get; }

    public long Version { get; }

    /// <summary>Columns, partition columns among them.</summary>
    public Schema Schema { get; }

    public DeltaProtocol Protocol { get; }

    /// <summary>Id of the table, a GUID.</summary>
    public string Id => Metadata.Id;

    public IReadOnlyList<string> PartitionColumns => Metadata.PartitionColumns;

    /// <summary>Table properties.</summary>
    public IReadOnlyDictionary<string, string> Properties => Metadata.Configuration;

    /// <summary>Last version of each application id.</summary>
    public IReadOnlyDictionary<string, long> Transactions { get; }

    /// <summary>The live files, in ordinal order of their paths.</summary>
    public IReadOnlyList<DeltaFile> Files { get; }

    /// <summary>Files that older versions had.</summary>
    public IReadOnlyList<RemovedFile> Tombstones { get; }

    internal DeltaMetadata Metadata { get; }

    /// <summary>Commit of the last transaction of each application id, where it is younger than the checkpoint.</summary>
    internal IReadOnlyDictionary<string, long> TransactionCommits { get; }

    public DeltaTableInfo Describe() => new(Path, Version, Schema, PartitionColumns, Properties, Transactions);

    /// <summary>Full path of a file of the table.</summary>
    public string FullPath(DeltaFile file) => System.IO.Path.GetFullPath(file.Path, Path);
}
