using System.CommandLine;
using System.CommandLine.Parsing;
using System.Globalization;
using System.Numerics;
using FashionSpark.Images;

namespace FashionSpark.Cli.Commands;

/// <summary>Makes options whose complaints name the option, the value, and what is wanted.</summary>
internal static class Flag
{
    public static Option<string> Required(string name, string helpName, string description) =>
        NotEmpty(new Option<string>(name) { HelpName = helpName, Description = description, Required = true });

    public static Option<string?> Text(string name, string helpName, string description) =>
        NotEmpty(new Option<string?>(name) { HelpName = helpName, Description = description });

    /// <summary>An option that may be repeated.</summary>
    public static Option<string[]> Texts(string name, string helpName, string description) =>
        NotEmpty(new Option<string[]>(name) { HelpName = helpName, Description = description, Arity = ArgumentArity.OneOrMore });

    public static Option<bool> Switch(string name, string description) => new(name) { Description = description };

    public static Option<T?> Number<T>(string name, string helpName, string description, T minimum, T? maximum = null)
        where T : struct, INumber<T>
    {
        string kind = typeof(T) == typeof(double) ? "a number" : "a whole number";
        string range = maximum is { } most ? $"{kind} from {minimum} to {most}" : $"{kind} of at least {minimum}";
        return new Option<T?>(name)
        {
            HelpName = helpName,
            Description = description,
            CustomParser = result =>
            {
                string text = Token(result);
                if (T.TryParse(text, NumberStyles.Float, CultureInfo.InvariantCulture, out T value)
                    && value >= minimum && (maximum is not { } limit || value <= limit))
                {
                    return value;
                }

                result.AddError($"{name} wants {range}, not '{text}'.");
                return null;
            },
        };
    }

    /// <summary>One number or three, with commas between; the divisors and means of channels.</summary>
    public static Option<double[]?> Numbers(string name, string helpName, string description) => new(name)
    {
        HelpName = helpName,
        Description = description,
        CustomParser = result =>
        {
            string text = Token(result);
            string[] words = text.Split(',');
            double[] values = [.. words.Select(word => double.TryParse(word, NumberStyles.Float, CultureInfo.InvariantCulture, out double value) ? value : double.NaN)];
            if (words.Length is 1 or 3 && values.All(double.IsFinite))
            {
                return values;
            }

            result.AddError($"{name} wants one number or three with commas between, not '{text}'.");
            return null;
        },
    };

    public static Option<int?> MaxMegapixels() => Number(
        "--max-megapixels",
        "N",
        $"Million pixels of a picture at most; larger ones are refused by their header (default: {Defaults.Prepare.MaxMegapixels}).",
        1,
        ImageDecoders.MostMegapixels);

    public static Option<string?> Choice(string name, string description, params IReadOnlyList<string> choices) => new(name)
    {
        HelpName = string.Join('|', choices),
        Description = description,
        CustomParser = result => Chosen(result, name, choices)[^1],
    };

    /// <summary>An option that takes several of the choices, after one name or several.</summary>
    public static Option<string[]> Choices(string name, string helpName, string description, params IReadOnlyList<string> choices) => new(name)
    {
        HelpName = helpName,
        Description = description,
        Arity = ArgumentArity.OneOrMore,
        AllowMultipleArgumentsPerToken = true,
        CustomParser = result => Chosen(result, name, choices),
    };

    /// <summary>An empty word is a shell variable that was not set, never what somebody wanted.</summary>
    private static Option<T> NotEmpty<T>(Option<T> option)
    {
        option.Validators.Add(result =>
        {
            if (result.Tokens.Any(token => token.Value.Length == 0))
            {
                result.AddError($"{option.Name} wants a value, not ''.");
            }
        });
        return option;
    }

    private static string[] Chosen(ArgumentResult result, string name, IReadOnlyList<string> choices)
    {
        string[] words = [.. result.Tokens.Select(token => token.Value)];
        foreach (string word in words.Except(choices))
        {
            result.AddError($"{name} wants {string.Join(" or ", choices)}, not '{word}'.");
        }

        return words;
    }

    private static string Token(ArgumentResult result) => result.Tokens[^1].Value;
}
