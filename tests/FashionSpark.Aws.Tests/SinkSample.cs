using FashionSpark.Testing;
using FashionSpark.Testing.Data;

namespace FashionSpark.Aws.Tests;

/// <summary>What a job with a sink needs: 40 pictures of two classes in three splits, one more that cannot be used, and a model.</summary>
internal static class SinkSample
{
    public static void Write(TemporaryFolder folder)
    {
        foreach ((string split, int count, int seed) in ((string, int, int)[])[("train", 24, 0), ("validation", 8, 100), ("test", 8, 200)])
        {
            TestPictures.WriteFolder(folder["photos", split], classes: 2, perClass: count / 2, seed);
        }

        File.WriteAllText(folder["photos", "train", "class0", "broken.png"], "no picture");
        TinyModel.Write(folder["model.onnx"], 16, []);
    }
}
