using System.Diagnostics;
using FashionSpark.Images;
using FashionSpark.Models;
using FashionSpark.Scoring;

namespace FashionSpark.WebBench;

/// <summary>Decoding and inference and nothing else, a thread a core: what a service cannot be faster than.</summary>
internal sealed class Bare : IDisposable
{
    private readonly IClassifier _model;
    private readonly InputReader _reader;

    public Bare(string model)
    {
        _model = ModelFormats.Open(model, threads: 1);
        _reader = new InputReader(_model, ImageDecoders.Default);
    }

    /// <summary>Pictures a second.</summary>
    public double Run(IReadOnlyList<byte[]> pictures, int requests, TimeSpan most)
    {
        int next = -1;
        int done = 0;
        long begin = Stopwatch.GetTimestamp();
        Thread[] threads = [.. Enumerable.Range(0, Environment.ProcessorCount).Select(_ => new Thread(() =>
        {
            var probabilities = new float[_model.Metadata.Classes.Count];
            while (Interlocked.Increment(ref next) is var i && i < requests && Stopwatch.GetElapsedTime(begin) < most)
            {
                _model.Predict(_reader.Read(pictures[i % pictures.Count]), 1, probabilities);
                Interlocked.Increment(ref done);
            }
        }))];
        Array.ForEach(threads, thread => thread.Start());
        Array.ForEach(threads, thread => thread.Join());
        return done / Stopwatch.GetElapsedTime(begin).TotalSeconds;
    }

    public void Dispose() => _model.Dispose();
}
