using System.Globalization;
using System.Text.RegularExpressions;
using Apache.Arrow;
using FashionSpark.Engines;
using FashionSpark.Spark.Connect;
using FashionSpark.Spark.Plans;
using FashionSpark.Spark.Protocol;

namespace FashionSpark.Spark;

/// <summary>Folders of a store that the cluster has a file system for, by Spark's own listing of binary files, which reads none of them.</summary>
internal static partial class StoreFolders
{
    private const string Folder = "folder";
    private const string Files = "files";

    /// <inheritdoc cref="IClusterStores.CountFilesAsync"/>
    public static async Task<IReadOnlyDictionary<string, long>?> CountAsync(
        SparkConnectClient client, string address, int depth, ProgressSplit progress, IProgress<long> files, CancellationToken cancellation)
    {
        var folders = new Dictionary<string, long>(StringComparer.Ordinal);
        try
        {
            await foreach (RecordBatch batch in client.CollectAsync(Plan(address, depth), progress, cancellation).ConfigureAwait(false))
            {
                for (int row = 0; row < batch.Length; row++)
                {
                    long count = batch.Column<Int64Array>(Files).GetValue(row)!.Value;
                    folders.Add(batch.Column<StringArray>(Folder).GetString(row), count);
                    files.Report(count);
                }
            }
        }
        catch (SparkException e) when (e.Is("PATH_NOT_FOUND"))
        {
            return folders;
        }
        catch (SparkException e) when (HasNoFileSystem(e))
        {
            return null;
        }
        catch (SparkException e) when (e.JavaClasses.Count > 0)
        {
            throw new RemoteStoreException($"Spark cannot list '{address}' with the cluster's own file system and credentials. It says: {e.Message}", e);
        }

        return folders;
    }

    /// <summary>A path is cut at its slashes; the address has the first names of each.</summary>
    private static Relation Plan(string address, int depth)
    {
        int names = address.TrimEnd('/').Split('/').Length;
        string folder = string.Create(
            CultureInfo.InvariantCulture,
            $"array_join(slice(split(path, '/'), {names + 1}, greatest(0, least({depth}, size(split(path, '/')) - {names + 1}))), '/')");
        return BinaryFiles.Read(address).CountBy(Expressions.Sql(folder).As(Folder), Files);
    }

    /// <summary>Hadoop knows no file system of that scheme, or knows of one whose jar is not there.</summary>
    private static bool HasNoFileSystem(SparkException error) =>
        error.Message.Contains("No FileSystem for scheme", StringComparison.Ordinal)
        || MissingFileSystem().IsMatch(error.Message);

    /// <summary>A class of another kind that is missing, such as one that gives credentials, is a fault of the cluster's settings.</summary>
    [GeneratedRegex(@"java\.lang\.ClassNotFoundException: Class \S+FileSystem not found", RegexOptions.CultureInvariant)]
    private static partial Regex MissingFileSystem();
}
