using FashionSpark.Pipeline;

namespace FashionSpark.Cli.Tests.Commands;

/// <summary>The job files that come with the product.</summary>
public sealed class JobFileTests
{
    [Theory]
    [InlineData("fashion-mnist")]
    [InlineData("photos")]
    public async Task The_shipped_job_is_the_quickstart(string name)
    {
        JobOptions quickstart = await CliRunner.JobOf("quickstart", "--quiet", "--data", name, "--out", $"out/{name}");

        JobOptions job = JobFile.Read(Path.Combine(Repository.Root, "jobs", $"{name}.json"), []);

        Assert.Equal(quickstart.Warehouse, job.Warehouse);
        Assert.Equal(quickstart.Prepare, job.Prepare);
        Assert.Equal(quickstart.Train, job.Train);
        Assert.Equal(quickstart.Score! with { Splits = [] }, job.Score! with { Splits = [] });
        Assert.Equal(quickstart.Score.Splits, job.Score.Splits);
        // A quickstart has no gate: it shows what comes out, whatever that is.
        Assert.Equal(quickstart.Evaluate! with { Gates = [] }, job.Evaluate! with { Gates = [] });
    }
}
