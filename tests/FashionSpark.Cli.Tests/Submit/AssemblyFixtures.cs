using System.Runtime.Versioning;
using FashionSpark.Cli.Tests.Submit;

// Started once for all classes, and stopped whatever happens.
[assembly: AssemblyFixture(typeof(SparkSites))]

// As the product: file modes, signals, /proc.
[assembly: SupportedOSPlatform("linux")]
