using System.Runtime.Versioning;
using FashionSpark.Engines.Tests;

// One engine for all classes, and one test at a time: two cores.
[assembly: AssemblyFixture(typeof(EngineUnderTest))]
[assembly: Xunit.v3.Parallelization(Mode = Xunit.Sdk.ParallelMode.None)]
[assembly: SupportedOSPlatform("linux")]
