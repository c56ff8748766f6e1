using FashionSpark.Pipeline;

namespace FashionSpark.Tests.Pipeline;

public sealed class ListedImagesTests
{
    private const string A = "0000000000000000000000000000000a";
    private const string B = "f000000000000000000000000000000b";
    private const string C = "c000000000000000000000000000000c";

    [Fact]
    public void Seal_NamesWhatWasAddedTwiceOrMoreOnce()
    {
        var list = new ListedImages();
        foreach (string id in (string[])[B, A, B, C, B, A])
        {
            list.Add(id, 1);
        }

        Assert.Equal([A, B], list.Seal());
        Assert.Equal([A, C, B], list.Remaining());
    }

    [Fact]
    public void Tick_TellsSameAbsentMovedAndRepeated()
    {
        var list = new ListedImages();
        list.Add(B, 2);
        list.Add(A, 1);
        list.Seal();

        Assert.Equal(ListedState.Same, list.Tick(B, 2));
        Assert.Equal(ListedState.Again, list.Tick(B, 2));
        Assert.Equal(ListedState.Absent, list.Tick(C, 2));
        Assert.Equal(ListedState.Elsewhere, list.Tick(A, 2));
        Assert.Equal([A], list.Remaining());

        list.SetPlace(A, 2);
        Assert.Equal(ListedState.Same, list.Tick(A, 2));
        Assert.Empty(list.Remaining());

        list.Untick();
        Assert.Equal([A, B], list.Remaining());
    }
}
