"""Plays PySpark's worker for the tests of fashionspark_bridge.py: runs one scenario and prints what happened as JSON."""

import json
import os
import signal
import sys
import types

import fashionspark_bridge


class TaskContext:
    def __init__(self, partition):
        self.partition = partition

    current = None

    @classmethod
    def get(cls):
        return cls.current

    def partitionId(self):
        return self.partition

    def attemptNumber(self):
        return 1

    def taskAttemptId(self):
        return 77

    def cpus(self):
        return 1


class SparkFiles:
    @staticmethod
    def getRootDirectory():
        return os.environ.get("TEST_FILES_ROOT", "/nowhere")


sys.modules["pyspark"] = types.SimpleNamespace(TaskContext=TaskContext, SparkFiles=SparkFiles)


def batches(count, rows, size):
    import pyarrow as pa

    for number in range(count):
        yield pa.record_batch(
            [pa.array(range(rows), pa.int64()), pa.array([bytes([number % 256]) * size] * rows, pa.binary())], ["id", "data"]
        )


def child_pid():
    return [child._process.pid for child in fashionspark_bridge._children.values()]


def outcome(action):
    try:
        return {"result": action(), "children": len(fashionspark_bridge._children)}
    except Exception as error:
        return {"error": "%s: %s" % (type(error).__name__, error), "children": len(fashionspark_bridge._children)}


def partition(spec, number, source):
    TaskContext.current = TaskContext(number)
    return fashionspark_bridge.bind(spec)(source)


def same(spec, count, rows, size):
    """Rows out, whether they equal the rows in, and the child's process."""
    seen = 0
    equal = True
    for got, want in zip(partition(spec, 0, batches(count, rows, size)), batches(count, rows, size)):
        seen += got.num_rows
        equal = equal and got.equals(want)
    return [seen, equal]


def stop_after_one(spec):
    out = partition(spec, 0, batches(1000, 10, 10000))
    next(out)
    out.close()
    return "closed"


def failing_source():
    yield next(batches(1, 3, 3))
    raise ValueError("Spark's side failed")


def kill_child(spec):
    for number, _ in enumerate(partition(spec, 0, batches(1000, 10, 10000))):
        if number == 3:
            os.kill(child_pid()[0], signal.SIGKILL)
    return "not noticed"


def die(spec):
    out = partition(spec, 0, batches(1000, 10, 10000))
    next(out)
    print(json.dumps(child_pid()), flush=True)
    os.kill(os.getpid(), signal.SIGKILL)


def main(scenario, spec):
    if scenario == "die":
        die(spec)
    pids = []
    results = []
    steps = {
        "partitions": [lambda n=n: [b.num_rows for b in partition(spec, n, batches(n, 3, 5))] for n in (2, 0, 1)],
        "same": [lambda: same(spec, 40, 10, 100000), lambda: same(spec, 1, 2, 20 << 20)],
        "error": [lambda: list(partition(spec, 3, batches(200, 10, 10000))), lambda: list(partition(spec, 4, batches(1, 3, 3)))],
        "stop": [lambda: stop_after_one(spec), lambda: stop_after_one(spec)],
        "source": [lambda: list(partition(spec, 0, failing_source()))],
        "kill": [lambda: kill_child(spec), lambda: stop_after_one(spec)],
        "none": [lambda: list(partition(spec, 0, iter([])))],
    }[scenario]
    for step in steps:
        results.append(outcome(step))
        pids += child_pid()
    print(json.dumps({"steps": results, "pids": len(set(pids))}))


main(sys.argv[1], sys.argv[2])
