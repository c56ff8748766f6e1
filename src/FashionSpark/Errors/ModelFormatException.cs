namespace FashionSpark;

/// <summary>A model file that is missing, is not one of ours, or does not fit the data.</summary>
public sealed class ModelFormatException : FashionSparkException
{
    public ModelFormatException(string message, Exception? inner = null)
        : base(message, inner)
    {
    }

    public override bool IsBadInput => true;
}
