using FashionSpark.Images;
using FashionSpark.Models;
using FashionSpark.Scoring;

namespace FashionSpark.Web.Models;

/// <summary>One content of a model file, in memory, for as long as the slot or a request needs it.</summary>
internal sealed class LoadedModel
{
    /// <summary>The slot's own share, and one for each request.</summary>
    private int _users = 1;

    private LoadedModel(IClassifier classifier, ImageDecoders decoders)
    {
        Classifier = classifier;
        Reader = new InputReader(classifier, decoders);
    }

    public IClassifier Classifier { get; }

    public InputReader Reader { get; }

    public ModelMetadata Card => Classifier.Metadata;

    /// <summary>Name and head of the hash: what tables call it.</summary>
    public string Label => Classifier.Label;

    /// <summary>Whether it can say where it looks.</summary>
    public bool HasHeatMap { get; private set; }

    /// <summary>Loads it and has it answer once, so that the first visitor does not wait for what happens at a first answer.</summary>
    /// <exception cref="ModelFormatException">The file is missing, is no model, or cannot answer.</exception>
    public static LoadedModel Open(string path, ImageDecoders decoders)
    {
        IClassifier classifier = ModelFormats.Open(path, threads: 1);
        try
        {
            var model = new LoadedModel(classifier, decoders);
            var pixels = new byte[classifier.InputLength];
            var probabilities = new float[classifier.Metadata.Classes.Count];
            classifier.Predict(pixels, 1, probabilities);
            model.HasHeatMap = classifier.HeatMap(pixels, 0) is not null;
            return probabilities.All(float.IsFinite)
                ? model
                : throw new ModelFormatException($"Model '{path}' gives answers that are no numbers. Train it again.");
        }
        catch (Exception e) when (e is not ModelFormatException)
        {
            classifier.Dispose();
            throw new ModelFormatException($"Model '{path}' was loaded but cannot answer: {e.Message}", e);
        }
        catch
        {
            classifier.Dispose();
            throw;
        }
    }

    /// <summary>Takes a share; false where the last one was given back already.</summary>
    public bool TryShare()
    {
        int users;
        do
        {
            users = Volatile.Read(ref _users);
            if (users == 0)
            {
                return false;
            }
        }
        while (Interlocked.CompareExchange(ref _users, users + 1, users) != users);

        return true;
    }

    /// <summary>Gives a share back; the last one frees the model.</summary>
    public void Release()
    {
        if (Interlocked.Decrement(ref _users) == 0)
        {
            Classifier.Dispose();
        }
    }
}
