"""Runs a FashionSpark job by spark-submit, or as a Python task of a Databricks job.

    spark-submit --master spark://host:7077 jobs/fashionspark_submit.py jobs/fashion-mnist.json --set train.epochs=3

By spark-submit, this PySpark driver turns Spark's Connect server on in its own JVM, on a free port of loopback. On Databricks
it takes the server that is there: SPARK_REMOTE as the runtime gives it on standard and serverless compute, or the workspace's
address with a token and the cluster's id on dedicated compute. Then it starts the command `fashionspark run ...` with
SPARK_REMOTE as a child, passes its output and signals on, and ends with its exit code. What follows the script's name goes to
the command: a job file with what `fashionspark run` takes, or any of its commands, as in `... fashionspark_submit.py doctor`.

    --command PATH          before all else: where the command is; a .tar.gz of eng/publish-command (in a Unity Catalog
                            volume, say) is unpacked to the local disk once a machine, not once a task

Environment:
  FASHIONSPARK_COMMAND    the same as --command; default: `fashionspark` beside the folder of this file, or on PATH
  FASHIONSPARK_LOCAL      local folder to unpack in; default: /local_disk0/tmp where there is one, else the temporary folder
  DATABRICKS_TOKEN        on dedicated compute, the token; default: the task's own
  PYSPARK_PYTHON          what executors start: their Python (the bridge door), or fashionspark-worker (the direct door);
                          for the latter set PYSPARK_DRIVER_PYTHON=python3 too, since this driver is Python all the same
  FASHIONSPARK_GRACE      seconds that the command has to end after a signal; default 30

Exit codes: the command's (128 + N where signal N ended it); 2 where it could not be started; 1 where Spark failed.
Only Python's standard library and Spark's own pyspark are needed.
"""

import ctypes
import fcntl
import hashlib
import os
import secrets
import shutil
import signal
import stat
import subprocess
import sys
import tarfile
import tempfile
import threading
import time

PLUGIN = "org.apache.spark.sql.connect.SparkConnectPlugin"
SERVICE = "org.apache.spark.sql.connect.service.SparkConnectService"
DELTA_EXTENSION = "io.delta.sql.DeltaSparkSessionExtension"
DELTA_CATALOG = "org.apache.spark.sql.delta.catalog.DeltaCatalog"
DELTA_PACKAGES = {"3.5": "io.delta:delta-spark_2.12:3.3.2", "4.1": "io.delta:delta-spark_4.1_2.13:4.3.1"}
LOOPBACK = "127.0.0.1"
WORKER = "fashionspark-worker"
# These write stack traces of what is no fault: a question for a table that is not there yet, an answer that the server cuts
# by design and the client fetches on. What goes wrong for good reaches the command, which says it.
CHATTER = (
    "org.apache.spark.sql.execution.streaming.FileStreamSink",
    "org.apache.spark.sql.execution.streaming.sinks.FileStreamSink",
    "org.apache.spark.sql.connect.execution.ExecuteGrpcResponseSender",
    "org.apache.spark.sql.connect.utils.ErrorUtils",
)
POLL_SECONDS = 0.2
PR_SET_PDEATHSIG = 1
PARENT_DIED = signal.SIGUSR1
FAILED, BAD_INPUT = 1, 2
MEANINGS = {2: " (bad input or usage)", 3: " (a gate was not passed: tasks that depend on this one do not run)", 130: " (interrupted)", 143: " (cancelled)"}


class SubmitError(Exception):
    """An error whose text says what to do."""

    def __init__(self, text, code=BAD_INPUT):
        super().__init__(text)
        self.code = code


