using System.Runtime.InteropServices;
using FashionSpark.Models.Onnx.Proto;
using Google.Protobuf;

namespace FashionSpark.Models.Onnx;

/// <summary>Puts an ONNX graph together node by node; each method returns the name of what it adds.</summary>
internal sealed class GraphBuilder
{
    /// <summary>Operators that ONNX 1.12 knows, so that older runtimes and checkers read the file.</summary>
    public const long DefaultOpset = 17;

    /// <param name="name">Name of the graph.</param>
    /// <param name="opset">Version of the operators; another where nodes come from elsewhere.</param>
    public GraphBuilder(string name, long opset = DefaultOpset)
    {
        Graph = new GraphProto { Name = name };
        Opset = opset;
    }

    public long Opset { get; }

    public GraphProto Graph { get; }

    /// <param name="shape">Sizes; -1 = any number of images.</param>
    public string Input(string name, TensorProto.Types.DataType type, params long[] shape)
    {
        Graph.Input.Add(Value(name, type, shape));
        return name;
    }

    /// <param name="shape">Sizes; -1 = any number of images.</param>
    public void Output(string name, params long[] shape) => Graph.Output.Add(Value(name, TensorProto.Types.DataType.Float, shape));

    /// <summary>An output whose type and shape the runtime works out.</summary>
    public void UntypedOutput(string name) => Graph.Output.Add(new ValueInfoProto { Name = name });

    public string Floats(string name, ReadOnlySpan<float> values, params long[] shape) =>
        Initializer(name, TensorProto.Types.DataType.Float, MemoryMarshal.AsBytes(values), shape);

    public string Integers(string name, params long[] values) =>
        Initializer(name, TensorProto.Types.DataType.Int64, MemoryMarshal.AsBytes<long>(values), [values.Length]);

    public string Node(string type, string output, string[] inputs, params AttributeProto[] attributes) =>
        Node(type, [output], inputs, attributes)[0];

    public string[] Node(string type, string[] outputs, string[] inputs, params AttributeProto[] attributes)
    {
        NodeProto node = new() { OpType = type, Name = outputs[0] };
        node.Input.AddRange(inputs);
        node.Output.AddRange(outputs);
        node.Attribute.AddRange(attributes);
        Graph.Node.Add(node);
        return outputs;
    }

    /// <summary>Mean over axes, which are then gone. Operators since version 18 take them as an input.</summary>
    public string Mean(string output, string input, params long[] axes) => Opset < 18
        ? Node("ReduceMean", output, [input], Ints("axes", axes), Int("keepdims", 0))
        : Node("ReduceMean", output, [input, Integers($"{output}_axes", axes)], Int("keepdims", 0));

    public static AttributeProto Int(string name, long value) =>
        new() { Name = name, I = value, Type = AttributeProto.Types.AttributeType.Int };

    public static AttributeProto Ints(string name, params long[] values)
    {
        AttributeProto attribute = new() { Name = name, Type = AttributeProto.Types.AttributeType.Ints };
        attribute.Ints.AddRange(values);
        return attribute;
    }

    private string Initializer(string name, TensorProto.Types.DataType type, ReadOnlySpan<byte> bytes, ReadOnlySpan<long> shape)
    {
        TensorProto tensor = new() { Name = name, DataType = (int)type, RawData = ByteString.CopyFrom(bytes) };
        tensor.Dims.AddRange(shape);
        Graph.Initializer.Add(tensor);
        return name;
    }

    private static ValueInfoProto Value(string name, TensorProto.Types.DataType type, long[] shape)
    {
        TensorShapeProto dimensions = new();
        dimensions.Dim.AddRange(shape.Select(size => size < 0
            ? new TensorShapeProto.Types.Dimension { DimParam = "N" }
            : new TensorShapeProto.Types.Dimension { DimValue = size }));
        return new ValueInfoProto
        {
            Name = name,
            Type = new TypeProto { TensorType = new TypeProto.Types.Tensor { ElemType = (int)type, Shape = dimensions } },
        };
    }
}
