from array import array
from decimal import Decimal

import pytest
from pydantic import BaseModel, ValidationError
from zhfacts.model import Document, Quantity, Span, numbered, plain, tidy


@pytest.mark.parametrize(
    ("value", "text"),
    [("4.20E+4", "42000"), ("0.10", "0.1"), ("-0", "0"), ("-0.0", "0"), ("100", "100"), ("1E-3", "0.001")],
)
def test_plain(value: str, text: str) -> None:
    assert plain(Decimal(value)) == text
    assert str(tidy(Decimal(value))) == text


def test_a_copy_is_as_pydantic_makes_it() -> None:
    given = Quantity(id="q1", start=0, end=1, text="x", label="MONEY", value=Decimal("4.20"))
    for update in (None, {}, {"end": 2, "unit": "元"}):
        ours, theirs = given.model_copy(update=update), BaseModel.model_copy(given, update=update)
        assert ours == theirs and ours.model_fields_set == theirs.model_fields_set and ours.__dict__ == theirs.__dict__


def document(raw: str, offsets: list[int]) -> Document:
    return Document("d", "d.txt", raw, 0, len(raw), "".join(raw[i] for i in offsets), array("L", offsets))


def test_raw_span_joins_broken_lines_and_refuses_removed_pieces() -> None:
    raw = "科技\n\n城图注建设"
    doc = document(raw, [0, 1, 4, 7, 8, 5, 6])
    assert doc.text == "科技城建设图注"
    assert doc.raw_span(0, 3) == Span(0, 5)
    assert doc.raw_span(2, 5) is None
    assert doc.raw_span(4, 6) is None
    assert doc.raw_span(5, 7) == Span(5, 7)
    assert doc.raw_span(3, 3) is None
    assert doc.written(0, 3) == "科技城"


def test_numbered_sorts_and_names() -> None:
    items = [Quantity(id="", start=s, end=s + 1, text="x", label="CARDINAL") for s in (5, 1)]
    assert [(q.id, q.start) for q in numbered(items, "q")] == [("q1", 1), ("q2", 5)]


def test_records_refuse_unknown_labels_and_fields() -> None:
    with pytest.raises(ValidationError):
        Quantity(id="q1", start=0, end=1, text="x", label="WEIGHT")  # type: ignore[arg-type]
    with pytest.raises(ValidationError):
        Quantity(id="q1", start=0, end=1, text="x", label="MONEY", colour="red")  # type: ignore[call-arg]
