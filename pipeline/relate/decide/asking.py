"""Asks a language model of the user's own about facts that are unsure; it only chooses among the candidates.

An article is bound once. Of each fact with a low score subject and indicator are asked for, each with its sentence and
the options that there were. Where an answer chose, the article is bound once more with these options in place, so that
all that hangs on them follows, and the fact has no score: how often such answers are right is not known.
"""

from __future__ import annotations

from collections import Counter
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from string import ascii_uppercase
from typing import Any

from ...lang.tables import table
from ...model import Document, Fact, Span
from ..scene.clauses import Scene
from ..scene.surroundings import written
from ..slots.options import IndicatorOption, Question, SubjectOption
from .binder import find_facts
from .chat import NONE, Ask, Chat, NoAnswer
from .deciders import Decider
from .decisions import Decision

SAID = {row["part"]: row["text"] for row in table("question_words.tsv")}
"""What is said to the model, in the language of the texts."""
INSTRUCTIONS = {slot: SAID[slot] for slot in ("subject", "indicator")}
"""What is asked of each slot."""
BEFORE = 2
"""So many sentences before the number's own are sent with it."""


@dataclass(frozen=True)
class Asked:
    """A question to be put to the server, and the options by their letters."""

    text: str
    options: Mapping[str, Any]


class Asking:
    """A decider beside which a server is asked; `tally` counts what became of its questions."""

    def __init__(self, decider: Decider, ask: Ask) -> None:
        self.ask = ask
        self.tally: Counter[str] = Counter()
        self._decider, self._chat = decider, Chat(ask)

    def facts(self, document: Document) -> list[Fact]:
        """Return the facts of a document; those that were asked for say so in their rules."""
        clusters = list(document.clusters)
        first = _Noting(self._decider)
        facts = find_facts(document, first)
        answers: dict[tuple[str, str], Any] = {}
        for fact in facts:
            if fact.score is not None and fact.score < self.ask.below:
                answers |= self._answers(first, fact.quantity)
        if not answers:
            return facts
        document.clusters[:] = clusters
        second = _Answering(self._decider, answers, first.ease)
        facts = find_facts(document, second)
        self.tally["changed"] += second.changed
        return [self._told(f, [slot for slot in INSTRUCTIONS if (slot, f.quantity) in second.used]) for f in facts]

    def _answers(self, noted: _Noting, quantity: str) -> dict[tuple[str, str], Any]:
        """Return the options that the server chooses for a fact, by slot and quantity."""
        found: dict[tuple[str, str], Any] = {}
        for slot, instruction in INSTRUCTIONS.items():
            if (slot, quantity) not in noted.seen:
                continue
            asked = question_of(*noted.seen[slot, quantity])
            if len(asked.options) < 2:
                continue
            try:
                letter = self._chat.choose(instruction, asked.text, list(asked.options))
            except NoAnswer as error:
                self.tally[f"without an answer ({error})"] += 1
                continue
            self.tally["none of them right" if letter == NONE else "chosen"] += 1
            if letter != NONE:
                found[slot, quantity] = asked.options[letter]
        return found

    def _told(self, fact: Fact, slots: Sequence[str]) -> Fact:
        """Return a fact whose rule says which slots were asked for; it has no score then."""
        if not slots:
            return fact
        by = f"asked:{'_'.join(self.ask.model.split())}"
        pairs = [f"{slot}={by}" if slot in slots else f"{slot}{equals}{rule}" for slot, equals, rule in _pairs(fact)]
        return fact.model_copy(update={"rule": " ".join(pairs), "score": None})


def _pairs(fact: Fact) -> list[tuple[str, str, str]]:
    return [pair.partition("=") for pair in (fact.rule or "").split(" ")]


class _Through:
    """A decider that hands everything on to another one."""

    def __init__(self, decider: Decider) -> None:
        self._decider = decider

    def consider(self, scene: Scene, questions: Mapping[str, Sequence[Question]]) -> None:
        """Hand on."""
        self._decider.consider(scene, questions)

    def decide(self, scene: Scene, slot: str, questions: Sequence[Question]) -> list[Decision]:
        """Hand on."""
        return self._decider.decide(scene, slot, questions)

    def score(self, decisions: Mapping[str, Decision], article: float) -> float | None:
        """Hand on."""
        return self._decider.score(decisions, article)


