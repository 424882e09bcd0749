"""Build pipeline/data/currencies_world.tsv: the Chinese names of all currencies in use, from Babel's CLDR.

    pip install babel
    python scripts/build_currencies.py

Names that pipeline/data/currencies.tsv has, which is hand-kept, are left out.
"""

from __future__ import annotations

from pathlib import Path

from babel import Locale
from babel.core import get_global

DATA = Path(__file__).parents[1] / "pipeline/data"
TARGET = DATA / "currencies_world.tsv"
LONGEST = 10
"""Longer names are those of units of account and of currencies of one bank."""


def in_use() -> set[str]:
    """Return the codes of the currencies that are legal tender somewhere today."""
    rows = (row for rows in get_global("territory_currencies").values() for row in rows)
    return {code for code, _, end, tender in rows if end is None and tender}


def main() -> None:
    """Write the table, sorted by code."""
    known = {line.split("\t")[0] for line in (DATA / "currencies.tsv").read_text(encoding="utf-8").splitlines()}
    names = Locale("zh", script="Hans").currencies
    rows = [(names[code], code) for code in sorted(in_use()) if code in names]
    told = [
        f"{name}\t{code}" for name, code in rows if name not in known and 3 <= len(name) <= LONGEST and "（" not in name
    ]
    head = [
        "# Currencies of the world after a number, built by scripts/build_currencies.py; do not edit.",
        "written\tcode",
    ]
    TARGET.write_text("\n".join([*head, *told]) + "\n", encoding="utf-8")


if __name__ == "__main__":
    main()
