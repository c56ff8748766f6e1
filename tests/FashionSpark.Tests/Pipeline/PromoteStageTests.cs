using FashionSpark.Images;
using FashionSpark.Models;
using FashionSpark.Pipeline;
using FashionSpark.Testing;
using FashionSpark.Testing.Data;

namespace FashionSpark.Tests.Pipeline;

public sealed class PromoteStageTests : IAsyncDisposable
{
    private readonly TemporaryFolder _folder = new();
    private readonly PipelineContext _context;

    public PromoteStageTests()
    {
        _context = new PipelineContext { Engine = TestEngine.Create(), Warehouse = _folder["w"], RunId = "run", Time = new FixedTime() };
        TinyModel.Write(_folder["first.onnx"], 4, [Fit.Crop]);
        TinyModel.Write(_folder["second.onnx"], 5, [Fit.Crop]);
    }

    public async ValueTask DisposeAsync()
    {
        await _context.Engine.DisposeAsync();
        _folder.Dispose();
    }

    [Fact]
    public void Run_NothingThere_PutsTheModelThere()
    {
        PromoteResult result = Promote("first.onnx");

        Assert.Equal(new PromoteResult(Label("first.onnx"), Champion, null, null, 0), result);
        Assert.Equal(File.ReadAllBytes(_folder["first.onnx"]), File.ReadAllBytes(Champion));
    }

    [Fact]
    public void Run_AnotherModelThere_KeepsItBeside()
    {
        Promote("first.onnx");

        PromoteResult result = Promote("second.onnx");

        string previous = _folder["models", "champion.previous.onnx"];
        Assert.Equal(new PromoteResult(Label("second.onnx"), Champion, Label("first.onnx"), previous, 0), result);
        Assert.Equal(File.ReadAllBytes(_folder["second.onnx"]), File.ReadAllBytes(Champion));
        Assert.Equal(File.ReadAllBytes(_folder["first.onnx"]), File.ReadAllBytes(previous));
    }

    [Fact]
    public void Run_SameModelAgain_ChangesNothing()
    {
        Promote("first.onnx");
        Promote("second.onnx");

        PromoteResult result = Promote("second.onnx");

        Assert.Null(result.Replaced);
        Assert.Equal(File.ReadAllBytes(_folder["first.onnx"]), File.ReadAllBytes(_folder["models", "champion.previous.onnx"]));
    }

    [Fact]
    public void Run_NoModel_LeavesWhatIsThere()
    {
        Promote("first.onnx");
        File.WriteAllText(_folder["broken.onnx"], "no model");

        Assert.Throws<ModelFormatException>(() => Promote("broken.onnx"));

        Assert.Equal(File.ReadAllBytes(_folder["first.onnx"]), File.ReadAllBytes(Champion));
    }

    private string Champion => _folder["models", "champion.onnx"];

    private string Label(string file) => ModelFormats.Label("tiny", ModelFormats.HashOf(_folder[file]));

    private PromoteResult Promote(string file) => PromoteStage.Run(_context, new PromoteOptions { Model = _folder[file], To = Champion });
}