class _Noting(_Through):
    """Notes down the questions that a server may be asked, by slot and quantity, and how easy the article is."""

    def __init__(self, decider: Decider) -> None:
        super().__init__(decider)
        self.seen: dict[tuple[str, str], tuple[Scene, Question, Decision]] = {}
        self.ease = 0.0

    def decide(self, scene: Scene, slot: str, questions: Sequence[Question]) -> list[Decision]:
        """Note the questions with their answers."""
        found = super().decide(scene, slot, questions)
        if slot in INSTRUCTIONS:
            for question, decision in zip(questions, found, strict=True):
                self.seen[slot, question.frame.quantity.id] = scene, question, decision
        return found

    def score(self, decisions: Mapping[str, Decision], article: float) -> float | None:
        """Note how easy the article is."""
        self.ease = article
        return super().score(decisions, article)


class _Answering(_Through):
    """Decides as the answers say, where one is among the options."""

    def __init__(self, decider: Decider, answers: Mapping[tuple[str, str], Any], ease: float) -> None:
        super().__init__(decider)
        self._answers, self._ease = answers, ease
        self.used: set[tuple[str, str]] = set()
        self.changed = 0

    def decide(self, scene: Scene, slot: str, questions: Sequence[Question]) -> list[Decision]:
        """Put the answers in the place of what was decided."""
        found = super().decide(scene, slot, questions)
        for question, decision in zip(questions, found, strict=True):
            key = slot, question.frame.quantity.id
            if (wanted := self._answers.get(key)) is None:
                continue
            same = [n for n, option in enumerate(question.options) if _known_by(option) == _known_by(wanted)]
            if same:
                self.used.add(key)
                self.changed += decision.at != same[0]
                decision.at, decision.by = same[0], "asked"
        return found

    def score(self, decisions: Mapping[str, Decision], article: float) -> float | None:
        """Score what was not asked for as it would have been scored without."""
        return super().score(decisions, self._ease)


def question_of(scene: Scene, question: Question, decision: Decision) -> Asked:
    """Return the question to be put to the server: the sentence with its number in 【】, and the likeliest options.

    Options that read alike are offered once, by the likeliest of them.
    """
    document, frame = scene.document, question.frame
    first = scene.sentences[max(0, frame.sentence - BEFORE)].start
    end = scene.sentences[frame.sentence].end
    number = frame.quantity
    text = scene.text[first : number.start] + f"【{number.text}】" + scene.text[number.end : end]
    likeliest = sorted(range(len(question.options)), key=lambda n: (n != decision.at, -decision.odds[n], n))
    forms: dict[str, Any] = {}
    for n in likeliest:
        if form := _form(scene, question.options[n]):
            forms.setdefault(form, question.options[n])
    options = dict(zip(ascii_uppercase, forms.values(), strict=False))
    lines = [f"{letter}. {form}" for letter, form in zip(options, forms, strict=False)]
    head = [f"{SAID['title']}：{document.title}"] if document.title else []
    told = [f"{SAID['text']}：{' '.join(text.split())}", f"{SAID['options']}："]
    return Asked("\n".join([*head, *told, *lines, f"{NONE}. {SAID['none']}"]), options)


def _form(scene: Scene, option: SubjectOption | IndicatorOption) -> str:
    """Return how an option reads; "" where it has no words."""
    if isinstance(option, IndicatorOption):
        return written(scene, option.spans)
    if option.entity:
        return option.name
    return " ".join(scene.document.written(*(option.phrase or Span(0, 0))).split())


def _known_by(option: SubjectOption | IndicatorOption) -> object:
    """Return by what an option is known again when the article is bound once more."""
    return option.spans if isinstance(option, IndicatorOption) else (option.entity, option.phrase)
