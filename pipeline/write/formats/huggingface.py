"""Hugging Face: a folder that `datasets.load_dataset` opens offline, a configuration a table, with its dataset card."""

from __future__ import annotations

from collections import Counter
from pathlib import Path

from ..arrow import TableFiles, write_articles
from ..folder import new_folder
from ..registry import Exporter, missing
from ..selection import Selection
from ..tables import TABLES

DOCUMENTS = "documents"
"""The configuration with the texts and all that was found in them, one article a row."""
_SIZES = ((1_000, "n<1K"), (10_000, "1K<n<10K"), (100_000, "10K<n<100K"), (1_000_000, "100K<n<1M"))
Counts = dict[str, Counter[str]]
"""Rows by part of the split and by configuration."""


def to_huggingface(selection: Selection, target: Path) -> None:
    """Write a folder for `datasets.load_dataset`, a split a part; MissingExtra where pyarrow is not installed."""
    try:
        import pyarrow as pa  # noqa: F401
    except ImportError as error:
        raise missing("huggingface", "parquet", error) from error
    parts = {"train": selection} if selection.shares is None else selection.parts(selection.shares)
    counts: Counts = {}
    with new_folder(target) as folder:
        for name, part in parts.items():
            data = folder / "data" / name
            data.mkdir(parents=True)
            with TableFiles(data) as files:
                files.write(part.rows())
            write_articles(part.articles(), data / f"{DOCUMENTS}.parquet")
            counts[name] = files.counts + Counter({DOCUMENTS: files.counts["articles"]})
        (folder / "README.md").write_text(card(counts), encoding="utf-8", newline="\n")


def card(counts: Counts) -> str:
    """Return the dataset card: licence, tasks, size and configurations in YAML, then what tables and columns hold.

    A table without rows in any part is no configuration, because datasets cannot open it.
    """
    described = {t.name: t.description for t in sorted(TABLES, key=lambda t: t.name != "facts")}
    described[DOCUMENTS] = "One article a row, with its text and all that was found in it, nested."
    configs = [name for name in described if any(found[name] for found in counts.values())]
    lines = ["---", *_about(counts), "configs:"]
    for name in configs:
        lines += [f"- config_name: {name}", "  data_files:"]
        lines += [f"  - split: {p}\n    path: data/{p}/{name}.parquet" for p in counts if counts[p][name]]
        lines += ["  default: true"] * (name == configs[0])
    lines += ["---", "", "# Statistical facts from Chinese news articles", "", _INTRODUCTION, ""]
    lines += [f"| configuration | {' | '.join(counts)} | what a row is |", f"| --- |{' ---: |' * len(counts)} --- |"]
    lines += [f"| {n} | {' | '.join(str(c[n]) for c in counts.values())} | {described[n]} |" for n in configs]
    for table in TABLES:
        lines += ["", f"## {table.name}", "", "| column | type | |", "| --- | --- | --- |"]
        lines += [f"| {c.name} | {c.type} | {c.description.replace('|', '/')} |" for c in table.columns]
    return "\n".join(lines) + "\n"


_INTRODUCTION = """\
Found by zhfacts: who or what, which indicator, how much, of what unit, when, said by whom, and where in the source it
stands. Offsets count Unicode code points of the decoded raw file; ends are exclusive. No person has checked what a
program found: see `score`. The texts belong to their publishers, whose licences hold for them (`license: other`)."""


def _about(counts: Counts) -> list[str]:
    """Return what the card says for the catalogue: language, licence, tasks and size."""
    size = sum(found["facts"] or found[DOCUMENTS] for found in counts.values())
    return [
        "language:", "- zh", "license: other", "license_name: rights-of-the-publishers",
        "pretty_name: Statistical facts from Chinese news articles", "task_categories:", "- token-classification",
        "task_ids:", "- named-entity-recognition", "annotations_creators:", "- machine-generated", "tags:",
        "- information-extraction", "- relation-extraction", "- statistics", "- news", "size_categories:",
        f"- {next((label for limit, label in _SIZES if size < limit), 'n>1M')}",
    ]  # fmt: skip


EXPORTER = Exporter(
    "a folder with a dataset card that datasets.load_dataset opens", "-huggingface", to_huggingface, ("shares",)
)
