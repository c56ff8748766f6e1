using System.Globalization;
using Apache.Arrow;
using Apache.Arrow.Types;
using FashionSpark.Datasets;
using FashionSpark.Engines;

namespace FashionSpark.Testing.Engines;

/// <summary>Partition functions of the tests, over rows of an id and a number. The local engine has them, and <c>fashionspark-test-worker</c>.</summary>
public static class TestFunctions
{
    public static Schema Schema { get; } = new([new Field("id", StringType.Default, false), new Field("n", Int32Type.Default, false)], metadata: null);

    public static PartitionFunctionRegistry AddTestFunctions(this PartitionFunctionRegistry registry) => registry
        .Add<IdentityOptions>("double", _ => new BatchFunction((batch, _) => Change(batch, n => 2 * n)))
        .Add<IdentityOptions>("fail", _ => new BatchFunction((batch, _) => Change(batch, n => n == 7 ? throw new InvalidOperationException("no 7s here") : n)))
        .Add<IdentityOptions>("place", _ => new BatchFunction(Place))
        .Add<IdentityOptions>("endless", _ => new EndlessFunction())
        .Add<HoldOptions>(HoldFunction.Name, options => new HoldFunction(options));

    public static PartitionFunctionSpec Spec(string name) => PartitionFunctionSpec.Create(name, new IdentityOptions());

    /// <summary>Numbers from 0, each with an id of its own.</summary>
    public static RecordBatch Rows(int count) =>
        RowBatch.Create(Schema, [.. Enumerable.Range(0, count).Select(n => (object?[])[ImageId.Compute(BitConverter.GetBytes(n)), n])]);

    /// <summary>The numbers of rows, in order.</summary>
    public static IEnumerable<int> Numbers(IEnumerable<RecordBatch> rows) =>
        rows.SelectMany(batch => Enumerable.Range(0, batch.Length).Select(row => batch.Column<Int32Array>("n").GetValue(row)!.Value));

    private static RecordBatch Change(RecordBatch batch, Func<int, int> change) => new(
        Schema,
        [batch.Column<StringArray>("id"), ArrowColumns.Integers([.. Numbers([batch]).Select(change)])],
        batch.Length);

    /// <summary>In place of the id: partition and id.</summary>
    private static RecordBatch Place(RecordBatch batch, PartitionContext context) => RowBatch.Create(
        Schema,
        [.. Enumerable.Range(0, batch.Length).Select(row => (object?[])[string.Create(CultureInfo.InvariantCulture, $"{context.PartitionId}:{batch.Column<StringArray>("id").GetString(row)}"), 0])]);
}
