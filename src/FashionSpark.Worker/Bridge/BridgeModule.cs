namespace FashionSpark.Worker.Bridge;

/// <summary>The Python module that this build carries: drivers ship the one that fits their worker.</summary>
internal static class BridgeModule
{
    public const string FileName = "fashionspark_bridge.py";

    public static string Text
    {
        get
        {
            using Stream stream = typeof(BridgeModule).Assembly.GetManifestResourceStream(FileName)!;
            using var reader = new StreamReader(stream);
            return reader.ReadToEnd();
        }
    }
}
