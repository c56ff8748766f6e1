"""The same service as a Python developer writes it: Flask, Pillow, onnxruntime. Started by gunicorn as peer:app.

PEER_MODEL names a FashionSpark model file, PEER_ONNXRUNTIME a folder or wheel that holds onnxruntime.
"""

import io
import json
import os
import sys

sys.path.insert(0, os.environ["PEER_ONNXRUNTIME"])

import flask
import numpy
import onnxruntime
from PIL import Image

options = onnxruntime.SessionOptions()
options.intra_op_num_threads = 1  # a process a core; more threads each are slower
session = onnxruntime.InferenceSession(os.environ["PEER_MODEL"], options, providers=["CPUExecutionProvider"])
card = json.loads(session.get_modelmeta().custom_metadata_map["fashionspark"])
mode = "L" if card["channels"] == 1 else "RGB"
app = flask.Flask(__name__)
app.config["MAX_CONTENT_LENGTH"] = 50_000_000


def resize(image, width, height):
    size = (max(1, round(width)), max(1, round(height)))
    return image if image.size == size else image.resize(size, Image.LANCZOS)


def letterbox(image, width, height):
    scale = min(width / image.width, height / image.height)
    small = resize(image, image.width * scale, image.height * scale)
    box = Image.new(mode, (width, height))
    box.paste(small, ((width - small.width) // 2, (height - small.height) // 2))
    return box


def crop(image, width, height):
    scale = max(width / image.width, height / image.height)
    large = resize(image, image.width * scale, image.height * scale)
    left, top = (large.width - width) // 2, (large.height - height) // 2
    return large.crop((left, top, left + width, top + height))


def views(image):
    """Prepared as the model was trained: at most so large, then each view; or the one letterboxed picture."""
    width, height = card["width"], card["height"]
    if not card.get("views"):
        return [letterbox(image, width, height)]
    scale = min(1, card["preparedWidth"] / image.width, card["preparedHeight"] / image.height)
    image = resize(image, image.width * scale, image.height * scale)
    return [letterbox(image, width, height) if view.lower() == "letterbox" else crop(image, width, height) for view in card["views"]]


@app.post("/api/predict")
def predict():
    image = Image.open(io.BytesIO(flask.request.get_data())).convert(mode)
    pixels = numpy.stack([numpy.asarray(view, numpy.uint8).reshape(card["height"], card["width"], card["channels"]) for view in views(image)])
    p = session.run(["probabilities"], {"pixels": pixels})[0][0]
    order = numpy.argsort(-p)
    return {
        "class": card["classes"][order[0]],
        "confidence": float(p[order[0]]),
        "sure": bool(p[order[0]] >= card["threshold"]),
        "probabilities": [{"class": card["classes"][k], "probability": float(p[k])} for k in order],
    }


@app.get("/health/ready")
def ready():
    return "ready"
