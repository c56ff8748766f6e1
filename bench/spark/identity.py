"""Identity over binary rows: PySpark's mapInArrow beside FashionSpark's two doors, in one Spark session.

    SPARK_HOME=... PYTHONPATH=<pyarrow> python3 bench/spark/identity.py --worker artifacts/worker/fashionspark-worker \
        [--master local[2]] [--rows 36000] [--bytes 28000] [--batch 128] [--runs 5]

Reads Parquet, writes to Spark's noop sink. Prints one JSON line a way: rows/s and MB/s (median), every run's seconds, and the
peak memory of the worker processes.
"""

import argparse
import glob
import json
import os
import statistics
import sys
import tempfile
import threading
import time

ROOT = os.path.dirname(os.path.dirname(os.path.dirname(os.path.abspath(__file__))))


def arguments():
    parser = argparse.ArgumentParser()
    parser.add_argument("--worker", default=os.path.join(ROOT, "artifacts/worker/fashionspark-worker"))
    parser.add_argument("--master", default="local[2]")
    parser.add_argument("--rows", type=int, default=36000)
    parser.add_argument("--bytes", type=int, default=28000)
    parser.add_argument("--batch", type=int, default=128)
    parser.add_argument("--runs", type=int, default=5)
    parser.add_argument("--ways", default="jvm,python,bridge,direct")
    return parser.parse_args()


def session(options):
    home = os.environ["SPARK_HOME"]
    sys.path[:0] = glob.glob(os.path.join(home, "python", "lib", "*.zip"))
    os.environ["PYSPARK_PYTHON"] = sys.executable
    os.environ["PYSPARK_SUBMIT_ARGS"] = (
        "--master %s --driver-memory 2g --conf spark.ui.enabled=false --conf spark.sql.catalogImplementation=in-memory "
        "--conf spark.sql.execution.arrow.maxRecordsPerBatch=%d pyspark-shell" % (options.master, options.batch)
    )
    os.environ.setdefault("SPARK_LOCAL_IP", "127.0.0.1")
    from pyspark.sql import SparkSession

    spark = SparkSession.builder.getOrCreate()
    spark.sparkContext.setLogLevel("ERROR")
    return spark


def load_doors(spark, options):
    """The test's helper builds the commands."""
    libraries = glob.glob(os.path.join(os.environ["SPARK_HOME"], "python", "lib", "*.zip"))
    bridge = os.path.join(ROOT, "src/FashionSpark.Worker/Bridge")
    scope = {
        "spark": spark,
        "doors": {"worker": os.path.abspath(options.worker), "pythonpath": ":".join([bridge, os.environ["PYTHONPATH"]] + libraries)},
    }
    with open(os.path.join(ROOT, "tests/FashionSpark.Worker.Tests/Spark/spark_doors.py")) as file:
        exec(file.read(), scope)
    return scope


def identity(batches):
    yield from batches


class Memory(threading.Thread):
    """Largest sum of the resident memory of all processes below this one that are not the JVM."""

    def __init__(self):
        super().__init__(daemon=True)
        self.peak = 0
        self.over = threading.Event()

    def run(self):
        while not self.over.wait(0.2):
            total = 0
            for path in glob.glob("/proc/[0-9]*/status"):
                try:
                    with open(path) as file:
                        fields = dict(line.split(":", 1) for line in file if ":" in line)
                    with open(path.replace("status", "cmdline"), "rb") as file:
                        command = file.read()
                except OSError:
                    continue
                if b"pyspark.daemon" in command or b"fashionspark-worker" in command and b"bridge" in command:
                    total += int(fields.get("VmRSS", "0 kB").split()[0])
            self.peak = max(self.peak, total)


def main():
    options = arguments()
    spark = session(options)
    scope = load_doors(spark, options)
    with tempfile.TemporaryDirectory() as folder:
        path = os.path.join(folder, "rows")
        scope["rows_of"](options.rows, options.bytes, 4).write.option("compression", "none").parquet(path)
        frame = spark.read.parquet(path)
        spec = '{"name":"identity","options":{}}'
        ways = {
            "jvm": lambda: frame,
            "python": lambda: frame.mapInArrow(identity, frame.schema),
            "bridge": lambda: scope["map_partitions"](frame, "bridge", spec),
            "direct": lambda: scope["map_partitions"](frame, "direct", spec),
        }
        seconds = {way: [] for way in options.ways.split(",")}
        memory = dict.fromkeys(seconds, 0)
        # Round after round, so that a busy minute of the machine hits all ways alike; the first round warms up.
        for run in range(options.runs + 1):
            for way in seconds:
                watch = Memory()
                watch.start()
                begin = time.monotonic()
                ways[way]().write.format("noop").mode("overwrite").save()
                if run > 0:
                    seconds[way].append(round(time.monotonic() - begin, 2))
                watch.over.set()
                memory[way] = max(memory[way], watch.peak)
    for way, times in seconds.items():
        median = statistics.median(times)
        print(json.dumps({
            "spark": spark.version, "way": way, "rows/s": round(options.rows / median), "MB/s": round(options.rows * options.bytes / median / 1e6),
            "seconds": times, "memory MB": memory[way] // 1024,
        }), flush=True)
    spark.stop()


main()
