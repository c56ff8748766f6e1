"""Sends partition functions through both doors of a classic PySpark session: command bytes as the Connect client makes them."""

import glob
import json
import os
import signal
import struct
import threading
import time

from pyspark.sql import DataFrame
from pyspark.sql.functions import crc32, expr, sum as total

MAP_ARROW_ITERATOR = 207


def command_of(door, spec, schema):
    """Direct: the JSON itself. Bridge: (fashionspark_bridge.bind(spec), <type of schema>) as a pickle of protocol 2."""
    if door == "direct":
        return spec.encode("utf-8")

    def call(module, function, text):
        data = text.encode("utf-8")
        return b"c" + module + b"\n" + function + b"\nX" + struct.pack("<i", len(data)) + data + b"\x85R"

    return (
        b"\x80\x02"
        + call(b"fashionspark_bridge", b"bind", spec)
        + call(b"pyspark.sql.types", b"_parse_datatype_json_string", schema.json())
        + b"\x86."
    )


def map_partitions(frame, door, spec, schema=None):
    """`doors` is set by the test: the worker, and what the bridge's Python needs on its path."""
    sc = spark.sparkContext
    schema = schema or frame.schema
    direct = door == "direct"
    function = sc._jvm.SimplePythonFunction(
        bytearray(command_of(door, spec, schema)),
        {} if direct else {"PYTHONPATH": doors["pythonpath"], "FASHIONSPARK_WORKER": doors["worker"]},
        [],
        doors["worker"] if direct else "/usr/bin/python3",
        spark.version if direct else "3.11",
        [],
        sc._javaAccumulator,
    )
    udf = getattr(sc._jvm, "org.apache.spark.sql.execution.python.UserDefinedPythonFunction")(
        "function", function, spark._jsparkSession.parseDataType(schema.json()), MAP_ARROW_ITERATOR, True
    )
    return mapped(frame, udf.apply(sc._jvm.PythonUtils.toSeq([frame[name]._jc for name in frame.columns])))


def mapped(frame, column):
    """The rows that a function over batches, applied to the columns of a frame (a Column of the JVM), makes of them."""
    if spark.version.startswith("3"):
        return DataFrame(frame._jdf.pythonMapInArrow(column.expr(), False), spark)
    return DataFrame(frame._jdf.mapInArrow(column, False, None), spark)


def rows_of(count, size, partitions):
    return spark.range(0, count, 1, partitions).select("id", expr(f"cast(repeat(cast(id % 10 as string), {size}) as binary) as data"))


def summary(frame):
    return tuple(frame.agg(expr("count(1)"), total("id"), total(crc32("data"))).collect()[0])


def parent_of(pid):
    """0 where the process has ended."""
    try:
        with open(f"/proc/{pid}/stat") as file:
            return int(file.read().rpartition(")")[2].split()[1])
    except OSError:
        return 0


def is_below(pid, ancestor):
    while pid > 1 and pid != ancestor:
        pid = parent_of(pid)
    return pid == ancestor


def processes(name):
    """Live processes of this Spark that run the worker in a role: other tests run the same worker beside it."""
    java = spark.sparkContext._jvm.java.lang.ProcessHandle.current().pid()
    found = []
    for path in glob.glob("/proc/[0-9]*/cmdline"):
        try:
            with open(path, "rb") as file:
                words = file.read().decode("utf-8", "replace").split("\0")
        except OSError:
            continue
        pid = int(path.split("/")[2])
        if words[0] == doors["worker"] and name in words and is_below(pid, java):
            found.append(pid)
    return found


def killed_in_mid_task(door, frame, spec):
    """Runs a job, kills the worker's process once its tasks run, and returns how many were killed and what the job gave."""
    out = []
    job = threading.Thread(target=lambda: out.append(summary(map_partitions(frame, door, spec))))
    role = "pyspark.daemon" if door == "direct" else "bridge"
    job.start()
    killed = 0
    deadline = time.time() + 60
    while job.is_alive() and killed == 0 and time.time() < deadline:
        time.sleep(0.4)
        if any(s.numActiveTasks for s in map(spark.sparkContext.statusTracker().getStageInfo, spark.sparkContext.statusTracker().getActiveStageIds()) if s):
            for pid in processes(role):
                os.kill(pid, signal.SIGKILL)
                killed += 1
    running = job.is_alive()
    job.join(90)
    return [(killed > 0 and running,), out[0] if out else ("failed",)]


def error_of(door, frame, spec):
    try:
        map_partitions(frame, door, spec).collect()
        return "no error"
    except Exception as error:
        return str(error)
