using FashionSpark.Bench;

switch (args)
{
    case ["prepare", string folder]:
        await PrepareBench.RunAsync(folder);
        return 0;
    case ["score", string data, string model]:
        await ScoreBench.RunAsync(data, model);
        return 0;
    default:
        Console.Error.WriteLine("usage: FashionSpark.Bench prepare IDX_FOLDER | score PREPARED_DATA MODEL.onnx");
        return 2;
}
