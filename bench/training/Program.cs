using System.Diagnostics;
using System.IO.Compression;
using Apache.Arrow;
using FashionSpark.Datasets;
using FashionSpark.Torch;
using FashionSpark.Torch.Training;
using FashionSpark.Torch.Networks;

static byte[] Gunzip(string p, int skip) { using var g = new GZipStream(File.OpenRead(p), CompressionMode.Decompress); using var m = new MemoryStream(); g.CopyTo(m); return m.ToArray()[skip..]; }
string d = "/usr/share/datasets/fashion-mnist/";
byte[] px = Gunzip(d + "train-images-idx3-ubyte.gz", 16), lb = Gunzip(d + "train-labels-idx1-ubyte.gz", 8);
string[] ids = new string[60000]; for (int i = 0; i < 60000; i++) ids[i] = ImageId.Compute(px.AsSpan(i * 784, 784));
var shape = new ImageShape(28, 28, 1, [72.94], [90.02]);
PartitionImages Part(Func<int, bool> f) {
  var rows = Enumerable.Range(0, 60000).Where(f).ToArray();
  var a = new StringArray.Builder(); var l = new Int32Array.Builder(); var b = new BinaryArray.Builder();
  foreach (int i in rows) { a.Append(ids[i]); l.Append(lb[i]); b.Append(px.AsSpan(i * 784, 784)); }
  var s = new Schema.Builder().Field(new Field("image_id", Apache.Arrow.Types.StringType.Default, false)).Field(new Field("label", Apache.Arrow.Types.Int32Type.Default, false)).Field(new Field("pixels", Apache.Arrow.Types.BinaryType.Default, false)).Build();
  return PartitionImages.Read([new RecordBatch(s, [a.Build(), l.Build(), b.Build()], rows.Length)], shape, 10, default);
}
string net = args.Length > 1 ? args[1] : "Z32-k64-q64-k128-q128"; int parts = args.Length > 2 ? int.Parse(args[2]) : 2; int threads = args.Length > 3 ? int.Parse(args[3]) : 1;
bool bf16 = args.Length <= 4 || args[4] == "bf16";
var recipe = new TrainRecipe { Network = net, Epochs = 1, Erase = 0.2, Bf16 = bf16 };
if (args[0] == "step")
{
    int size = 256 / parts;
    double[] rates = new double[parts];
    Parallel.ForEach(Enumerable.Range(0, parts), new ParallelOptions { MaxDegreeOfParallelism = parts }, p =>
    {
        _ = TorchSharp.torch.get_num_threads(); TorchSharp.torch.set_num_threads(threads);
        var part = Part(i => i % 7 == p);
        using var step = new TrainStep(recipe, shape, 10, size);
        step.Net.Load(step.Net.Layout.Initialise(1));
        var chance = new SplitMix64(3);
        int[] order = [.. Enumerable.Range(0, part.Count)];
        double best = 0; int k = 0;
        for (int r = 0; r < 12; r++)
        {
            var t = Stopwatch.StartNew();
            for (int j = 0; j < 8; j++, k++) step.Run(part, order[(k * size % 7000)..(k * size % 7000 + size)], 0, 0.5, ref chance);
            best = Math.Max(best, 8 * size / t.Elapsed.TotalSeconds);
        }
        rates[p] = best;
    });
    Console.WriteLine($"{net} parts={parts} threads={threads} bf16={bf16}: {rates.Sum():F0} img/s");
}

if (args[0] == "train")
{
    int epochs = int.Parse(args[5]);
    TrainRecipe r = (args[1] == "full" ? TrainProfiles.Full : TrainProfiles.Quick) with { Epochs = epochs };
    if (args.Length > 6) r = r with { Network = args[6] };
    foreach (string kv in args.Skip(7)) { var k = kv.Split('='); double v = double.Parse(k[1]); r = k[0] switch { "muon" => r with { MuonRate = v }, "h" => r with { StepsPerRound = (int)v }, "hmax" => r with { MostStepsPerRound = (int)v }, "erase" => r with { Erase = v }, "batch" => r with { BatchSize = (int)v }, "views" => r with { Views = (int)v }, "ls" => r with { LabelSmoothing = v }, "warm" => r with { WarmUp = v }, "eoff" => r with { EraseOff = v }, "wd" => r with { WeightDecay = v }, "sgd" => r with { SgdRate = v }, "mom" => r with { MuonMomentum = v }, "shift" => r with { Shift = (int)v }, _ => throw new Exception(kv) }; }
    var splits = FashionSpark.Torch.Tests.FashionMnist.Splits(60000, 5.0 / 60);
    await using var engine = new FashionSpark.Torch.Tests.MemoryEngine(FashionSpark.Torch.Tests.FashionMnist.Properties, splits) { Parallelism = parts, Threads = threads };
    string o = $"/tmp/torchlab/{Environment.ProcessId}.onnx";
    var cpu = Process.GetCurrentProcess();
    var sw = Stopwatch.StartNew();
    var result = await new CnnTrainer(_ => r).TrainAsync(engine, new FashionSpark.Pipeline.TrainOptions { Data = "mem", Out = o, Partitions = parts, Overwrite = true }, "lab", FashionSpark.Pipeline.NoProgress.Instance, TimeProvider.System, default);
    cpu.Refresh();
    Console.WriteLine(string.Join(" ", result.Rounds.Where(m => m.Split == "validation" && m.Metric == "accuracy").Select(m => (m.Value * 100).ToString("F2"))));
    var md = FashionSpark.Torch.Onnx.OnnxModelFile.Read(o).Metadata!;
    Console.WriteLine($"{string.Join(' ', args)}: best {result.BestEpoch} val {md.Metrics["validation.accuracy"] * 100:F2} loss {md.Metrics["validation.loss"]:F4}; {result.Seconds:F1} s wall {cpu.TotalProcessorTime.TotalSeconds / 2:F1} cpu/2; {result.Images / result.Seconds:F0} img/s; peak {cpu.PeakWorkingSet64 >> 20} MB; {o}");
    // final weights of test are looked at by another program
}
