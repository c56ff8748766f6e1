using FashionSpark.Models;

namespace FashionSpark.MachineLearning;

/// <summary>ML.NET's zip files with our metadata in them, see <see cref="MlNetModelFile"/>.</summary>
public sealed class MlNetFormat : IModelFormat
{
    public string Name => "ML.NET";

    public bool Recognises(ReadOnlySpan<byte> content) => content.StartsWith("PK\u0003\u0004"u8);

    public IClassifier Open(string path, byte[] content, int threads) => MlNetClassifier.Open(path, content, threads);

    public IModelFile Read(string path, byte[] content) => MlNetModelFile.Parse(path, content);
}
