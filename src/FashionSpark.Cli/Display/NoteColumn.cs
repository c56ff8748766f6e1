using Spectre.Console;
using Spectre.Console.Rendering;

namespace FashionSpark.Cli.Display;

/// <summary>The few words a stage says of itself.</summary>
internal sealed class NoteColumn : ProgressColumn
{
    protected override bool NoWrap => true;

    public override IRenderable Render(RenderOptions options, ProgressTask task, TimeSpan deltaTime) =>
        new Text((task.Tag as BarStage)?.Text ?? "", new Style(Color.Grey)).Ellipsis();
}
