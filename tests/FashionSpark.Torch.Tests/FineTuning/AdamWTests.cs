using FashionSpark.Torch.FineTuning;
using FashionSpark.Torch.Graphs;
using TorchSharp;
using static TorchSharp.torch;
using Tensor = TorchSharp.torch.Tensor;

namespace FashionSpark.Torch.Tests.FineTuning;

public class AdamWTests
{
    [Theory]
    [InlineData(1)]
    [InlineData(8)]
    [InlineData(21)]
    public void Steps_as_libtorch_does(int length)
    {
        using DisposeScope scope = NewDisposeScope();
        Random random = new(length);
        float[] Numbers() => [.. Enumerable.Range(0, length).Select(_ => random.NextSingle() - 0.5f)];
        float[] begin = Numbers();
        Tensor ours = tensor(begin);
        AdamW optimiser = new([new TunedTensor(ours, length, Rate: 0.02, Decay: 0.1)]);
        optimiser.LoadMean(begin);
        var theirs = new TorchSharp.Modules.Parameter(tensor(begin));
        optim.Optimizer reference = optim.AdamW([theirs], lr: 0.02, weight_decay: 0.1);
        float[] mean = begin;
        for (int i = 0; i < 5; i++)
        {
            Tensor gradient = tensor(Numbers());
            optimiser.Step([gradient], rate: 1, clip: 1e9, average: 0.9, threads: 1);
            theirs.grad = gradient;
            reference.step();
            mean = [.. mean.Zip(GraphNetwork.Floats(ours).ToArray(), (kept, now) => (0.9f * kept) + (0.1f * now))];
        }

        AssertClose(theirs.data<float>().ToArray(), GraphNetwork.Floats(ours).ToArray());
        float[] average = new float[length];
        optimiser.SaveMean(average);
        AssertClose(mean, average);
    }

    [Fact]
    public void A_gradient_that_is_too_long_is_shortened()
    {
        using DisposeScope scope = NewDisposeScope();
        AdamW Fresh(Tensor weights) => new([new TunedTensor(weights, 2, Rate: 0.1, Decay: 0)]);
        Tensor one = zeros([2]), other = zeros([2]);
        AdamW clipped = Fresh(one), plain = Fresh(other);
        clipped.Step([tensor(new[] { 30f, 40f })], 1, clip: 5, average: 0.9, threads: 1);
        plain.Step([tensor(new[] { 3f, 4f })], 1, clip: 1e9, average: 0.9, threads: 1);
        AssertClose(plain.SaveMoments(), clipped.SaveMoments());
    }

    [Fact]
    public void Goes_on_from_saved_moments()
    {
        using DisposeScope scope = NewDisposeScope();
        Tensor one = ones([3]), other = ones([3]);
        AdamW first = new([new TunedTensor(one, 3, 0.1, 0)]), second = new([new TunedTensor(other, 3, 0.1, 0)]);
        first.Step([tensor(new[] { 1f, -2f, 3f })], 1, 9, 0.9, 1);
        GraphNetwork.Floats(one).CopyTo(GraphNetwork.Floats(other));
        second.LoadMoments(first.SaveMoments());
        first.Step([tensor(new[] { 1f, 1f, 1f })], 1, 9, 0.9, 1);
        second.Step([tensor(new[] { 1f, 1f, 1f })], 1, 9, 0.9, 1);
        Assert.Equal(GraphNetwork.Floats(one).ToArray(), GraphNetwork.Floats(other).ToArray());
        second.LoadMoments([]);
        Assert.All(second.SaveMoments(), value => Assert.Equal(0, value));
    }

    private static void AssertClose(float[] expected, float[] actual) =>
        Assert.InRange(expected.Zip(actual, (a, b) => Math.Abs(a - b)).Max(), 0, 1e-5);
}