def main(arguments):
    signals = Signals()
    if "PYSPARK_GATEWAY_PORT" in os.environ:
        _tell_when_parent_dies(PARENT_DIED)
    try:
        named, arguments = take_command(arguments)
        command = find_command(named) + to_command_line(arguments)
        server = DatabricksServer.find() if is_databricks() else ConnectServer.start()
        try:
            command += executor_python(server, command)
            code = run_child(command, server, signals)
            if code and is_databricks():
                print("fashionspark ended with exit code %d%s" % (code, MEANINGS.get(code, "")), file=sys.stderr, flush=True)
            return code
        finally:
            server.stop()
    except SubmitError as error:
        print("error: %s" % error, file=sys.stderr, flush=True)
        return error.code
    except Interrupted as interrupted:
        return 128 + interrupted.signal


def to_command_line(arguments):
    """A job file stands for `run JOB.json`; the engine is the one in SPARK_REMOTE, unless another is asked for."""
    if not arguments:
        raise SubmitError("There is no job. Usage: spark-submit [options] fashionspark_submit.py JOB.json [--set key=value ...]")
    run = arguments if not arguments[0].endswith(".json") else ["run"] + arguments
    named = any(a == "--engine" or a.startswith("--engine=") for a in run)
    takes_engine = run[0] in ("run", "quickstart", "prepare", "train", "score", "evaluate", "report", "doctor")
    return run + (["--engine", "spark"] if takes_engine and not named else [])


def executor_python(server, command):
    """Asking an executor for its Python's version takes a task that fails, and frightens who reads Spark's log."""
    is_said = any(a.split("=")[0] in ("--executor-python", "--door") for a in command)
    is_ours = ("--engine", "spark") in zip(command, command[1:])
    version = server.python_version() if is_ours and not is_said else None
    return ["--executor-python", version] if version else []


def is_databricks():
    return bool(os.environ.get("DATABRICKS_RUNTIME_VERSION"))


def take_command(arguments):
    """--command and its value off the front; the rest is the command's."""
    if arguments[:1] != ["--command"]:
        return None, arguments
    if len(arguments) < 2:
        raise SubmitError("--command wants a path: the command fashionspark, or a .tar.gz of eng/publish-command.")
    return arguments[1], arguments[2:]


def find_command(option=None):
    named = option or os.environ.get("FASHIONSPARK_COMMAND")
    # Databricks runs this text without a file in some runtimes.
    beside = os.path.join(os.path.dirname(os.path.dirname(os.path.abspath(globals().get("__file__", "jobs/x")))), "fashionspark")
    path = named or (beside if os.path.isfile(beside) else shutil.which("fashionspark"))
    if not path:
        raise SubmitError(
            "The command fashionspark is neither at '%s' nor on PATH. Set FASHIONSPARK_COMMAND to it; with --deploy-mode cluster "
            "it must be there on every machine that may run the driver." % beside
        )
    origin = "--command" if option else "FASHIONSPARK_COMMAND" if named else "the command"
    if path.endswith(".tar.gz") and os.path.isfile(path):
        return [os.path.join(unpack(path), "fashionspark")]
    if not os.path.isfile(path):
        raise SubmitError("%s is '%s', which is no file. Give the full path of the command fashionspark." % (origin, path))
    if not os.access(path, os.X_OK):
        raise SubmitError("%s is '%s', which is not executable. Run: chmod +x '%s'" % (origin, path, path))
    return [os.path.abspath(path)]


def unpack(archive):
    """The archive's folder on the local disk: one for this content, user and machine, made by whoever comes first."""
    local = os.environ.get("FASHIONSPARK_LOCAL") or ("/local_disk0/tmp" if os.path.isdir("/local_disk0/tmp") else tempfile.gettempdir())
    state = os.stat(archive)
    # A volume is read over the network: size and time say whether it is the same file, without reading 200 MB.
    key = hashlib.sha256(("%s %d %d" % (os.path.abspath(archive), state.st_size, state.st_mtime_ns)).encode()).hexdigest()[:16]
    home = os.path.join(local, "fashionspark-%d" % os.getuid())
    try:
        os.makedirs(home, mode=0o700, exist_ok=True)
        if os.stat(home).st_uid != os.getuid() or os.path.islink(home):
            raise SubmitError("'%s' is not ours. Set FASHIONSPARK_LOCAL to a folder that only this user writes to." % home)
        folder = os.path.join(home, key)
        with open(os.path.join(home, "lock"), "w") as lock:
            fcntl.flock(lock, fcntl.LOCK_EX)
            if not os.path.isdir(folder):
                begin = time.monotonic()
                _unpack_beside(archive, folder)
                print("copied %s to %s in %.1f s" % (archive, folder, time.monotonic() - begin), file=sys.stderr, flush=True)
    except (OSError, tarfile.TarError, EOFError) as error:
        raise SubmitError("'%s' cannot be unpacked to '%s': %s. Publish it anew with eng/publish-command, or set FASHIONSPARK_LOCAL." % (archive, home, error)) from None
    if not os.path.isfile(os.path.join(folder, "fashionspark")):
        raise SubmitError("'%s' has no file 'fashionspark': it is not an archive of eng/publish-command." % archive)
    return folder


