"""Who is quoted: the name before 表示 or 指出, after a closing quotation mark, or after 据, and how far that reaches.

What is said reaches from the verb to the end of the sentence, or to the end of the quotation that it opens; a speaker
after a quotation takes the whole quotation before. A body is also quoted by its data (据国家统计局数据).
"""

from __future__ import annotations

import re
from bisect import bisect_left, bisect_right
from dataclasses import dataclass
from itertools import accumulate, pairwise
from operator import itemgetter

from ...model import Mention, Span
from ..scene.clauses import Frame, Scene
from ..scene.word_tables import reach, words

BODY_REACH = reach("source", "backward")
QUOTES = {"“": "”", "「": "」", "『": "』"}
OPENED = re.compile(f"[{''.join(QUOTES)}]")
BREAKS = frozenset("，。；：！？\n“”「」")
MEDIA = ("ORG", "WORK_OF_ART")
PRONOUNS = tuple(words("speaker pronoun").values)
CERTAIN, LOOSE = words("sure speech").values, words("loose speech").values
SHOWN = tuple(words("shows").values)
DRAWN = tuple(words("shows", "drawn").values)
REPORTS = tuple(words("reports").values)
TELLS = tuple(words("shows", "tells").values)
RELEASED = tuple(words("releases").values)
ESTIMATES = words("estimates").values
PAPER = tuple(words("paper").values)
ISSUED = tuple(words("paper", "issue").values)
BY = tuple(words("by").values)
ADDRESSED = tuple(words("addressed").values)
SOURCES, HEARD = tuple(words("heard from").values), tuple(words("heard").values)
BREAKDOWN = tuple(words("breakdown").values)


@dataclass(slots=True)
class Said:
    """A stretch of text, the id of the entity that says it, and the word that tells so."""

    span: Span
    entity: str
    word: str


