namespace FashionSpark.Datasets;

/// <summary>
/// Fashion-MNIST (Zalando Research, MIT): 60,000 training and 10,000 test images of 28 x 28 grey pixels in ten classes.
/// </summary>
public static class FashionMnist
{
    /// <summary>Name of the source.</summary>
    public const string Name = "fashion-mnist";

    /// <summary>In the order of the labels.</summary>
    public static IReadOnlyList<string> Classes { get; } =
        ["t-shirt/top", "trouser", "pullover", "dress", "coat", "sandal", "shirt", "sneaker", "bag", "ankle-boot"];

    /// <summary>The four files without <c>.gz</c>, with the SHA-256 of what they hold unpacked (packings differ from home to home).</summary>
    public static IReadOnlyDictionary<string, string> Files { get; } = new Dictionary<string, string>
    {
        ["train-images-idx3-ubyte"] = "c59f468a2f672dc815687fe0f83887768d799fd8a3f3276145d20f83aa44d888",
        ["train-labels-idx1-ubyte"] = "bad3541b69d912435c50bb6ba87bec294ff4f6a2e1246121d8633921760443d9",
        ["t10k-images-idx3-ubyte"] = "5b4141f0afbad91edebe8549f8fcffe087ea10ca49f1dbef5c9a5cd8815ce37b",
        ["t10k-labels-idx1-ubyte"] = "0402a96d92fd2663957122ceb108a494c5af83dab82d92729df917d7dec38c34",
    };

    /// <summary>Where Debian's package <see cref="DebianPackage"/> puts them.</summary>
    public const string DebianFolder = "/usr/share/datasets/fashion-mnist";

    public const string DebianPackage = "dataset-fashion-mnist";

    /// <summary>Public homes of the gzipped files, tried in order.</summary>
    public static IReadOnlyList<Uri> Homes { get; } =
    [
        new("http://fashion-mnist.s3-website.eu-central-1.amazonaws.com/"),
        new("https://github.com/zalandoresearch/fashion-mnist/raw/master/data/fashion/"),
    ];
}
