using FashionSpark.Pipeline;
using FashionSpark.Testing;

namespace FashionSpark.Tests.Pipeline;

public sealed class JobFileTests : IDisposable
{
    private const string Job = """
        {
          // Comments and a trailing comma are allowed.
          "job": "test", "warehouse": "w",
          "prepare": { "source": "s", "out": "d", "fit": "crop" },
          "train": { "data": "d", "out": "m.onnx", "epochs": 2 },
        }
        """;

    private readonly TemporaryFolder _folder = new();

    public void Dispose() => _folder.Dispose();

    [Fact]
    public void Read_Settings_ChangeAndAddKeys()
    {
        JobOptions job = Read(Job, "train.epochs=7", "train.profile=full", "score.data=d", "score.model=m.onnx", "score.splits=[\"test\"]");

        Assert.Equal((7, "full"), (job.Train!.Epochs, job.Train.Profile));
        Assert.Equal(["test"], job.Score!.Splits);
        Assert.Equal(FashionSpark.Images.Fit.Crop, job.Prepare!.Fit);
        Assert.Null(job.Evaluate);
    }

    [Theory]
    [InlineData("train.epoch=3", "Unknown key 'train.epoch'; known are train.backbone, train.batchSize, train.data")]
    [InlineData("trian.epochs=3", "Unknown key 'trian'; known are cluster, engine, evaluate")]
    [InlineData("train.epochs=three", "'train.epochs'")]
    [InlineData("prepare.fit=round", "'prepare.fit'")]
    [InlineData("train", "expected key=value")]
    [InlineData("job.name.x=1", "'job' is a value")]
    public void Read_WrongSetting_IsNamed(string setting, string expected)
    {
        InvalidInputException e = Assert.Throws<InvalidInputException>(() => Read(Job, setting));

        Assert.Contains(expected, e.Message, StringComparison.Ordinal);
    }

    [Theory]
    [InlineData("{", "is not JSON")]
    [InlineData("[]", "is not a JSON object")]
    [InlineData("{ \"job\": \"x\" }", "warehouse")]
    [InlineData("{ \"job\": \"x\", \"warehouse\": \"w\", \"train\": { \"out\": \"m\" } }", "data")]
    public void Read_WrongFile_IsNamed(string text, string expected)
    {
        InvalidInputException e = Assert.Throws<InvalidInputException>(() => Read(text));

        Assert.Contains(expected, e.Message, StringComparison.Ordinal);
        Assert.Contains("job.json", e.Message, StringComparison.Ordinal);
    }

    [Fact]
    public void Read_NoFile_IsNamed() =>
        Assert.Contains("nowhere.json", Assert.Throws<InvalidInputException>(() => JobFile.Read(_folder["nowhere.json"], [])).Message, StringComparison.Ordinal);

    [Fact]
    public void Read_Variables_StandForTheirValuesEverywhere()
    {
        const string Text = """
            {
              "variables": { "root": "out", "least": 0.9 },
              "job": "test", "warehouse": "${root}/w",
              "train": { "data": "${root}/d", "out": "${root}/${root}.onnx" },
              "evaluate": { "gates": ["accuracy>=${least}"] }
            }
            """;

        JobOptions job = Read(Text, "variables.root=/Volumes/a");

        Assert.Equal(("/Volumes/a/w", "/Volumes/a/d", "/Volumes/a//Volumes/a.onnx"), (job.Warehouse, job.Train!.Data, job.Train.Out));
        Assert.Equal(["accuracy>=0.9"], job.Evaluate!.Gates);
    }

    [Theory]
    [InlineData("{ \"job\": \"x\", \"warehouse\": \"${rot}\", \"variables\": { \"root\": \"out\" } }", "names a variable that is not there: 'rot'. Variables are root.")]
    [InlineData("{ \"job\": \"x\", \"warehouse\": \"${root}\" }", "The file has no variables.")]
    [InlineData("{ \"job\": \"x\", \"warehouse\": \"w\", \"variables\": { \"root\": [] } }", "variable 'root' is not a plain value")]
    [InlineData("{ \"job\": \"x\", \"warehouse\": \"w\", \"variables\": 3 }", "'variables' is not an object")]
    public void Read_WrongVariable_IsNamed(string text, string expected) =>
        Assert.Contains(expected, Assert.Throws<InvalidInputException>(() => Read(text)).Message, StringComparison.Ordinal);

    private JobOptions Read(string text, params string[] settings)
    {
        File.WriteAllText(_folder["job.json"], text);
        return JobFile.Read(_folder["job.json"], settings);
    }
}
