using FashionSpark.Engines;

namespace FashionSpark.S3;

/// <summary>The partition functions of this assembly.</summary>
public static class S3Functions
{
    public static PartitionFunctionRegistry AddS3Functions(this PartitionFunctionRegistry registry) => registry
        .Add<ReadS3Options>(ReadS3Function.Name, options => new ReadS3Function(options))
        .Add<FetchS3Options>(FetchS3Function.Name, options => new FetchS3Function(options))
        .Add<WriteS3Options>(WriteS3Function.Name, options => new WriteS3Function(options));
}
