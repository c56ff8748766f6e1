using System.Text.Json.Nodes;
using Apache.Arrow;
using Apache.Arrow.Types;
using FashionSpark.Engines;

namespace FashionSpark.Worker.Tests.Support;

/// <summary>Partition functions that misbehave in the ways a worker must survive.</summary>
internal static class TestFunctions
{
    public static PartitionFunctionRegistry Registry(Action? started = null) => new PartitionFunctionRegistry()
        .Add<IdentityOptions>(IdentityFunction.Name, _ => new IdentityFunction())
        .Add<IdentityOptions>("throw-before", _ => new TestFunction((_, _) => throw new InvalidOperationException("C# says: before any output ü")))
        .Add<IdentityOptions>("throw-after", _ => new TestFunction(ThrowAfter))
        .Add<IdentityOptions>("throw-end-of-stream", _ => new TestFunction((_, _) => throw new EndOfStreamException("my own file is too short")))
        .Add<IdentityOptions>("throw-long", _ => new TestFunction((_, _) => throw new InvalidOperationException(new string('x', 5000))))
        .Add<IdentityOptions>("first-batch", _ => new TestFunction((input, _) => input.Take(1)))
        .Add<IdentityOptions>("nothing", _ => new TestFunction((_, _) => []))
        .Add<IdentityOptions>("wrong-type", _ => new TestFunction((_, _) => [Batches.Of(Batches.Texts("a"))]))
        .Add<IdentityOptions>("context", _ => new ContextFunction())
        .Add<IdentityOptions>("wait", _ => new TestFunction((_, context) => Wait(context, started)));

    public static string Spec(string name) => new PartitionFunctionSpec(name, new JsonObject()).ToJson();

    private static IEnumerable<RecordBatch> ThrowAfter(IEnumerable<RecordBatch> input, PartitionContext context)
    {
        foreach (RecordBatch batch in input)
        {
            yield return batch;
            throw new InvalidOperationException("C# says: after the first batch");
        }
    }

    private static IEnumerable<RecordBatch> Wait(PartitionContext context, Action? started)
    {
        started?.Invoke();
        context.Cancellation.WaitHandle.WaitOne();
        context.Cancellation.ThrowIfCancellationRequested();
        return [];
    }

    private sealed class TestFunction(Func<IEnumerable<RecordBatch>, PartitionContext, IEnumerable<RecordBatch>> run) : IPartitionFunction
    {
        public Schema OutputSchema(Schema input) => input;

        public IEnumerable<RecordBatch> Run(IEnumerable<RecordBatch> input, PartitionContext context) => run(input, context);
    }

    /// <summary>One row: what the context says.</summary>
    private sealed class ContextFunction : IPartitionFunction
    {
        private static readonly Schema Output = new(
            [
                new Field("partition", Int32Type.Default, nullable: false),
                new Field("attempt", Int32Type.Default, nullable: false),
                new Field("threads", Int32Type.Default, nullable: false),
            ],
            metadata: null);

        public Schema OutputSchema(Schema input) => Output;

        public IEnumerable<RecordBatch> Run(IEnumerable<RecordBatch> input, PartitionContext context) =>
            [RowBatch.Create(Output, [[context.PartitionId, context.Attempt, context.Threads]])];
    }
}
