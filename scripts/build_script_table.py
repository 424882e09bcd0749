"""Builds pipeline/data/script.tsv, the conversions between scripts, from an installed OpenCC (Apache-2.0).

python scripts/build_script_table.py

OpenCC itself is not needed to run: its package is forty times as large as the tables that are used of it.
"""

from __future__ import annotations

import subprocess
import tempfile
from importlib.metadata import version
from pathlib import Path

import opencc

TABLE = Path(__file__).parent.parent / "pipeline" / "data" / "script.tsv"
DICTIONARIES = {
    "CJK_Compatibility_Ideographs": "compatible",
    "TWVariantsRevPhrases": "taiwan phrase",
    "TWVariantsRev": "taiwan",
    "HKVariantsRevPhrases": "hong kong phrase",
    "HKVariantsRev": "hong kong",
    "TSPhrases": "simplified phrase",
    "TSCharacters": "simplified",
    "TSCharactersExt": "simplified",
    "STCharacters": "traditional",
}
HEAD = f"""\
# What each step of a conversion of script writes for a phrase or a character, the first choice of OpenCC
# {version("opencc")} (Apache-2.0): scripts/build_script_table.py. compatible: a compatibility ideograph, before all
# steps; taiwan, hong kong: written forms of there in the common Traditional form; simplified: Traditional in simplified
# script; traditional: simplified in Traditional script.
step\twritten\tbecomes
"""


def main() -> None:
    """Write a row a phrase or character of each dictionary, those that stay as they are too: they bar shorter ones."""
    tool = Path(opencc.__file__).parent / "clib"
    rows = []
    with tempfile.TemporaryDirectory() as folder:
        for name, step in DICTIONARIES.items():
            text = Path(folder, "text")
            source = tool / "share" / "opencc" / f"{name}.ocd2"
            command = [tool / "bin" / "opencc_dict", "-i", source, "-o", text, "-f", "ocd2", "-t", "text"]
            subprocess.run(command, check=True)
            for line in sorted(text.read_text(encoding="utf-8").splitlines()):
                written, _, choices = line.partition("\t")
                rows.append(f"{step}\t{written}\t{choices.split(' ')[0]}\n")
    TABLE.write_text(HEAD + "".join(rows), encoding="utf-8")


if __name__ == "__main__":
    main()
