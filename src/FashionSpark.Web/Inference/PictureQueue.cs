using System.Collections.Concurrent;
using FashionSpark.Images;
using FashionSpark.Web.Telemetry;

namespace FashionSpark.Web.Inference;

/// <summary>
/// Where pictures wait for a model. A worker a core takes one after the other, decodes it and asks the model, so the work
/// in progress, and its memory, is bounded by the cores. Large pictures have one worker of their own: decoding one may take
/// seconds, and no other visitor waits for that.
/// </summary>
/// <remarks>A picture goes through the model alone: see <see cref="FashionSpark.Models.OnnxClassifier.Predict"/> for what batches would cost and not gain.</remarks>
internal sealed class PictureQueue : IDisposable
{
    /// <summary>A phone's usual photo has 12; as JPEG it is decoded in a tenth of a second.</summary>
    private const int LargeMegapixels = 16;

    private const long Mega = 1_000_000;

    private readonly BlockingCollection<PictureJob> _usual = [];
    private readonly BlockingCollection<PictureJob> _large = [];
    private readonly List<Thread> _workers = [];
    private readonly ImageDecoders _decoders;
    private readonly ServiceMetrics _metrics;
    private readonly int _maxWaiting;
    private int _waiting;

    /// <param name="decoders">Read the headers.</param>
    /// <param name="metrics">Told what waits and what is answered.</param>
    /// <param name="maxWaiting">Pictures without an answer at a time.</param>
    /// <param name="workers">Pictures in progress at a time, the large one apart.</param>
    public PictureQueue(ImageDecoders decoders, ServiceMetrics metrics, int maxWaiting, int workers)
    {
        _decoders = decoders;
        _metrics = metrics;
        _maxWaiting = maxWaiting;
        for (int i = 0; i < workers; i++)
        {
            Start(_usual, $"pictures {i}");
        }

        Start(_large, "large pictures");
    }

    /// <summary>Pictures without an answer yet.</summary>
    public int Waiting => Volatile.Read(ref _waiting);

    /// <summary>Takes places for some pictures at once; give each back with <see cref="Leave"/>.</summary>
    /// <exception cref="QueueFullException">There are not that many.</exception>
    public void Enter(int pictures)
    {
        int waiting = Interlocked.Add(ref _waiting, pictures);
        if (waiting > _maxWaiting)
        {
            Leave(pictures);
            throw new QueueFullException($"{waiting - pictures} pictures wait already, and there is room for {_maxWaiting}.");
        }

        _metrics.Waiting.Set(waiting);
    }

    public void Leave(int pictures) => _metrics.Waiting.Set(Interlocked.Add(ref _waiting, -pictures));

    /// <summary>The answer for a picture that has a place.</summary>
    /// <exception cref="ImageFormatException">The bytes are no image that can be used.</exception>
    /// <remarks>Until it ends, the job's content is in use.</remarks>
    public Task<PictureAnswer> AskAsync(PictureJob job)
    {
        (IsLarge(job.Content) ? _large : _usual).Add(job);
        return job.Answer.Task;
    }

    /// <summary>Waits for the pictures in progress.</summary>
    public void Dispose()
    {
        _usual.CompleteAdding();
        _large.CompleteAdding();
        _workers.ForEach(worker => worker.Join());
        _usual.Dispose();
        _large.Dispose();
    }

    /// <summary>By its header, which is also where most of what is no picture ends.</summary>
    private bool IsLarge(ReadOnlyMemory<byte> content)
    {
        using EncodedImage image = _decoders.Open(content);
        return (long)image.Width * image.Height > LargeMegapixels * Mega;
    }

    private void Start(BlockingCollection<PictureJob> jobs, string name)
    {
        var worker = new Thread(() =>
        {
            foreach (PictureJob job in jobs.GetConsumingEnumerable())
            {
                Answer(job);
            }
        })
        {
            IsBackground = true,
            Name = name,
        };
        worker.Start();
        _workers.Add(worker);
    }

    private void Answer(PictureJob job)
    {
        if (job.Cancellation.IsCancellationRequested)
        {
            job.Answer.TrySetCanceled(job.Cancellation);
            return;
        }

        try
        {
            job.Answer.TrySetResult(PictureWork.Do(job, _metrics));
        }
#pragma warning disable CA1031 // Whatever went wrong is the request's to tell; the worker goes on with the next picture.
        catch (Exception e)
        {
            job.Answer.TrySetException(e);
        }
#pragma warning restore CA1031
    }
}
