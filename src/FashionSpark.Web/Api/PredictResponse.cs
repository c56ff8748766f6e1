namespace FashionSpark.Web.Api;

/// <summary>Answers for the pictures of a request.</summary>
/// <param name="Model">Name of the model that answered.</param>
/// <param name="Version">That name and the head of the file's hash.</param>
/// <param name="Predictions">An answer for each picture that could be used, in the order of the request.</param>
/// <param name="Problems">The files that could not.</param>
internal sealed record PredictResponse(string Model, string Version, IReadOnlyList<PictureResponse> Predictions, IReadOnlyList<FileProblem> Problems);
