"""What do the doors to .NET cost? Identity over binary rows: PySpark's mapInArrow beside FashionSpark's two doors.

    SPARK_HOME=... PYTHONPATH=<pyarrow> /usr/bin/python3 bench/spark/identity.py [--rows 36000] [--bytes 28000] [--batch 128] [--runs 5]

One session on a standalone cluster; Parquet in, Spark's noop sink out; the ways take turns. Prints a JSON line a way: rows/s
and MB/s (median), the ratio to PySpark (median of the rounds' ratios), seconds of every run, largest memory of the workers that
it used, processor seconds of the executor, of our workers and of Python's.
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


def identity(batches):
    yield from batches


KINDS = {"jvm": b"CoarseGrainedExecutorBackend", "worker": b"fashionspark-worker", "python": b"pyspark"}
TICKS = os.sysconf("SC_CLK_TCK")


def processes():
    """The executor and its workers: (pid, kind) to processor seconds and resident kB."""
    found = {}
    for folder in glob.glob("/proc/[0-9]*"):
        try:
            with open(folder + "/cmdline", "rb") as file:
                command = file.read()
            kind = next((kind for kind, mark in KINDS.items() if mark in command), None)
            if kind:
                with open(folder + "/stat") as file:
                    fields = file.read().rpartition(")")[2].split()
                found[int(folder[6:]), kind] = (int(fields[11]) + int(fields[12])) / TICKS, int(fields[21]) * 4
        except OSError:
            continue
    return found


class Watch(threading.Thread):
    """What a run takes: processor seconds of each kind of process, and the largest memory of the workers that it used."""

    def __init__(self):
        super().__init__(daemon=True)
        self.before = processes()
        self.samples = []
        self.over = threading.Event()

    def run(self):
        while not self.over.wait(0.2):
            self.samples.append(processes())

    def result(self):
        self.over.set()
        self.join()
        used = {key: cpu - self.before.get(key, (0, 0))[0] for key, (cpu, _) in processes().items()}
        seconds = {kind: round(sum(cpu for key, cpu in used.items() if key[1] == kind), 2) for kind in KINDS}
        busy = {key for key, cpu in used.items() if cpu > 0.05 and key[1] != "jvm"}
        return seconds, max((sum(sample[key][1] for key in busy if key in sample) for sample in self.samples), default=0) // 1024


def measure(spark, options, scope, path):
    frame = spark.read.parquet(path)
    ways = {
        "jvm": lambda: frame,
        "python": lambda: cluster.map_in_arrow(scope, frame, identity, frame.schema),
        "bridge": lambda: scope["map_partitions"](frame, "bridge", SPEC),
        "direct": lambda: scope["map_partitions"](frame, "direct", SPEC),
    }
    seconds = {way: [] for way in options.ways.split(",")}
    processor = {way: [] for way in seconds}
    memory = dict.fromkeys(seconds, 0)
    # Round after round, so that a busy minute of the machine hits all ways alike; the first round warms up.
    for run in range(options.runs + 1):
        for way in seconds:
            watch = Watch()
            watch.start()
            begin = time.monotonic()
            ways[way]().write.format("noop").mode("overwrite").save()
            elapsed = time.monotonic() - begin
            used, peak = watch.result()
            if run > 0:
                seconds[way].append(round(elapsed, 2))
                processor[way].append(used)
                memory[way] = max(memory[way], peak)
    return seconds, processor, memory


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
        scope = cluster.doors(spark, worker)
        path = os.path.join(folder, "rows")
        scope["rows_of"](options.rows, options.bytes, 4).write.option("compression", "none").parquet(path)
        seconds, processor, memory = measure(spark, options, scope, path)
        for way, times in seconds.items():
            median = statistics.median(times)
            ratios = [python / own for python, own in zip(seconds.get("python", []), times)]
            print(json.dumps({
                "spark": spark.version, "way": way, "rows/s": round(options.rows / median), "MB/s": round(options.rows * options.bytes / median / 1e6),
                "of python": round(statistics.median(ratios), 2) if ratios else None,
                "seconds": times, "memory MB": memory[way],
                "processor s": {kind: round(statistics.median(used[kind] for used in processor[way]), 2) for kind in KINDS},
            }), flush=True)
        spark.stop()


main()
