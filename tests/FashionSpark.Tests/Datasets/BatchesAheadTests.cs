using Apache.Arrow;
using FashionSpark.Datasets.Remote;
using FashionSpark.Engines;

namespace FashionSpark.Tests.Datasets;

public sealed class BatchesAheadTests
{
    private static readonly CancellationToken None = CancellationToken.None;

    [Fact]
    public void Of_GivesEveryBatchInOrder() =>
        Assert.Equal([0, 1, 2, 3, 4, 5, 6, 7], BatchesAhead.Of(_ => Batches(8), None).Select(Number));

    [Fact]
    public void Of_FetchesTheNextWhileTheFirstIsInUse_AndNoMoreThanThreeAhead()
    {
        using var fourth = new ManualResetEventSlim();
        int fetched = 0;
        IEnumerable<RecordBatch> Fetch()
        {
            foreach (RecordBatch batch in Batches(8))
            {
                if (Interlocked.Increment(ref fetched) == 4)
                {
                    fourth.Set();
                }

                yield return batch;
            }
        }

        using IEnumerator<RecordBatch> batches = BatchesAhead.Of(_ => Fetch(), None).GetEnumerator();
        Assert.True(batches.MoveNext());

        // One is in use, two lie ready, one is made and waits for its place.
        Assert.True(fourth.Wait(TimeSpan.FromSeconds(30), TestContext.Current.CancellationToken));
        Assert.Equal(4, Volatile.Read(ref fetched));
    }

    [Fact]
    public void Of_AFailure_ComesAfterTheBatchesBeforeIt()
    {
        var seen = new List<int>();
        var error = Assert.Throws<RemoteStoreException>(() =>
        {
            foreach (RecordBatch batch in BatchesAhead.Of(_ => Batches(4).Select(batch => Number(batch) < 3 ? batch : throw new RemoteStoreException("gone")), None))
            {
                seen.Add(Number(batch));
            }
        });

        Assert.Equal("gone", error.Message);
        Assert.Equal([0, 1, 2], seen);
    }

    [Fact]
    public void Of_WhoeverStopsHalfWay_StopsTheFetching()
    {
        bool ended = false;
        IEnumerable<RecordBatch> Fetch(CancellationToken stop)
        {
            try
            {
                while (true)
                {
                    stop.ThrowIfCancellationRequested();
                    yield return Batches(1).Single();
                }
            }
            finally
            {
                ended = true;
            }
        }

        Assert.Equal(0, Number(BatchesAhead.Of(Fetch, None).First()));

        Assert.True(ended);
    }

    private static IEnumerable<RecordBatch> Batches(int count) => Enumerable.Range(0, count).Select(number => RowBatch.Create(
        new Schema([new Field("n", Apache.Arrow.Types.Int32Type.Default, nullable: false)], metadata: null), [[number]]));

    private static int Number(RecordBatch batch) => batch.Column<Int32Array>("n").GetValue(0)!.Value;
}
