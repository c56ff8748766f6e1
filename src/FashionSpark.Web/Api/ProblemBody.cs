namespace FashionSpark.Web.Api;

/// <summary>A problem as JSON, <c>application/problem+json</c>.</summary>
/// <param name="Type">Identifies the kind of problem.</param>
/// <param name="Title">The status in words.</param>
/// <param name="Status">HTTP status.</param>
/// <param name="Detail">What is wrong, the value, and what to do.</param>
/// <param name="Reason">Code for programs, such as <c>unknown-format</c>.</param>
/// <param name="Problems">Of each file, where several were sent and none can be used.</param>
internal sealed record ProblemBody(string Type, string Title, int Status, string Detail, string Reason, IReadOnlyList<FileProblem>? Problems);
