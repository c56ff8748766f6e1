namespace FashionSpark.Cli.Tests.Databricks;

/// <summary>
/// The keys that the published schema of bundles knows, as far as ours could have them: bundle/schema/jsonschema.json of
/// github.com/databricks/cli, read on 2026-11-25.
/// </summary>
internal static class BundleKeys
{
    public static IReadOnlyDictionary<string, string> ByPlace { get; } = new Dictionary<string, string>
    {
        [""] = "artifacts bundle environments experimental include permissions presets python resources run_as scripts sync targets variables workspace",
        ["artifacts.*"] = "build dynamic_version executable files path type",
        ["artifacts.*.files"] = "source",
        ["sync"] = "exclude include paths",
        ["variables.*"] = "default description lookup type",
        ["targets.*"] = "artifacts bundle cluster_id compute_id default git mode permissions presets resources run_as sync variables workspace",
        ["job"] = "budget_policy_id continuous description email_notifications environments git_source health job_clusters lifecycle max_concurrent_runs name " +
            "notification_settings parameters parent_path performance_target permissions queue run_as schedule tags tasks timeout_seconds trigger triggers " +
            "usage_policy_id webhook_notifications",
        ["job.schedule"] = "pause_status quartz_cron_expression sql_condition timezone_id",
        ["job.queue"] = "enabled",
        ["job.email_notifications"] = "no_alert_for_skipped_runs on_duration_warning_threshold_exceeded on_failure on_start on_streaming_backlog_exceeded on_success",
        ["job.parameters"] = "default name",
        ["job.job_clusters"] = "job_cluster_key new_cluster serverless_compute_id",
        ["job.job_clusters.new_cluster"] = "apply_policy_default_values autoscale autotermination_minutes aws_attributes azure_attributes cluster_log_conf cluster_name " +
            "custom_tags data_security_mode dependency_mode docker_image driver_instance_pool_id driver_node_type_flexibility driver_node_type_id enable_elastic_disk " +
            "enable_local_disk_encryption gcp_attributes init_scripts instance_pool_id is_single_node kind node_type_id num_workers policy_id remote_disk_throughput " +
            "runtime_engine single_user_name spark_conf spark_env_vars spark_version ssh_public_keys total_initial_remote_disk_size use_ml_runtime " +
            "worker_node_type_flexibility workload_type",
        ["job.environments"] = "environment_key spec",
        ["job.environments.spec"] = "base_environment client dependencies environment_version java_dependencies",
        ["job.tasks"] = "compute condition_task depends_on description disable_auto_optimization disabled email_notifications environment_key existing_cluster_id " +
            "for_each_task health job_cluster_key libraries max_retries min_retry_interval_millis new_cluster notebook_task notification_settings pipeline_task " +
            "python_wheel_task retry_on_timeout run_if run_job_task spark_jar_task spark_python_task sql_task task_key timeout_seconds webhook_notifications",
        ["job.tasks.depends_on"] = "outcome task_key",
        ["job.tasks.spark_python_task"] = "parameters python_file source",
    };

    public static IReadOnlyList<string> SecurityModes { get; } =
    [
        "NONE", "SINGLE_USER", "USER_ISOLATION", "LEGACY_TABLE_ACL", "LEGACY_PASSTHROUGH", "LEGACY_SINGLE_USER", "LEGACY_SINGLE_USER_STANDARD",
        "DATA_SECURITY_MODE_STANDARD", "DATA_SECURITY_MODE_DEDICATED", "DATA_SECURITY_MODE_AUTO",
    ];
}
