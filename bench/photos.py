"""The Pillow side of FashionSpark.Bench photos: python3 photos.py ARCHIVE.tar SIZE. A line on stdin = a pass; answers its processor seconds."""

import io
import sys
import tarfile
import time

import PIL
from PIL import Image

archive, size = sys.argv[1], int(sys.argv[2])
with tarfile.open(archive) as tar:
    photos = [tar.extractfile(member).read() for member in tar if member.name.endswith(".jpg")]


def prepare(photo):
    image = Image.open(io.BytesIO(photo)).convert("RGB")
    scale = min(size / image.width, size / image.height)
    width, height = round(image.width * scale), round(image.height * scale)
    box = Image.new("RGB", (size, size))
    box.paste(image.resize((width, height), Image.LANCZOS), ((size - width) // 2, (size - height) // 2))
    return box.tobytes()


print(f"Pillow {PIL.__version__}, Python {sys.version.split()[0]}", flush=True)
for _ in sys.stdin:
    start = time.process_time()
    for photo in photos:
        prepare(photo)
    print(time.process_time() - start, flush=True)
