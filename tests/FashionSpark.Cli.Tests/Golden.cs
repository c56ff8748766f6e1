namespace FashionSpark.Cli.Tests;

/// <summary>
/// Compares text with a file of <c>Expectations/</c>. With UPDATE_EXPECTATIONS=1 in the environment the files are
/// written instead; then read the difference before it is committed.
/// </summary>
internal static class Golden
{
    public static void Check(string name, string actual)
    {
        string file = Path.Combine(Repository.Root, "tests", "FashionSpark.Cli.Tests", "Expectations", name + ".txt");
        actual = actual.TrimEnd('\n') + '\n';
        if (Environment.GetEnvironmentVariable("UPDATE_EXPECTATIONS") == "1")
        {
            File.WriteAllText(file, actual);
        }

        Assert.True(File.Exists(file), $"{file} is missing; UPDATE_EXPECTATIONS=1 writes it.");
        Assert.Equal(File.ReadAllText(file), actual);
    }
}
