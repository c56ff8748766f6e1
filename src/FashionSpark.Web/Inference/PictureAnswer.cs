using FashionSpark.Models;
using FashionSpark.Scoring;

namespace FashionSpark.Web.Inference;

/// <summary>What a model says of a picture.</summary>
/// <param name="Prediction">The answer.</param>
/// <param name="Seen">PNG of the picture as the model saw it; null where it was not asked for.</param>
/// <param name="HeatMap">Where it looked; null where it was not asked for or the model cannot say.</param>
/// <param name="Heat">PNG of the heat map laid over the picture.</param>
internal sealed record PictureAnswer(Prediction Prediction, byte[]? Seen = null, HeatMap? HeatMap = null, byte[]? Heat = null);
