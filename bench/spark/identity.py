"""What do the doors to .NET cost? Identity over binary rows: PySpark's mapInArrow beside FashionSpark's two doors.

    SPARK_HOME=... PYTHONPATH=<pyarrow> /usr/bin/python3 bench/spark/identity.py [--rows 36000] [--bytes 28000] [--batch 128] [--runs 5]

One session on a standalone cluster; Parquet in, Spark's noop sink out; the ways take turns. Prints a JSON line a way: rows/s
and MB/s (median), the ratio to PySpark (median of the rounds' ratios), seconds of every run, largest memory of the workers.
"""

import argparse
import glob
import json
import os
import statistics
import tempfile
import threading
import time

import cluster

SPEC = '{"name":"identity","options":{}}'


def load_doors(spark, worker):
    """The test's helper builds the commands."""
    bridge = os.path.join(cluster.ROOT, "src/FashionSpark.Worker/Bridge")
    libraries = glob.glob(os.path.join(cluster.HOME, "python", "lib", "*.zip"))
    doors = {"worker": os.path.join(worker, "fashionspark-worker"), "pythonpath": ":".join([bridge, os.environ["PYTHONPATH"]] + libraries)}
    scope = {"spark": spark, "doors": doors}
    with open(os.path.join(cluster.ROOT, "tests/FashionSpark.Worker.Tests/Spark/spark_doors.py")) as file:
        exec(file.read(), scope)
    return scope


def identity(batches):
    yield from batches


def python_column(frame, kind):
    """What frame.mapInArrow applies, without its check for pandas on the driver, which no Arrow function uses."""
    from pyspark.sql.udf import UserDefinedFunction

    function = UserDefinedFunction(identity, frame.schema, evalType=kind)
    return function(*(frame[name] for name in frame.columns))._jc


class Memory(threading.Thread):
    """Largest sum of the resident memory of the Python and .NET workers."""

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


def measure(spark, options, scope, path):
    frame = spark.read.parquet(path)
    ways = {
        "jvm": lambda: frame,
        "python": lambda: scope["mapped"](frame, python_column(frame, scope["MAP_ARROW_ITERATOR"])),
        "bridge": lambda: scope["map_partitions"](frame, "bridge", SPEC),
        "direct": lambda: scope["map_partitions"](frame, "direct", SPEC),
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
    return seconds, memory


def main():
    parser = argparse.ArgumentParser()
    parser.add_argument("--rows", type=int, default=36000)
    parser.add_argument("--bytes", type=int, default=28000)
    parser.add_argument("--batch", type=int, default=128)
    parser.add_argument("--runs", type=int, default=5)
    parser.add_argument("--ways", default="jvm,python,bridge,direct")
    parser.add_argument("--worker", help="folder of another build of the worker")
    options = parser.parse_args()
    print(cluster.machine(), flush=True)
    worker = options.worker or cluster.worker()
    with cluster.standalone() as master, tempfile.TemporaryDirectory() as folder:
        spark = cluster.session(master, **{"spark.sql.execution.arrow.maxRecordsPerBatch": str(options.batch)})
        scope = load_doors(spark, worker)
        path = os.path.join(folder, "rows")
        scope["rows_of"](options.rows, options.bytes, 4).write.option("compression", "none").parquet(path)
        seconds, memory = measure(spark, options, scope, path)
        for way, times in seconds.items():
            median = statistics.median(times)
            ratios = [python / own for python, own in zip(seconds.get("python", []), times)]
            print(json.dumps({
                "spark": spark.version, "way": way, "rows/s": round(options.rows / median), "MB/s": round(options.rows * options.bytes / median / 1e6),
                "of python": round(statistics.median(ratios), 2) if ratios else None,
                "seconds": times, "memory MB": memory[way] // 1024,
            }), flush=True)
        spark.stop()


main()
