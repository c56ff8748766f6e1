"""FashionSpark's bridge: runs partition functions written in C# where Spark wants Python.

Shipped with AddArtifacts ("pyfiles/fashionspark_bridge.py") or --py-files. The pickled command of a MapPartitions node
imports this module and calls bind(spec): spec is the JSON text of a partition function, {"name", "options"}, with an
optional member "worker" that says where the .NET worker lies on the executors:

    "worker": {"path": "/opt/fashionspark/worker", "archive": "fashionspark-worker"}

It is looked for in this order: "path" (the executable, its folder, or a .tar.gz of the folder, which is unpacked to local
disk once), "archive" (a folder that Spark unpacked: the name behind '#' in spark.archives, or an archive artifact), the
environment variable FASHIONSPARK_WORKER (as "path").

A Python worker starts one .NET child on first use and keeps it. Under Spark's own worker.py the child inherits the
connection to the JVM and reads and writes the rows there itself, so that they pass no Python at all. Over its pipes go, for
each partition (i32 big-endian):
    to the child:    i32 n, n bytes of JSON with "ahead": k; the k bytes that Python has read of the rows already
    from the child:  i32 how many of these it used; i32 m, m bytes of error text (0 = success)
Anywhere else the rows go over the pipes too:
    to the child:    i32 n, n bytes of JSON; unless "empty": one Arrow stream
    from the child:  i32 1 and one Arrow stream, or i32 0; then i32 m, m bytes of error text (0 = success)

The function "describe-python" needs no worker: it answers with one row about this Python, for `fashionspark doctor`.
"""

import atexit
import collections
import fcntl
import io
import json
import os
import socket
import stat
import struct
import subprocess
import sys
import tarfile
import tempfile
import threading

PROTOCOL = 2
EXECUTABLE = "fashionspark-worker"
DESCRIBE = "describe-python"
PIPE_BYTES = 1 << 20  # what an ordinary user may ask for; 64 KiB would mean a switch of processes for each piece
F_SETPIPE_SZ = 1031
STDERR_LINES = 200

_children = {}


class FashionSparkError(RuntimeError):
    """An error whose text says what to do."""


def bind(spec):
    """Returns the function over record batches that Spark's mapInArrow calls, once for each partition."""
    _require_pyarrow()
    if json.loads(spec)["name"] == DESCRIBE:
        return _describe

    def run(batches):
        return _run(spec, batches)

    return run


def _require_pyarrow():
    try:
        import pyarrow.ipc  # noqa: F401
    except ImportError as error:
        raise FashionSparkError(
            "Python %d.%d (%s) on executor %s cannot import pyarrow: %s. Install pyarrow and numpy there "
            "(pip install pyarrow numpy), or use the direct door, which needs no Python."
            % (sys.version_info[0], sys.version_info[1], sys.executable, socket.gethostname(), error)
        ) from None


def _describe(batches):
    import pyarrow

    for _ in batches:
        pass
    facts = {"python": sys.version.split()[0], "executable": sys.executable, "pyarrow": pyarrow.__version__, "host": socket.gethostname()}
    yield pyarrow.RecordBatch.from_arrays([pyarrow.array([fact]) for fact in facts.values()], names=list(facts))


def _run(spec, batches):
    request = _request(spec)  # the task's context belongs to this thread: read before the feeder starts
    executable = _find_worker(json.loads(spec).get("worker") or {})
    connection = _spark_connection()
    if connection is None:
        yield from _over_pipes(_child(executable), request, batches)
    else:
        _over_connection(_child(executable, connection[0]), request, *connection)


def _spark_connection():
    """The two files of pyspark.worker.main(infile, outfile), which calls us; None unless they are as Spark 3.5 to 4.1 has them."""
    frame = sys._getframe()
    while frame is not None:
        if frame.f_code.co_name == "main" and frame.f_globals.get("__name__") == "pyspark.worker":
            infile, outfile = frame.f_locals.get("infile"), frame.f_locals.get("outfile")
            return (infile, outfile) if _is_socket(infile, io.BufferedReader) and _is_socket(outfile, io.BufferedWriter) else None
        frame = frame.f_back
    return None


def _is_socket(file, kind):
    return isinstance(file, kind) and stat.S_ISSOCK(os.fstat(file.fileno()).st_mode)


