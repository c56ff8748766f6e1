# Sourced by ./test: what the tests need beside the .NET SDK. Nothing here is fatal; tests whose needs are missing are
# skipped and say so.

# Each need: Debian package | how to tell that it is there | what is skipped without it.
needs=(
    "dataset-fashion-mnist|ls /usr/share/datasets/fashion-mnist/train-images-idx3-ubyte.gz|tests on the real Fashion-MNIST"
    "openjdk-17-jre-headless|java -version|tests in which real Spark reads and writes our tables"
    "libturbojpeg0|ls /usr/lib/*/libturbojpeg.so.0|tests that libturbojpeg and Skia decode JPEG to the same bytes"
    "python3-numpy|/usr/bin/python3 -c 'import numpy'|tests in which Spark's Python workers run"
    "python3-pandas|/usr/bin/python3 -c 'import pandas'|the notebook that draws a run's results"
    "python3-matplotlib|/usr/bin/python3 -c 'import matplotlib'|the notebook that draws a run's results"
    "nodejs|node --version|tests against a real S3 server"
    "npm|npm --version|tests against a real S3 server"
    "postgresql|ls /usr/lib/postgresql/*/bin/postgres|tests against a real PostgreSQL server"
    "chromium|ls /usr/bin/chromium|tests of the page in a browser"
    "python3-onnx|/usr/bin/python3 -c 'import onnx'|tests in which ONNX's own checker reads our models"
)

missing_needs() {
    local need package check
    for need in "${needs[@]}"; do
        IFS='|' read -r package check _ <<< "$need"
        bash -c "$check" > /dev/null 2>&1 < /dev/null || echo "$package"
    done
}

install_needs() {
    local missing need package skipped_tests
    missing=$(missing_needs)
    if [[ -n $missing && $EUID == 0 ]] && command -v apt-get > /dev/null; then
        echo "== installing" $missing
        # Without recommendations: the data set alone would pull in a desktop's worth of packages.
        { DEBIAN_FRONTEND=noninteractive apt-get install -y -q --no-install-recommends $missing ||
            { apt-get update -q && DEBIAN_FRONTEND=noninteractive apt-get install -y -q --no-install-recommends $missing; }; } \
            < /dev/null > /dev/null || true
        missing=$(missing_needs)
    fi
    for need in "${needs[@]}"; do
        IFS='|' read -r package _ skipped_tests <<< "$need"
        if grep -qx "$package" <<< "$missing"; then
            echo "note: package $package is missing (as root: apt-get install $package); skipped: $skipped_tests" >&2
        fi
    done
}

# FASHIONSPARK_SPARK_HOMES="3.5.7=/dir;4.1.1=/dir", kept as it is where the caller set it.
find_sparks() {
    if [[ -z ${FASHIONSPARK_SPARK_HOMES:-} && -x eng/setup-spark ]]; then
        FASHIONSPARK_SPARK_HOMES=$(eng/setup-spark < /dev/null | grep -E '^[0-9][0-9.]*=/' | paste -sd ';') || FASHIONSPARK_SPARK_HOMES=
    fi
    export FASHIONSPARK_SPARK_HOMES=${FASHIONSPARK_SPARK_HOMES:-}
    if [[ -z $FASHIONSPARK_SPARK_HOMES ]]; then
        echo "note: no Spark was found (set FASHIONSPARK_SPARK_HOMES=\"4.1.1=/folder\"); skipped: tests that ask real Spark" >&2
    fi
}

# FASHIONSPARK_PYTHONPATH: what /usr/bin/python3 needs on its path to import pyarrow; kept where the caller set it.
find_pyarrow() {
    if [[ -z ${FASHIONSPARK_PYTHONPATH+set} ]] && FASHIONSPARK_PYTHONPATH=$(eng/setup-pyarrow < /dev/null); then
        export FASHIONSPARK_PYTHONPATH
    fi
}

# FASHIONSPARK_S3RVER: the S3 server of the tests; kept where the caller set it.
find_s3rver() {
    if [[ -z ${FASHIONSPARK_S3RVER:-} ]] && FASHIONSPARK_S3RVER=$(eng/setup-s3rver < /dev/null); then
        export FASHIONSPARK_S3RVER
    fi
}

# Whether an engine such as "spark-4.1 bridge" is there for the tests.
can_test() {
    [[ ";$FASHIONSPARK_SPARK_HOMES" == *";${1:6:3}."* ]] && [[ $1 != *bridge || -n ${FASHIONSPARK_PYTHONPATH+set} ]]
}
