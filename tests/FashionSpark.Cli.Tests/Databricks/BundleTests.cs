using FashionSpark.Pipeline;
using Quartz;
using YamlDotNet.RepresentationModel;

namespace FashionSpark.Cli.Tests.Databricks;

/// <summary>databricks.yml and its jobs against the published rules: what `databricks bundle validate` would say, without a workspace.</summary>
public sealed class BundleTests
{
    public static TheoryData<string> Targets { get; } = ["dev", "prod"];

    [Fact]
    public void Keys_AreOnesThatBundlesKnow()
    {
        Bundle bundle = Bundle.Read("dev");
        CheckKeys(bundle.Root, "");
        Assert.All(Bundle.Map(bundle.Root, "artifacts").Children.Values, artifact => CheckKeys(artifact, "artifacts.*", "files"));
        Assert.All(Bundle.Map(bundle.Root, "variables").Children.Values, variable => CheckKeys(variable, "variables.*"));
        Assert.All(Bundle.Map(bundle.Root, "targets").Children.Values, target => CheckKeys(target, "targets.*"));
        CheckKeys(Bundle.Map(bundle.Root, "sync"), "sync");
        Assert.Equal(2, bundle.Jobs.Count());
        foreach ((_, _, YamlMappingNode job) in bundle.Jobs)
        {
            CheckKeys(job, "job", "schedule", "queue", "email_notifications", "parameters", "job_clusters", "environments", "tasks");
            Assert.All(Bundle.List(job, "job_clusters"), cluster => CheckKeys(cluster, "job.job_clusters", "new_cluster"));
            Assert.All(Bundle.List(job, "environments"), environment => CheckKeys(environment, "job.environments", "spec"));
            Assert.All(Bundle.List(job, "tasks"), task => CheckKeys(task, "job.tasks", "depends_on", "spark_python_task"));
        }
    }

    [Theory]
    [MemberData(nameof(Targets))]
    public void References_Resolve(string target)
    {
        Bundle bundle = Bundle.Read(target);

        foreach (string text in Bundle.Texts(bundle.Root).Concat(bundle.Jobs.SelectMany(job => Bundle.Texts(job.Job))))
        {
            Assert.DoesNotContain("${", bundle.Resolve(text), StringComparison.Ordinal);
        }
    }

    [Theory]
    [MemberData(nameof(Targets))]
    public void Jobs_AreScheduledOneAtATime_WithRetriesAndTimeLimits(string target)
    {
        Bundle bundle = Bundle.Read(target);
        foreach ((_, string key, YamlMappingNode job) in bundle.Jobs)
        {
            YamlMappingNode schedule = Bundle.Map(job, "schedule");
            Assert.True(CronExpression.IsValidExpression(bundle.Resolve(Bundle.Text(schedule, "quartz_cron_expression")!)));
            Assert.NotNull(TimeZoneInfo.FindSystemTimeZoneById(bundle.Resolve(Bundle.Text(schedule, "timezone_id")!)));
            Assert.Equal(key == "fashionspark" ? "UNPAUSED" : "PAUSED", Bundle.Text(schedule, "pause_status"));
            Assert.Equal("1", Bundle.Text(job, "max_concurrent_runs"));
            Assert.NotEmpty(Bundle.List(Bundle.Map(job, "email_notifications"), "on_failure"));
            Assert.All(Bundle.List(job, "tasks"), task => Assert.InRange(int.Parse(Bundle.Text(task, "timeout_seconds")!), 60, int.Parse(Bundle.Text(job, "timeout_seconds")!)));
            Assert.Equal(["2", "1", "2", "0", "2"], Bundle.List(job, "tasks").Select(task => Bundle.Text(task, "max_retries")));
        }
    }

    [Fact]
    public void Tasks_DependOnEachOther_AndRunOnComputeThatIsThere()
    {
        foreach ((_, _, YamlMappingNode job) in Bundle.Read("prod").Jobs)
        {
            string[] keys = [.. Bundle.List(job, "tasks").Select(task => Bundle.Text(task, "task_key")!)];
            Assert.Equal(["prepare", "train", "score", "evaluate", "promote"], keys);
            Assert.Equal(
                [[], ["prepare"], ["train"], ["score"], ["evaluate"]],
                Bundle.List(job, "tasks").Select(task => Bundle.List(task, "depends_on").Select(before => Bundle.Text(before, "task_key")!).ToArray()));
            string[] compute =
            [
                .. Bundle.List(job, "job_clusters").Select(cluster => Bundle.Text(cluster, "job_cluster_key")!),
                .. Bundle.List(job, "environments").Select(environment => Bundle.Text(environment, "environment_key")!),
            ];
            Assert.All(Bundle.List(job, "tasks"), task => Assert.Contains(Bundle.Text(task, "job_cluster_key") ?? Bundle.Text(task, "environment_key"), compute));
            Assert.All(
                Bundle.List(job, "job_clusters"),
                cluster => Assert.Contains(Bundle.Text(Bundle.Map(cluster, "new_cluster"), "data_security_mode"), BundleKeys.SecurityModes));
        }
    }

