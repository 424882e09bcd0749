"""Build pipeline/data/countries.tsv from the territories of Babel's CLDR and countries_everyday.tsv, which wins.

    pip install babel
    python scripts/build_countries.py

The Unicode CLDR (Unicode licence, as Babel ships it) names the territories in Chinese and gives their alpha-3 codes;
full names, which it lacks, and abbreviations are the everyday table's. Hong Kong, Macau and Taiwan stand in
places.tsv; the everyday table takes them out with a "-".
"""

from __future__ import annotations

import re
from pathlib import Path

from babel import Locale
from babel.core import get_global

TARGET = Path(__file__).parents[1] / "pipeline/data/countries.tsv"
EVERYDAY = Path(__file__).with_name("countries_everyday.tsv")
HEADER = "iso\tname\tfull\tshort"
NO_COUNTRIES = re.compile("ASC|TAA|DGA|CPT|AAA|Q[M-Z].|X..|ZZZ|BUR|DDR|FXX|TMP|YMD|ZAR")
"""Codes of CLDR that ISO 3166-1 reserves, keeps for private use or has withdrawn."""


def everyday() -> dict[str, list[str]]:
    """Return name, full name and short forms by ISO code from the everyday table, empty where it says nothing."""
    lines = EVERYDAY.read_text(encoding="utf-8").splitlines()[2:]
    rows = [(line.split("\t") + [""] * 3)[:4] for line in lines]
    return {code: cells for code, *cells in rows}


def territories() -> dict[str, str]:
    """Return the Chinese names of CLDR by alpha-3 code."""
    names = Locale("zh", script="Hans").territories
    aliases = get_global("territory_aliases")
    alpha3 = {old: new[0] for old, new in aliases.items() if old.isalpha() and len(old) == 3 and len(new) == 1}
    found = {old: names[new] for old, new in alpha3.items() if new in names}
    return {code: name for code, name in found.items() if not NO_COUNTRIES.fullmatch(code)}


def main() -> None:
    """Write the table, sorted by code."""
    own, known = everyday(), territories()
    lines = []
    for code in sorted({*own, *known}):
        name, full, short = own.get(code, ["", "", ""])
        if name == "-":
            continue
        name = name or known[code].replace(" ", "").replace("(", "（").replace(")", "）")
        lines.append("\t".join((code, name, full if full != name else "", short)))
    head = "# Countries, built by scripts/build_countries.py; do not edit."
    TARGET.write_text("\n".join([head, HEADER, *lines]) + "\n", encoding="utf-8")


if __name__ == "__main__":
    main()
