namespace FashionSpark.Cli.Doctor;

/// <summary>How a check came out.</summary>
internal enum CheckState
{
    Ok,

    /// <summary>Works, or will; but there is something to know.</summary>
    Note,

    Failed,
}
