using FashionSpark.Models;
using FashionSpark.Web.Inference;

namespace FashionSpark.Web.Api;

/// <summary>An answer for a picture.</summary>
/// <param name="Index">Its place in the request, from 0.</param>
/// <param name="File">What the client calls it.</param>
/// <param name="Class">The most probable class.</param>
/// <param name="Confidence">Its probability, 0 to 1.</param>
/// <param name="Sure">False where the confidence is below the model's threshold.</param>
/// <param name="Probabilities">Every class, most probable first.</param>
/// <param name="Seen">The picture as the model saw it: PNG in base64; with <c>explain</c> only.</param>
/// <param name="HeatMap">Where the model looked; with <c>explain</c> only, and only of models that can say.</param>
/// <param name="Heat">The heat map laid over the picture: PNG in base64.</param>
internal sealed record PictureResponse(
    int Index, string File, string Class, double Confidence, bool Sure, IReadOnlyList<ClassProbability> Probabilities, byte[]? Seen, HeatMap? HeatMap, byte[]? Heat)
{
    public static PictureResponse Of(int index, PictureAnswer answer) => new(
        index,
        answer.Prediction.Source,
        answer.Prediction.Class,
        answer.Prediction.Confidence,
        answer.Prediction.Sure,
        [.. answer.Prediction.Probabilities.Select(pair => new ClassProbability(pair.Key, pair.Value))],
        answer.Seen,
        answer.HeatMap,
        answer.Heat);
}
