"""How fast are photos prepared, and scored, beside PySpark with Pillow and onnxruntime?

    SPARK_HOME=... PYTHONPATH=<pyarrow> /usr/bin/python3 bench/spark/photos.py --photos ARCHIVE.tar --model MODEL.onnx --onnxruntime WHEEL [--runs 3]

One session on a standalone cluster; the ways take turns. Prepare: binaryFile in; decoded, letterboxed to 224 x 224 with a
Lanczos filter; Parquet out. Score: those rows in, MODEL (a FashionSpark model with RGB input of 224 x 224, such as quickstart
--data photos makes) over them on one thread a task, Parquet with the probabilities out. The peer's code is what a
PySpark user writes for mapInArrow; its model takes the picture itself for every view that ours makes of it. Prints a JSON line
a job and way: images/s (median) and the ratio to PySpark (median of the rounds' ratios), seconds of every run.
"""

import argparse
import hashlib
import json
import os
import statistics
import tarfile
import tempfile
import time
import zipfile

import cluster

SIZE = 224
CLASSES = ["dress", "hat", "longsleeve", "outwear", "pants", "shirt", "shoes", "shorts", "skirt", "t-shirt"]
PEER_BATCH = 16  # images a call; 8 to 64 are within a few per cent of each other


def pillow(batches):
    import io

    import pyarrow as pa
    from PIL import Image

    for batch in batches:
        pixels = []
        for content in batch.column(1):
            image = Image.open(io.BytesIO(content.as_py())).convert("RGB")
            scale = min(SIZE / image.width, SIZE / image.height)
            width, height = max(1, round(image.width * scale)), max(1, round(image.height * scale))
            box = Image.new("RGB", (SIZE, SIZE))
            box.paste(image.resize((width, height), Image.LANCZOS), ((SIZE - width) // 2, (SIZE - height) // 2))
            pixels.append(box.tobytes())
        yield pa.RecordBatch.from_arrays([batch.column(0), pa.array(pixels, pa.binary())], ["path", "pixels"])


def onnxruntime(model, views, library):
    """The session is kept for the life of a Python worker, as an experienced user does it."""

    def score(batches):
        import sys

        if library not in sys.path:
            sys.path.append(library)
        import numpy
        import onnxruntime as ort
        import pyarrow as pa

        if not hasattr(ort, "_kept"):
            options = ort.SessionOptions()
            options.intra_op_num_threads = 1
            ort._kept = ort.InferenceSession(model, options, providers=["CPUExecutionProvider"])
        for batch in batches:
            found = []
            for first in range(0, batch.num_rows, PEER_BATCH):
                rows = batch.column(1).slice(first, PEER_BATCH)
                pixels = numpy.stack([numpy.frombuffer(row.as_buffer(), numpy.uint8).reshape(SIZE, SIZE, 3) for row in rows])
                found.append(ort._kept.run(["probabilities"], {"pixels": numpy.repeat(pixels, views, axis=0)})[0])
            values = pa.array(numpy.concatenate(found).ravel(), pa.float32())
            lists = pa.FixedSizeListArray.from_arrays(values, len(values) // batch.num_rows).cast(pa.list_(pa.float32()))
            yield pa.RecordBatch.from_arrays([batch.column(0), lists], ["image_id", "probabilities"])

    return score


def chain(*functions):
    return json.dumps({"name": "chain", "options": {"functions": [{"name": name, "options": options} for name, options in functions]}})


def prepare_spec(root):
    image = {"width": SIZE, "height": SIZE, "channels": 3, "fit": "letterbox"}
    splits = {"cutValidation": False, "validationShare": 0, "testShare": 0}
    return chain(
        ("label-by-folder", {"root": root, "classes": CLASSES, "hasSplits": True}),
        ("prepare", {"image": image, "splits": splits, "leave": []}),
    )


def score_spec(model):
    with open(model, "rb") as file:
        digest = hashlib.sha256(file.read()).hexdigest()
    return json.dumps({"name": "score", "options": {"runId": "bench", "modelPath": model, "modelHash": digest, "batchSize": 1024}})


PREPARED = "image_id string, source string, label int, width int, height int, channels int, pixels binary, split string"
PREDICTIONS = (
    "run_id string, model string, image_id string, source string, split string, label int, actual string, predicted int, "
    "class string, confidence float, sure boolean, probabilities array<float>"
)


def take_turns(job, ways, images, runs, folder, spark):
    """The first turn warms up: classes, models, the files' pages."""
    seconds = {way: [] for way in ways}
    for run in range(runs + 1):
        for way, frame in ways.items():
            begin = time.monotonic()
            frame().write.mode("overwrite").parquet(os.path.join(folder, job + "-" + way))
            if run > 0:
                seconds[way].append(round(time.monotonic() - begin, 2))
    for way, times in seconds.items():
        rows = spark.read.parquet(os.path.join(folder, job + "-" + way)).count()
        ratios = [python / own for python, own in zip(seconds["python"], times)]
        print(json.dumps({
            "spark": spark.version, "job": job, "way": way, "rows": rows, "images/s": round(images / statistics.median(times), 1),
            "of python": round(statistics.median(ratios), 2), "seconds": times,
        }), flush=True)


def main():
    parser = argparse.ArgumentParser()
    parser.add_argument("--photos", required=True, help="archive of split/class/*.jpg")
    parser.add_argument("--model", required=True)
    parser.add_argument("--views", type=int, default=2, help="views that the model takes of a picture, without mirror images")
    parser.add_argument("--onnxruntime", required=True, help="a wheel, for the peer")
    parser.add_argument("--split", default="test", help="split to score")
    parser.add_argument("--runs", type=int, default=3)
    parser.add_argument("--jobs", default="prepare,score")
    options = parser.parse_args()
    print(cluster.machine(), flush=True)
    worker = cluster.worker()
    with cluster.standalone() as master, tempfile.TemporaryDirectory() as folder:
        root, library = os.path.join(folder, "photos"), os.path.join(folder, "library")
        with tarfile.open(options.photos) as archive:
            archive.extractall(root)
        zipfile.ZipFile(options.onnxruntime).extractall(library)
        spark = cluster.session(master, **{"spark.sql.execution.arrow.maxRecordsPerBatch": "64"})
        scope = cluster.doors(spark, worker)
        schema = {text: spark.createDataFrame([], text).schema for text in (PREPARED, PREDICTIONS, "path string, pixels binary", "image_id string, probabilities array<float>")}

        def doors(frame, spec, text):
            return {door: lambda door=door: scope["map_partitions"](frame, door, spec, schema[text]) for door in ("bridge", "direct")}

        files = spark.read.format("binaryFile").option("recursiveFileLookup", "true").option("pathGlobFilter", "*.jpg").load(root)
        files = files.selectExpr("regexp_replace(path, '^file:/+', '/') as path", "content").coalesce(cluster.CORES)
        ours = doors(files, prepare_spec(root), PREPARED)
        if "prepare" in options.jobs:
            python = {"python": lambda: cluster.map_in_arrow(scope, files, pillow, schema["path string, pixels binary"])}
            take_turns("prepare", {**python, **ours}, files.count(), options.runs, folder, spark)
        if "score" in options.jobs:
            prepared = os.path.join(folder, "prepared")
            ours["direct"]().where("split = '%s'" % options.split).repartition(2 * cluster.CORES).write.parquet(prepared)
            rows = spark.read.parquet(prepared)
            peer = onnxruntime(options.model, options.views, library)
            python = {"python": lambda: cluster.map_in_arrow(scope, rows.select("image_id", "pixels"), peer, schema["image_id string, probabilities array<float>"])}
            take_turns("score", {**python, **doors(rows, score_spec(options.model), PREDICTIONS)}, rows.count(), options.runs, folder, spark)
        spark.stop()


main()
