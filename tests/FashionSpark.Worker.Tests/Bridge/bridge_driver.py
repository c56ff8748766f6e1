"""Plays PySpark's worker for the tests of fashionspark_bridge.py: runs one scenario and prints what happened as JSON."""

import json
import os
import signal
import socket
import struct
import sys
import threading
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


START_ARROW_STREAM, END_OF_STREAM, END_OF_DATA = -6, -4, -3

# As pyspark.worker.main: the function is called while rows wait in infile, and what lies behind them is read afterwards.
WORKER_MAIN = """
def main(infile, outfile):
    for _ in run(iter(())):
        raise AssertionError("rows came through Python")
    return int.from_bytes(infile.read(4), "big", signed=True)
"""


class SparkSide:
    """Plays the JVM at the other end of a Python worker's connection."""

    def __init__(self):
        self.end, self.worker = socket.socketpair()
        self.received = []

    def task(self, spec, number, rows):
        """Serves one partition as worker.py does; what lies behind its rows, as the worker read it."""
        import pyarrow.ipc  # noqa: F401 (two threads importing it at once see half of it)

        threads = [threading.Thread(target=action, args=arguments) for action, arguments in ((self._send, (rows,)), (self._receive, ()))]
        for thread in threads:
            thread.start()
        TaskContext.current = TaskContext(number)
        worker = {"__name__": "pyspark.worker", "run": fashionspark_bridge.bind(spec)}
        exec(WORKER_MAIN, worker)
        with os.fdopen(os.dup(self.worker.fileno()), "rb", 65536) as infile, os.fdopen(os.dup(self.worker.fileno()), "wb", 65536) as outfile:
            try:
                return worker["main"](infile, outfile)
            finally:
                outfile.write(struct.pack(">i", END_OF_DATA))
                outfile.flush()
                for thread in threads:
                    thread.join()

    def _send(self, rows):
        import pyarrow as pa

        columns = pa.struct([("id", pa.int64()), ("data", pa.binary())])
        with self.end.makefile("wb") as stream:
            with pa.ipc.new_stream(stream, pa.schema([("_0", columns)])) as writer:
                for batch in rows:
                    writer.write_batch(pa.record_batch([pa.StructArray.from_arrays(batch.columns, fields=list(columns))], ["_0"]))
            stream.write(struct.pack(">i", END_OF_STREAM))

    def _receive(self):
        import pyarrow as pa

        self.received = []
        with self.end.makefile("rb") as stream:
            head = struct.unpack(">i", stream.read(4))[0]
            if head == START_ARROW_STREAM:
                for batch in pa.ipc.open_stream(stream):
                    self.received.append(pa.RecordBatch.from_arrays(batch.column(0).flatten(), ["id", "data"]))
                head = struct.unpack(">i", stream.read(4))[0]
            assert head == END_OF_DATA, head


def connection(side, spec, *shape):
    """What the worker reads behind the rows, rows out, and whether they equal the rows in."""
    behind = side.task(spec, 0, batches(*shape))
    return [behind, sum(batch.num_rows for batch in side.received), side.received == list(batches(*shape))]


def main(scenario, spec):
    side = SparkSide()
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
        "connection": [lambda s=shape: connection(side, spec, *s) for shape in ((2, 3, 5), (0, 3, 5), (40, 10, 100000), (1, 3, 5))],
        "connection-error": [lambda s=shape: connection(side, spec, *s) for shape in ((1, 3, 5), (40, 10, 100000))],
        "none": [lambda: list(partition(spec, 0, iter([])))],
    }[scenario]
    for step in steps:
        results.append(outcome(step))
        pids += child_pid()
    print(json.dumps({"steps": results, "pids": len(set(pids))}))


main(sys.argv[1], sys.argv[2])
