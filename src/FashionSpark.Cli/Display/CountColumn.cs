using FashionSpark.Cli.Output;
using Spectre.Console;
using Spectre.Console.Rendering;

namespace FashionSpark.Cli.Display;

/// <summary>How much of how much: <c>12,800/70,000 images</c>.</summary>
internal sealed class CountColumn : ProgressColumn
{
    protected override bool NoWrap => true;

    public override IRenderable Render(RenderOptions options, ProgressTask task, TimeSpan deltaTime)
    {
        if (task.Tag is not BarStage stage)
        {
            return Text.Empty;
        }

        string total = stage.Total is { } known ? $"/{Figures.Count(known)}" : "";
        return new Text($"{Figures.Count(stage.Count)}{total} {stage.Unit}").RightJustified();
    }
}
