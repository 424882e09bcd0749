"""The reader: a small pretrained encoder, tuned to say what each quantity of a passage is about, as an adviser.

It reads each passage once (`passages`) and answers for all its quantities and slots: which of the subjects and times in
question are meant, which words are the indicator, which classes hold. The encoder is multilingual-e5-small (intfloat,
MIT) with eight-bit weights on ONNX Runtime; one passage at a time, so that an answer does not depend on its neighbours.
The judges on top of it are a few matrices in numpy. `zhfacts.train.facts.reading` trains both.
"""

from __future__ import annotations

import json
from collections.abc import Mapping, Sequence
from functools import cache
from pathlib import Path
from typing import Any

import numpy as np
import numpy.typing as npt

from ...errors import ZhfactsError
from ...lang.checksums import unchanged
from ...lang.pieces import Vocabulary, read_pieces
from ..scene.clauses import Frame, Scene
from ..slots.options import IndicatorOption, Question, SubjectOption, TimeOption
from .passages import (
    MOST_PIECES,
    NOWHERE,
    Clerk,
    EncodedPassage,
    Passage,
    PhrasePlace,
    Place,
    Range,
    passages_of,
    place_of_phrase,
    place_of_subject,
    place_of_time,
)

MODELS = Path(__file__).parents[2] / "models"
CLASSES: dict[str, tuple[Any, ...]] = {
    "aspect": ("level", "change", "rate", "share", "rank"),
    "direction": (None, "up", "down"),
    "comparison": (None, "yoy", "previous", "base"),
    "status": ("actual", "planned"),
}
"""The classes in the order in which the judges give them."""
Floats = npt.NDArray[np.float32]


class Judges:
    """What the reader makes of the encoder's states: a linear look at quantities, pairs, words and classes."""

    def __init__(self, weights: Mapping[str, Floats]) -> None:
        self._weights = {name: np.asarray(value, np.float32) for name, value in weights.items()}

    def quantity(self, states: Floats, places: Range) -> Floats:
        """Return the vector of a quantity: the mean of its states, and of those of its two marks."""
        start, end = places
        mean, edge = states[start:end].mean(axis=0), (states[start] + states[end - 1]) / 2
        return _tanh(self._linear("q", np.concatenate([mean, edge])))

    def options(self, kind: str, states: Floats, quantity: Floats, places: Sequence[Place]) -> Floats:
        """Return the score of each option of a slot (kind S: subjects, T: times) by its places on the sheet."""
        names = np.stack([self._mean(states, p.name, 0) for p in places])
        texts = np.stack([self._mean(states, p.text, 1) for p in places])
        return self._pairs(kind, quantity, names, texts, [p.distance for p in places])

    def phrases(self, states: Floats, quantity: Floats, places: Sequence[PhrasePlace]) -> Floats:
        """Return the score of each indicator (kind I): by the states at its edges, and the mean of all its states."""
        none = np.zeros(states.shape[1], np.float32)
        edges = [(states[p.ranges[0][0]] + states[p.ranges[-1][1] - 1]) / 2 if p.ranges else none for p in places]
        means = [states[p.numbers].mean(axis=0) if p.ranges else none for p in places]
        return self._pairs("I", quantity, np.stack(edges), np.stack(means), [p.distance for p in places])

    def _pairs(self, kind: str, quantity: Floats, one: Floats, other: Floats, distances: Sequence[int]) -> Floats:
        """Return the score of each option, seen in two ways, beside its quantity."""
        near = self._weights["dist.weight"][list(distances)]
        own = np.broadcast_to(quantity, one.shape)
        pairs: Floats = np.concatenate([own, one, other, own * one, own * other, near], axis=1)
        scores: Floats = self._linear(f"pair.{kind}.2", _gelu(self._linear(f"pair.{kind}.0", pairs)))[:, 0]
        return scores

    def classes(self, slot: str, quantity: Floats) -> Floats:
        """Return the log-probability of each class of a slot."""
        return _log_softmax(self._linear(f"cls.{slot}.2", _gelu(self._linear(f"cls.{slot}.0", quantity))))

    def _mean(self, states: Floats, places: Range | None, kind: int) -> Floats:
        """Return the mean of the states of some places; without places what stands for none of a kind."""
        mean: Floats = states[places[0] : places[1]].mean(axis=0) if places else self._weights["none"][kind]
        return mean

    def _linear(self, name: str, values: Floats) -> Floats:
        product: Floats = values @ self._weights[f"{name}.weight"].T + self._weights[f"{name}.bias"]
        return product


def _tanh(values: Floats) -> Floats:
    result: Floats = np.tanh(values)
    return result


def _gelu(values: Floats) -> Floats:
    """Return the Gaussian error linear unit in its tanh form (Hendrycks and Gimpel 2016)."""
    result: Floats = 0.5 * values * (1 + np.tanh(np.float32(0.7978845608) * (values + 0.044715 * values**3)))
    return result


def _log_softmax(scores: Floats) -> Floats:
    shifted = scores - scores.max()
    result: Floats = shifted - np.log(np.exp(shifted).sum())
    return result


