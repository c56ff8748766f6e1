using FashionSpark.Worker.Protocol;

namespace FashionSpark.Worker.Tests.Protocol;

public sealed class FailureTextTests
{
    [Fact]
    public void The_message_comes_first_then_cause_place_and_stack()
    {
        string text = FailureText.Of(Thrown(new InvalidOperationException("outer", new IOException("inner"))), "partition function 'x', partition 3");

        string[] lines = text.Split('\n');
        Assert.Equal("System.InvalidOperationException: outer", lines[0]);
        Assert.Equal(" caused by System.IO.IOException: inner", lines[1]);
        Assert.Equal(" in partition function 'x', partition 3", lines[2]);
        Assert.Contains(nameof(Thrown), lines[3], StringComparison.Ordinal);
    }

    [Fact]
    public void A_long_message_leaves_room_for_the_place_and_stays_below_Sparks_limit()
    {
        string text = FailureText.Of(Thrown(new InvalidOperationException(new string('m', 9000), new IOException(new string('c', 9000)))), "here");

        Assert.True(text.Length <= FailureText.Longest);
        Assert.Contains("\n in here", text, StringComparison.Ordinal);
    }

    private static Exception Thrown(Exception exception)
    {
        try
        {
            throw exception;
        }
        catch (Exception e)
        {
            return e;
        }
    }
}
