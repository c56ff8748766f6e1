"""What does a round of training cost on Spark beyond its arithmetic?

    SPARK_HOME=... PYTHONPATH=<pyarrow> /usr/bin/python3 bench/spark/rounds.py [--source fashion-mnist] [--epochs 2] [--doors local,bridge,direct]

Trains on a standalone cluster through each door, and with the local engine. Every round leaves its time and the time of
its steps in the metrics table; a line a way has the median of what lies between, over all rounds.
"""

import argparse
import json
import os
import statistics
import tempfile

import cluster


def overheads(warehouse):
    table = cluster.fashionspark("table", "show", os.path.join(warehouse, "metrics"), "--rows", "1000000")
    rows = table["firstRows"]
    seconds = {metric: {int(row["round"]): float(row["value"]) for row in rows if row["metric"] == metric} for metric in ("round_seconds", "compute_seconds")}
    return [(seconds["round_seconds"][round_], seconds["compute_seconds"][round_]) for round_ in sorted(seconds["compute_seconds"])]


def main():
    parser = argparse.ArgumentParser()
    parser.add_argument("--source", default="fashion-mnist")
    parser.add_argument("--epochs", default="2")
    parser.add_argument("--doors", default="local,bridge,direct")
    options = parser.parse_args()
    print(cluster.machine(), flush=True)
    worker = cluster.worker("--training")
    with tempfile.TemporaryDirectory() as folder, cluster.standalone() as master:
        data = os.path.join(folder, "data")
        cluster.fashionspark("prepare", "--source", options.source, "--out", data, "--warehouse", os.path.join(folder, "prepared"), "--engine", "local")

        def train(door, engine):
            warehouse = os.path.join(folder, door)
            cluster.fashionspark(
                "train", "--data", data, "--out", os.path.join(folder, door + ".onnx"), "--warehouse", warehouse, "--engine", engine,
                "--epochs", options.epochs, "--partitions", str(cluster.CORES), FASHIONSPARK_WORKER=worker)
            rounds = overheads(warehouse)
            over = [wall - compute for wall, compute in rounds]
            print(json.dumps({
                "way": door, "rounds": len(rounds), "median steps s": round(statistics.median(compute for _, compute in rounds), 3),
                "median beyond s": round(statistics.median(over), 3), "first s": round(over[0], 2), "largest later s": round(max(over[1:]), 3),
            }), flush=True)

        for door in options.doors.split(","):
            if door == "local":
                train(door, "local")
                continue
            with cluster.connect(master, cluster.python_of(door, worker)) as server:
                train(door, server)


main()
