namespace FashionSpark.Web.Api;

/// <summary>What the service offers.</summary>
/// <param name="Models">The models; the first answers where a request names none.</param>
/// <param name="MaxFiles">Pictures of a request at most.</param>
/// <param name="MaxBytes">Bytes of a request at most.</param>
/// <param name="Feedback">Whether corrections are taken, and kept.</param>
internal sealed record ModelsResponse(IReadOnlyList<ModelSummary> Models, int MaxFiles, long MaxBytes, bool Feedback);