def _unpack_beside(archive, folder):
    """Under another name first: a folder of the right name is whole."""
    temporary = tempfile.mkdtemp(prefix=os.path.basename(folder) + ".", dir=os.path.dirname(folder))
    try:
        with tarfile.open(archive) as tar:
            tar.extractall(temporary, **({"filter": "tar"} if hasattr(tarfile, "tar_filter") else {}))
        command = os.path.join(temporary, "fashionspark")
        if os.path.isfile(command):
            os.chmod(command, 0o755)  # volumes keep no run bit of files that were put there one by one
        os.rename(temporary, folder)
    finally:
        shutil.rmtree(temporary, ignore_errors=True)


class DatabricksServer:
    """The Connect server of the compute that the task runs on."""

    def __init__(self, remote):
        self.remote = remote

    @classmethod
    def find(cls):
        return cls(os.environ.get("SPARK_REMOTE") or cls._of_cluster())

    @staticmethod
    def _of_cluster():
        """Dedicated compute names no server: its own is reached through the workspace, as Databricks Connect does it."""
        try:
            from pyspark.sql import SparkSession

            spark = SparkSession.builder.getOrCreate()
            host = os.environ.get("DATABRICKS_HOST") or spark.conf.get("spark.databricks.workspaceUrl")
            cluster = os.environ.get("DATABRICKS_CLUSTER_ID") or spark.conf.get("spark.databricks.clusterUsageTags.clusterId")
        except Exception as error:
            raise SubmitError(
                "This compute gives neither SPARK_REMOTE nor the address of its workspace (%s). Use standard or serverless compute, or set "
                "SPARK_REMOTE=sc://HOST:443/;token=...;x-databricks-cluster-id=... in the cluster's environment." % _first_line(error)
            ) from None
        token = os.environ.get("DATABRICKS_TOKEN") or _task_token(spark)
        if not token:
            raise SubmitError("There is no token for the cluster's own server. Set DATABRICKS_TOKEN in the cluster's environment to {{secrets/SCOPE/KEY}}.")
        return "sc://%s:443/;token=%s;x-databricks-cluster-id=%s" % (host.replace("https://", "").strip("/"), token, cluster)

    def python_version(self):
        return None  # another machine's; it is asked

    def is_ending(self):
        return False

    def stop(self):
        pass  # it is the compute's, and others may use it


def _task_token(spark):
    try:
        from pyspark.dbutils import DBUtils

        return DBUtils(spark).notebook.entry_point.getDbutils().notebook().getContext().apiToken().get()
    except Exception:
        return None


