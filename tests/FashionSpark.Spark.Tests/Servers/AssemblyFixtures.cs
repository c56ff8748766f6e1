using FashionSpark.Testing.Spark;

// One server a version for all classes, and only one class at a time: two cores.
[assembly: AssemblyFixture(typeof(SparkConnectFleet))]
[assembly: Parallelization(Mode = Xunit.Sdk.ParallelMode.None)]
