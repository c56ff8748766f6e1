namespace FashionSpark.Models.Onnx;

/// <summary>ONNX files. Their format has no mark at its beginning, so whatever no other kind recognises is taken for one.</summary>
internal sealed class OnnxFormat : IModelFormat
{
    public string Name => "ONNX";

    public bool Recognises(ReadOnlySpan<byte> content) => true;

    public IClassifier Open(string path, byte[] content, int threads) => OnnxClassifier.Open(path, content, threads);

    public IModelFile Read(string path, byte[] content) => OnnxModelFile.Parse(path, content);
}
