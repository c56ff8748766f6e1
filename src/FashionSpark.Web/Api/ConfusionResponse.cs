namespace FashionSpark.Web.Api;

/// <summary>How many images of a class were taken for which.</summary>
internal sealed record ConfusionResponse(string Actual, string Predicted, long Count);
