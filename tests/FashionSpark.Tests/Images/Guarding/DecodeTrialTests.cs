using FashionSpark.Images;

namespace FashionSpark.Tests.Images.Guarding;

public sealed class DecodeTrialTests
{
    [Theory]
    [InlineData("exit 0", true)]
    [InlineData("exit 1", true)]
    [InlineData("kill -SEGV $$", false)]
    [InlineData("kill -ABRT $$", false)]
    [InlineData("kill -KILL $$", false)]
    public void Survives_UnlessASignalEndsTheProcess(string script, bool survives) =>
        Assert.Equal(survives, new DecodeTrial("/bin/sh", "-c", script).Survives(new byte[] { 1 }));

    /// <summary>Ctrl-C reaches the trial as it reaches the run that made it; the picture is as good as before.</summary>
    [Theory]
    [InlineData("HUP")]
    [InlineData("INT")]
    [InlineData("TERM")]
    public void Survives_StoppedByAUser(string signal) =>
        Assert.True(new DecodeTrial("/bin/sh", "-c", $"kill -{signal} $$").Survives(new byte[] { 1 }));
}
