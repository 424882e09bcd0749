"""Tables flattened into text."""

from __future__ import annotations

from zhfacts.relate.scene.clauses import Scene
from zhfacts.relate.scene.surroundings import written
from zhfacts.relate.scene.tables import read

from .markup import document

LINES = """<2024年|2024-01-01|2024-12-31>主要工业产品产量
指标名称
产量（万吨）
同比增长（±%）
水泥
{120.5|CARDINAL}
{3.1|CARDINAL}
#钢材
{88.0|CARDINAL}
{-2.4|CARDINAL}
"""


def test_rows_and_columns():
    scene = Scene(document(LINES))
    cells = read(scene)
    words = [written(scene, cells[q.id].spans) for q in scene.quantities]
    assert words == ["水泥 产量", "水泥 产量", "钢材 产量", "钢材 产量"]
    assert [cells[q.id].aspect for q in scene.quantities] == ["level", "rate", "level", "rate"]
    assert [cells[q.id].comparison for q in scene.quantities] == [None, "yoy", None, "yoy"]
    assert [cells[q.id].down for q in scene.quantities] == [False, False, False, True]
    assert all(cells[q.id].time.text == "2024年" for q in scene.quantities)


def test_prose_is_no_table():
    scene = Scene(document("全市有{3家|CARDINAL|家}医院。\n{12|CARDINAL}\n"))
    assert read(scene) == {}


def test_a_column_dates_its_cells():
    text = "<2022年|2022-01-01|2022-12-31>人口\n指标\n<年末|2022-12-31|2022-12-31>数（万人）\n比重（%）\n"
    rows = "城镇\n{2280|CARDINAL}\n{70.9|CARDINAL}\n乡村\n{933|CARDINAL}\n{29.1|CARDINAL}\n"
    scene = Scene(document(text + rows))
    assert {c.time.text for c in read(scene).values()} == {"年末"}
