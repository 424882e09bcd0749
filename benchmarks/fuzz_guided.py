"""As fuzz.py, led by what code an input reaches: libFuzzer by way of atheris (pip install atheris).

    python benchmarks/fuzz_guided.py [--seconds 3600] [--corpus FOLDER]

The first byte of an input chooses the format that the others are read as. Ends at the first crash, whose input lies in
the corpus folder as crash-*, or when the time is over; what reaches new code is kept there for the next time.
"""

from __future__ import annotations

import argparse
import sys
import tempfile
from importlib import import_module
from pathlib import Path

import atheris

with atheris.instrument_imports(include=["zhfacts.read", "zhfacts.recognise", "zhfacts.lang"]):
    from zhfacts.read import registry

    for target in {value.partition(":")[0] for value in registry.FORMATS.values()}:
        import_module(target)
    import zhfacts.recognise  # noqa: F401

import fuzz

ENDINGS = sorted(registry.FORMATS)


def main() -> None:
    """Seed the corpus and fuzz until the time is over."""
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("--seconds", type=int, default=3600)
    parser.add_argument("--corpus", type=Path, default=Path(tempfile.gettempdir()) / "zhfacts-corpus")
    given = parser.parse_args()
    given.corpus.mkdir(parents=True, exist_ok=True)
    for number, (ending, data) in enumerate(fuzz.samples()):
        if ending in ENDINGS:
            (given.corpus / f"seed-{number:04}").write_bytes(bytes([ENDINGS.index(ending)]) + data[: fuzz.LONGEST])

    def one(data: bytes) -> None:
        fuzz.exercise(ENDINGS[data[0] % len(ENDINGS)] if data else "txt", data[1:], given.corpus)

    told = [f"-max_total_time={given.seconds}", f"-artifact_prefix={given.corpus}/", f"-max_len={fuzz.LONGEST}"]
    atheris.Setup([sys.argv[0], str(given.corpus), *told, "-timeout=60", "-rss_limit_mb=4096"], one)
    atheris.Fuzz()


if __name__ == "__main__":
    main()
