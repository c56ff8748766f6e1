using FashionSpark.Testing.Spark;

// One server a version for all classes, and only one class at a time: two cores.
[assembly: AssemblyFixture(typeof(SparkConnectFleet))]
[assembly: Xunit.v3.Parallelization(Mode = Xunit.Sdk.ParallelMode.None)]
