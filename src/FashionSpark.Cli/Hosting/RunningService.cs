using FashionSpark.Web.Hosting;

namespace FashionSpark.Cli.Hosting;

/// <summary>The real service.</summary>
internal sealed class RunningService : IService
{
    private readonly WebService _service;

    public RunningService(WebService service) => _service = service;

    public IReadOnlyList<string> Urls => _service.Urls;

    public IReadOnlyList<(string Name, string Version)> Models => _service.Models;

    public Task RunAsync(CancellationToken cancellation) => _service.RunAsync(cancellation);

    public ValueTask DisposeAsync() => _service.DisposeAsync();
}
