using FashionSpark.Testing.Data;

namespace FashionSpark.Web.Tests.Support;

/// <summary>Pictures whose answer is known.</summary>
internal static class Pictures
{
    /// <summary>A PNG of one grey, of the size of the tiny model.</summary>
    public static byte[] Grey(byte level, int width = Served.Side, int height = Served.Side) =>
        TestPng.Write(width, height, 8, 0, TestPng.Rows([.. Enumerable.Repeat(level, width * height)], height));
}
