using System.Buffers.Binary;
using System.Text;

namespace FashionSpark.Spark.Doors;

/// <summary>
/// The command of the bridge door: what PySpark's workers unpickle, a pair of function and return type. Written by hand
/// in protocol 2, since it is always the same two calls:
/// <c>(fashionspark_bridge.bind(spec), pyspark.sql.types._parse_datatype_json_string(schema))</c>.
/// </summary>
internal static class BridgePickle
{
    public const string Module = "fashionspark_bridge";

    private const byte Protocol = 0x80;
    private const byte Global = (byte)'c';
    private const byte BinaryUnicode = (byte)'X';
    private const byte Tuple1 = 0x85;
    private const byte Tuple2 = 0x86;
    private const byte Reduce = (byte)'R';
    private const byte Stop = (byte)'.';

    /// <param name="spec">JSON of the partition function, with where the worker is.</param>
    /// <param name="schema">Spark's JSON of the output's schema.</param>
    public static byte[] Write(string spec, string schema)
    {
        using var pickle = new MemoryStream();
        pickle.WriteByte(Protocol);
        pickle.WriteByte(2);
        WriteCall(pickle, Module, "bind", spec);
        WriteCall(pickle, "pyspark.sql.types", "_parse_datatype_json_string", schema);
        pickle.WriteByte(Tuple2);
        pickle.WriteByte(Stop);
        return pickle.ToArray();
    }

    private static void WriteCall(MemoryStream pickle, string module, string function, string argument)
    {
        pickle.WriteByte(Global);
        pickle.Write(Encoding.ASCII.GetBytes($"{module}\n{function}\n"));
        byte[] text = Encoding.UTF8.GetBytes(argument);
        Span<byte> length = stackalloc byte[sizeof(int)];
        BinaryPrimitives.WriteInt32LittleEndian(length, text.Length);
        pickle.WriteByte(BinaryUnicode);
        pickle.Write(length);
        pickle.Write(text);
        pickle.WriteByte(Tuple1);
        pickle.WriteByte(Reduce);
    }
}
