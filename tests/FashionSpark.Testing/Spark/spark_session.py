"""One Spark session that runs requests from stdin, a JSON object a line, and answers on stdout.

Request:  {"sql": "..."} or {"python": "..."} (code that may set `rows`, a list of tuples; `spark` is there)
Answer:   a line "@fs " + {"rows": [[text, ...], ...]} or {"error": "..."}
Ends with its stdin, so that it never outlives the test process.
"""
import json
import os
import sys
import traceback

from pyspark.sql import SparkSession


def text(value):
    if value is None:
        return "null"
    if isinstance(value, bool):
        return "true" if value else "false"
    if isinstance(value, (bytes, bytearray)):
        return bytes(value).hex()
    if isinstance(value, (list, tuple)):
        return "[" + ",".join(text(item) for item in value) + "]"
    return str(value)


def answer(body):
    sys.stdout.write("@fs " + json.dumps(body) + "\n")
    sys.stdout.flush()


def run(request, scope):
    if "sql" in request:
        rows = scope["spark"].sql(request["sql"]).collect()
    else:
        scope["rows"] = []
        exec(request["python"], scope)
        rows = scope["rows"]
    return [[text(cell) for cell in row] for row in rows]


def main():
    spark = SparkSession.builder.getOrCreate()
    spark.sparkContext.setLogLevel("ERROR")
    scope = {"spark": spark}
    answer({"rows": [[spark.version]]})
    for line in sys.stdin:
        try:
            answer({"rows": run(json.loads(line), scope)})
        except Exception:
            answer({"error": traceback.format_exc()})
    spark.stop()
    os._exit(0)


main()
