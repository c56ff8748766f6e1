using Spectre.Console;
using Spectre.Console.Rendering;

namespace FashionSpark.Cli.Display;

/// <summary>How long it will still take, where that can be told, and in the end how long it took.</summary>
internal sealed class TimeColumn : ProgressColumn
{
    protected override bool NoWrap => true;

    public override IRenderable Render(RenderOptions options, ProgressTask task, TimeSpan deltaTime)
    {
        string text = task switch
        {
            { IsFinished: false, IsIndeterminate: false, RemainingTime: { } left } => $"{Clock(left)} left",
            { ElapsedTime: { } elapsed } => Clock(elapsed),
            _ => "",
        };
        return new Text(text, new Style(Color.Grey)).RightJustified();
    }

    private static string Clock(TimeSpan time) => time.ToString(time.TotalHours >= 1 ? @"h\:mm\:ss" : @"m\:ss", System.Globalization.CultureInfo.InvariantCulture);
}
