"""Facts of tables: what `scene.tables` reads of rows and heads; the article lends the subject where they name none."""

from __future__ import annotations

import re
from bisect import bisect_right
from collections.abc import Callable, Sequence

from ...lang.table_words import listed
from ...model import Evidence, Fact, Span
from ..scene import surroundings
from ..scene.clauses import Scene
from ..scene.discourse import Discourse
from ..scene.places import CHINA
from ..scene.tables import CellFact

SCORE = 0.95
"""How often subject, indicator and value of a cell's fact are all right, measured on the annotated tables."""
_SLOTS = ("subject", "indicator", "time", "aspect", "comparison", "status")
_INNER = re.compile(r"(?<=[\u4e00-\u9fff]) +(?=[\u4e00-\u9fff])")
"""Blanks that spread a name over its cell (粮 食)."""


class TableFacts:
    """Makes the facts of the cells of a document; `name` gives the name of an entity by its id."""

    def __init__(self, scene: Scene, discourses: Sequence[Discourse], name: Callable[[str], str]) -> None:
        self.scene = scene
        self.discourses = discourses
        self.name = name
        self.first = {m.entity: Span(m.start, m.end) for m in reversed(scene.document.mentions) if m.entity}
        """Where the article names each entity first."""

    def fact(self, cell: CellFact) -> Fact:
        """Return the fact of a cell, without its number in the article."""
        subject = cell.subject or self._home(cell)
        text = self.scene.text
        return Fact(
            id="f",
            quantity=cell.quantity.id,
            subject=subject,
            subject_text=self.name(subject) if subject else None,
            indicator=" ".join(_INNER.sub("", surroundings.written(self.scene, (s,))) for s in cell.spans) or None,
            indicator_key="".join(text[slice(*span)] for span in cell.spans),
            aspect=cell.aspect,
            direction=cell.direction,
            comparison=cell.comparison,
            time=cell.time.id if cell.time else self._dated(cell),
            base_time=cell.base_time.id if cell.base_time else None,
            status=cell.status,
            score=SCORE,
            rule=" ".join(f"{slot}=table" for slot in _SLOTS),
            evidence=self._evidence(cell, subject),
        )

    def _evidence(self, cell: CellFact, subject: str | None) -> tuple[Evidence, ...]:
        """Return where the words stand that each field rests on, in text order."""
        told = list(cell.evidence)
        if subject and not any(name == "subject" for name, _ in told) and subject in self.first:
            told.append(("subject", self.first[subject]))
        time = cell.time or next((t for t in self.scene.document.times if t.id == self._dated(cell)), None)
        told += [(n, Span(t.start, t.end)) for n, t in (("time", time), ("base_time", cell.base_time)) if t]
        if cell.direction:
            told += [("direction", span) for name, span in cell.evidence if name == "aspect"]
        found = [Evidence(field=name, start=span.start, end=span.end) for name, span in told]
        return tuple(sorted(found, key=lambda e: (e.start, e.end, e.field)))

    def _sentence(self, cell: CellFact) -> int:
        return max(0, bisect_right(self.scene.sentence_starts, cell.quantity.start) - 1)

    def _discourse(self, cell: CellFact) -> Discourse:
        """Return what the story that a cell stands in is about."""
        at = bisect_right(self.discourses, self._sentence(cell), key=lambda d: d.first)
        return self.discourses[max(0, at - 1)]

    def _home(self, cell: CellFact) -> str | None:
        """Return the firm of the title, the place of the section, or the place or firm that the article is about."""
        discourse = self._discourse(cell)
        if discourse.firm in discourse.titled and not cell.own and not self._is_office(discourse.firm):
            return discourse.firm
        found = (None if cell.own else self._section(cell)) or discourse.home or discourse.holder
        official = discourse.country or any(self._is_office(m.entity or "") for m in discourse.title)
        return found or discourse.firm or (CHINA if official else None)

    def _is_office(self, entity: str) -> bool:
        """Tell whether a body publishes statistics of others: 国家统计局, 海关总署, a newspaper."""
        return self.name(entity).endswith(listed("office")) if entity else False

    def _section(self, cell: CellFact) -> str | None:
        """Return the place that the numbered heading over a table names."""
        return self._discourse(cell).parts.places[self._sentence(cell)]

    def _dated(self, cell: CellFact) -> str | None:
        """Return the time of the title, else the last period before the table that is a month or longer."""
        title = self.scene.sentences[0] if self.scene.sentences else None
        times = self.scene.dates(title.start, title.end) if title is not None and title.kind == "title" else []
        before = self.scene.dates(0, cell.quantity.start)
        long = [t for t in before if t.grain not in ("day", "hour", "minute", None) and t.end_date]
        found = times or long[-1:]
        return found[0].id if found else None
