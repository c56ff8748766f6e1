using System.Text.RegularExpressions;
using YamlDotNet.RepresentationModel;

namespace FashionSpark.Cli.Tests.Databricks;

/// <summary>The bundle of this repository as `databricks bundle` reads it for a target: all its files as one, variables put in.</summary>
internal sealed partial class Bundle
{
    private readonly Dictionary<string, string> _values = new()
    {
        ["workspace.current_user.short_name"] = "ann",
        ["workspace.current_user.userName"] = "ann@example.com",
        ["workspace.file_path"] = "/Workspace/files",
        ["bundle.name"] = "fashionspark",
    };

    private Bundle(YamlMappingNode root, string target)
    {
        Root = root;
        Target = target;
        _values["bundle.target"] = target;
        YamlMappingNode chosen = Map(Map(root, "targets"), target);
        foreach ((YamlNode name, YamlNode variable) in Map(root, "variables"))
        {
            string? value = Text(variable, "default");
            if (chosen.Children.TryGetValue("variables", out YamlNode? own) && Text(own, name.ToString()) is { } said)
            {
                value = said;
            }

            _values[$"var.{name}"] = value ?? throw new InvalidOperationException($"Variable '{name}' has no value for target '{target}'.");
        }

        _values["workspace.artifact_path"] = Text(Map(root, "workspace"), "artifact_path")!;
    }

    public YamlMappingNode Root { get; }

    public string Target { get; }

    public IEnumerable<(string File, string Key, YamlMappingNode Job)> Jobs { get; private set; } = [];

    public static Bundle Read(string target)
    {
        var bundle = new Bundle(Load("databricks.yml"), target);
        bundle.Jobs =
        [
            .. Directory.EnumerateFiles(Path.Combine(Repository.Root, "resources"), "*.yml").Order(StringComparer.Ordinal).SelectMany(file =>
                Map(Map(Load(Path.GetRelativePath(Repository.Root, file)), "resources"), "jobs").Select(job => (file, job.Key.ToString(), (YamlMappingNode)job.Value))),
        ];
        return bundle;
    }

    /// <summary>A text with every <c>${...}</c> put in; what the run itself puts in, <c>{{...}}</c>, stays.</summary>
    public string Resolve(string text)
    {
        while (Reference().Match(text) is { Success: true } match)
        {
            string value = _values.GetValueOrDefault(match.Groups[1].Value) ?? throw new InvalidOperationException($"'{text}' refers to '{match.Groups[1].Value}', which is not there.");
            text = text.Replace(match.Value, value, StringComparison.Ordinal);
        }

        return text;
    }

    /// <summary>Every text below a node.</summary>
    public static IEnumerable<string> Texts(YamlNode node) => node switch
    {
        YamlScalarNode scalar => [scalar.Value ?? ""],
        YamlSequenceNode list => list.SelectMany(Texts),
        YamlMappingNode map => map.Children.Values.SelectMany(Texts),
        _ => [],
    };

    public static YamlMappingNode Map(YamlNode node, string key) => (YamlMappingNode)((YamlMappingNode)node).Children[key];

    public static YamlSequenceNode List(YamlNode node, string key) =>
        ((YamlMappingNode)node).Children.TryGetValue(key, out YamlNode? list) ? (YamlSequenceNode)list : [];

    public static string? Text(YamlNode node, string key) =>
        ((YamlMappingNode)node).Children.TryGetValue(key, out YamlNode? text) ? ((YamlScalarNode)text).Value : null;

    private static YamlMappingNode Load(string file)
    {
        var stream = new YamlStream();
        using StreamReader reader = File.OpenText(Path.Combine(Repository.Root, file));
        stream.Load(reader);
        return (YamlMappingNode)Assert.Single(stream.Documents).RootNode;
    }

    [GeneratedRegex(@"\$\{([^}]*)\}", RegexOptions.CultureInvariant)]
    private static partial Regex Reference();
}
