namespace FashionSpark.Web.Api;

/// <summary>A file of a request that got no answer.</summary>
/// <param name="Index">Its place in the request, from 0.</param>
/// <param name="File">What the client calls it.</param>
/// <param name="Reason">Code for programs, such as <c>truncated</c>.</param>
/// <param name="Detail">For people.</param>
internal sealed record FileProblem(int Index, string File, string Reason, string Detail);
