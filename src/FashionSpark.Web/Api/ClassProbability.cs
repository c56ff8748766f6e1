namespace FashionSpark.Web.Api;

/// <summary>A class and its probability, 0 to 1.</summary>
internal sealed record ClassProbability(string Class, double Probability);
