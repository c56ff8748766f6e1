namespace FashionSpark.Torch.Graphs;

/// <summary>All numbers of a graph in one float32 vector: for each step with weights its weight, scale (convolutions) and bias.</summary>
public sealed class GraphLayout
{
    private readonly Dictionary<(int Step, SlotRole Role), int> _indices = [];

    public GraphLayout(NetworkGraph graph)
    {
        List<GraphSlot> slots = [];
        foreach ((int i, GraphStep step) in graph.Steps.Index().Where(pair => pair.Item.HasWeights()))
        {
            SlotRole[] roles = step.Op == GraphOp.Convolution ? [SlotRole.Weight, SlotRole.Scale, SlotRole.Bias] : [SlotRole.Weight, SlotRole.Bias];
            foreach (SlotRole role in roles)
            {
                GraphSlot slot = new(i, role, role == SlotRole.Weight ? step.Weight : [step.Weight[0]], Length);
                _indices.Add((i, role), slots.Count);
                slots.Add(slot);
                Length += slot.Length;
            }
        }

        Slots = slots;
    }

    public IReadOnlyList<GraphSlot> Slots { get; }

    /// <summary>Numbers in all.</summary>
    public int Length { get; }

    /// <summary>Place of a slot among <see cref="Slots"/>.</summary>
    public int IndexOf(GraphSlot slot) => _indices[(slot.Step, slot.Role)];

    public GraphSlot Slot(int step, SlotRole role) => Slots[_indices[(step, role)]];
}
