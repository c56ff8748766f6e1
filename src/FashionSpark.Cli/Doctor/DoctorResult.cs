namespace FashionSpark.Cli.Doctor;

/// <summary>What <c>doctor</c> found out.</summary>
internal sealed record DoctorResult(string Engine, IReadOnlyList<Check> Checks)
{
    public bool Ready => Checks.All(check => check.State != CheckState.Failed);
}
