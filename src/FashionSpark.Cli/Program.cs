using FashionSpark.Cli.Hosting;
using FashionSpark.Images;

if (args is [DecodeTrial.Command, string picture])
{
    return DecodeTrial.Run(picture, ImageDecoders.Default);
}

if (DotnetSpark.IsWorker(args))
{
    return DotnetSpark.RunWorker(args);
}

using var interruption = Interruption.Listen();
var host = new CliHost
{
    Out = Consoles.Create(Console.Out),
    Error = Consoles.Create(Console.Error),
    Backend = new Backend(TimeProvider.System, Environment.GetEnvironmentVariable),
    Time = TimeProvider.System,
    Interruption = interruption,
    Variable = Environment.GetEnvironmentVariable,
    CommandName = Environment.GetEnvironmentVariable("FASHIONSPARK_COMMAND") ?? "fashionspark",
};
return await new CliApp(host).RunAsync(args);
