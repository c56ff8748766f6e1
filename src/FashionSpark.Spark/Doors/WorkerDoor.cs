using System.Text;
using System.Text.Json.Nodes;
using Apache.Arrow;
using FashionSpark.Engines;
using FashionSpark.Spark.Plans;
using FashionSpark.Spark.Protocol;
using FashionSpark.Tables;
using Google.Protobuf;

namespace FashionSpark.Spark.Doors;

/// <summary>An open door: turns a partition function into what Spark carries to the executors.</summary>
/// <param name="Door">Which one.</param>
/// <param name="PythonVersion">What the executor's side compares itself with: its Python's version at the bridge, Spark's at the direct door.</param>
/// <param name="Worker">Where the bridge finds the worker; see <c>fashionspark_bridge.py</c>. Null = it looks itself.</param>
internal sealed record WorkerDoor(SparkDoor Door, string PythonVersion, JsonObject? Worker)
{
    /// <summary>SQL_MAP_ARROW_ITER_UDF: from record batches to record batches.</summary>
    private const int MapArrowIterator = 207;

    public PythonUDF Bind(PartitionFunctionSpec function, Schema output)
    {
        byte[] command = Door == SparkDoor.Direct
            ? Encoding.UTF8.GetBytes(function.ToJson())
            : BridgePickle.Write(BridgeSpec(function), SchemaJson(output));
        return new PythonUDF
        {
            EvalType = MapArrowIterator,
            OutputType = SparkDataTypes.FromSchema(output),
            Command = UnsafeByteOperations.UnsafeWrap(command),
            PythonVer = PythonVersion,
        };
    }

    private string BridgeSpec(PartitionFunctionSpec function)
    {
        JsonObject spec = JsonNode.Parse(function.ToJson())!.AsObject();
        if (Worker is not null)
        {
            spec["worker"] = Worker.DeepClone();
        }

        return spec.ToJsonString(SpecJson.Options);
    }

    private static string SchemaJson(Schema schema) => new JsonObject
    {
        ["type"] = "struct",
        ["fields"] = new JsonArray([.. schema.FieldsList.Select(field => new JsonObject
        {
            ["name"] = field.Name,
            ["type"] = SparkTypes.ToJson(field.Name, field.DataType),
            ["nullable"] = field.IsNullable,
            ["metadata"] = new JsonObject(),
        })]),
    }.ToJsonString(SpecJson.Options);
}
