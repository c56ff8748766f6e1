using FashionSpark.Testing;
using FashionSpark.Web.Tests.Support;
using Microsoft.Playwright;
using static Microsoft.Playwright.Assertions;

namespace FashionSpark.Web.Tests.Browser;

/// <summary>"Wrong? It is a ...", on a page whose service keeps corrections.</summary>
public sealed class FeedbackTests
{
    private readonly Chromium _chromium;

    public FeedbackTests(Chromium chromium) => _chromium = chromium;

    [Fact]
    public async Task Correction_IsSentOnceAndThanked()
    {
        Assert.SkipUnless(Chromium.IsHere, Chromium.Missing);
        using var folder = new TemporaryFolder();
        await using Served served = await Served.StartAsync(options => options with { Feedback = folder["feedback"] });
        await using Visit visit = await Visit.StartAsync(_chromium, served);
        await Expect(visit.Page.Locator("#privacy")).ToHaveTextAsync("Pictures are looked at, answered and forgotten, unless you send a correction.");
        await visit.ChooseAsync(("white.png", Pictures.Grey(250)));
        await visit.AnsweredAsync(1);
        Assert.Equal("", await visit.AxeAsync());
        await visit.KeepAsync("feedback");

        await visit.Page.GetByLabel("Wrong? It is").SelectOptionAsync("class1");
        await visit.Page.GetByRole(AriaRole.Button, new() { Name = "Send" }).ClickAsync();

        await Expect(visit.Page.GetByText("Thank you. Noted as a class1.")).ToBeVisibleAsync();
        await Expect(visit.Page.GetByLabel("Wrong? It is")).ToHaveCountAsync(0);
        Assert.Equal(1, await served.MetricAsync("fashionspark_feedback_total{class=\"class1\"}"));
    }
}
