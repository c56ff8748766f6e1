"""A standalone Spark cluster of one worker for benchmarks, with a PySpark session or a Connect server on it. Needs SPARK_HOME."""

import contextlib
import glob
import json
import os
import platform
import re
import subprocess
import sys
import tempfile
import time

HOME = os.environ["SPARK_HOME"]
ROOT = os.path.dirname(os.path.dirname(os.path.dirname(os.path.abspath(__file__))))
CORES = int(os.environ.get("BENCH_CORES", os.cpu_count()))
DEADLINE = 120  # seconds for a server to come up, on a busy machine

# As users have them: no cache of classes, G1, both compilers.
SETTINGS = {
    "spark.ui.enabled": "false",
    "spark.sql.catalogImplementation": "in-memory",
    "spark.executor.memory": "3g",
    "spark.sql.extensions": "io.delta.sql.DeltaSparkSessionExtension",
    "spark.sql.catalog.spark_catalog": "org.apache.spark.sql.delta.catalog.DeltaCatalog",
}


def environment(**more):
    result = {key: value for key, value in os.environ.items() if not key.startswith(("SPARK_", "PYSPARK_"))}
    result.update(SPARK_HOME=HOME, SPARK_LOCAL_IP="127.0.0.1", **more)
    return result


@contextlib.contextmanager
def process(command, ready, **more):
    """Starts a server and yields what its log says when it is ready; its log goes to a file that is shown where it fails."""
    with tempfile.TemporaryDirectory() as folder:
        log = os.path.join(folder, "log")
        with open(log, "wb") as file:
            child = subprocess.Popen(command, stdout=file, stderr=file, cwd=folder, env=environment(**more))
        try:
            until = time.monotonic() + DEADLINE
            while True:
                with open(log, errors="replace") as file:
                    text = file.read()
                found = re.search(ready, text)
                if found:
                    break
                if child.poll() is not None or time.monotonic() > until:
                    raise SystemExit("%s did not start:\n%s" % (command[0], text[-4000:]))
                time.sleep(0.1)
            yield found.group(1)
        finally:
            child.terminate()
            try:
                child.wait(20)
            except subprocess.TimeoutExpired:
                child.kill()


@contextlib.contextmanager
def standalone():
    """A master and a worker with all cores; yields spark://..."""
    spark_class = os.path.join(HOME, "bin", "spark-class")
    master = [spark_class, "org.apache.spark.deploy.master.Master", "--host", "127.0.0.1", "--port", "0", "--webui-port", "0"]
    with tempfile.TemporaryDirectory() as work, process(
        master, r"Starting Spark master at (spark://[\w.:]+)", SPARK_DAEMON_MEMORY="256m"
    ) as address:
        worker = [
            spark_class, "org.apache.spark.deploy.worker.Worker", "--host", "127.0.0.1", "--port", "0", "--webui-port", "0",
            "--cores", str(CORES), "--memory", "8g", "--work-dir", work, address,
        ]
        with process(worker, r"(Successfully registered with master)", SPARK_DAEMON_MEMORY="256m"):
            yield address


@contextlib.contextmanager
def connect(master, python, **more):
    """A Connect server whose executors start `python` for functions; yields sc://..."""
    command = [os.path.join(HOME, "bin", "spark-submit"), "--master", master, "--driver-memory", "2g"]
    settings = dict(SETTINGS, **{"spark.connect.grpc.binding.port": "0", "spark.connect.grpc.binding.address": "127.0.0.1"})
    for key, value in settings.items():
        command += ["--conf", "%s=%s" % (key, value)]
    command += ["--class", "org.apache.spark.sql.connect.service.SparkConnectServer", "spark-internal"]
    with process(command, r"Spark Connect server started at: .*:(\d+)", PYSPARK_PYTHON=python, **more) as port:
        yield "sc://127.0.0.1:" + port


def session(master, **settings):
    """A classic PySpark session on the cluster."""
    sys.path[:0] = sorted(glob.glob(os.path.join(HOME, "python", "lib", "*.zip")))
    for key in [key for key in os.environ if key.startswith(("SPARK_", "PYSPARK_"))]:
        del os.environ[key]
    os.environ.update(environment(PYSPARK_PYTHON=sys.executable))
    arguments = ["--master", master, "--driver-memory", "2g"]
    for key, value in dict(SETTINGS, **settings).items():
        arguments += ["--conf", "%s=%s" % (key, value)]
    os.environ["PYSPARK_SUBMIT_ARGS"] = " ".join(arguments + ["pyspark-shell"])
    from pyspark.sql import SparkSession

    spark = SparkSession.builder.getOrCreate()
    spark.sparkContext.setLogLevel("ERROR")
    return spark


def doors(spark, worker):
    """map_partitions(frame, door, spec, schema) and mapped(frame, column): the worker's tests build the commands."""
    bridge = os.path.join(ROOT, "src/FashionSpark.Worker/Bridge")
    libraries = glob.glob(os.path.join(HOME, "python", "lib", "*.zip"))
    doors = {"worker": os.path.join(worker, "fashionspark-worker"), "pythonpath": ":".join([bridge, os.environ["PYTHONPATH"]] + libraries)}
    scope = {"spark": spark, "doors": doors}
    with open(os.path.join(ROOT, "tests/FashionSpark.Worker.Tests/Spark/spark_doors.py")) as file:
        exec(file.read(), scope)
    return scope


def map_in_arrow(scope, frame, function, schema):
    """What frame.mapInArrow does, without its check for pandas on the driver, which no Arrow function uses."""
    from pyspark.sql.udf import UserDefinedFunction

    udf = UserDefinedFunction(function, schema, evalType=scope["MAP_ARROW_ITERATOR"])
    return scope["mapped"](frame, udf(*(frame[name] for name in frame.columns))._jc)


def machine():
    """One line of what a figure depends on."""
    with open("/proc/cpuinfo") as file:
        cpu = next(line.split(":")[1].strip() for line in file if line.startswith("model name"))
    version = os.path.basename(glob.glob(os.path.join(HOME, "jars", "spark-core_*.jar"))[0])
    return "%s, %d processors, %s, %s, Python %s" % (cpu, os.cpu_count(), platform.platform(), version, platform.python_version())


def fashionspark(*arguments, **more):
    """The command, as the launcher of this checkout builds it; its --json result."""
    command = [*os.environ.get("BENCH_COMMAND", os.path.join(ROOT, "fashionspark")).split(), *arguments, "--json"]
    done = subprocess.run(command, stdout=subprocess.PIPE, stderr=None if os.environ.get("BENCH_VERBOSE") else subprocess.PIPE, env=environment(**more), check=False)
    if done.returncode != 0:
        raise SystemExit("%s: exit code %d\n%s" % (" ".join(command), done.returncode, (done.stdout + (done.stderr or b"")).decode()[-4000:]))
    return json.loads(done.stdout)


def worker(*flavour):
    """Folder of the worker of this checkout, built where sources changed."""
    return subprocess.run([os.path.join(ROOT, "eng", "find-worker"), *flavour], stdout=subprocess.PIPE, check=True).stdout.decode().strip()


def python_of(door, folder):
    """What PYSPARK_PYTHON of a server names, for a door."""
    return os.path.join(folder, "fashionspark-worker") if door == "direct" else sys.executable
