namespace FashionSpark.Pipeline;

/// <summary>What the list of a source says of a row of a table.</summary>
internal enum ListedState
{
    /// <summary>The source has no such image (any more).</summary>
    Absent,

    /// <summary>The source has it under another name, in another split or class.</summary>
    Elsewhere,

    /// <summary>The same image was ticked off before.</summary>
    Again,

    Same,
}
