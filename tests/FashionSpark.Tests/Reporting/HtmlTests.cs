using FashionSpark.Reporting;

namespace FashionSpark.Tests.Reporting;

public class HtmlTests
{
    [Fact]
    public void Add_HolesOfAnyType_AreEscapedAndWrittenTheSameEverywhere()
    {
        var page = new Html();

        page.Add($"<p title=\"{"a\"b"}\">{"<script>&'"}{1.5}{(string?)null}{0.25:P0}</p>");

        Assert.Equal("<p title=\"a&quot;b\">&lt;script&gt;&amp;&#39;1.525 %</p>", page.ToString());
    }

    [Fact]
    public void Add_OtherMarkup_GoesInAsItIs()
    {
        var inner = new Html();
        inner.Add($"<b>{"<"}</b>");
        var page = new Html();

        page.Add($"<p>{inner}</p>");

        Assert.Equal("<p><b>&lt;</b></p>", page.ToString());
    }
}
