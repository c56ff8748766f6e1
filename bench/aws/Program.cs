using System.Runtime.Versioning;
using FashionSpark.AwsBench;

[assembly: SupportedOSPlatform("linux")]

switch (args)
{
    case ["prepare", string archive]:
        await PrepareComparison.RunAsync(archive);
        return 0;
    case ["memory"]:
        await MemoryBench.RunAsync();
        return 0;
    case ["memory-of", string source, string endpoint]:
        await MemoryBench.MeasureAsync(source, endpoint);
        return 0;
    default:
        await Console.Error.WriteLineAsync("usage: FashionSpark.AwsBench prepare PHOTOS.tar | memory");
        return 2;
}
