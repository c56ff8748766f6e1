namespace FashionSpark.Datasets;

/// <summary>Options of <see cref="LabelFeedbackFunction"/>.</summary>
/// <param name="Classes">Class names; the label is the index.</param>
/// <param name="WithProblem">Whether the images beside them have the column <see cref="SourceSchema.Problem"/>.</param>
public sealed record LabelFeedbackOptions(IReadOnlyList<string> Classes, bool WithProblem);
