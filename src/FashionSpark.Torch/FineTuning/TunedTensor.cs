using static TorchSharp.torch;

namespace FashionSpark.Torch.FineTuning;

/// <summary>A tensor that is trained.</summary>
/// <param name="Weights">Contiguous, float32.</param>
/// <param name="Length">Its numbers.</param>
/// <param name="Rate">Peak rate.</param>
/// <param name="Decay">Weight decay a step, times the rate.</param>
internal sealed record TunedTensor(Tensor Weights, int Length, double Rate, double Decay);
