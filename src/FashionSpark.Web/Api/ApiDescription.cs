using Microsoft.AspNetCore.Builder;
using Microsoft.AspNetCore.Http;
using Microsoft.Extensions.DependencyInjection;
using Microsoft.OpenApi;

namespace FashionSpark.Web.Api;

/// <summary>What the OpenAPI document says beyond what signatures tell.</summary>
internal static class ApiDescription
{
    public const string Document = "v1";

    private const string ProblemType = "application/problem+json";

    public static void Add(IServiceCollection services) => services.AddOpenApi(Document, options =>
    {
        options.AddDocumentTransformer((document, _, _) =>
        {
            document.Info = new OpenApiInfo
            {
                Title = "FashionSpark: What are you wearing?",
                Version = Document,
                Description = "Models that say what clothing a picture shows. Errors are application/problem+json (RFC 9457) with a code in 'reason'.",
            };

            // Where the document was asked for is where the service is.
            document.Servers = [];
            return Task.CompletedTask;
        });
    });

    public static void Predict(RouteHandlerBuilder endpoint) => endpoint
        .WithName("predict")
        .WithSummary("What pictures show")
        .WithDescription("Takes a picture as the body, or one or many as fields 'file' of a multipart form: JPEG, PNG, WebP, GIF, BMP or TIFF, told by content. The probabilities are those of 'fashionspark predict' for the same file.")
        .Produces<PredictResponse>()
        .Produces<ProblemBody>(StatusCodes.Status400BadRequest, ProblemType)
        .Produces<ProblemBody>(StatusCodes.Status413PayloadTooLarge, ProblemType)
        .Produces<ProblemBody>(StatusCodes.Status415UnsupportedMediaType, ProblemType)
        .Produces<ProblemBody>(StatusCodes.Status422UnprocessableEntity, ProblemType)
        .Produces<ProblemBody>(StatusCodes.Status429TooManyRequests, ProblemType)
        .Produces<ProblemBody>(StatusCodes.Status503ServiceUnavailable, ProblemType)
        .AddOpenApiOperationTransformer((operation, _, _) =>
        {
            operation.RequestBody = Body(new() { ["file"] = new OpenApiSchema { Type = JsonSchemaType.Array, Items = File() } });
            operation.RequestBody.Content!["application/octet-stream"] = new OpenApiMediaType { Schema = File() };
            return Task.CompletedTask;
        });

    public static void Feedback(RouteHandlerBuilder endpoint) => endpoint
        .WithName("feedback")
        .WithSummary("What a picture really shows")
        .WithDescription("Keeps the picture and its class for the next training.")
        .Produces(StatusCodes.Status202Accepted)
        .Produces<ProblemBody>(StatusCodes.Status400BadRequest, ProblemType)
        .Produces<ProblemBody>(StatusCodes.Status403Forbidden, ProblemType)
        .Produces<ProblemBody>(StatusCodes.Status503ServiceUnavailable, ProblemType)
        .AddOpenApiOperationTransformer((operation, _, _) =>
        {
            operation.RequestBody = Body(new() { ["file"] = File(), ["label"] = new OpenApiSchema { Type = JsonSchemaType.String } });
            return Task.CompletedTask;
        });

    public static void Models(RouteHandlerBuilder endpoint) => endpoint
        .WithName("models").WithSummary("The models, and the service's limits").Produces<ModelsResponse>();

    public static void Model(RouteHandlerBuilder endpoint) => endpoint
        .WithName("model").WithSummary("A model, what it was made of, and what it is worth")
        .Produces<ModelResponse>().Produces<ProblemBody>(StatusCodes.Status404NotFound, ProblemType);

    private static OpenApiSchema File() => new() { Type = JsonSchemaType.String, Format = "binary" };

    private static OpenApiRequestBody Body(Dictionary<string, IOpenApiSchema> fields) => new()
    {
        Required = true,
        Content = new Dictionary<string, OpenApiMediaType>
        {
            ["multipart/form-data"] = new() { Schema = new OpenApiSchema { Type = JsonSchemaType.Object, Required = fields.Keys.ToHashSet(), Properties = fields } },
        },
    };
}