class Speakers:
    """Finds the stretches of a scene in which somebody is quoted."""

    def __init__(self, scene: Scene) -> None:
        self.scene = scene
        self.quotes = _quotes(scene.text)
        self.quote_starts = [q.start for q in self.quotes]
        self.sentence_starts = [s.start for s in scene.sentences]
        self.places = {m.end: m.start for m in scene.mentions if m.label == "GPE"}
        self.said: list[Said] = []
        for mention, after in pairwise([*scene.mentions, None]):
            if mention and mention.entity and mention.label in ("PERSON", "ORG", "GPE", "WORK_OF_ART"):
                self._converse(mention)
                if not (mention.label == "GPE" and after and after.label in MEDIA and after.start <= mention.end + 1):
                    self._hear(mention)
        self._anaphors()
        self.said.sort(key=lambda x: x.span.start)
        self.said_starts = [x.span.start for x in self.said]
        self.said_ends = [*accumulate((x.span.end for x in self.said), max)]

    def _anaphors(self) -> None:
        """Note what 他表示 and a bare 报告显示 introduce: the last person who spoke, the last body that published."""
        spoke = [(m.start, m.entity) for m in self.scene.mentions if m.label == "PERSON" and self._verb(m) >= 0]
        issued = [(m.start, m.entity) for m in self.scene.mentions if m.label == "ORG" and self._issues(m)]
        speech, source = words("speech"), words("source")
        paper, drawn = reach("paper", "backward"), reach("drawn", "backward")
        for clause in self.scene.clauses:
            text, start = self.scene.text, clause.start
            head = text[start : start + 2]
            if head.startswith(PRONOUNS) and not self.scene.inside[start]:
                at, word = speech.first(text, start + 1, min(clause.end, start + reach("speaker pronoun", "backward")))
                known = spoke
            elif clause.opener in ("。", "", "\n", "“") and (word := source.at(text, start, clause.end)):
                at, known = start, issued if word.endswith(TELLS) else []
            else:
                continue
            far = paper if known is spoke or word.startswith(PAPER) else drawn
            last = bisect_left(known, start, key=itemgetter(0)) - 1
            if at >= 0 and last >= 0 and known[last][0] >= start - far and (source_of := known[last][1]):
                end = at + len(word)
                self.said.append(Said(Span(end, max(self._sentence(start).end, self._opened(end))), source_of, word))

    def _issues(self, mention: Mention) -> bool:
        """Tell whether a body publishes something right after its name."""
        text = self.scene.text[mention.end : mention.end + BODY_REACH]
        for mark in "，。；：\n":
            text = text.partition(mark)[0]
        return any(word in text for word in RELEASED)

    def of(self, frame: Frame) -> Said | None:
        """Return what is quoted around a frame's statement, with its source; the last begun wins."""
        found = self._at(frame.quantity.start)
        sentence = self.scene.sentences[frame.sentence]
        if found is None and frame.sentence and self.scene.text.startswith(BREAKDOWN, sentence.start):
            found = self._at(self.scene.sentences[frame.sentence - 1].end - 1)
        return found

    def _at(self, position: int) -> Said | None:
        """Return what is quoted at a position."""
        at = bisect_right(self.said_starts, position) - 1
        while at >= 0 and self.said_ends[at] > position:
            if self.said[at].span.end > position:
                return self.said[at]
            at -= 1
        return None

    def _hear(self, mention: Mention) -> None:
        """Note what a mention says, if it speaks."""
        end = self._verb(mention)
        if end < 0 or not mention.entity:
            return
        text, sentence = self.scene.text, self._sentence(mention.start)
        word = words("speech", "source").before(text, mention.end, end) or text[end - 2 : end]
        if end >= sentence.end or text[end] in "。！？\n”":
            quote = self._quote_before(mention.start)
            if quote:
                self.said.append(Said(quote, mention.entity, word))
            return
        self.said.append(Said(Span(end, max(sentence.end, self._opened(end))), mention.entity, word))
        if mention.label == "PERSON" and (quote := self._quote_before(mention.start)):
            self.said.append(Said(quote, mention.entity, word))

    def _converse(self, mention: Mention) -> None:
        """Note what follows a name and a colon at the head of a line: a turn of a conversation, as long as the line."""
        text, end = self.scene.text, mention.end
        if mention.label != "PERSON" or text[end : end + 1] not in ("：", ":") or not mention.entity:
            return
        if not text[text.rfind("\n", 0, mention.start) + 1 : mention.start].strip():
            close = text.find("\n", end)
            self.said.append(Said(Span(end, close if close >= 0 else len(text)), mention.entity, "："))

    def _opened(self, end: int) -> int:
        """Return where the quotation ends that opens right after a position, or 0."""
        at = bisect_left(self.quote_starts, end)
        return self.quotes[at].end if at < len(self.quotes) and self.quotes[at].start <= end + 4 else 0

    def _verb(self, mention: Mention) -> int:
        """Return where the verb of speech after a mention ends, or -1."""
        text = self.scene.text
        begin = self._home(mention)
        before = text[max(0, begin - 2) : begin].rstrip("《“")
        if before.endswith(ADDRESSED):
            return -1
        by = before.endswith(BY)
        if before.endswith(SOURCES) and mention.label == "ORG":
            heard = max(text.find(word, mention.end, mention.end + reach("heard", "backward")) for word in HEARD)
            if heard >= 0:
                return heard + 2
            by = self._drawn(mention.end)
        quoted = mention.label == "ORG" and text[mention.start - 1 : mention.start] == "“"
        if by and quoted and text.startswith("”，", mention.end):
            return mention.end + 1
        if mention.label == "ORG" and (end := self._released(mention)) >= 0:
            return end
        i = mention.end
        limit = min(
            len(text),
            mention.end + (reach("speech of persons", "backward") if mention.label == "PERSON" else BODY_REACH),
        )
        while i < limit:
            if text[i] == "“" and self.scene.inside[i + 1] and (close := text.find("”", i, i + 30)) > 0:
                i, limit = close + 1, min(len(text), limit + close - i)
                continue
            if text[i] in BREAKS and not (text[i] == "”" and i == mention.end):
                return -1
            if not self.scene.inside[i] and (told := self._says(mention, i, by)) is not None:
                return told
            i += 1
        return -1

    def _drawn(self, start: int) -> bool:
        """Tell whether the clause behind 从 and a body closes with what is read there (从某局公布的数据来看，)."""
        text = self.scene.text
        end = next((i for i in range(start, min(len(text), start + BODY_REACH)) if text[i] in BREAKS), -1)
        closed = end >= 0 and text[end] == "，"
        return closed and (text.endswith(DRAWN, start, end) or bool(words("source").before(text, start, end)))

    def _says(self, mention: Mention, i: int, by: bool) -> int | None:
        """Return where a verb of speech at `i` after a mention ends, -1 for one that is no speech, None for no verb.

        `by` tells that 据 stands before the mention.
        """
        text, speech, source = self.scene.text, words("speech"), words("source")
        near = mention.label == "ORG" and i <= mention.end + reach("shows", "backward")
        near = near or (mention.label == "ORG" and text[i - 1] == "》" and i > mention.end + 1)
        if near and text.startswith((*SHOWN, *REPORTS), i) and text[i + 2 : i + 3] == "，":
            return i + 2
        if mention.label == "PERSON":
            end = i + len(word := words("speech", "speech of persons").at(text, i, len(text)))
            sure = word in CERTAIN or text[end : end + 1] in BREAKS or not text[end : end + 1].strip()
            return end if word and sure else None
        if word := source.at(text, i, len(text)):
            end = i + len(word)
            counted = i <= mention.end + 2 and word in ESTIMATES and text[end : end + 1] in ("，", "：", ",", "\n")
            if by or counted or word.endswith(TELLS):
                return end
        if (
            mention.label == "ORG"
            and i <= mention.end + reach("loose speech", "backward")
            and (word := speech.at(text, i, len(text)))
        ):
            return i + len(word) if i == mention.end or word not in LOOSE else -1
        return None

    def _home(self, mention: Mention) -> int:
        """Return where a name begins with the country before it and an opening mark between (据|韩国《中央日报》)."""
        begin = mention.start - (self.scene.text[mention.start - 1 : mention.start] in ("《", "“"))
        return self.places.get(begin, mention.start)

    def _released(self, mention: Mention) -> int:
        """Return where it ends that a body releases something whose content follows (发布业绩预告，公布：), or -1."""
        text = self.scene.text
        for i in range(mention.end, min(len(text), mention.end + reach("releases", "backward"))):
            if text[i] in BREAKS:
                return -1
            if word := next((w for w in RELEASED if text.startswith(w, i)), ""):
                at = i + len(word)
                end = next((j for j in range(at, min(len(text), at + BODY_REACH)) if text[j] in BREAKS), -1)
                said = text[at:end]
                told = end >= 0 and (text[end] == "：" or (text[end] == "，" and (not said or said.endswith(ISSUED))))
                return end if told else -1
        return -1

    def _sentence(self, start: int) -> Span:
        """Return the sentence in which a position stands."""
        at = max(0, bisect_right(self.sentence_starts, start) - 1)
        return Span(self.scene.sentences[at].start, self.scene.sentences[at].end)

    def _quote_before(self, start: int) -> Span | None:
        """Return the quotation that closes shortly before a position, with no sentence between."""
        best = None
        last = bisect_left(self.quote_starts, start)
        for quote in self.quotes[max(0, last - 6) : last]:
            if (
                quote.end <= start
                and start - quote.end <= reach("quotation", "forward")
                and quote.end - quote.start > 8
            ):
                best = quote
        if best is None or any(c in "。！？；" for c in self.scene.text[best.end : start]):
            return None
        return best


def _quotes(text: str) -> list[Span]:
    """Return the quotations, with what is inside their marks; one that never closes ends with its paragraph."""
    found = []
    for mark in OPENED.finditer(text):
        i = mark.start()
        end = text.find(QUOTES[mark[0]], i + 1, i + 2000)
        if end < 0:
            end = text.find("\n", i)
        if end > i:
            found.append(Span(i + 1, end + 1))
    return found
