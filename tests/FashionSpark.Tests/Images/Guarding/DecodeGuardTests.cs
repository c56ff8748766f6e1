using System.Text;
using FashionSpark.Datasets;
using FashionSpark.Images;
using FashionSpark.Testing;

namespace FashionSpark.Tests.Images.Guarding;

public sealed class DecodeGuardTests : IDisposable
{
    private static readonly byte[] Picture = [1, 2, 3];
    private static readonly string Id = ImageId.Compute(Picture);

    private readonly TemporaryFolder _folder = new();
    private int _trials;

    public void Dispose() => _folder.Dispose();

    [Fact]
    public void Begin_NothingWasLeft_TriesNothing()
    {
        using DecodeGuard guard = Guard(survives: false);

        guard.Begin(Picture).Dispose();

        Assert.Equal(0, _trials);
    }

    [Fact]
    public void Begin_InJournalOfADeadProcess_AndSurvivesItsTrial_IsTriedOnceForAll()
    {
        Leave(Id);
        using (DecodeGuard guard = Guard(survives: true))
        {
            guard.Begin(Picture).Dispose();
            guard.Begin(Picture).Dispose();
        }

        using (DecodeGuard later = Guard(survives: false))
        {
            later.Begin(Picture).Dispose();
        }

        Assert.Equal(1, _trials);
        Assert.Empty(Directory.EnumerateFiles(_folder["notes"]));
    }

    [Fact]
    public void Begin_InJournalOfADeadProcess_AndCrashesAgain_IsRefusedFromThenOn()
    {
        Leave(ImageId.Compute([9]), Id);
        for (int process = 0; process < 2; process++)
        {
            using DecodeGuard guard = Guard(survives: false);
            ImageFormatException e = Assert.Throws<ImageFormatException>(() => guard.Begin(Picture));
            Assert.Equal(QuarantineReason.CrashedDecoder, e.Reason);
            Assert.Contains(Id, e.Message, StringComparison.Ordinal);
        }

        Assert.Equal(1, _trials);
    }

    [Fact]
    public void Refresh_ProcessThatDiedMeanwhile_IsNoticed()
    {
        using DecodeGuard guard = Guard(survives: false);
        Leave(Id);
        guard.Refresh();

        Assert.Throws<ImageFormatException>(() => guard.Begin(Picture));
    }

    [Fact]
    public void Begin_WhatALivingProcessIsDecoding_IsNoSuspect()
    {
        using DecodeGuard living = Guard(survives: true);
        using IDisposable mark = living.Begin(Picture);
        using DecodeGuard other = Guard(survives: false);

        other.Begin(Picture).Dispose();

        Assert.Equal(0, _trials);
    }

    /// <summary>A journal cut in the middle of an id, or with other bytes in it, as a full disk leaves it.</summary>
    [Theory]
    [InlineData("0123")]
    [InlineData("this is no id but is 32 letters.")]
    [InlineData("")]
    public void Begin_BrokenJournal_IsIgnored(string content)
    {
        Directory.CreateDirectory(_folder["notes"]);
        File.WriteAllText(_folder["notes", "x.decoding"], content);
        using DecodeGuard guard = Guard(survives: false);

        guard.Begin(Picture).Dispose();

        Assert.Equal(0, _trials);
    }

    private DecodeGuard Guard(bool survives) => new(_folder["notes"], _ =>
    {
        _trials++;
        return survives;
    });

    /// <summary>What a process that was decoding these pictures leaves when it dies.</summary>
    private void Leave(params string[] ids)
    {
        Directory.CreateDirectory(_folder["notes"]);
        File.WriteAllBytes(_folder["notes", "x.decoding"], [.. new byte[ImageId.Length], .. ids.SelectMany(Encoding.ASCII.GetBytes)]);
    }
}
