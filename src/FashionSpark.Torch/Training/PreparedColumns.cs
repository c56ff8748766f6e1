using Apache.Arrow;
using Apache.Arrow.Types;
using FashionSpark.Datasets;

namespace FashionSpark.Torch.Training;

/// <summary>The columns of a prepared data set that training reads.</summary>
internal static class PreparedColumns
{
    public static IReadOnlyList<string> Names { get; } = [PreparedSchema.ImageId, PreparedSchema.Label, PreparedSchema.Width, PreparedSchema.Height, PreparedSchema.Pixels];

    /// <summary>Returns <paramref name="output"/> where the input has them.</summary>
    /// <exception cref="InvalidInputException">One is missing or has another type.</exception>
    public static Schema Check(string function, Schema input, Schema output)
    {
        foreach (string name in Names)
        {
            ArrowTypeId expected = PreparedSchema.Schema.GetFieldByName(name).DataType.TypeId;
            ArrowTypeId? found = input.FieldsLookup.Contains(name) ? input.GetFieldByName(name).DataType.TypeId : null;
            if (found != expected)
            {
                throw new InvalidInputException(
                    $"Partition function '{function}' needs column '{name}' of type {expected}, found {found?.ToString() ?? "none"}. Is this a prepared data set?");
            }
        }

        return output;
    }
}
