namespace FashionSpark.Torch.Tests;

/// <summary>Whether oneDNN then computes right is what the comparisons with ONNX Runtime on real photos say.</summary>
public class OneDnnTests
{
    [Fact]
    public void It_is_held_to_AVX2_where_the_processor_does_not_say_its_caches()
    {
        bool isChosen = Environment.GetEnvironmentVariable("ONEDNN_MAX_CPU_ISA") is not null;

        Assert.Equal(OperatingSystem.IsLinux() && !CpuFeatures.HasCacheSizes && !isChosen, OneDnn.IsHeld);
        Assert.False(OneDnn.IsHeld && CpuFeatures.HasBf16);
    }
}
