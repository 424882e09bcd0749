"""The format that docs/formats.md makes: the example runs as it stands."""

import re
from pathlib import Path
from types import SimpleNamespace

from zhfacts.write import Exporter

PAGE = Path(__file__).parents[2] / "docs" / "formats.md"


def test_the_example_of_an_own_format_writes_a_line_a_fact(tmp_path):
    page = PAGE.read_text(encoding="utf-8")
    code = re.search(r"^```python\n(from zhfacts\.write import Exporter\n.*?)^```", page, re.M | re.S)
    assert code
    names: dict = {}
    exec(code[1], names)
    assert isinstance(names["LINES"], Exporter)
    row = ("facts", (1, 2)), ("times", (3,))
    names["LINES"].write(SimpleNamespace(rows=lambda: row), tmp_path / "l.txt")
    assert (tmp_path / "l.txt").read_text("utf-8") == "(1, 2)\n"
