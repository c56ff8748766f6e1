using System.Numerics.Tensors;
using Microsoft.ML;
using Microsoft.ML.Data;
using Microsoft.ML.Trainers;

namespace FashionSpark.MachineLearning;

/// <summary>A multinomial logistic regression over features, trained and asked through ML.NET.</summary>
internal sealed class LinearModel
{
    /// <summary>ML.NET's name of the column of probabilities.</summary>
    private const string Score = "Score";

    private readonly ITransformer _model;
    private readonly int _classes;

    private LinearModel(ITransformer model, int classes)
    {
        _model = model;
        _classes = classes;
    }

    /// <summary>Stochastic dual coordinate ascent (S. Shalev-Shwartz and T. Zhang, 2013) on one thread: the same seed gives the same model.</summary>
    /// <param name="rows">Training rows.</param>
    /// <param name="classes">Number of classes.</param>
    /// <param name="strength">Weight of the L2 penalty.</param>
    /// <param name="passes">Passes over the rows.</param>
    /// <param name="seed">Seed of their order.</param>
    /// <param name="cancellation">Looked at with every row.</param>
    public static LinearModel Train(FeatureMatrix rows, int classes, float strength, int passes, long seed, CancellationToken cancellation)
    {
        var trainer = new MLContext(seed.GetHashCode()).MulticlassClassification.Trainers.SdcaMaximumEntropy(
            new SdcaMaximumEntropyMulticlassTrainer.Options
            {
                FeatureColumnName = FeatureView.Features,
                LabelColumnName = FeatureView.Label,
                L1Regularization = 0,
                L2Regularization = strength,
                MaximumNumberOfIterations = passes,
                NumberOfThreads = 1,
            });
        return new LinearModel(trainer.Fit(new FeatureView(rows, classes, cancellation)), classes);
    }

    /// <exception cref="FormatException">Not a model of ML.NET.</exception>
    public static LinearModel Load(Stream zip, int classes) => new(new MLContext().Model.Load(zip, out _), classes);

    public void Save(Stream zip, int width) =>
        new MLContext().Model.Save(_model, new FeatureView(new FeatureMatrix(default, default, width), _classes, default).Schema, zip);

    /// <summary>Writes the probabilities of each row: rows x classes.</summary>
    public void Predict(FeatureMatrix rows, Span<float> probabilities)
    {
        IDataView scored = _model.Transform(new FeatureView(rows, _classes, default));
        DataViewSchema.Column column = scored.Schema[Score];
        using DataViewRowCursor cursor = scored.GetRowCursor([column]);
        ValueGetter<VBuffer<float>> getter = cursor.GetGetter<VBuffer<float>>(column);
        VBuffer<float> row = default;
        for (int i = 0; cursor.MoveNext(); i++)
        {
            getter(ref row);
            row.CopyTo(probabilities.Slice(i * _classes, _classes));
        }
    }

    /// <summary>Share of right answers, and mean of -ln(probability of the right class).</summary>
    public (double Accuracy, double Loss) Measure(FeatureMatrix rows)
    {
        var probabilities = new float[rows.Rows * _classes];
        Predict(rows, probabilities);
        int right = 0;
        double loss = 0;
        for (int i = 0; i < rows.Rows; i++)
        {
            ReadOnlySpan<float> of = probabilities.AsSpan(i * _classes, _classes);
            int label = rows.Labels.Span[i];
            right += TensorPrimitives.IndexOfMax(of) == label ? 1 : 0;
            loss -= Math.Log(Math.Max(of[label], 1e-15));
        }

        return ((double)right / rows.Rows, loss / rows.Rows);
    }
}