class ConnectServer:
    """Spark with its Connect server in this driver's JVM."""

    def __init__(self, spark, jvm, service, token):
        self._spark = spark
        self._jvm = jvm
        self._service = service
        self._token = token

    @classmethod
    def start(cls):
        # Only the child is to speak Connect; with these set PySpark itself would.
        for name in ("SPARK_REMOTE", "SPARK_CONNECT_MODE_ENABLED", "SPARK_API_MODE"):
            os.environ.pop(name, None)
        try:
            from pyspark import SparkContext, __version__
            from pyspark.sql import SparkSession
        except ImportError as error:
            raise SubmitError("There is no pyspark here (%s). Start this file by spark-submit." % error) from None
        if not hasattr(SparkContext, "_ensure_initialized"):
            raise SubmitError("PySpark %s here has no classic mode (pyspark-client?). Start this file by spark-submit." % __version__)
        SparkContext._ensure_initialized()
        jvm = SparkContext._jvm
        major = int(__version__.split(".")[0])
        _require_classes(jvm, __version__)
        _check_python(jvm)
        builder = SparkSession.builder.appName("fashionspark")
        token = None
        for key, value in _settings(jvm, major).items():
            builder = builder.config(key, value)
            if key == "spark.connect.authenticate.token":
                token = value
        try:
            spark = builder.getOrCreate()
        except Exception as error:
            raise SubmitError("Spark does not start: %s" % _first_line(error), FAILED) from None
        if not _is_set(jvm, "spark.log.level"):
            spark.sparkContext.setLogLevel("WARN")
            _silence(jvm)
        service = getattr(getattr(jvm, SERVICE + "$"), "MODULE$")
        try:
            if major < 4:
                _start_on_loopback(jvm, service)
        except Exception as error:
            spark.stop()
            raise SubmitError("Spark's Connect server does not start: %s" % _first_line(error), FAILED) from None
        return cls(spark, jvm, service, token)

    @property
    def remote(self):
        address = "sc://%s:%d" % (LOOPBACK, self._service.localPort())
        return address + ("/;token=" + self._token if self._token else "")

    def python_version(self):
        """Of the Python that executors start for functions, as it is here: Spark wants the same one everywhere. None where they start our worker."""
        python = self._jvm.java.lang.System.getenv("PYSPARK_PYTHON") or "python3"
        if os.path.basename(python) == WORKER:
            return None
        try:
            ask = [python, "-c", "import sys; print('%d.%d' % sys.version_info[:2])"]
            return subprocess.run(ask, stdin=subprocess.DEVNULL, capture_output=True, text=True, timeout=60, check=True).stdout.strip()
        except (OSError, subprocess.SubprocessError):
            return None

    def write(self, line):
        """To the standard error of spark-submit."""
        self._jvm.java.lang.System.err.print(line)

    def flush(self):
        self._jvm.java.lang.System.err.flush()

    def is_ending(self):
        """Whether the JVM has been told to end: then so must the child, before Spark is gone under it."""
        try:
            return bool(self._jvm.org.apache.spark.util.ShutdownHookManager.inShutdown())
        except Exception:
            return True

    def stop(self):
        try:
            if not self.is_ending():
                none = getattr(getattr(self._jvm, "scala.None$"), "MODULE$")
                self._service.stop(none, none)
        except Exception:
            pass  # Spark ends, and the server with it
        try:
            self._spark.stop()
        except Exception:
            pass  # the JVM has gone before us


def _settings(jvm, major):
    """What the context must know before it starts; what the user has set stays."""
    conf = jvm.org.apache.spark.SparkConf()
    settings = {"spark.sql.extensions": _with(conf, "spark.sql.extensions", DELTA_EXTENSION)}
    if not conf.contains("spark.sql.catalog.spark_catalog"):
        settings["spark.sql.catalog.spark_catalog"] = DELTA_CATALOG
    if major >= 4:
        settings["spark.plugins"] = _with(conf, "spark.plugins", PLUGIN)
        settings["spark.connect.grpc.binding.address"] = LOOPBACK
        if not conf.contains("spark.connect.grpc.binding.port"):
            settings["spark.connect.grpc.binding.port"] = "0"
        # Hexadecimal digits need no escapes in the connection string.
        settings["spark.connect.authenticate.token"] = secrets.token_hex(32)
    elif PLUGIN in conf.get("spark.plugins", "").split(","):
        # That server would listen on every interface; ours does not.
        settings["spark.plugins"] = ",".join(p for p in conf.get("spark.plugins", "").split(",") if p != PLUGIN)
    worker = os.environ.get("FASHIONSPARK_WORKER")
    if worker and not conf.contains("spark.executorEnv.FASHIONSPARK_WORKER"):
        settings["spark.executorEnv.FASHIONSPARK_WORKER"] = worker
    return settings


