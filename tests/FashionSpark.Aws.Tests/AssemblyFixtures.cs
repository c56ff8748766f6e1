using FashionSpark.Aws.Tests.Servers;

[assembly: AssemblyFixture(typeof(S3Server))]
[assembly: Xunit.v3.Parallelization(Mode = Xunit.Sdk.ParallelMode.None)]
