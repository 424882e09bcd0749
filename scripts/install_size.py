"""Prints what the environment of this Python takes on the disk, the largest folders first.

python scripts/install_size.py [--most MB]

Counted are the blocks of all files in site-packages, as `du` does, with the bytecode that pip compiles, without pip
itself; a MB is 2^20 bytes. With --most, exit code 1 where it is more.
"""

from __future__ import annotations

import argparse
import sys
import sysconfig
from collections import Counter
from pathlib import Path

SHOWN = 12
MB = 1 << 20


def sizes(folder: Path) -> Counter[str]:
    """Return the bytes on the disk of each entry of a folder; what pip's own are is left out."""
    found: Counter[str] = Counter()
    for entry in folder.iterdir():
        if entry.name.partition("-")[0] != "pip":
            every = [entry, *entry.rglob("*")] if entry.is_dir() else [entry]
            found[entry.name] = sum(p.lstat().st_blocks * 512 for p in every)
    return found


def main() -> int:
    """Print the table; tell by the exit code whether it is within the limit."""
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("--most", type=int, metavar="MB")
    most = parser.parse_args().most
    found = sizes(Path(sysconfig.get_path("purelib")))
    for name, size in found.most_common(SHOWN):
        print(f"{size / MB:6.0f} {name}")
    total = found.total() / MB
    limit = f", {most} allowed" if most else ""
    print(f"{total:6.0f} MB in site-packages without pip{limit}")
    return int(bool(most) and total > most)


if __name__ == "__main__":
    sys.exit(main())
