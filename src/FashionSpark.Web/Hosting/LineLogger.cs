using Microsoft.Extensions.Logging;

namespace FashionSpark.Web.Hosting;

/// <summary>Log lines as text: time, level, message, and the exception where there is one.</summary>
internal sealed class LineLogger : ILoggerProvider, ILogger
{
    private readonly Action<string> _write;
    private readonly TimeProvider _time;

    public LineLogger(Action<string> write, TimeProvider time)
    {
        _write = write;
        _time = time;
    }

    public ILogger CreateLogger(string categoryName) => this;

    public bool IsEnabled(LogLevel logLevel) => logLevel != LogLevel.None;

    public IDisposable? BeginScope<TState>(TState state)
        where TState : notnull => null;

    public void Log<TState>(LogLevel logLevel, EventId eventId, TState state, Exception? exception, Func<TState, Exception?, string> formatter)
    {
        string level = logLevel switch
        {
            LogLevel.Critical or LogLevel.Error => "error",
            LogLevel.Warning => "warning",
            _ => "info",
        };
        _write($"{_time.GetUtcNow():yyyy-MM-ddTHH:mm:ssZ} {level}: {formatter(state, exception)}{(exception is null ? "" : $"\n{exception}")}");
    }

    public void Dispose()
    {
        // Nothing is held.
    }
}
