using static TorchSharp.torch;

namespace FashionSpark.Torch.Cnn;

/// <summary>
/// Muon (Jordan et al. 2024, kellerjordan.github.io/posts/muon) for convolutions with a fan-in above 16: the momentum
/// matrix [out, fan-in] is made nearly orthogonal by three Newton-Schulz steps, and the weight is kept at norm
/// sqrt(out). Nesterov SGD for everything else.
/// </summary>
internal sealed class Optimiser : IDisposable
{
    private const int LargestSgdFanIn = 16;
    private const int NewtonSchulzSteps = 3;
    private readonly ConvNet _net;
    private readonly CnnRecipe _recipe;
    private readonly Tensor[] _momentum;

    public Optimiser(ConvNet net, CnnRecipe recipe)
    {
        _net = net;
        _recipe = recipe;
        _momentum = [.. net.Trained.Select(slot => zeros([.. slot.Shape]).DetachFromDisposeScope())];
    }

    /// <summary>Numbers of momentum in all.</summary>
    public int Length => _net.Trained.Sum(slot => slot.Length);

    /// <param name="gradients">In the order of <see cref="ConvNet.Parameters"/>.</param>
    /// <param name="rate">Fraction of the peak rates.</param>
    public void Step(IReadOnlyList<Tensor> gradients, double rate)
    {
        using IDisposable noGradient = no_grad();
        for (int i = 0; i < _momentum.Length; i++)
        {
            WeightSlot slot = _net.Trained[i];
            if (slot.Kind == WeightKind.Convolution && slot.FanIn > LargestSgdFanIn)
            {
                Muon(_net.Parameters[i], gradients[i], _momentum[i], slot, rate * _recipe.MuonRate);
            }
            else
            {
                bool decays = slot.Kind is WeightKind.Convolution or WeightKind.Linear;
                Sgd(_net.Parameters[i], gradients[i], _momentum[i], decays ? _recipe.WeightDecay : 0, rate * _recipe.SgdRate);
            }
        }
    }

    private void Muon(Tensor weight, Tensor gradient, Tensor momentum, WeightSlot slot, double rate)
    {
        momentum.mul_(_recipe.MuonMomentum).add_(gradient);
        Tensor update = gradient.add(momentum, alpha: _recipe.MuonMomentum).reshape(slot.Shape[0], -1);
        weight.mul_(weight.norm().reciprocal_().mul_(Math.Sqrt(slot.Shape[0])));
        weight.add_(Orthogonalise(update, _net.InputType).reshape([.. slot.Shape]), alpha: -rate);
    }

    /// <summary>
    /// Newton-Schulz with a quintic: x = 3.4445 x - 4.7750 (x x') x + 2.0315 (x x')^2 x, three times. Every singular value
    /// ends near 1, none exactly, which is enough for a direction; so bfloat16 is enough for the products.
    /// </summary>
    internal static Tensor Orthogonalise(Tensor update, ScalarType type)
    {
        bool tall = update.shape[0] > update.shape[1];
        Tensor x = (tall ? update.t() : update).div(update.norm().add_(1e-7)).to_type(type);
        for (int i = 0; i < NewtonSchulzSteps; i++)
        {
            Tensor a = x.mm(x.t());
            Tensor b = addmm(a, a, a, beta: -4.7750f, alpha: 2.0315f);
            x = addmm(x, b, x, beta: 3.4445f, alpha: 1f);
        }

        return (tall ? x.t() : x).to_type(ScalarType.Float32);
    }

    private void Sgd(Tensor weight, Tensor gradient, Tensor momentum, double decay, double rate)
    {
        Tensor g = decay > 0 ? gradient.add(weight, alpha: decay) : gradient;
        momentum.mul_(_recipe.SgdMomentum).add_(g);
        weight.add_(g.add(momentum, alpha: _recipe.SgdMomentum), alpha: -rate);
    }

    /// <summary>Sets the momentum: zero for an empty vector.</summary>
    public void Load(ReadOnlySpan<float> momentum)
    {
        foreach (Tensor tensor in _momentum)
        {
            Span<float> target = ConvNet.Floats(tensor);
            if (momentum.IsEmpty)
            {
                target.Clear();
            }
            else
            {
                momentum[..target.Length].CopyTo(target);
                momentum = momentum[target.Length..];
            }
        }
    }

    public void Save(Span<float> momentum)
    {
        foreach (Tensor tensor in _momentum)
        {
            Span<float> source = ConvNet.Floats(tensor);
            source.CopyTo(momentum);
            momentum = momentum[source.Length..];
        }
    }

    public void Dispose()
    {
        foreach (Tensor tensor in _momentum)
        {
            tensor.Dispose();
        }
    }
}
