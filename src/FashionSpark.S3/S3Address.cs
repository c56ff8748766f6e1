namespace FashionSpark.S3;

/// <summary>A bucket, and the keys in it that begin with a prefix.</summary>
/// <param name="Bucket">Name of the bucket.</param>
/// <param name="Prefix">Empty, or text that ends with a slash: a folder.</param>
public sealed record S3Address(string Bucket, string Prefix)
{
    public const string Scheme = "s3://";

    /// <summary>For messages.</summary>
    public const string Form = "s3://BUCKET/PREFIX";

    public static bool Knows(string text) => text.StartsWith(Scheme, StringComparison.Ordinal);

    /// <exception cref="InvalidInputException">Not such an address.</exception>
    public static S3Address Parse(string text)
    {
        string[] parts = text[Scheme.Length..].Split('/', 2);
        string prefix = parts.Length > 1 ? parts[1].TrimEnd('/') : "";
        return parts[0].Length > 0 && !parts[0].Contains('@', StringComparison.Ordinal)
            ? new S3Address(parts[0], prefix.Length == 0 ? "" : prefix + "/")
            : throw new InvalidInputException(
                $"A place in S3 is named {Form}; credentials have no place in it. Set AWS_PROFILE, or what else the AWS tools take them from.");
    }

    public override string ToString() => $"{Scheme}{Bucket}/{Prefix}".TrimEnd('/');
}