def _with(conf, key, value):
    values = [v for v in conf.get(key, "").split(",") if v]
    return ",".join(values if value in values else values + [value])


def _is_set(jvm, key):
    return jvm.org.apache.spark.SparkConf().contains(key)


def _silence(jvm):
    try:
        log4j = jvm.org.apache.logging.log4j
        for name in CHATTER:
            log4j.core.config.Configurator.setLevel(name, log4j.Level.OFF)
    except Exception:
        pass  # another logging library: its lines stay


def _start_on_loopback(jvm, service):
    """Spark 3.5's own start listens on every interface; this is the same start with an address."""
    conf = jvm.org.apache.spark.SparkEnv.get().conf()
    address = jvm.java.net.InetSocketAddress(LOOPBACK, int(conf.get("spark.connect.grpc.binding.port", "0")))
    builder = jvm.org.sparkproject.connect.grpc.netty.NettyServerBuilder.forAddress(address)
    builder.maxInboundMessageSize(int(conf.getSizeAsBytes("spark.connect.grpc.maxInboundMessageSize", "128m")))
    builder.addService(getattr(jvm, SERVICE)(False))
    getattr(getattr(jvm, "org.apache.spark.sql.connect.service.SparkConnectInterceptorRegistry$"), "MODULE$").chainInterceptors(builder)
    server = builder.build()
    getattr(service, "server_$eq")(server)
    server.start()


def _require_classes(jvm, version):
    scala = "2.12" if version.startswith("3.") else "2.13"
    delta = DELTA_PACKAGES.get(".".join(version.split(".")[:2]), "DELTA-FOR-SPARK-%s (see https://docs.delta.io/latest/releases.html)" % version)
    connect = "org.apache.spark:spark-connect_%s:%s" % (scala, version)
    loader = jvm.java.lang.Thread.currentThread().getContextClassLoader()
    for name, what, package in ((SERVICE, "Spark's Connect server", connect), (DELTA_EXTENSION, "Delta Lake", delta)):
        try:
            loader.loadClass(name)
        except Exception:
            raise SubmitError(
                "%s is not on the driver's class path (Spark %s has no class %s). Put its jars into $SPARK_HOME/jars, or add to "
                "spark-submit: --packages %s" % (what, version, name, package)
            ) from None


def _check_python(jvm):
    """The Connect server starts on executors what the JVM's environment names; spark.pyspark.python does not reach it."""
    python = jvm.java.lang.System.getenv("PYSPARK_PYTHON")
    conf = jvm.org.apache.spark.SparkConf()
    setting = conf.get("spark.pyspark.python", "")
    if os.path.basename(setting) == WORKER and setting != python:
        raise SubmitError(
            "spark.pyspark.python is '%s', but the Connect server looks at the environment: start spark-submit with PYSPARK_PYTHON='%s' and "
            "PYSPARK_DRIVER_PYTHON=python3, and without that setting." % (setting, setting)
        )


class Interrupted(Exception):
    def __init__(self, number):
        super().__init__("signal %d" % number)
        self.signal = number


class Signals:
    """Before the child runs a signal ends this process, then signals are the child's."""

    def __init__(self):
        self.came = []
        self.has_child = False
        if threading.current_thread() is not threading.main_thread():
            return  # Python allows handlers there only; the child then ends with this process
        for number in (signal.SIGINT, signal.SIGTERM, signal.SIGHUP, PARENT_DIED):
            if signal.getsignal(number) != signal.SIG_IGN or number != signal.SIGHUP:  # nohup
                signal.signal(number, self._take)

    def _take(self, number, _frame):
        if number == PARENT_DIED:
            self.end_child()
        else:
            self.came.append(number)
        if not self.has_child:
            raise Interrupted(self.came[-1])

    def end_child(self):
        """Nobody asked, but Spark ends. A child that was told already is not told again: a second signal ends it at once."""
        if not self.came:
            self.came.append(signal.SIGTERM)


