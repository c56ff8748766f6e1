namespace FashionSpark.Datasets;

/// <summary>Kinds of places outside of this machine that keep corrected pictures; what none of them knows is a Delta table.</summary>
public sealed class FeedbackKinds
{
    private readonly IReadOnlyList<IFeedbackKind> _kinds;

    public FeedbackKinds(params IReadOnlyList<IFeedbackKind> kinds) => _kinds = kinds;

    /// <summary>Null = a Delta table.</summary>
    public IFeedbackKind? Find(string name) => _kinds.FirstOrDefault(kind => kind.Knows(name));

    /// <summary>The name as it may be shown and recorded, without secrets.</summary>
    public string Record(string name) => Find(name)?.Record(name) ?? name;
}
