using FashionSpark.Spark.Protocol;
using Grpc.Core;

namespace FashionSpark.Spark.Tests.Protocol;

public sealed class SparkErrorsTests
{
    private const string Dotnet = "System.InvalidOperationException: label 12 of 10\n   at FashionSpark.Scoring.ScoreFunction.Run()";

    [Fact]
    public void DirectDoor_MessageIsTheRemoteText()
    {
        SparkException error = Translate(Rpc.SparkError("org.apache.spark.api.python.PythonException", Dotnet));

        Assert.Equal(Dotnet, error.Message);
        Assert.Equal(Dotnet, error.RemoteError);
        Assert.True(error.Is("PythonException"));
    }

    [Theory]
    [InlineData("RuntimeError: ")]
    [InlineData("fashionspark_bridge.FashionSparkError: ")]
    public void BridgeDoor_RemoteTextComesOutOfTheTraceback(string carrier)
    {
        string message = $"Traceback (most recent call last):\n  File \"fashionspark_bridge.py\", line 1, in run\n    raise\n{carrier}{Dotnet}\n";

        SparkException error = Translate(Rpc.SparkError("org.apache.spark.api.python.PythonException", message));

        Assert.Equal(Dotnet, error.Message);
    }

    [Theory]
    [InlineData("FashionSpark.DatasetException: empty\n in partition 3", "FashionSpark.DatasetException", true)]
    [InlineData("FashionSpark.TableCorruptException: torn", "FashionSpark.TableCorruptException", false)]
    [InlineData("System.IO.IOException: disk", "System.IO.IOException", false)]
    [InlineData("no type at all", null, false)]
    public void RemoteType_SaysWhetherTheInputIsBad(string text, string? type, bool bad)
    {
        SparkException error = Translate(Rpc.SparkError("org.apache.spark.api.python.PythonException", text));

        Assert.Equal((type, bad), (error.RemoteType, error.IsBadInput));
    }

    [Fact]
    public void PythonsOwnError_StaysAsItIs()
    {
        const string Message = "Traceback (most recent call last):\n  File \"x.py\"\nValueError: no";

        SparkException error = Translate(Rpc.SparkError("org.apache.spark.api.python.PythonException", Message));

        Assert.Equal(Message, error.Message);
        Assert.Null(error.RemoteError);
    }

    [Fact]
    public void Details_GiveTheWholeMessageClassStateAndStack()
    {
        RpcException rpc = Rpc.SparkError(
            "org.apache.spark.sql.AnalysisException", "[A.B] cut...", ("errorId", "e1"), ("classes", "[\"org.apache.spark.sql.AnalysisException\",\"java.lang.Exception\"]"));
        var details = new FetchErrorDetailsResponse { RootErrorIdx = 0 };
        details.Errors.Add(new FetchErrorDetailsResponse.Types.Error
        {
            Message = "[A.B] the whole message",
            CauseIdx = 1,
            ErrorTypeHierarchy = { "org.apache.spark.sql.AnalysisException", "java.lang.Exception" },
            StackTrace = { new FetchErrorDetailsResponse.Types.StackTraceElement { DeclaringClass = "o.a.X", MethodName = "run", FileName = "X.scala", LineNumber = 7 } },
            SparkThrowable = new FetchErrorDetailsResponse.Types.SparkThrowable { ErrorClass = "A.B", SqlState = "42000", MessageParameters = { ["table"] = "t" } },
        });
        details.Errors.Add(new FetchErrorDetailsResponse.Types.Error { Message = "disk", ErrorTypeHierarchy = { "java.io.IOException" }, CauseIdx = 0 });

        SparkException error = SparkErrors.Translate(rpc, details, "sc://h:1");

        Assert.Equal("e1", SparkErrors.ErrorId(rpc));
        Assert.Equal(("[A.B] the whole message", "A.B", "42000"), (error.Message, error.ErrorClass, error.SqlState));
        Assert.Equal("t", error.MessageParameters["table"]);
        Assert.Contains("\tat o.a.X.run(X.scala:7)", error.ServerStack, StringComparison.Ordinal);
        Assert.Contains("Caused by: java.io.IOException: disk", error.ServerStack, StringComparison.Ordinal);
        Assert.True(error.Is("A") && error.Is("A.B") && !error.Is("A.B.C") && error.Is("AnalysisException"));
    }

    [Fact]
    public void MessageOnly_ClassAndStateAreReadFromIt()
    {
        SparkException error = Translate(Rpc.Error(StatusCode.Internal, "[TABLE_OR_VIEW_NOT_FOUND] no `t`. SQLSTATE: 42P01; line 1"));

        Assert.Equal(("TABLE_OR_VIEW_NOT_FOUND", "42P01"), (error.ErrorClass, error.SqlState));
    }

    [Theory]
    [InlineData(StatusCode.Unavailable, "cannot be reached")]
    [InlineData(StatusCode.Unauthenticated, "does not accept the token")]
    [InlineData(StatusCode.PermissionDenied, "does not allow this")]
    [InlineData(StatusCode.Unimplemented, "is no Spark Connect server")]
    [InlineData(StatusCode.ResourceExhausted, "too large")]
    public void FaultsOnTheWay_NameTheServerAndTheCure(StatusCode code, string expected)
    {
        SparkException error = Translate(Rpc.Error(code, "why"));

        Assert.Contains("sc://h:1", error.Message, StringComparison.Ordinal);
        Assert.Contains(expected, error.Message, StringComparison.Ordinal);
        Assert.Contains("why", error.Message, StringComparison.Ordinal);
        Assert.Equal(code.ToString(), error.RpcStatus);
    }

    /// <summary>Delta 3.3 names some of its errors so.</summary>
    [Fact]
    public void MessageOnly_ClassWithoutANameOfItsOwn_IsRead() =>
        Assert.Equal("_LEGACY_ERROR_TEMP_DELTA_0007", Translate(Rpc.Error(StatusCode.Internal, "[_LEGACY_ERROR_TEMP_DELTA_0007] A schema mismatch")).ErrorClass);

    [Theory]
    [InlineData("Lost task 0.3 in stage 1.0: java.lang.OutOfMemoryError: Java heap space")]
    [InlineData("ExecutorLostFailure (executor 0 exited caused by one of the running tasks) Reason: Command exited with code 52")]
    public void ExecutorOutOfMemory_NamesTheSetting(string message)
    {
        SparkException error = Translate(Rpc.Error(StatusCode.Internal, message));

        Assert.Contains("more spark.executor.memory", error.Message, StringComparison.Ordinal);
        Assert.EndsWith(message, error.Message, StringComparison.Ordinal);
    }

    [Fact]
    public void BrokenDetails_DoNotHideTheError()
    {
        var rpc = new RpcException(new Grpc.Core.Status(StatusCode.Internal, "plain"), new Metadata { { "grpc-status-details-bin", [0xff, 0xff, 0xff] } });

        Assert.Equal("plain", Translate(rpc).Message);
    }

    private static SparkException Translate(RpcException error) => SparkErrors.Translate(error, null, "sc://h:1");
}
