namespace FashionSpark;

/// <summary>Training that cannot go on: a loss that is not a number, a checkpoint of another run.</summary>
public sealed class TrainingException : FashionSparkException
{
    public TrainingException(string message, Exception? inner = null)
        : base(message, inner)
    {
    }

}
