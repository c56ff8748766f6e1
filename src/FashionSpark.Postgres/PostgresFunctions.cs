using FashionSpark.Engines;

namespace FashionSpark.Postgres;

/// <summary>The partition functions of this assembly.</summary>
public static class PostgresFunctions
{
    public static PartitionFunctionRegistry AddPostgresFunctions(this PartitionFunctionRegistry registry) => registry
        .Add<ReadPostgresOptions>(ReadPostgresFunction.Name, options => new ReadPostgresFunction(options))
        .Add<ReadPostgresOptions>(ReadFeedbackFunction.Name, options => new ReadFeedbackFunction(options))
        .Add<WritePostgresOptions>(WritePostgresFunction.Name, options => new WritePostgresFunction(options));
}
