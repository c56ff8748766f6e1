using FashionSpark.Models.Onnx.Proto;

namespace FashionSpark.Torch.Graphs;

/// <summary>A node of an ONNX graph with its attributes by name.</summary>
internal sealed class OnnxNode
{
    private readonly NodeProto _node;

    public OnnxNode(NodeProto node) => _node = node;

    public string Op => _node.OpType;

    public string Name => _node.Name.Length > 0 ? _node.Name : _node.Output[0];

    public string Output => _node.Output[0];

    public IReadOnlyList<string> Inputs => _node.Input;

    /// <summary>Name of an input; empty where it is left out.</summary>
    public string Input(int index) => index < _node.Input.Count ? _node.Input[index] : "";

    public long Int(string name, long otherwise) => Attribute(name)?.I ?? otherwise;

    public double Float(string name, double otherwise) => Attribute(name)?.F ?? otherwise;

    public long[] Ints(string name, params long[] otherwise) => Attribute(name) is { } attribute ? [.. attribute.Ints] : otherwise;

    public string Text(string name, string otherwise) => Attribute(name)?.S.ToStringUtf8() ?? otherwise;

    public bool Has(string name) => Attribute(name) is not null;

    /// <exception cref="ModelFormatException">It does not hold.</exception>
    public void Require(bool holds, string what)
    {
        if (!holds)
        {
            throw new ModelFormatException($"Node '{Name}' of the backbone ({Op}) {what}, which fine-tuning does not have.");
        }
    }

    private AttributeProto? Attribute(string name) => _node.Attribute.FirstOrDefault(attribute => attribute.Name == name);
}
