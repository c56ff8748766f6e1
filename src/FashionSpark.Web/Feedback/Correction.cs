namespace FashionSpark.Web.Feedback;

/// <summary>A picture whose answer somebody corrected.</summary>
/// <param name="Content">The picture as it was sent.</param>
/// <param name="Class">What it shows, as they say.</param>
/// <param name="Predicted">What the model said.</param>
/// <param name="Confidence">How sure it was.</param>
/// <param name="Model">Name and content hash of the model.</param>
/// <param name="ReceivedAt">When.</param>
internal sealed record Correction(byte[] Content, string Class, string Predicted, double Confidence, string Model, DateTimeOffset ReceivedAt);
