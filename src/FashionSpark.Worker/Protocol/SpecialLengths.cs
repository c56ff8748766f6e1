namespace FashionSpark.Worker.Protocol;

/// <summary>Negative numbers where a length would stand: how both sides mark sections (pyspark/serializers.py, same names).</summary>
internal static class SpecialLengths
{
    public const int EndOfDataSection = -1;
    public const int ExceptionThrown = -2;
    public const int TimingData = -3;
    public const int EndOfStream = -4;
    public const int Null = -5;
    public const int StartArrowStream = -6;
}
