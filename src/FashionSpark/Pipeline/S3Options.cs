namespace FashionSpark.Pipeline;

/// <summary>How S3 is reached. Credentials are never among them: they come from the environment, as every AWS tool takes them.</summary>
public sealed record S3Options
{
    /// <summary>Region of the bucket, such as <c>eu-central-1</c>; null = as the environment and the AWS profile say.</summary>
    public string? Region { get; init; }

    /// <summary>URL of another server that speaks S3; null = as the environment says, else AWS.</summary>
    public string? Endpoint { get; init; }

    /// <summary>The bucket in the path of the URL instead of in the host's name, as most servers other than AWS want it.</summary>
    public bool PathStyle { get; init; }

    /// <summary>Who reads a source on a cluster; a sink has no choice.</summary>
    public S3Reader Reader { get; init; }
}
