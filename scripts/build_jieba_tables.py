"""Builds pipeline/data/jieba_dictionary.txt and jieba_states.tsv from an installed jieba (0.42.1, MIT).

python scripts/build_jieba_tables.py

jieba itself is not needed to run: its last release is of 2020, takes 42 MB of which these tables are a tenth, writes a
cache into the folder for temporary files and is read with warnings by newer Pythons.
"""

from __future__ import annotations

import shutil
from pathlib import Path

import jieba
from jieba.finalseg import emit_P

DATA = Path(__file__).parent.parent / "pipeline" / "data"
HEAD = (
    "# How likely (logarithm) a character begins a word, is inside one, ends one or is one: "
    "jieba 0.42.1 (MIT), scripts/build_jieba_tables.py.\n"
)
STATES = "BMES"


def main() -> None:
    """Copy the dictionary, and write a row a character that jieba's hidden Markov model knows."""
    with jieba.get_dict_file() as source, (DATA / "jieba_dictionary.txt").open("wb") as target:
        shutil.copyfileobj(source, target)
    rows = ["\t".join(["character", *STATES])]
    for character in sorted({c for state in STATES for c in emit_P[state]}):
        rows.append("\t".join([character, *(str(emit_P[state].get(character, "")) for state in STATES)]))
    (DATA / "jieba_states.tsv").write_text(HEAD + "\n".join(rows) + "\n", encoding="utf-8")


if __name__ == "__main__":
    main()