def _over_connection(child, request, infile, outfile):
    """The child reads Spark's rows and answers in our place. What we have read ahead goes with the request, and what of that lies behind the rows stays ours."""
    outfile.flush()
    ahead = infile.peek()
    clean = False
    try:
        child.ask(dict(request, ahead=len(ahead)))
        child.stdin.write(ahead)
        child.stdin.flush()
        infile.read(child.read_int())
        text = child.read_text()
        if text:
            raise RuntimeError(text)
        clean = True
    except (EOFError, OSError) as error:
        obituary = child.obituary(error)
        _end_answer_soon(outfile)
        raise FashionSparkError(obituary) from None
    finally:
        if not clean:
            child.kill()


def _end_answer_soon(outfile):
    """
    A child that died in the middle of a batch leaves Spark waiting for the rest of it, and worker.py, once it has written the
    error, waits for Spark to close: for ever. So the answer ends a second later, by when the error is written.
    """
    connection = socket.socket(fileno=os.dup(outfile.fileno()))

    def end():
        try:
            connection.shutdown(socket.SHUT_WR)
        except OSError:
            pass  # Spark has closed it

    timer = threading.Timer(1, end)
    timer.daemon = True
    timer.start()


def _over_pipes(child, request, batches):
    import pyarrow.ipc as ipc

    feeder = _Feeder(child, request, batches)
    clean = False
    try:
        feeder.start()
        if child.read_int() == 1:
            with ipc.open_stream(child.stdout) as reader:
                for batch in reader:
                    yield batch
        text = child.read_text()
        if text:
            raise RuntimeError(text)
        feeder.join()
        clean = feeder.error is None
    except (EOFError, OSError) as error:
        raise FashionSparkError(child.obituary(error)) from None
    finally:
        if not clean:
            # Failed, or the consumer has enough: what is left in the pipes belongs to nobody, so the child goes.
            child.kill()
            feeder.join(5)
        if feeder.error is not None:
            raise feeder.error


def _request(spec):
    from pyspark import TaskContext

    task = TaskContext.get()
    return {
        "bridge": PROTOCOL,
        "spec": spec,
        "partition": task.partitionId() if task else 0,
        "attempt": task.attemptNumber() if task else 0,
        "taskAttempt": task.taskAttemptId() if task else 0,
        "cpus": (task.cpus() if task else 1) or 1,
    }


class _Feeder(threading.Thread):
    """Pulls Spark's rows into the child while the main thread reads what comes out: one thread for both could block itself."""

    def __init__(self, child, request, batches):
        super().__init__(name="fashionspark-feeder", daemon=True)
        self._child = child
        self._request = request
        self._batches = iter(batches)
        self.error = None

    def run(self):
        try:
            self._feed()
        except BrokenPipeError:
            pass  # the child has gone; the reading side sees it too and knows more
        except BaseException as error:  # Spark's side failed: the main thread waits for the child, so end that wait
            self.error = error
            self._child.kill()

    def _feed(self):
        import pyarrow.ipc as ipc

        stdin = self._child.stdin
        first = next(self._batches, None)
        self._child.ask(dict(self._request, empty=first is None))
        if first is not None:
            with ipc.new_stream(stdin, first.schema) as writer:
                writer.write_batch(first)
                stdin.flush()
                del first
                for batch in self._batches:
                    writer.write_batch(batch)
                    stdin.flush()
        stdin.flush()


class _Child:
    """The .NET process of this Python worker, with or without its connection to Spark."""

    def __init__(self, executable, connection):
        self._executable = executable
        self._key = _key(executable, connection)
        inherited = [] if connection is None else [connection.fileno()]
        try:
            # On the main thread: the child asks to die with the thread that made it.
            self._process = subprocess.Popen(
                [executable, "bridge", str(os.getpid())] + [str(descriptor) for descriptor in inherited],
                pass_fds=inherited,
                stdin=subprocess.PIPE,
                stdout=subprocess.PIPE,
                stderr=subprocess.PIPE,
                bufsize=PIPE_BYTES,
            )
        except OSError as error:
            raise FashionSparkError(_cannot_run(executable, error)) from None
        self.stdin = self._process.stdin
        self.stdout = self._process.stdout
        self._tail = collections.deque(maxlen=STDERR_LINES)
        for pipe in (self.stdin, self.stdout):
            try:
                fcntl.fcntl(pipe.fileno(), F_SETPIPE_SZ, PIPE_BYTES)
            except OSError:
                pass  # over the user's limit of pipe memory: slower, not wrong
        self._listener = threading.Thread(target=self._listen, name="fashionspark-stderr", daemon=True)
        self._listener.start()

    def alive(self):
        return self._process.poll() is None

    def kill(self):
        _children.pop(self._key, None)
        self._process.kill()

    def ask(self, request):
        head = json.dumps(request).encode("utf-8")
        self.stdin.write(struct.pack(">i", len(head)) + head)

    def read_int(self):
        head = self.stdout.read(4)
        if len(head) < 4:
            raise EOFError("it closed its output")
        return struct.unpack(">i", head)[0]

    def read_text(self):
        return self.stdout.read(self.read_int()).decode("utf-8")

    def obituary(self, error):
        """What is known about a child that went away in the middle of a partition."""
        try:
            code = self._process.wait(2)
            self._listener.join(2)
        except subprocess.TimeoutExpired:
            code = None
        if code is None:
            how = "does not answer"
        elif code < 0:
            how = "was ended by signal %d%s" % (-code, " (out of memory?)" if code == -9 else "")
        else:
            how = "ended with exit code %d" % code
        text = "The FashionSpark worker %s on %s %s (%s)." % (self._executable, socket.gethostname(), how, error)
        tail = "".join(self._tail)[-1200:]
        return text + ("\nIts last words:\n" + tail if tail else "")

    def _listen(self):
        for line in self._process.stderr:
            text = line.decode("utf-8", "replace")
            self._tail.append(text)
            sys.stderr.write(text)


