using FashionSpark.Testing.Spark;

[assembly: AssemblyFixture(typeof(SparkFleet))]
