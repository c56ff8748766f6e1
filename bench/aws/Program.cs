using System.Runtime.Versioning;
using FashionSpark.AwsBench;

[assembly: SupportedOSPlatform("linux")]

switch (args)
{
    case ["prepare", string archive]:
        await PrepareComparison.RunAsync(archive, enlarge: 1, every: 1);
        return 0;
    case ["prepare-large", string archive]:
        await PrepareComparison.RunAsync(archive, enlarge: 8, every: 20);
        return 0;
    case ["sink"]:
        await SinkBench.RunAsync();
        return 0;
    case ["memory"]:
        await MemoryBench.RunAsync();
        return 0;
    case ["memory-of", string source, string endpoint]:
        await MemoryBench.MeasureAsync(source, endpoint);
        return 0;
    default:
        await Console.Error.WriteLineAsync("usage: FashionSpark.AwsBench prepare PHOTOS.tar | prepare-large PHOTOS.tar | sink | memory");
        return 2;
}
