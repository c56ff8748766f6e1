using FashionSpark.Bench;
using FashionSpark.Datasets;

switch (args)
{
    case ["prepare", string folder]:
        await PrepareBench.RunAsync(folder);
        return 0;
    case ["photos", string archive]:
        await PhotosBench.RunAsync(archive, "bench/photos.py");
        return 0;
    case ["score", string data, string model, .. string[] splits] when splits.All(Split.All.Contains):
        await ScoreBench.RunAsync(data, model, splits.Length > 0 ? splits : Split.All);
        return 0;
    case ["memory", string model]:
        await MemoryBench.RunAsync(model);
        return 0;
    case ["memory-prepare", string idx, string data]:
        await MemoryBench.PrepareAsync(idx, data);
        return 0;
    case ["memory-score", string data, string model]:
        await MemoryBench.ScoreAsync(data, model);
        return 0;
    default:
        await Console.Error.WriteLineAsync("usage: FashionSpark.Bench prepare IDX_FOLDER | photos PHOTOS.tar | score PREPARED_DATA MODEL.onnx [SPLIT ...] | memory MODEL.onnx");
        return 2;
}
