namespace FashionSpark.Datasets;

/// <summary>Options of <see cref="LabelFeedbackFunction"/>.</summary>
/// <param name="Classes">Class names; the label is the index.</param>
public sealed record LabelFeedbackOptions(IReadOnlyList<string> Classes);
