using FashionSpark.TrainingBench;

// speed [network] [seconds]     ours beside PyTorch, all settings, in one run; prints Markdown for RESULTS-<date>.md
// step  network partitions threads bf16|fp32 seconds     one setting of ours; prints a JSON line
// train quick|full partitions [key=value ...]     a whole training in memory, scored on validation (test=1: on test, once)
switch (args)
{
    case ["speed", .. string[] rest]:
        SpeedComparison.Run(rest.ElementAtOrDefault(0) ?? "Z32-k64-q64-k128-q128", rest.ElementAtOrDefault(1) ?? "6");
        return 0;
    case ["step", string network, string partitions, string threads, string precision, string seconds]:
        StepBench.Run(network, Invariant.Int(partitions), Invariant.Int(threads), precision == "bf16", Invariant.Double(seconds));
        return 0;
    case ["train", string profile, string partitions, .. string[] changes]:
        await TrainBench.RunAsync(profile, Invariant.Int(partitions), changes).ConfigureAwait(false);
        return 0;
    default:
        Console.Error.WriteLine("Usage: speed [network] [seconds] | step network partitions threads bf16|fp32 seconds | train quick|full partitions [key=value ...]");
        return 2;
}