class Judgement:
    """What the reader says of one quantity: the log-probabilities of its options."""

    def __init__(self, judges: Judges, states: Floats, sheet: EncodedPassage, passage: Passage, position: int) -> None:
        self._judges, self._states, self._sheet, self._passage = judges, states, sheet, passage
        self._vector = judges.quantity(states, sheet.quantities[position])

    def subjects(self, frame: Frame, options: Sequence[SubjectOption]) -> list[float]:
        """Return the log-probability of each subject in question."""
        return self._pairs("S", [place_of_subject(self._sheet, self._passage, frame.quantity, o) for o in options])

    def times(self, frame: Frame, options: Sequence[TimeOption]) -> list[float]:
        """Return the log-probability of each time in question."""
        return self._pairs("T", [place_of_time(self._sheet, self._passage, frame.quantity, o) for o in options])

    def _pairs(self, kind: str, places: list[Place]) -> list[float]:
        found = _log_softmax(self._judges.options(kind, self._states, self._vector, places or [NOWHERE]))
        return [float(x) for x in found[: len(places)]]

    def indicators(self, frame: Frame, options: Sequence[IndicatorOption]) -> list[float]:
        """Return the log-probability of each indicator in question."""
        places = [place_of_phrase(self._sheet, frame.quantity, o) for o in options]
        return [float(x) for x in _log_softmax(self._judges.phrases(self._states, self._vector, places))]

    def classes(self, slot: str, options: Sequence[Any]) -> list[float]:
        """Return the log-probability of each class in question."""
        found = self._judges.classes(slot, self._vector)
        return [float(found[CLASSES[slot].index(o)]) for o in options]


class Reading:
    """All passages of one article, read; a quantity whose passage is too long has no judgement."""

    def __init__(self, judgements: Mapping[str, Judgement]) -> None:
        self.judgements = judgements

    def advise(self, slot: str, questions: Sequence[Question]) -> list[list[float]] | None:
        """Return a log-score for each option of each question, None for a slot that the reader does not judge."""
        if slot not in ("subject", "time", "indicator", *CLASSES):
            return None
        return [self._answer(slot, question) for question in questions]

    def _answer(self, slot: str, question: Question) -> list[float]:
        judgement = self.judgements.get(question.frame.quantity.id)
        if judgement is None:
            return [0.0] * len(question.options)
        if slot in CLASSES:
            return judgement.classes(slot, question.options)
        ask = {"subject": judgement.subjects, "time": judgement.times, "indicator": judgement.indicators}
        answers: list[float] = ask[slot](question.frame, question.options)  # type: ignore[operator]
        return answers


class PassageReader:
    """Reads the passages of an article with an encoder and judges its quantities."""

    def __init__(self, session: Any, judges: Judges, vocabulary: Vocabulary) -> None:
        self._session, self._judges, self._clerk = session, judges, Clerk(vocabulary)

    @classmethod
    def load(cls, folder: Path = MODELS) -> PassageReader:
        """Return the reader of a model folder: reader.onnx, reader.npz and what reader.json names beside them.

        Raises ZhfactsError where one is missing or is not the file whose SHA-256 reader.json holds.
        """
        import onnxruntime

        try:
            about = json.loads((folder / "reader.json").read_text(encoding="utf-8"))
            unchanged(folder, about["sha256"], "reader.json")
            pieces = read_pieces(folder)
        except (OSError, ValueError, KeyError) as error:
            raise ZhfactsError(f"{folder}: no reader: {error}") from None
        options = onnxruntime.SessionOptions()
        options.intra_op_num_threads = options.inter_op_num_threads = 1
        session = onnxruntime.InferenceSession(str(folder / "reader.onnx"), options, providers=["CPUExecutionProvider"])
        with np.load(folder / "reader.npz", allow_pickle=False) as weights:
            judges = Judges(dict(weights))
        return cls(session, judges, pieces)

    def read(self, scene: Scene, questions: Mapping[str, Sequence[Question]]) -> Reading:
        """Return what the reader says of an article; `questions` are those of the slots subject and time."""
        document = scene.document
        at = {quantity.id: n for n, quantity in enumerate(document.quantities)}
        subjects = {at[q.frame.quantity.id]: q.options for q in questions["subject"]}
        times = {at[q.frame.quantity.id]: q.options for q in questions["time"]}
        found: dict[str, Judgement] = {}
        for passage in passages_of(scene):
            wanted = [p for p in passage.positions if p in subjects]
            if not wanted:
                continue
            sheet = self._clerk.sheet(document, passage, subjects, times)
            if len(sheet.numbers) > MOST_PIECES:
                continue
            states = self._states(sheet)
            for position in wanted:
                judgement = Judgement(self._judges, states, sheet, passage, position)
                found[document.quantities[position].id] = judgement
        return Reading(found)

    def _states(self, sheet: EncodedPassage) -> Floats:
        """Return the encoder's state at each place of a sheet."""
        states: Floats = self._session.run(None, {"ids": np.array([sheet.numbers], np.int64)})[0][0]
        return states


@cache
def shipped() -> PassageReader | None:
    """Return the reader of the package, loaded once; None where the package holds none."""
    return PassageReader.load() if (MODELS / "reader.json").exists() else None
