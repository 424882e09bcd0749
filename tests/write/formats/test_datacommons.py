import datetime as dt
import re

import pandas as pd
import pytest
from zhfacts.write import export, read_extract
from zhfacts.write.formats.datacommons import period_of


def test_the_template_names_columns_that_are_there(extract):
    folder = export(extract, "datacommons")
    rows = pd.read_csv(folder / "observations.csv", dtype="string")
    template = (folder / "observations.tmcf").read_text(encoding="utf-8")
    assert template.startswith("Node: E:observations->E1\ntypeOf: dcs:StatVarObservation\n")
    assert set(re.findall(r"C:observations->(\w+)", template)) == set(rows.columns) - {"fact"}


def test_every_fact_is_an_observation_or_left_out_with_a_reason(extract):
    folder = export(extract, "datacommons")
    rows, left = (pd.read_csv(folder / f, dtype="string") for f in ("observations.csv", "left_out.csv"))
    assert sorted([*rows["fact"], *left["fact"]]) == sorted(read_extract(extract).facts["id"])
    assert left["reason"].notna().all() and len(rows) > 10
    facts = read_extract(extract).facts.set_index("id")
    assert list(rows["value"]) == [format(facts.loc[f, "value"], "f") for f in rows["fact"]]


def test_every_node_that_is_named_is_described(extract):
    folder = export(extract, "datacommons")
    rows = pd.read_csv(folder / "observations.csv", dtype="string")
    nodes = dict(re.findall(r"Node: dcid:(\S+)\ntypeOf: (\S+)\n", (folder / "nodes.mcf").read_text(encoding="utf-8")))
    assert {nodes[v] for v in rows["variableMeasured"]} == {"dcs:StatisticalVariable"}
    assert set(rows["observationAbout"]) <= set(nodes)
    named = re.findall(r"(?:dcid|dcs):(zhfacts/\S+)", (folder / "nodes.mcf").read_text(encoding="utf-8"))
    assert set(named) <= set(nodes)


@pytest.mark.parametrize(
    ("start", "end", "expected"),
    [
        ("2023-01-01", "2023-12-31", ("2023", "P1Y")),
        ("2021-01-01", "2025-12-31", ("2021", "P5Y")),
        ("2023-01-01", "2023-06-30", ("2023-01", "P6M")),
        ("2024-02-01", "2024-02-29", ("2024-02", "P1M")),
        ("2023-05-04", "2023-05-10", ("2023-05-04", "P7D")),
        (None, "2022-12-31", ("2022-12-31", "")),
        ("2015-01-01", None, ("2015-01-01", "")),
    ],
)
def test_periods(start, end, expected):
    days = [dt.date.fromisoformat(d) if d else None for d in (start, end)]
    assert period_of(*days) == expected
