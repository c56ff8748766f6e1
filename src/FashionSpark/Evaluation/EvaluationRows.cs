using Apache.Arrow;
using Apache.Arrow.Types;
using FashionSpark.Engines;

namespace FashionSpark.Evaluation;

/// <summary>The sums of a split as rows of (split, item, a, b, value, text), and back, added up.</summary>
internal static class EvaluationRows
{
    public static Schema Schema { get; } = new(
        [
            new Field("split", StringType.Default, nullable: false),
            new Field("item", StringType.Default, nullable: false),
            new Field("a", Int32Type.Default, nullable: false),
            new Field("b", Int32Type.Default, nullable: false),
            new Field("value", DoubleType.Default, nullable: false),
            new Field("text", StringType.Default, nullable: true),
        ],
        metadata: null);

    public static RecordBatch Write(string split, EvaluationSums sums)
    {
        var rows = new List<object?[]>();
        void Add(string item, int a, int b, double value, string? text = null) => rows.Add([split, item, a, b, value, text]);

        Add("images", sums.Classes, 0, sums.Images);
        Add("top3", sums.Classes, 0, sums.InTop3);
        Add("loss", sums.Classes, 0, sums.LogLoss);
        Add("loss2", sums.Classes, 0, sums.LogLossSquares);
        Add("brier", sums.Classes, 0, sums.Brier);
        Add("brier2", sums.Classes, 0, sums.BrierSquares);
        Add("gap2", sums.Classes, 0, sums.GapSquares);
        Add("sure", sums.Classes, 0, sums.Sure);
        Add("sure_right", sums.Classes, 0, sums.SureRight);
        for (int actual = 0; actual < sums.Classes; actual++)
        {
            Add("name", actual, sums.Classes, 0, sums.NameOf(actual));
            for (int predicted = 0; predicted < sums.Classes; predicted++)
            {
                if (sums.Confusion[actual, predicted] > 0)
                {
                    Add("confusion", actual, predicted, sums.Confusion[actual, predicted]);
                }
            }
        }

        for (int bin = 0; bin < EvaluationSums.Bins; bin++)
        {
            Add("bin", bin, 0, sums.BinImages[bin]);
            Add("bin", bin, 1, sums.BinRight[bin]);
            Add("bin", bin, 2, sums.BinConfidence[bin]);
        }

        return RowBatch.Create(Schema, rows);
    }

    /// <summary>Adds rows to the sums of their splits. The first row of a split tells the number of classes.</summary>
    public static void Merge(RecordBatch rows, IDictionary<string, EvaluationSums> splits)
    {
        StringArray names = rows.Column<StringArray>("split");
        StringArray items = rows.Column<StringArray>("item");
        Int32Array a = rows.Column<Int32Array>("a");
        Int32Array b = rows.Column<Int32Array>("b");
        DoubleArray values = rows.Column<DoubleArray>("value");
        StringArray texts = rows.Column<StringArray>("text");
        for (int row = 0; row < rows.Length; row++)
        {
            string split = names.GetString(row);
            if (!splits.TryGetValue(split, out EvaluationSums? sums))
            {
                splits.Add(split, sums = new EvaluationSums(a.GetValue(row)!.Value));
            }

            Merge(sums, items.GetString(row), a.GetValue(row)!.Value, b.GetValue(row)!.Value, values.GetValue(row)!.Value, texts.GetString(row));
        }
    }

    private static void Merge(EvaluationSums sums, string item, int a, int b, double value, string? text)
    {
        switch (item)
        {
            case "images": sums.Images += (long)value; break;
            case "top3": sums.InTop3 += (long)value; break;
            case "loss": sums.LogLoss += value; break;
            case "loss2": sums.LogLossSquares += value; break;
            case "brier": sums.Brier += value; break;
            case "brier2": sums.BrierSquares += value; break;
            case "gap2": sums.GapSquares += value; break;
            case "sure": sums.Sure += (long)value; break;
            case "sure_right": sums.SureRight += (long)value; break;
            case "confusion": sums.Confusion[a, b] += (long)value; break;
            case "name" when text != $"class {a}": sums.SetName(a, text!); break;
            case "bin" when b == 0: sums.BinImages[a] += (long)value; break;
            case "bin" when b == 1: sums.BinRight[a] += (long)value; break;
            case "bin": sums.BinConfidence[a] += value; break;
        }
    }
}
