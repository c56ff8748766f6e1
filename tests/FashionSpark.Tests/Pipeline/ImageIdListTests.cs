using FashionSpark.Pipeline;

namespace FashionSpark.Tests.Pipeline;

public sealed class ImageIdListTests
{
    private const string A = "0000000000000000000000000000000a";
    private const string B = "f000000000000000000000000000000b";
    private const string C = "c000000000000000000000000000000c";

    [Fact]
    public void Seal_NamesWhatWasAddedTwiceOrMoreOnce()
    {
        var list = new ImageIdList();
        foreach (string id in (string[])[B, A, B, C, B, A])
        {
            list.Add(id);
        }

        Assert.Equal([A, B], list.Seal());
        Assert.Equal([A, C, B], list.Remaining());
    }

    [Fact]
    public void Remove_OnceOnly_AndOnlyWhatIsThere()
    {
        var list = new ImageIdList();
        list.Add(A);
        list.Add(B);
        list.Seal();

        Assert.True(list.Remove(B));
        Assert.False(list.Remove(B));
        Assert.False(list.Remove(C));
        Assert.Equal([A], list.Remaining());
    }
}
