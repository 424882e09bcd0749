"""Is the right subject among those that are offered, is it chosen, and if not, why?

    python benchmarks/subjects_offered.py GOLD:RAW [GOLD:RAW ...] [--errors 20] [--model MODEL]

Prints for the facts of gold folders, found in the texts as the pipeline reads them, the share whose subject is offered
and chosen, by kind of subject (a place, another name, a noun phrase), how many are offered, and what the others want: a
name that was not recognised, a name that was but is not offered, an entity that the article never names, or a noun
phrase. `--errors` prints some of each kind, evenly spread.
"""

from __future__ import annotations

import argparse
from collections import Counter
from collections.abc import Sequence
from pathlib import Path

from zhfacts.relate.decide.binder import find_facts
from zhfacts.relate.decide.deciders import Rankers
from zhfacts.relate.decide.decisions import Decision
from zhfacts.relate.decide.ranking import load
from zhfacts.relate.scene.clauses import Scene
from zhfacts.relate.slots.options import Question
from zhfacts.train.facts.lessons import Lesson, lessons_of
from zhfacts.train.facts.teacher import goals


class Inspector(Rankers):
    """Decides as usual, and judges every subject against the gold."""

    def __init__(self, lesson: Lesson, model: Path | None) -> None:
        super().__init__(load(model) if model else None)
        self.lesson = lesson
        self.found: list[tuple[str, str]] = []
        self.offered: list[tuple[str, int, int]] = []

    def decide(self, scene: Scene, slot: str, questions: Sequence[Question]) -> list[Decision]:
        """Return the usual decisions."""
        decisions = super().decide(scene, slot, questions)
        if slot == "subject":
            for question, decision in zip(questions, decisions, strict=True):
                self._judge(scene, question, decision)
        return decisions

    def _judge(self, scene: Scene, question: Question, decision: Decision) -> None:
        """Note what became of the subject of one quantity."""
        facts = self.lesson.facts.get(question.frame.quantity.id, ())
        if not facts:
            return
        right = goals(self.lesson, scene, "subject", question)
        entity = facts[0]["subject"]
        wanted = entity or facts[0]["subject_text"]
        sort = "noun phrase" if not entity else "place" if entity.startswith("GPE:") else "name"
        self.offered.append((sort, int(max(right) >= 0.5), len(question.options)))
        sentence = scene.sentences[question.frame.sentence]
        chosen = decision.chosen.name
        at = question.frame.quantity
        before = scene.text[max(sentence.start, at.start - 60) : at.start]
        text = f"{before}[{at.text}]{scene.text[at.end : at.end + 15]}"
        line = f"{self.lesson.file} {wanted} <- {chosen} ({decision.chosen.nominations[0]}): {text.strip()}"
        if right[decision.at] >= 0.5:
            self.found.append(("chosen", line))
        elif max(right) >= 0.5:
            why = question.options[right.index(max(right))].nominations
            self.found.append(("another chosen", f"{line} | offered by {' '.join(why)}"))
        elif not entity:
            self.found.append(("noun phrase not offered", line))
        elif entity not in self.lesson.names:
            self.found.append(("never named, not offered", line))
        elif entity not in self.lesson.alias.values():
            self.found.append(("name not recognised", line))
        else:
            self.found.append(("name not offered", line))


def main() -> None:
    """Print the shares, and some errors of each kind."""
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("data", nargs="+", metavar="GOLD:RAW")
    parser.add_argument("--errors", type=int, default=0)
    parser.add_argument("--model", type=Path)
    options = parser.parse_args()
    taught = [x for pair in options.data for x in lessons_of(*map(Path, pair.split(":")))]
    report(taught, options.errors, options.model)


def report(taught: Sequence[Lesson], errors: int, model: Path | None) -> None:
    """Print what became of the subjects of some lessons."""
    found: list[tuple[str, str]] = []
    offered: list[tuple[str, int, int]] = []
    for lesson in taught:
        inspector = Inspector(lesson, model)
        find_facts(lesson.fresh(), inspector)
        found += inspector.found
        offered += inspector.offered
    counts = Counter(kind for kind, _ in found)
    for sort in ("all", "place", "name", "noun phrase"):
        there = [(right, options) for kind, right, options in offered if sort in (kind, "all")]
        share, options = (sum(column) / max(1, len(there)) for column in zip(*there, strict=True)) if there else (0, 0)
        print(f"{sort:12s} {len(there):5d} facts, subject offered {share:.3f} among {options:.1f}")
    for kind, count in counts.most_common():
        print(f"{kind:26s} {count:5d} {count / len(found):.3f}")
    for kind in counts if errors else ():
        lines = [line for k, line in found if k == kind and kind != "chosen"]
        step = max(1, len(lines) // errors)
        print(*(f"\n{kind}: {line}" for line in lines[::step][:errors]), sep="")


if __name__ == "__main__":
    main()
