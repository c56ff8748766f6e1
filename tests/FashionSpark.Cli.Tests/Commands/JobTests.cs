using FashionSpark.Images;
using FashionSpark.Models.Backbones;
using FashionSpark.Pipeline;

namespace FashionSpark.Cli.Tests.Commands;

/// <summary>From a command line to the job that runs.</summary>
public sealed class JobTests
{
    [Fact]
    public async Task Quickstart_without_options_has_every_stage_below_out_quickstart()
    {
        JobOptions job = await CliRunner.JobOf("quickstart", "--quiet");

        Assert.Equal("quickstart", job.Job);
        Assert.Equal("local", job.Engine);
        Assert.Equal("out/quickstart/warehouse", job.Warehouse);
        Assert.Equal(new PrepareOptions { Source = "fashion-mnist", Out = "out/quickstart/data" }, job.Prepare);
        Assert.Equal(new TrainOptions { Data = "out/quickstart/data", Out = "out/quickstart/models/cnn-quick.onnx" }, job.Train);
        Assert.Equal("out/quickstart/models/cnn-quick.onnx", job.Score!.Model);
        Assert.Equal(["validation", "test"], job.Score.Splits);
        Assert.Equal(new EvaluateOptions(), job.Evaluate);
    }

    [Fact]
    public async Task Quickstart_passes_every_option_on()
    {
        JobOptions job = await CliRunner.JobOf(
            "quickstart", "--quiet", "--out", "o", "--profile", "full", "--partitions", "4", "--epochs", "3", "--seed", "9", "--data-source", "/data", "--overwrite");

        Assert.Equal(new PrepareOptions { Source = "/data", Out = "o/data", Partitions = 4, Overwrite = true }, job.Prepare);
        Assert.Equal(
            new TrainOptions { Data = "o/data", Out = "o/models/cnn-full.onnx", Profile = "full", Partitions = 4, Epochs = 3, Seed = 9, Overwrite = true },
            job.Train);
        Assert.Equal("o/warehouse", job.Warehouse);
    }

    [Fact]
    public async Task Quickstart_of_photos_keeps_their_proportions_and_transfers()
    {
        JobOptions job = await CliRunner.JobOf("quickstart", "--quiet", "--data", "photos", "--backbone", "b.onnx");

        Assert.Equal(new PrepareOptions { Source = "clothing-photos", Out = "out/quickstart-photos/data", Size = 320, Fit = Fit.Inside }, job.Prepare);
        Assert.Equal(
            new TrainOptions
            {
                Data = "out/quickstart-photos/data",
                Model = "transfer",
                Out = "out/quickstart-photos/models/transfer.onnx",
                Backbone = new BackboneOptions { File = "b.onnx" },
            },
            job.Train);
    }

    [Fact]
    public async Task Train_passes_every_option_of_the_backbone_on()
    {
        JobOptions job = await CliRunner.JobOf(
            "train", "--data", "d", "--out", "m", "--model", "transfer", "--backbone", "b.onnx", "--backbone-size", "192", "--backbone-mean", "1,2,3.5",
            "--backbone-scale", "128", "--backbone-channels", "bgr", "--backbone-layout", "nhwc", "--backbone-features", "f");

        BackboneOptions backbone = job.Train!.Backbone!;
        Assert.Equal(("b.onnx", 192, ChannelOrder.Bgr, TensorLayout.Nhwc, "f"), (backbone.File, backbone.Size, backbone.Channels, backbone.Layout, backbone.Features));
        Assert.Equal([1, 2, 3.5], backbone.Mean);
        Assert.Equal([128], backbone.Scale);
    }

    [Fact]
    public async Task Prepare_passes_every_option_on()
    {
        JobOptions job = await CliRunner.JobOf(
            "prepare", "--quiet", "--source", "s", "--feedback", "f", "--out", "o", "--size", "64", "--fit", "crop", "--channels", "3", "--validation-share", "0.2",
            "--test-share", "0.25", "--partitions", "5", "--overwrite", "--warehouse", "w",
            "--s3-region", "eu-central-1", "--s3-endpoint", "http://127.0.0.1:9000", "--s3-path-style", "--s3-reader", "own",
            "--pg-table", "t", "--pg-key", "k", "--pg-image", "i", "--pg-label", "l", "--pg-split", "s");

        Assert.Equal(
            new PrepareOptions
            {
                Source = "s",
                Feedback = "f",
                Out = "o",
                Size = 64,
                Fit = Fit.Crop,
                Channels = 3,
                ValidationShare = 0.2,
                TestShare = 0.25,
                Partitions = 5,
                S3 = new S3Options { Region = "eu-central-1", Endpoint = "http://127.0.0.1:9000", PathStyle = true, Reader = S3Reader.Own },
                Postgres = new PostgresOptions { Table = "t", Key = "k", Image = "i", Label = "l", Split = "s" },
                Overwrite = true,
            },
            job.Prepare);
        Assert.Equal("w", job.Warehouse);
        Assert.Null(job.Train);
        Assert.Null(job.Score);
        Assert.Null(job.Evaluate);
    }