    /// <summary>What a task runs is here: the script, the job file, its stage and every key that is set.</summary>
    [Theory]
    [MemberData(nameof(Targets))]
    public void Tasks_RunAStageOfTheJobFile(string target)
    {
        Bundle bundle = Bundle.Read(target);
        foreach ((string file, _, YamlMappingNode job) in bundle.Jobs)
        {
            List<string> stages = [];
            string[] parameters = [.. Bundle.List(job, "parameters").Select(parameter => "{{job.parameters." + Bundle.Text(parameter, "name") + "}}")];
            foreach (YamlNode task in Bundle.List(job, "tasks"))
            {
                YamlMappingNode python = Bundle.Map(task, "spark_python_task");
                Assert.True(File.Exists(Path.Combine(Path.GetDirectoryName(file)!, Bundle.Text(python, "python_file")!)));
                string[] arguments = [.. Bundle.List(python, "parameters").Select(argument => bundle.Resolve(((YamlScalarNode)argument).Value!))];
                Assert.Equal("--command", arguments[0]);
                Assert.Contains(Path.GetFileName(arguments[1]), Artifacts(bundle));
                Assert.Contains(Path.GetFileName(After(arguments, "--worker")), Artifacts(bundle));
                Assert.StartsWith("/Workspace/files/", arguments[2], StringComparison.Ordinal);
                string[] settings = arguments[(Array.IndexOf(arguments, "--set") + 1)..];
                Assert.All(settings, setting => Assert.True(!setting.Contains("{{", StringComparison.Ordinal) || parameters.Any(setting.EndsWith)));

                JobOptions options = JobFile.Read(
                    Path.Combine(Repository.Root, arguments[2]["/Workspace/files/".Length..]),
                    [.. settings.Select(setting => setting.Replace("{{job.parameters.accuracy}}", "0.85", StringComparison.Ordinal))]);
                string[] only = After(arguments, "--only").Split(',');
                stages.AddRange(only);
                JobOptions stage = options.Only(only);
                Assert.Equal(bundle.Resolve("${var.catalog}.${var.schema}"), stage.Warehouse);
            }

            Assert.Equal(StageSelection.Known, stages);
        }
    }

    /// <summary>The build step is made of scripts of ours that write where the bundle looks.</summary>
    [Fact]
    public void Build_MakesTheFilesThatAreUploaded()
    {
        YamlMappingNode artifact = Bundle.Map(Bundle.Map(Bundle.Read("prod").Root, "artifacts"), "fashionspark");
        string[][] steps = [.. Bundle.Text(artifact, "build")!.Split("&&").Select(step => step.Trim().Split(' '))];

        Assert.All(steps, step => Assert.True(File.Exists(Path.Combine(Repository.Root, step[0]))));
        Assert.Equal(
            Bundle.List(artifact, "files").Select(file => Bundle.Text(file, "source")),
            steps.Select(step => Path.Combine(Path.GetDirectoryName(After(step, "--out"))!, step[0] == "eng/publish-worker" ? "fashionspark-worker.tar.gz" : "fashionspark.tar.gz")));
    }

    private static string[] Artifacts(Bundle bundle) =>
        [.. Bundle.List(Bundle.Map(Bundle.Map(bundle.Root, "artifacts"), "fashionspark"), "files").Select(file => Path.GetFileName(Bundle.Text(file, "source"))!)];

    private static string After(string[] arguments, string option) => arguments[Array.IndexOf(arguments, option) + 1];

    private static void CheckKeys(YamlNode node, string place, params string[] below)
    {
        string[] known = BundleKeys.ByPlace[place].Split(' ');
        foreach ((YamlNode key, YamlNode value) in (YamlMappingNode)node)
        {
            Assert.Contains(key.ToString(), known);
            if (below.Contains(key.ToString()))
            {
                string inner = $"{place}.{key}";
                Assert.All(value is YamlSequenceNode list ? list.Where(item => item is YamlMappingNode) : [value], item => CheckKeys(item, inner));
            }
        }
    }
}