def _child(executable, connection=None):
    key = _key(executable, connection)
    child = _children.get(key)
    if child is None or not child.alive():
        child = _children[key] = _Child(executable, connection)
    return child


def _key(executable, connection):
    """worker.py makes other files of the same connection for each task."""
    return executable, None if connection is None else os.fstat(connection.fileno()).st_ino


@atexit.register
def _end_children():
    for child in list(_children.values()):
        child.kill()


def _find_worker(where):
    tried = []
    for origin, path in _candidates(where):
        tried.append("%s: %s" % (origin, path))
        if path.endswith((".tar.gz", ".tgz")) and os.path.isfile(path):
            path = _unpack(path)
        if os.path.isdir(path):
            path = os.path.join(path, EXECUTABLE)
        if os.path.isfile(path):
            if not os.access(path, os.X_OK):
                raise FashionSparkError(_cannot_run(path, "it is not executable for user %d" % os.getuid()))
            return path
    raise FashionSparkError(
        "The FashionSpark worker is missing on executor %s (looked at %s). Put it there with eng/publish-worker and name its "
        "folder as the worker's path or in FASHIONSPARK_WORKER, or ship it with spark.archives=fashionspark-worker.tar.gz#%s."
        % (socket.gethostname(), "; ".join(tried) or "nothing: no path, archive or FASHIONSPARK_WORKER was given", EXECUTABLE)
    )


def _candidates(where):
    if where.get("path"):
        yield "path", where["path"]
    if where.get("archive"):
        for root in _archive_roots():
            yield "archive", os.path.join(root, where["archive"])
    if os.environ.get("FASHIONSPARK_WORKER"):
        yield "FASHIONSPARK_WORKER", os.environ["FASHIONSPARK_WORKER"]


def _archive_roots():
    """Where Spark unpacks archives: the session's folder of files, which also holds this module, and the task's own folder."""
    roots = []
    try:
        from pyspark import SparkFiles

        roots.append(SparkFiles.getRootDirectory())
    except Exception:  # no Spark around, as in tests
        pass
    roots += [os.path.dirname(os.path.abspath(__file__)), os.getcwd()]
    return list(dict.fromkeys(roots))


def _unpack(archive):
    """The archive's content on local disk, once for each state of the file: network file systems are slow and may not execute."""
    state = os.stat(archive)
    home = os.path.join(tempfile.gettempdir(), "fashionspark-%d" % os.getuid(), "%x-%x" % (state.st_size, int(state.st_mtime * 1000)))
    if not os.path.isdir(home):
        os.makedirs(os.path.dirname(home), mode=0o700, exist_ok=True)
        fresh = tempfile.mkdtemp(dir=os.path.dirname(home))
        with tarfile.open(archive) as tar:
            tar.extractall(fresh)
        try:
            os.rename(fresh, home)
        except OSError:  # another Python worker was faster
            subprocess.call(["rm", "-rf", fresh])
    nested = os.path.join(home, EXECUTABLE)
    return nested if os.path.isdir(nested) else home


def _cannot_run(path, reason):
    return (
        "The FashionSpark worker %s on executor %s cannot be started: %s. Make it executable (chmod -R a+rX %s; its file system "
        "must not be mounted noexec), or give its .tar.gz as path, which is unpacked to local disk."
        % (path, socket.gethostname(), reason, os.path.dirname(path))
    )