    [Fact]
    public async Task A_sink_goes_with_every_command_that_runs_stages()
    {
        JobOptions job = await CliRunner.JobOf(
            "evaluate", "--table", "t", "--sink", "postgres://u@h/d", "--sink-schema", "shop", "--sink-images");

        Assert.Equal(new SinkOptions { To = "postgres://u@h/d", Schema = "shop", Images = true }, job.Sink);
        Assert.Null((await CliRunner.JobOf("evaluate", "--table", "t")).Sink);
    }

    [Fact]
    public async Task Train_passes_every_option_on()
    {
        JobOptions job = await CliRunner.JobOf(
            "train", "--quiet", "--data", "d", "--data-version", "3", "--model", "cnn", "--out", "m.onnx", "--profile", "full", "--epochs", "2",
            "--partitions", "6", "--batch-size", "128", "--steps-per-round", "10", "--resume", "--overwrite", "--seed", "11");

        Assert.Equal(
            new TrainOptions
            {
                Data = "d",
                DataVersion = 3,
                Out = "m.onnx",
                Profile = "full",
                Epochs = 2,
                Partitions = 6,
                BatchSize = 128,
                StepsPerRound = 10,
                Resume = true,
                Overwrite = true,
                Seed = 11,
            },
            job.Train);
        Assert.Equal("out/warehouse", job.Warehouse);
    }

    [Theory]
    [InlineData("--splits", "test", "--splits", "train")]
    [InlineData("--splits", "test", "train")]
    public async Task Score_takes_several_splits(params string[] splits)
    {
        JobOptions job = await CliRunner.JobOf(["score", "--quiet", "--data", "d", "--model", "m", "--batch-size", "8", .. splits]);

        Assert.Equal(["test", "train"], job.Score!.Splits);
        Assert.Equal(8, job.Score.BatchSize);
    }

    [Theory]
    [InlineData("w/predictions", "w")]
    [InlineData("w/predictions/", "w")]
    [InlineData("predictions", ".")]
    public async Task Evaluate_puts_metrics_beside_the_predictions(string table, string warehouse)
    {
        JobOptions job = await CliRunner.JobOf("evaluate", "--quiet", "--table", table, "--run-id", "r");

        Assert.Equal(warehouse, job.Warehouse);
        Assert.Equal((table, "r", null), (job.Evaluate!.Table, job.Evaluate.RunId, job.Evaluate.Against));
        Assert.Empty(job.Evaluate.Gates);
    }

    [Fact]
    public async Task Report_is_of_the_warehouse_and_the_run_that_are_named()
    {
        JobOptions job = await CliRunner.JobOf("report", "--quiet", "--warehouse", "w", "--out", "r.html", "--run", "r", "--overwrite");

        Assert.Equal(("report", "w"), (job.Job, job.Warehouse));
        Assert.Equal(new ReportOptions { Out = "r.html", RunId = "r", Overwrite = true }, job.Report);
        Assert.Equal(new ReportOptions { Out = "r.html" }, (await CliRunner.JobOf("report", "--quiet", "--out", "r.html")).Report);
    }

    [Fact]
    public async Task Promote_takes_a_model_and_a_place()
    {
        JobOptions job = await CliRunner.JobOf("promote", "--quiet", "--model", "m.onnx", "--to", "champion.onnx", "--warehouse", "w");

        Assert.Equal(("promote", "w"), (job.Job, job.Warehouse));
        Assert.Equal(new PromoteOptions { Model = "m.onnx", To = "champion.onnx" }, job.Promote);
    }

    [Fact]
    public async Task Run_only_leaves_the_other_stages_out()
    {
        JobOptions job = await CliRunner.JobOf("run", "job.json", "--quiet", "--only", "train");

        Assert.NotNull(job.Train);
    }

    [Theory]
    [InlineData("score", "Job 'job.json' has no stage 'score'; it has train.")]
    [InlineData("training", "There is no stage 'training'; stages are prepare, train, score, evaluate, report, promote.")]
    public async Task Run_only_of_a_stage_that_is_not_there_is_refused(string stage, string message)
    {
        using var runner = new CliRunner();

        CliOutcome outcome = await runner.RunAsync("run", "job.json", "--quiet", "--only", stage);

        Assert.Equal(2, outcome.ExitCode);
        Assert.Contains(message, outcome.Error, StringComparison.Ordinal);
    }

    [Fact]
    public async Task Quickstart_ends_with_a_report_beside_the_data()
    {
        JobOptions job = await CliRunner.JobOf("quickstart", "--quiet", "--out", "o");

        Assert.Equal(new ReportOptions { Out = Path.Combine("o", "report.html") }, job.Report);
    }

    [Fact]
    public async Task Run_applies_settings_and_what_the_command_line_says_instead()
    {
        using var runner = new CliRunner();

        await runner.RunAsync("run", "job.json", "--quiet", "--set", "train.epochs=3", "--set", "prepare.size=32", "--warehouse", "w", "--seed", "5");

        Assert.Equal(["train.epochs=3", "prepare.size=32"], runner.Backend.Settings);
        Assert.Equal("w", runner.Backend.Job!.Warehouse);
        Assert.Equal(5, runner.Backend.Job.Train!.Seed);
    }

    [Fact]
    public async Task Run_leaves_the_file_as_it_is()
    {
        JobOptions job = await CliRunner.JobOf("run", "job.json", "--quiet");

        Assert.Equal("from-file", job.Warehouse);
        Assert.Equal(7, job.Train!.Seed);
    }
}
