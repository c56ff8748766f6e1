using FashionSpark.Spark.Protocol;
using FashionSpark.Spark.Tables;

namespace FashionSpark.Spark.Plans;

/// <summary>Spark's reading of whole files.</summary>
internal static class BinaryFiles
{
    /// <summary>All files below a folder, as deep as they lie.</summary>
    /// <param name="folder">A path or address, which may have any character in it.</param>
    public static Relation Read(string folder) =>
        Relations.ReadFiles("binaryFile", [SparkTable.Pattern(SparkTable.FullPath(folder))], new Dictionary<string, string> { ["recursiveFileLookup"] = "true" });
}
