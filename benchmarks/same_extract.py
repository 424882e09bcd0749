"""Do two revisions write the same extract? Runs both on the same texts and compares the folders byte for byte.

    python benchmarks/same_extract.py OLD NEW TEXTS [TEXTS ...] [--sample 500] [--workers 1] [--fast]

OLD and NEW are revisions that git knows, or folders that hold a checkout (`.` for the working tree). TEXTS are what
`zhfacts run` takes; of a `.jsonl` or `.jsonl.gz` file `--sample` rows are taken, evenly spread. `--fast` leaves the
reader out. Prints the files that
differ, with the first line in which they do, and exits with 1 if any does.
"""

from __future__ import annotations

import argparse
import filecmp
import gzip
import io
import os
import subprocess
import sys
import tarfile
import tempfile
from collections.abc import Iterator
from itertools import zip_longest
from pathlib import Path

TABLES_OF_TEXTS = (".jsonl", ".jsonl.gz")


def source_of(revision: str, place: Path) -> Path:
    """Return the folder `pipeline` of a revision or checkout; a revision is unpacked below `place`."""
    if (Path(revision) / "pipeline").is_dir():
        return Path(revision).resolve() / "pipeline"
    archive = subprocess.run(["git", "archive", revision, "pipeline"], check=True, capture_output=True).stdout
    with tarfile.open(fileobj=io.BytesIO(archive)) as packed:
        packed.extractall(place, filter="data")
    return place / "pipeline"


def sampled(path: Path, rows: int, place: Path) -> Path:
    """Return a copy of a table of texts with at most `rows` rows, evenly spread."""
    with gzip.open(path, "rb") if path.suffix == ".gz" else path.open("rb") as lines:
        kept = lines.read().splitlines()
    step = max(1, len(kept) // rows)
    copy = place / path.name.removesuffix(".gz")
    copy.write_bytes(b"\n".join(kept[::step][:rows]) + b"\n")
    return copy


def run(source: Path, texts: list[Path], out: Path, options: argparse.Namespace) -> None:
    """Run the pipeline of one revision; its code is found first on the path."""
    site = out.with_name(out.name + "-site")
    site.mkdir()
    (site / "zhfacts").symlink_to(source)
    code = "from zhfacts.cli import main; main()"
    command = [sys.executable, "-c", code, "run", *map(str, texts), "-o", str(out), "--workers", str(options.workers)]
    command += ["--fast"] if options.fast else []
    done = subprocess.run(command, env={**os.environ, "PYTHONPATH": str(site)}, capture_output=True, text=True)
    print(f"{out.name}: exit code {done.returncode}; " + (done.stdout.splitlines() or [done.stderr.strip()])[0])


def differences(old: Path, new: Path) -> Iterator[str]:
    """Yield one line for each file that is not the same in two folders."""
    names = sorted({p.name for folder in (old, new) for p in folder.iterdir()})
    for name in names:
        a, b = old / name, new / name
        if not (a.exists() and b.exists()):
            yield f"{name}: only in {'old' if a.exists() else 'new'}"
        elif not filecmp.cmp(a, b, shallow=False):
            with a.open(encoding="utf-8") as lines, b.open(encoding="utf-8") as others:
                pairs = enumerate(zip_longest(lines, others, fillvalue=""), 1)
                number, (line, other) = next((n, pair) for n, pair in pairs if pair[0] != pair[1])
            at = next((i for i, (x, y) in enumerate(zip(line, other, strict=False)) if x != y), 0)
            shown = slice(max(0, at - 60), at + 100)
            yield f"{name}: line {number}: ...{line[shown]!r} / ...{other[shown]!r}"


def main() -> None:
    """Compare two revisions on the texts of the command line."""
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("old")
    parser.add_argument("new")
    parser.add_argument("texts", nargs="+", type=Path)
    parser.add_argument("--sample", type=int, default=500, help="rows of each table of texts (default 500)")
    parser.add_argument("--workers", type=int, default=1)
    parser.add_argument("--fast", action="store_true")
    options = parser.parse_args()
    with tempfile.TemporaryDirectory() as name:
        work = Path(name)
        tables = [p for p in options.texts if p.name.endswith(TABLES_OF_TEXTS)]
        others = [p for p in options.texts if p not in tables]
        texts = [*others, *(sampled(p, max(1, options.sample // len(tables)), work) for p in tables)]
        for side, revision in (("old", options.old), ("new", options.new)):
            run(source_of(revision, work / f"{side}-code"), texts, work / side, options)
        found = list(differences(work / "old", work / "new"))
    for line in found:
        print(line)
    print("the same, byte for byte" if not found else f"{len(found)} files differ")
    sys.exit(bool(found))


if __name__ == "__main__":
    main()
