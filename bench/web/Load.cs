using System.Diagnostics;

namespace FashionSpark.WebBench;

/// <summary>Visitors who each send a picture as soon as the last one is answered.</summary>
internal static class Load
{
    /// <param name="service">The service.</param>
    /// <param name="pictures">Sent in turn.</param>
    /// <param name="visitors">Connections at a time.</param>
    /// <param name="requests">Requests at most.</param>
    /// <param name="most">Ends earlier after this time.</param>
    public static async Task<LoadResult> RunAsync(Service service, IReadOnlyList<byte[]> pictures, int visitors, int requests, TimeSpan most)
    {
        using var handler = new SocketsHttpHandler { MaxConnectionsPerServer = visitors };
        using var http = new HttpClient(handler) { BaseAddress = service.Url };
        var took = new double[requests];
        int next = -1;
        int done = 0;
        double processor = service.ProcessorSeconds;
        long begin = Stopwatch.GetTimestamp();
        async Task VisitAsync()
        {
            while (Interlocked.Increment(ref next) is var i && i < requests && Stopwatch.GetElapsedTime(begin) < most)
            {
                long sent = Stopwatch.GetTimestamp();
                using HttpResponseMessage response = await http.PostAsync(new Uri("api/predict", UriKind.Relative), new ByteArrayContent(pictures[i % pictures.Count]));
                response.EnsureSuccessStatusCode();
                await response.Content.ReadAsByteArrayAsync();
                took[Interlocked.Increment(ref done) - 1] = Stopwatch.GetElapsedTime(sent).TotalMilliseconds;
            }
        }

        await Task.WhenAll(Enumerable.Range(0, visitors).Select(_ => Task.Run(VisitAsync)));
        double seconds = Stopwatch.GetElapsedTime(begin).TotalSeconds;
        double[] sorted = [.. took.Take(done).Order()];
        return new LoadResult(done / seconds, sorted[done / 2], sorted[(int)(done * 0.99)], (service.ProcessorSeconds - processor) * 1000 / done);
    }
}
