using FashionSpark.Cli.Hosting;

using var interruption = Interruption.Listen();
var host = new CliHost
{
    Out = Consoles.Create(Console.Out),
    Error = Consoles.Create(Console.Error),
    Backend = new Backend(TimeProvider.System),
    Time = TimeProvider.System,
    Interruption = interruption,
};
return await new CliApp(host).RunAsync(args);