def run_child(command, server, signals):
    environment = dict(os.environ, SPARK_REMOTE=server.remote)
    for name in ("PYSPARK_GATEWAY_PORT", "PYSPARK_GATEWAY_SECRET", "PYTHONPATH"):
        environment.pop(name, None)
    # What a task of Databricks shows is what goes through Python's own streams.
    targets = {"stdout": sys.stdout, "stderr": sys.stderr} if is_databricks() else {}
    stderr = None if targets else _stderr_of_submit()
    if stderr is not None and stat.S_ISREG(os.fstat(stderr).st_mode):
        # A file opened a second time has a second position: the JVM's lines and ours would overwrite each other.
        targets = {"stderr": server}
    streams = ({} if stderr is None else {"stderr": stderr}) | dict.fromkeys(targets, subprocess.PIPE)
    if targets:
        streams.update(text=True, encoding="utf-8", errors="replace")
    signals.has_child = True
    try:
        # A session of its own: signals of the terminal come through us, once, and it can be ended with all it started.
        child = subprocess.Popen(command, env=environment, stdin=subprocess.DEVNULL, start_new_session=True, preexec_fn=_child_dies_with_us, **streams)
    except OSError as error:
        raise SubmitError("'%s' cannot be started: %s. Is it built for this machine, and its file system not mounted noexec?" % (command[0], error.strerror))
    finally:
        if stderr is not None:
            os.close(stderr)
    pumps = [_pump(getattr(child, name), target) for name, target in targets.items()]
    try:
        code = wait(child, server, signals)
    finally:
        _kill_group(child.pid)
    for pump in pumps:
        pump.join()
    return 128 - code if code < 0 else code


def _pump(source, target):
    def copy():
        for line in source:
            try:
                target.write(line)
                target.flush()
            except Exception:
                pass  # Spark has gone; the command must not wait for a reader

    thread = threading.Thread(target=copy, daemon=True)
    thread.start()
    return thread


def wait(child, server, signals):
    """Passes every signal on; a child that does not end in time after the first is killed."""
    passed, deadline = 0, None
    while True:
        try:
            return child.wait(POLL_SECONDS)
        except subprocess.TimeoutExpired:
            pass
        if not signals.came and server.is_ending():
            signals.end_child()
        for number in signals.came[passed:]:
            passed += 1
            child.send_signal(number)
            deadline = deadline or time.monotonic() + float(os.environ.get("FASHIONSPARK_GRACE", "30"))
        if deadline and time.monotonic() > deadline:
            child.kill()


def _stderr_of_submit():
    """spark-submit joins our two streams; the command's results are to stay apart from its progress."""
    if "PYSPARK_GATEWAY_PORT" not in os.environ:
        return None
    try:
        return os.open("/proc/%d/fd/2" % os.getppid(), os.O_WRONLY | os.O_APPEND)
    except OSError:
        return None


def _kill_group(group):
    try:
        os.killpg(group, signal.SIGKILL)
    except (ProcessLookupError, PermissionError):
        pass


_LIBC = ctypes.CDLL(None, use_errno=True)


def _tell_when_parent_dies(number):
    _LIBC.prctl(PR_SET_PDEATHSIG, number, 0, 0, 0)


def _child_dies_with_us():
    _LIBC.prctl(PR_SET_PDEATHSIG, signal.SIGKILL, 0, 0, 0)


def _first_line(error):
    lines = [line for line in str(getattr(error, "java_exception", None) or error).splitlines() if line.strip()]
    return lines[0].strip() if lines else type(error).__name__


if __name__ == "__main__":
    exit_code = main(sys.argv[1:])
    # A task of Databricks that ends by SystemExit has failed, whatever its code.
    if exit_code or not is_databricks():
        sys.exit(exit_code)
