using FashionSpark.Pipeline;

namespace FashionSpark.Tests.Pipeline;

public sealed class StageSelectionTests
{
    private static readonly JobOptions Job = new()
    {
        Job = "nightly",
        Warehouse = "w",
        Prepare = new PrepareOptions { Source = "s", Out = "d" },
        Train = new TrainOptions { Data = "d", Out = "m.onnx" },
        Score = new ScoreOptions { Data = "d", Model = "m.onnx", Table = "t" },
        Evaluate = new EvaluateOptions(),
        Promote = new PromoteOptions { To = "champion.onnx" },
    };

    [Fact]
    public void Only_KeepsWhatAStageTakesFromAnother()
    {
        JobOptions job = Job.Only(["evaluate", "promote"]);

        Assert.Null(job.Prepare);
        Assert.Null(job.Train);
        Assert.Null(job.Score);
        Assert.Equal("t", job.Evaluate!.Table);
        Assert.Equal(new PromoteOptions { Model = "m.onnx", To = "champion.onnx" }, job.Promote);
    }

    [Theory]
    [InlineData("report", "Job 'nightly' has no stage 'report'; it has prepare, train, score, evaluate, promote.")]
    [InlineData("deploy", "There is no stage 'deploy'; stages are prepare, train, score, evaluate, report, promote.")]
    public void Only_StageThatIsNotThere_IsNamed(string stage, string message) =>
        Assert.Equal(message, Assert.Throws<InvalidInputException>(() => Job.Only([stage])).Message);
}
