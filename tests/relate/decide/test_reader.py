"""The reader: its sheets, that its answers are probabilities of the options asked, and what a model folder must be."""

from __future__ import annotations

import json
import math
import shutil
import socket

import pytest
from zhfacts.errors import ZhfactsError
from zhfacts.relate import bind
from zhfacts.relate.decide.deciders import CHAINS, Rankers
from zhfacts.relate.decide.passages import MOST_QUANTITIES, Clerk, passages_of, place_of_subject, place_of_time
from zhfacts.relate.decide.reader import CLASSES, MODELS, PassageReader, shipped
from zhfacts.relate.scene.clauses import Scene

from ..markup import document

TEXT = "[绵阳市|GPE]的[云山厂|ORG]去年建成{26个|CARDINAL|个}充电站，投入{3亿元|MONEY|CNY}。"


class Listener(Rankers):
    """Decides as the rankers do, and keeps what was asked and read."""

    def __init__(self):
        super().__init__()
        self.asked = {}

    def consider(self, scene, questions):
        self.scene, self.reading = scene, shipped().read(scene, questions)
        self.clerk = shipped()._clerk
        self.asked |= questions

    def decide(self, scene, slot, questions):
        self.asked.setdefault(slot, []).extend(questions if slot not in CHAINS else [])
        return super().decide(scene, slot, questions)


@pytest.fixture(scope="module")
def listener():
    found = Listener()
    bind(document(TEXT), found)
    return found


@pytest.mark.parametrize("slot", ["subject", "time", "indicator"])
def test_answers_are_log_probabilities_of_the_options(listener, slot):
    questions = listener.asked[slot]
    answers = listener.reading.advise(slot, questions)
    assert [len(a) for a in answers] == [len(q.options) for q in questions]
    assert all(math.fsum(map(math.exp, a)) == pytest.approx(1, abs=1e-4) for a in answers)


@pytest.mark.parametrize("slot", ["aspect", "status"])
def test_classes(listener, slot):
    for answer in listener.reading.advise(slot, listener.asked[slot]):
        assert len(answer) == len(CLASSES[slot])
        assert math.fsum(map(math.exp, answer)) == pytest.approx(1, abs=1e-4)


def test_whether_a_quantity_states_something_is_not_its_to_say(listener):
    assert listener.reading.advise("stated", listener.asked["stated"]) is None


def test_the_sheet_holds_what_is_asked(listener):
    scene = listener.scene
    (passage,) = passages_of(scene)
    subjects = {n: q.options for n, q in enumerate(listener.asked["subject"])}
    times = {n: q.options for n, q in enumerate(listener.asked["time"])}
    sheet = listener.clerk.sheet(scene.document, passage, subjects, times)
    assert set(sheet.quantities) == {0, 1}
    shown = "".join(scene.text[p.start : p.end] for p in sheet.pieces)
    assert shown == scene.text
    for position, quantity in enumerate(scene.document.quantities):
        for option in subjects[position]:
            place = place_of_subject(sheet, passage, quantity, option)
            assert place.name is not None
            for start, end in filter(None, [place.text]):
                held = sheet.pieces[start - sheet.first : end - sheet.first]
                assert "".join(scene.text[p.start : p.end] for p in held) in (option.name, "的" + option.name)
        assert any(place_of_time(sheet, passage, quantity, o).text is None for o in times[position])


def test_many_quantities_are_read_in_parts():
    many = document("".join(f"甲地有{{{n}家|CARDINAL|家}}工厂，" for n in range(1, 30)) + "都在生产。")
    found = passages_of(Scene(many))
    assert sorted(p for passage in found for p in passage.positions) == list(range(29))
    assert all(len(p.positions) <= MOST_QUANTITIES for p in found)


def test_the_same_reading_twice(listener):
    again = Listener()
    bind(document(TEXT), again)
    for slot in ("subject", "time", "indicator", "aspect", "status"):
        assert again.reading.advise(slot, again.asked[slot]) == listener.reading.advise(slot, listener.asked[slot])


def test_a_file_that_was_changed(tmp_path):
    for name in ("embeddings.bin", "pieces.json", "reader.json", "reader.npz", "reader.onnx"):
        shutil.copy(MODELS / name, tmp_path / name)
    (tmp_path / "reader.npz").write_bytes((tmp_path / "reader.npz").read_bytes() + b"x")
    with pytest.raises(ZhfactsError, match=r"reader.npz: not the file that reader.json names"):
        PassageReader.load(tmp_path)


def test_a_folder_without_a_reader(tmp_path):
    with pytest.raises(ZhfactsError, match="no reader"):
        PassageReader.load(tmp_path)
    (tmp_path / "reader.json").write_text(json.dumps({}))
    with pytest.raises(ZhfactsError, match="no reader"):
        PassageReader.load(tmp_path)


def test_reads_without_network(monkeypatch):
    monkeypatch.setattr(socket, "socket", None)
    assert isinstance(shipped(), PassageReader)
    assert isinstance(PassageReader.load()._clerk, Clerk)
