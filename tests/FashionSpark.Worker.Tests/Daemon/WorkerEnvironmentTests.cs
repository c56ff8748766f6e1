namespace FashionSpark.Worker.Tests.Daemon;

public sealed class WorkerEnvironmentTests
{
    [Fact]
    public void Unix_sockets_need_no_secret_and_are_told_by_True_in_any_case()
    {
        WorkerEnvironment read = Read(("PYTHON_UNIX_DOMAIN_ENABLED", "True"), ("PYTHON_WORKER_FACTORY_SOCK_DIR", "/tmp"), ("PYTHON_WORKER_FACTORY_SECRET", "word"));

        Assert.Equal(("/tmp", null), (read.SocketFolder, read.Secret));
    }

    [Fact]
    public void Times_are_seconds_and_nonsense_is_named()
    {
        Assert.Equal(TimeSpan.FromSeconds(2.5), Read(("FASHIONSPARK_WORKER_FREE_SECONDS", "2.5")).FreeAfter);

        var error = Assert.Throws<InvalidInputException>(() => Read(("FASHIONSPARK_WORKER_EXIT_SECONDS", "soon")));
        Assert.Equal("FASHIONSPARK_WORKER_EXIT_SECONDS is 'soon'; a number of seconds above 0 was expected.", error.Message);
    }

    private static WorkerEnvironment Read(params (string Name, string Value)[] variables) =>
        WorkerEnvironment.Read(name => variables.FirstOrDefault(variable => variable.Name == name).Value);
}
