namespace FashionSpark.Tables;

/// <summary>Days and microseconds since 1970 as .NET's types, which Parquet.Net wants. Years 1 to 9999.</summary>
internal static class EpochTime
{
    private static readonly int EpochDay = DateOnly.FromDateTime(DateTime.UnixEpoch).DayNumber;

    public static DateOnly ToDate(int days)
    {
        long number = (long)EpochDay + days;
        return number < DateOnly.MinValue.DayNumber || number > DateOnly.MaxValue.DayNumber
            ? throw new InvalidInputException($"A date of {days} days since 1970-01-01 lies outside the years 1 to 9999.")
            : DateOnly.FromDayNumber((int)number);
    }

    public static int FromDate(DateOnly date) => date.DayNumber - EpochDay;

    public static DateTime ToDateTime(long microseconds)
    {
        try
        {
            return new DateTime(checked(DateTime.UnixEpoch.Ticks + (microseconds * TimeSpan.TicksPerMicrosecond)), DateTimeKind.Utc);
        }
        catch (Exception e) when (e is OverflowException or ArgumentOutOfRangeException)
        {
            throw new InvalidInputException($"A timestamp of {microseconds} microseconds since 1970 lies outside the years 1 to 9999.", e);
        }
    }

    public static long FromDateTime(DateTime time) =>
        (long)Math.Floor((time.Ticks - DateTime.UnixEpoch.Ticks) / (decimal)TimeSpan.TicksPerMicrosecond);
}
