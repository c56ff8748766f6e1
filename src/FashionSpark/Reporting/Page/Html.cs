using System.Globalization;
using System.Net;
using System.Runtime.CompilerServices;
using System.Text;

namespace FashionSpark.Reporting;

/// <summary>
/// Text of a page. What stands in the holes of an interpolated string is escaped, so class names, paths and messages cannot
/// become markup; only another <see cref="Html"/> goes in as it is.
/// </summary>
internal sealed class Html
{
    private readonly StringBuilder _text = new();

    /// <summary>Adds markup; holes are escaped.</summary>
    public void Add(Interpolation markup) => _text.Append(markup.Text);

    /// <summary>Adds markup of our own.</summary>
    public void AddMarkup(string markup) => _text.Append(markup);

    public override string ToString() => _text.ToString();

    [InterpolatedStringHandler]
    public readonly ref struct Interpolation
    {
        private readonly StringBuilder _text;

        public Interpolation(int literalLength, int formattedCount) => _text = new StringBuilder(literalLength + (8 * formattedCount));

        internal StringBuilder Text => _text;

        public void AppendLiteral(string markup) => _text.Append(markup);

        public void AppendFormatted(Html markup) => _text.Append(markup._text);

        public void AppendFormatted<T>(T value) => _text.Append(WebUtility.HtmlEncode(Convert.ToString(value, CultureInfo.InvariantCulture)));

        public void AppendFormatted<T>(T value, string format)
            where T : IFormattable => _text.Append(WebUtility.HtmlEncode(value.ToString(format, CultureInfo.InvariantCulture)));
    }
}
