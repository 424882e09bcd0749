"""Print the tables of docs/fields.md from the records and tables of zhfacts; with --write, put them into the page.

Usage: python scripts/print_fields.py [--write]
"""

import argparse
from collections.abc import Iterable, Iterator
from pathlib import Path

from zhfacts.model import Article, Entity, Fact, Head, Mention, Numeral, Quantity, Role, Time, Unstated
from zhfacts.write.tables import BY_NAME

PAGE = Path(__file__).parent.parent / "docs/fields.md"
BEGIN = "<!-- what follows is printed by scripts/print_fields.py -->\n"
ORDER = ("facts", "series", "conflicts", "articles", "mentions", "entities", "quantities", "times", "roles", "numerals")
RECORDS = {
    Article: "an article: a line of `articles.jsonl`",
    Mention: "an item of `mentions`",
    Quantity: "an item of `quantities`",
    Time: "an item of `times`",
    Numeral: "an item of `numerals`: a written number that is no quantity and no part of a time or a name",
    Unstated: "an item of `unstated`: a quantity that states nothing, by the decision itself",
    Fact: "an item of `facts`",
    Role: "an item of `roles`",
    Entity: "an entity: a line of `entities.jsonl`",
}


def tables() -> str:
    """Return all tables of the page."""
    return "\n".join(line for part in (_files(), _records()) for line in part)


def _files() -> Iterator[str]:
    yield "## Columns of the CSV files\n"
    for name in ORDER:
        table = BY_NAME[name]
        yield f"### {table.path}\n\n{table.description}\n"
        rows = ((f"`{c.name}`", c.head, c.type, c.description) for c in table.columns)
        yield from _table(("column", "中文", "type", "what"), rows)


def _records() -> Iterator[str]:
    yield "## Fields of the JSON lines\n"
    for record, place in RECORDS.items():
        yield f"### {record.__name__}\n\n{place[0].upper()}{place[1:]}.\n"
        rows = ((f"`{name}`", _head(info), info.description or "") for name, info in record.model_fields.items())
        yield from _table(("field", "中文", "what"), rows)


def _head(info: object) -> str:
    return next((m.zh for m in getattr(info, "metadata", ()) if isinstance(m, Head)), "")


def _table(heads: tuple[str, ...], rows: Iterable[tuple[str, ...]]) -> Iterator[str]:
    yield f"| {' | '.join(heads)} |"
    yield f"|{' --- |' * len(heads)}"
    for row in rows:
        yield f"| {' | '.join(cell.replace('|', '&#124;') for cell in row)} |"
    yield ""


def main() -> None:
    """Print the tables, or write them."""
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--write", action="store_true")
    if parser.parse_args().write:
        head = PAGE.read_text(encoding="utf-8").partition(BEGIN)[0]
        PAGE.write_text(f"{head}{BEGIN}\n{tables()}", encoding="utf-8", newline="\n")
    else:
        print(tables())


if __name__ == "__main__":
    main()
