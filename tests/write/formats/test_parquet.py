import datetime as dt
from decimal import Decimal

import pandas as pd
import pyarrow.parquet as pq
import pytest
from zhfacts.errors import ZhfactsError
from zhfacts.write import export, read_extract
from zhfacts.write.arrow import arrow_schema, decimal128
from zhfacts.write.tables import TABLES, cell


@pytest.fixture(scope="module")
def folder(tmp_path_factory, written):
    """The files of an extract of the gold, which are only read."""
    return export(written, "parquet", tmp_path_factory.mktemp("made") / "parquet")


def test_the_folder_lies_beside_the_extract(small):
    assert export(small, "parquet") == small.with_name("extract-parquet")


@pytest.mark.parametrize("table", TABLES, ids=lambda t: t.name)
def test_parquet_has_types_and_exact_values(table, folder, written):
    found = pq.read_table(folder / f"{table.name}.parquet")
    assert found.schema.equals(arrow_schema(table), check_metadata=True)
    frame = read_extract(written).table(table.name)
    for column in table.columns:
        ours = [None if not isinstance(v, (list, dict)) and pd.isna(v) else v for v in frame[column.name]]
        theirs = found[column.name].to_pylist()
        if column.type == "date":
            ours = [v and v.date() for v in ours]
        elif column.type == "object":
            ours = [cell(v) for v in ours]
        assert theirs == ours, column.name


def test_pandas_reads_parquet_with_dtypes(folder):
    facts = pd.read_parquet(folder / "facts.parquet")
    assert isinstance(facts["value"].dropna().iloc[0], Decimal)
    assert facts["start"].dtype == "int64"
    assert isinstance(facts["start_date"].dropna().iloc[0], dt.date)
    assert facts.groupby("subject")["value"].count().max() > 1


def test_numbers_keep_their_value_in_parquet():
    assert decimal128(Decimal("12345678901234567890.123456789012"), "x") == Decimal("12345678901234567890.123456789012")
    assert decimal128(Decimal(2000) / Decimal(3), "x") == Decimal("666.666666666667")
    with pytest.raises(ZhfactsError, match=r"facts, a/f1, value: .* does not fit"):
        decimal128(Decimal(10) ** 30, "facts, a/f1, value")
