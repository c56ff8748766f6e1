namespace FashionSpark.Tables;

/// <summary>How bad a finding is.</summary>
public enum FindingSeverity
{
    /// <summary>Nothing is lost: space, or a spare copy that is damaged.</summary>
    Warning,

    /// <summary>Rows cannot be read, or not be trusted.</summary>
    Error,
}
