using FashionSpark.CrashingDecoder;
using FashionSpark.Engines;
using FashionSpark.Engines.Local;
using FashionSpark.Images;
using FashionSpark.Pipeline;

// prepare SOURCE OUT NOTES: prepares a folder of images in two partitions, under guard; prints the counts.
// decode-trial FILE: as the guard starts it.
switch (args)
{
    case [DecodeTrial.Command, string file]:
        return DecodeTrial.Run(file, new ImageDecoders([new KillingDecoder(alone: true), new UsualDecoders()]));
    case ["prepare", string source, string output, string notes]:
        using (var guard = new DecodeGuard(notes, DecodeTrial.OfThisProgram().Survives))
        {
            var decoders = new ImageDecoders([new KillingDecoder(alone: Directory.EnumerateFiles(notes, "*.suspect").Any() || Directory.EnumerateFiles(notes, "*.crashed").Any()), new UsualDecoders()], guard: guard);
            await using var engine = new LocalEngine(new PartitionFunctionRegistry().AddCoreFunctions(decoders), parallelism: 2);
            var context = new PipelineContext { Engine = engine, Warehouse = output + "-warehouse", RunId = "run" };
            PrepareResult result = await PrepareStage.RunAsync(
                context, new PrepareOptions { Source = source, Out = output, Size = 8, Partitions = 2, TestShare = 0, ValidationShare = 0 }, CancellationToken.None);
            Console.WriteLine($"{result.Prepared} {result.Quarantined}");
        }

        return 0;
    default:
        return 2;
}
