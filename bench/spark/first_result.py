"""How long after the command does a Spark job show its first result, the cluster being up?

    SPARK_HOME=... PYTHONPATH=<pyarrow> /usr/bin/python3 bench/spark/first_result.py [--source fashion-mnist] [--doors bridge,direct]

A new Connect server on a standalone cluster, its executors not started yet; then the command, built and with its worker there.
Prints a JSON line a door: seconds until the executors' .NET had listed and hashed all images, until the prepared images were
in the table's first version, and until the command had checked and described them and ended. The second run finds executors
and compiled classes.
"""

import argparse
import json
import os
import re
import subprocess
import tempfile
import threading
import time

import cluster


def prepare(source, folder, server, worker):
    command = [os.path.join(cluster.ROOT, "fashionspark"), "prepare", "--source", source, "--out", folder, "--warehouse", folder + "-tables", "--engine", server]
    begin = time.monotonic()
    child = subprocess.Popen(command, stdout=subprocess.DEVNULL, stderr=subprocess.PIPE, text=True, env=cluster.environment(FASHIONSPARK_WORKER=worker))
    seconds, lines = {}, []

    def see(what):
        seconds.setdefault(what, round(time.monotonic() - begin, 1))

    def read():
        for line in child.stderr:
            lines.append(line)
            if re.match(r"list: [\d,]+ images in", line):
                see("listed s")

    reader = threading.Thread(target=read)
    reader.start()
    first_commit = os.path.join(folder, "_delta_log", "%020d.json" % 0)
    while child.poll() is None:
        if os.path.exists(first_commit):
            see("prepared s")
        time.sleep(0.05)
    see("all s")
    reader.join()
    if child.returncode != 0:
        raise SystemExit("".join(lines))
    return seconds


def main():
    parser = argparse.ArgumentParser()
    parser.add_argument("--source", default="fashion-mnist")
    parser.add_argument("--doors", default="bridge,direct")
    options = parser.parse_args()
    print(cluster.machine(), flush=True)
    worker = cluster.worker()
    with cluster.standalone() as master, tempfile.TemporaryDirectory() as folder:
        for door in options.doors.split(","):
            with cluster.connect(master, cluster.python_of(door, worker)) as server:
                for run in ("new server", "second run"):
                    result = prepare(options.source, os.path.join(folder, door + run[:3]), server, worker)
                    print(json.dumps({"door": door, "run": run, **result}), flush=True)


main()
