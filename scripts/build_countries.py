"""Build pipeline/data/countries.tsv from pycountry's Chinese names and scripts/countries_everyday.tsv, which wins.

    python scripts/build_countries.py

Hong Kong, Macau and Taiwan stand in places.tsv; the everyday table takes them out with a "-".
"""

from __future__ import annotations

import gettext
from pathlib import Path

import pycountry

TARGET = Path(__file__).parents[1] / "pipeline/data/countries.tsv"
EVERYDAY = Path(__file__).with_name("countries_everyday.tsv")
HEADER = "iso\tname\tfull\tshort"


def everyday() -> dict[str, list[str]]:
    """Return name, full name and short forms by ISO code from the everyday table, empty where it says nothing."""
    lines = EVERYDAY.read_text(encoding="utf-8").splitlines()[2:]
    rows = [(line.split("\t") + [""] * 3)[:4] for line in lines]
    return {code: cells for code, *cells in rows}


def tidy(name: str) -> str:
    """Return a translated name without blanks, with Chinese brackets."""
    return name.replace(" ", "").replace("(", "（").replace(")", "）")


def main() -> None:
    """Write the table, sorted by code."""
    chinese = gettext.translation("iso3166-1", pycountry.LOCALES_DIR, languages=["zh_CN"]).gettext
    own = everyday()
    lines = []
    for country in sorted(pycountry.countries, key=lambda c: c.alpha_3):
        name, full, short = own.get(country.alpha_3, ["", "", ""])
        if name == "-":
            continue
        official = getattr(country, "official_name", None)
        name = name or tidy(chinese(country.name))
        full = full or (tidy(chinese(official)) if official else "")
        lines.append("\t".join((country.alpha_3, name, full if full != name else "", short)))
    head = "# Countries, built by scripts/build_countries.py; do not edit."
    TARGET.write_text("\n".join([head, HEADER, *lines]) + "\n", encoding="utf-8")


if __name__ == "__main__":
    main()
