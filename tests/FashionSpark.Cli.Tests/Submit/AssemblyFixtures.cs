using FashionSpark.Cli.Tests.Submit;

// Started once for all classes, and stopped whatever happens.
[assembly: AssemblyFixture(typeof(SparkSites))]
