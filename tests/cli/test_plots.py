"""Series as bars: as long as the numbers, from the least to the greatest of a range, planned ones apart."""

from decimal import Decimal

import pytest
from zhfacts.cli.plots import bar, period, plotted

ROW = {"series": "s", "subject": "广州市", "indicator_key": "地区生产总值", "aspect": "level", "comparison": None,
       "unit": "CNY", "value": None, "low": None, "high": None, "modifier": None, "direction": None,
       "status": "actual", "start_date": None}  # fmt: skip


def observation(year: int, **fields: str) -> dict[str, object]:
    return ROW | {"start_date": f"{year}-01-01", "end_date": f"{year}-12-31"} | fields


def test_a_line_for_each_time() -> None:
    rows = [observation(2022, value="200"), observation(2021, value="100", modifier="about")]
    rows += [observation(2023, low="300", high="400", status="planned")]
    assert list(plotted(rows, 8)) == [
        "",
        "广州市 地区生产总值 (level, CNY)",
        "  2021  ██ 100 about",
        "  2022  ████ 200",
        "  2023  ▒▒▒▒▒▒▒▒ 300 to 400 planned",
    ]


def test_what_went_down_is_negative() -> None:
    rows = [observation(2022, value="2.5", direction="down"), observation(2023, value="5", direction="up")]
    assert list(plotted(rows, 4))[2:] == ["  2022  ██ -2.5", "  2023  ████ 5"]


def test_one_time_is_no_series_and_two_series_are_two_plots() -> None:
    one = observation(2022, value="1")
    assert list(plotted([one, one])) == []
    other = [row | {"series": "t"} for row in (one, observation(2023, value="2"))]
    assert len(list(plotted([one, observation(2023, value="2"), *other]))) == 8


@pytest.mark.parametrize(
    ("low", "high", "drawn"),
    [(8, 8, "████████"), (4, 4, "████"), (0, 0, ""), (2, 4, "██░░"), ("0.5", "0.5", "▌"), ("1.125", "1.125", "█▏")],
)
def test_a_bar(low: float, high: float, drawn: str) -> None:
    assert bar(Decimal(low), Decimal(high), Decimal(8), 8) == drawn


def test_a_series_of_naught_has_no_bars() -> None:
    assert bar(Decimal(0), Decimal(0), Decimal(0), 8) == ""


@pytest.mark.parametrize(
    ("start", "end", "told"),
    [
        ("2023-01-01", "2023-12-31", "2023"),
        ("2024-02-01", "2024-02-29", "2024-02"),
        ("2024-05-17", "2024-05-17", "2024-05-17"),
        ("2023-01-01", "2023-06-30", "2023-01-01/2023-06-30"),
        ("2023-12-01", "2024-01-31", "2023-12-01/2024-01-31"),
        (None, "2023-12-31", "to 2023-12-31"),
    ],
)
def test_a_span_of_days_in_short(start: str | None, end: str, told: str) -> None:
    assert period(start, end) == told
