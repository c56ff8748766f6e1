using FashionSpark.Models.Backbones;
using FashionSpark.Pipeline;
using FashionSpark.Testing;
using FashionSpark.Testing.Data;

namespace FashionSpark.Tests.Models;

public sealed class BackboneTests : IDisposable
{
    private readonly TemporaryFolder _folder = new();

    public void Dispose() => _folder.Dispose();

    [Fact]
    public void Open_Classifier_FeaturesAreWhatItsLastLayerTakes()
    {
        BackboneSpec spec = Open(new TinyBackbone());

        Assert.Equal(("features", 8, true), (spec.Features, spec.FeatureCount, spec.Pooled));
        Assert.Equal(("shifted", 56, 56), (spec.Map, spec.MapHeight, spec.MapWidth));
        Assert.Equal((224, TensorLayout.Nchw, ChannelOrder.Rgb), (spec.Input.Size, spec.Input.Layout, spec.Input.Order));
        Assert.Equal([123.675f, 116.28f, 103.53f], spec.Input.Mean);
    }

    [Fact]
    public void Open_Metadata_SaysWhatOptionsDoNot()
    {
        TinyBackbone backbone = new() { Metadata = """{"size": 64, "mean": [127], "scale": [128], "channels": "bgr"}""" };

        BackboneSpec spec = Open(backbone, options => options with { Scale = [2, 3, 4] });

        Assert.Equal((64, ChannelOrder.Bgr), (spec.Input.Size, spec.Input.Order));
        Assert.Equal([127f, 127f, 127f], spec.Input.Mean);
        Assert.Equal([2f, 3f, 4f], spec.Input.Scale);
    }

    [Fact]
    public void Open_ChannelsLast_IsToldByTheShape()
    {
        BackboneSpec spec = Open(new TinyBackbone { ChannelsLast = true, Shape = [1, 96, 96, 3] });

        Assert.Equal((96, TensorLayout.Nhwc), (spec.Input.Size, spec.Input.Layout));
    }

    [Fact]
    public void Open_NamedMap_IsAveraged()
    {
        BackboneSpec spec = Open(new TinyBackbone { Classifier = false }, options => options with { Features = "shifted" });

        Assert.Equal((8, false), (spec.FeatureCount, spec.Pooled));
    }

    [Fact]
    public void Open_SameFileElsewhere_HasTheSameFingerprint()
    {
        string first = Open(new TinyBackbone()).Fingerprint();
        File.Move(_folder["b.onnx"], _folder["c.onnx"]);

        Assert.Equal(first, Backbone.Open(new BackboneOptions { File = _folder["c.onnx"] }).Spec.Fingerprint());
        Assert.NotEqual(first, Open(new TinyBackbone { Seed = 2 }).Fingerprint());
    }

    public static TheoryData<TinyBackbone, string> Unusable => new()
    {
        { new TinyBackbone { Shape = [-1, 3, 32] }, "shape [N, 3, 32]; images have four axes" },
        { new TinyBackbone { Shape = [-1, 1, 32, 32] }, "no axis has 3 channels" },
        { new TinyBackbone { Shape = [-1, 3, 32, 48] }, "not square" },
        { new TinyBackbone { Classifier = false }, "--backbone-features" },
        { new TinyBackbone { FixedBatch = true }, "does not run on 2 images" },
        { new TinyBackbone { Opset = 9 }, "operators of version 9" },
        { new TinyBackbone { Metadata = "no JSON" }, "'fashionspark.backbone'" },
    };

    [Theory]
    [MemberData(nameof(Unusable))]
    public void Open_Unusable_SaysWhy(TinyBackbone backbone, string expected)
    {
        ModelFormatException e = Assert.Throws<ModelFormatException>(() => Open(backbone));

        Assert.Contains(expected, e.Message, StringComparison.Ordinal);
        Assert.Contains("b.onnx", e.Message, StringComparison.Ordinal);
    }

    [Fact]
    public void Open_WrongOptions_SaysWhich()
    {
        TinyBackbone fixedSize = new() { Shape = [-1, 3, 64, 64] };
        string Message(Func<BackboneOptions, BackboneOptions> change) =>
            Assert.ThrowsAny<FashionSparkException>(() => Open(fixedSize, change)).Message;

        Assert.Contains("[N, 3, 64, 64], not of 32 x 32", Message(options => options with { Size = 32 }), StringComparison.Ordinal);
        Assert.Contains("no tensor 'x'", Message(options => options with { Features = "x" }), StringComparison.Ordinal);
        Assert.Contains("takes 64 channels", Message(options => options with { Layout = TensorLayout.Nhwc }), StringComparison.Ordinal);
        Assert.Contains("--backbone-mean has 2 numbers", Message(options => options with { Mean = [1, 2] }), StringComparison.Ordinal);
        Assert.Contains("--backbone-scale is 0;", Message(options => options with { Scale = [0] }), StringComparison.Ordinal);
        Assert.Contains("--backbone-scale is 1,2,1E-60;", Message(options => options with { Scale = [1, 2, 1e-60] }), StringComparison.Ordinal);
        Assert.Contains("--backbone-mean is NaN;", Message(options => options with { Mean = [double.NaN] }), StringComparison.Ordinal);
        Assert.Contains("it is a folder", Message(options => options with { File = _folder.Path }), StringComparison.Ordinal);
        Assert.Contains("cannot be read", Message(options => options with { File = _folder["none.onnx"] }), StringComparison.Ordinal);
    }

    [Fact]
    public void Open_NoModel_IsNamed()
    {
        File.WriteAllText(_folder["b.onnx"], "this is no model");

        Assert.Contains("is not an ONNX model", Assert.Throws<ModelFormatException>(() => Backbone.Open(new BackboneOptions { File = _folder["b.onnx"] })).Message, StringComparison.Ordinal);
    }

    [Fact]
    public void Open_FileThatChangedSinceTheRunBegan_IsRefused()
    {
        BackboneSpec spec = Open(new TinyBackbone());
        new TinyBackbone { Seed = 2 }.Write(_folder["b.onnx"]);

        Assert.Contains("has changed since the run began", Assert.Throws<ModelFormatException>(() => Backbone.Open(spec)).Message, StringComparison.Ordinal);
    }

    [Fact]
    public void Locate_NowhereOrAnotherFile_SaysWhatToDo()
    {
        Directory.CreateDirectory(_folder["cache"]);
        new TinyBackbone().Write(_folder["cache", "efficientnet-lite0.onnx"]);

        ModelFormatException e = Assert.Throws<ModelFormatException>(
            () => new BackboneLocator([_folder["cache"], _folder["shared"]]).Locate(new BackboneOptions(), NoProgress.Instance));

        Assert.Contains("expected 71a8fa69", e.Message, StringComparison.Ordinal);
        Assert.Contains($"{_folder["shared", "efficientnet-lite0.onnx"]}: not there", e.Message, StringComparison.Ordinal);
        Assert.Contains("--backbone", e.Message, StringComparison.Ordinal);
    }

    private BackboneSpec Open(TinyBackbone backbone, Func<BackboneOptions, BackboneOptions>? change = null)
    {
        backbone.Write(_folder["b.onnx"]);
        BackboneOptions options = new() { File = _folder["b.onnx"] };
        return Backbone.Open(change?.Invoke(options) ?? options).Spec;
    }
}
