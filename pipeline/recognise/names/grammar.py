"""Names by their last word: organisations, facilities, regions, zones and events.

From a known last word (公司, 大桥, 论坛 ...) the grammar walks left over words that names are made of until one that
they are not; the name begins at the leftmost place, known name or unusual word from which its kind may be read.
"""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from functools import cache
from typing import NamedTuple

from ...lang.characters import only_han
from ...model import Span
from .lexicon import codes, listed, ordered
from .places import Places
from .proposal import Proposal
from .words import TaggedWords

WORDS = "name_grammar.tsv"
MAX_WORDS = 16
NAME_TAGS = frozenset({"nr", "nt", "nrt", "nrfg", "ns"})
INNER_TAGS = frozenset(["n", "vn", "b", "an", "ng", "l", "i", "s", "f", "vg", "tg", "g", "nz", "x", "j", "nt", ""])
COMMON = 400
DASHES = frozenset("·-—")
CLOSING = {"）": "（", ")": "(", "”": "“", '"': '"'}
NATIVE = ("org:school", "org:finance", "org:medical")


class Kind(NamedTuple):
    """How names with a last word are read.

    `bare`: a place alone may stand before the last word. `starter`: words like 国家 may begin the name. `split`: a
    place before the rest of the name is a mention of its own. `core`: so many characters must stand between a place
    and the last word. `plain`: so many ordinary words may stand between the name's beginning and its last word.
    `counted`: it may hold 第十四届, 2011年 and the like.
    """

    label: str
    rule: str
    bare: bool = False
    starter: bool = False
    split: bool = False
    core: int = 0
    plain: int = 4
    counted: bool = False


ORG, FAC, LOC = "org_suffixes.tsv", "fac_suffixes.tsv", "place_suffixes.tsv"
EVENT, PRODUCT = "event_suffixes.tsv", "product_suffixes.tsv"
KINDS = {
    (ORG, "company"): Kind("ORG", "org:company", plain=6),
    (ORG, "finance"): Kind("ORG", "org:finance", bare=True, plain=6),
    (ORG, "body"): Kind("ORG", "org:body", bare=True, starter=True, plain=8),
    (ORG, "school"): Kind("ORG", "org:school", bare=True),
    (ORG, "research"): Kind("ORG", "org:research", bare=True, starter=True, core=2, plain=8),
    (ORG, "medical"): Kind("ORG", "org:medical", bare=True),
    (ORG, "society"): Kind("ORG", "org:society", bare=True, starter=True, plain=8),
    (ORG, "government"): Kind("ORG", "org:government", bare=True, plain=0),
    (ORG, "unit"): Kind("ORG", "org:unit", plain=2),
    (ORG, "media"): Kind("ORG", "org:media", bare=True),
    (ORG, "brand"): Kind("ORG", "org:brand", bare=True, core=2, plain=0),
    (ORG, "metal"): Kind("ORG", "org:metal", bare=True, plain=0),
    (ORG, "name"): Kind("ORG", "org:name", bare=True, core=2, plain=0),
    (LOC, "village"): Kind("GPE", "gpe:village", split=True, plain=0),
    (LOC, "zone"): Kind("GPE", "gpe:zone", bare=True, split=True, plain=1),
    (LOC, "loc"): Kind("LOC", "loc:suffix", bare=True, split=True, plain=2),
    (LOC, "pilot"): Kind("LOC", "loc:pilot", bare=True, starter=True, split=True, plain=8),
    (FAC, "strong"): Kind("FAC", "fac:strong", bare=True),
    (FAC, "weak"): Kind("FAC", "fac:weak", plain=0),
    (FAC, "road"): Kind("FAC", "fac:road", split=True, plain=1),
    (FAC, "works"): Kind("FAC", "fac:works", bare=True, split=True, plain=3),
    (FAC, "site"): Kind("FAC", "fac:site", bare=True, core=2, plain=6),
    (FAC, "project"): Kind("FAC", "fac:project", bare=True, core=3, plain=6),
    (EVENT, "meeting"): Kind("EVENT", "event:meeting", bare=True, starter=True, core=2, plain=9, counted=True),
    (EVENT, "fair"): Kind("EVENT", "event:fair", bare=True, starter=True, plain=8, counted=True),
    (EVENT, "games"): Kind("EVENT", "event:games", bare=True, starter=True, plain=6, counted=True),
    (EVENT, "programme"): Kind("EVENT", "event:programme", bare=True, starter=True, plain=6, counted=True),
    (PRODUCT, "platform"): Kind("PRODUCT", "product:platform", bare=True, core=2, plain=5),
    (EVENT, "disaster"): Kind("EVENT", "event:disaster", bare=True, plain=1),
}


class NamePiece(NamedTuple):
    """A piece of a name on the walk to the left.

    Roles: p place, k known name, s starter, x name by the dictionary, z rare word, c odd character, n count, q quoted
    piece, b bracketed piece, j joiner, g ordinary word.
    """

    start: int
    end: int
    role: str


@cache
def suffixes() -> tuple[dict[str, Kind], dict[str, tuple[int, ...]]]:
    """Return the last words with their kinds, and by last character the lengths that they have, longest first."""
    table: dict[str, Kind] = {}
    for (name, group), kind in KINDS.items():
        for word in listed(name).get(group, ()):
            table.setdefault(word, kind)
    lengths: dict[str, set[int]] = {}
    for word in table:
        lengths.setdefault(word[-1], set()).add(len(word))
    return table, {char: tuple(sorted(found, reverse=True)) for char, found in lengths.items()}


class Grammar:
    """Reads the names of a text by their last words.

    `places` are its certain places, `known` maps the end of a known organisation to its start, `blocked` are its
    quantities and times.
    """

    def __init__(self, words: TaggedWords, places: Places, known: Mapping[int, int], blocked: Sequence[Span]) -> None:
        self.words, self.text, self.places, self.known = words, words.text, places, known
        self.blocked = {span.end: span.start for span in blocked}
        lists = listed("name_words.tsv")
        self.starters, self.inner, self.joiners, self.barred, self.plain = (
            lists[kind] for kind in ("starter", "inner_verb", "joiner", "barred", "plain")
        )
        self.function = lists["particle"]
        self.legal = False
        self.common = lists["not_person"] | lists["not_place"]
        self.counts = tuple(lists["count"])
        self.company = tuple(lists["company"])
        self.home = ordered("place_words.tsv", "home")

    def candidates(self) -> list[Proposal]:
        """Return a candidate for each last word with an acceptable name before it."""
        table, lengths = suffixes()
        text, words = self.text, self.words
        found = []
        for end in words.ends:
            for length in lengths.get(text[end - 1], ()):
                kind = table.get(text[max(0, end - length) : end])
                if kind is not None:
                    candidate = self._read(end - length, end, kind)
                    if candidate is not None:
                        found.append(candidate)
                    break
        return found

    def _read(self, cut: int, end: int, kind: Kind) -> Proposal | None:
        """Return the name whose last word stands at [cut, end), or None."""
        if self.known.get(end, end) <= cut or self.places.starts.get(end, end) <= cut:
            return None
        if not self.words.edge[cut]:
            i = self.words.at(cut)
            plain = self.words.tags[i] not in NAME_TAGS or self.words.words[i] in self.common
            if self.words.ends[i] == end and plain:
                if kind.label != "ORG":
                    return None
                cut = self.words.starts[i]
        if end - cut == 2 and self.text.endswith(ordered(WORDS, "shares"), 0, end):
            return None
        if kind.rule == "org:name" and not self.text.startswith(self.company, end):
            return None
        if kind.rule == "org:metal" and self.text.startswith(ordered(WORDS, "metal_after"), end):
            return None
        if kind.rule == "org:unit" and not self.words.edge[cut]:
            return None
        if kind.label == "LOC" and self.text.startswith(ordered(WORDS, "smaller_place"), end):
            return None
        legal = end - cut >= 4 or self.text[cut:end] in listed(WORDS)["short_legal"]
        self.legal = kind.rule == "org:company" and legal
        start = self._start(self._walk(cut, kind), cut, kind)
        if start is None or not 3 <= end - start <= 40:
            return None
        lone = start not in self.places.starts and self.text[start - 1 : start] not in listed(WORDS)["before_village"]
        if (kind.rule == "gpe:village" and lone) or (kind.rule == "fac:project" and self._whole(start, cut, end)):
            return None
        return Proposal(start, self._office(end, kind), kind.label, kind.rule)

    def _whole(self, start: int, cut: int, end: int) -> bool:
        """Tell whether a bare 项目 or 工程 stands behind the whole name of a built thing (石柱电厂|项目)."""
        table, lengths = suffixes()
        if end - cut > 2 or not self.words.edge[cut]:
            return False
        kinds = (table.get(self.text[cut - n : cut]) for n in lengths.get(self.text[cut - 1], ()) if cut - n > start)
        kind = next(filter(None, kinds), None)
        return kind is not None and kind.label == "FAC" and kind.rule != "fac:project"

    def _office(self, end: int, kind: Kind) -> int:
        """Return where a body's name ends with the office that it has (…委员会办公室)."""
        if kind.rule != "org:body" or not self.text.endswith(ordered(WORDS, "office_of"), 0, end):
            return end
        office = next((word for word in ordered(WORDS, "office") if self.text.startswith(word, end)), "")
        return end + len(office) if self.words.edge[end + len(office)] else end

    def _walk(self, cut: int, kind: Kind) -> list[NamePiece]:
        """Return the pieces left of `cut`, nearest first, up to one that no name holds."""
        steps: list[NamePiece] = []
        position = cut
        while position > 0 and len(steps) < MAX_WORDS:
            step = self._step(position, kind)
            if step is None:
                break
            steps.append(step)
            position = step.start
        return steps

    def _step(self, position: int, kind: Kind) -> NamePiece | None:
        """Return the piece that ends at `position`, or None where no name goes on."""
        begin = self.places.starts.get(position)
        if begin is not None:
            through = self.text[begin - 1 : begin] in listed(WORDS)["route"]
            other = self.places.starts.get(begin - 1) if through else None
            if kind.rule == "fac:road" and other is not None:
                return NamePiece(other, position, "x")
            return NamePiece(begin, position, "p")
        begin = self.known.get(position)
        if begin is not None and (kind.label != "LOC" or kind.rule == "loc:pilot"):
            return NamePiece(begin, position, "k")
        begin = self.blocked.get(position)
        if begin is not None:
            piece = self.text[begin:position]
            return NamePiece(begin, position, "n") if kind.counted and piece.endswith(self.counts) else None
        i = self.words.at(position - 1)
        begin = self.words.starts[i]
        word = self.words.words[i][: position - begin]
        if self.words.tags[i] == "w":
            return self._marked(position, word, kind)
        if kind.counted and word.endswith(self.counts):
            return self._count(position)
        if kind.counted and len(word) == 4 and word.isdigit() and word.startswith(("19", "20")):
            return NamePiece(begin, position, "n")
        if word in self.barred:
            return None
        if position < self.words.ends[i] and word in codes():
            return NamePiece(begin, position, "x")
        if word in self.starters:
            return NamePiece(begin, position, "s") if kind.starter or self.legal else NamePiece(begin, position, "g")
        if word.startswith("第") and kind.rule in ("org:medical", "org:school", "fac:strong"):
            return NamePiece(begin, position, "g")
        role = self._role(i, word)
        return NamePiece(begin, position, role) if role else None

    def _role(self, i: int, word: str) -> str:
        """Return the role of a word by the dictionary: x, z, c, g, or "" where no name holds it."""
        tag, seen = self.words.tags[i], self.words.seen[i]
        if word in self.common:
            return "g"
        if len(word) == 1 and only_han(word):
            if word in self.joiners:
                return "j"
            if self.legal and word in listed(WORDS)["bridge"]:
                return "g"
            if word in self.function or tag in ("p", "c", "u", "uj", "ul", "y"):
                return ""
            return "g" if word in self.plain or tag in ("m", "r", "d") else "c"
        if word[0].isascii():
            return "x" if word.isalpha() and len(word) > 2 else "g" if word.isalnum() else ""
        if tag in NAME_TAGS and seen < 20000:
            return "x"
        if tag in ("nz", "", "j") and seen < COMMON:
            return "z"
        return "g" if tag in INNER_TAGS or word in self.inner or (self.legal and tag in ("z", "a")) else ""

    def _marked(self, position: int, mark: str, kind: Kind) -> NamePiece | None:
        """Return a short piece in brackets or quotation marks that ends at `position` as part of the name."""
        opening = CLOSING.get(mark)
        if opening is None:
            outside = ("", "\n", " ", mark)
            inner = self.text[position - 2 : position - 1] not in outside and self.text[position] not in outside
            joins = mark in DASHES and inner and (kind.label in ("ORG", "FAC") or kind.rule == "loc:pilot")
            return NamePiece(position - 1, position, "c") if joins else None
        begin = self.text.rfind(opening, max(0, position - 12), position - 1)
        if begin < 0:
            return None
        inside = self.text[begin + 1 : position - 1]
        if mark in "）)":
            good = begin + 1 in self.places.ends or inside in listed(WORDS)["bracketed"]
            good = good or (kind.counted and inside.endswith(self.counts))
            return NamePiece(begin, position, "b") if good else None
        return NamePiece(begin, position, "q") if kind.label in ("ORG", "FAC", "EVENT", "PRODUCT") and inside else None

    def _count(self, position: int) -> NamePiece | None:
        """Return an ordinal or a year (第十四届, 2011年) that ends at `position`."""
        begin = position - 1
        while begin and (self.text[begin - 1].isdigit() or self.text[begin - 1] in "第一二三四五六七八九十百届"):
            begin -= 1
        return NamePiece(begin, position, "n") if begin < position - 1 else None

    def _start(self, steps: list[NamePiece], cut: int, kind: Kind) -> int | None:
        """Return where the name begins, None where the pieces make no name."""
        plain, run, best = 0, 0, None
        for n, step in enumerate(steps):
            run = run + 1 if step.role == "c" else 0
            if step.role in "gj":
                plain += 1
                if plain > kind.plain or (step.role == "j" and not self._joined(steps, n, kind)):
                    break
                continue
            if step.role == "p" and best is not None and self._cuts(steps[best], step, cut, kind):
                break
            if step.role in "pk" and kind.label == "FAC" and self.text.startswith(ordered(WORDS, "act"), step.end):
                break
            alone = kind.rule == "fac:weak" and best is None and step.role in "pk"
            if self._anchors(step, run, cut, kind) and not alone:
                best = n
            elif step.role == "c" and run > 4:
                break
        if best is None:
            return None
        if best + 1 < len(steps) and kind.label in ("FAC", "ORG") and self._surnamed(steps, best):
            best += 1
        first = steps[best]
        odd = any(step.role in "cz" for step in steps[:best])
        return first.end if kind.split and first.role == "p" and odd and cut - first.end >= 2 else first.start

    def _surnamed(self, steps: list[NamePiece], best: int) -> bool:
        """Tell whether a family name before a word makes one name with it (徐|大堡核电站)."""
        char = self.text[steps[best + 1].start]
        single = steps[best + 1].role == "c" and (best + 2 == len(steps) or steps[best + 2].role in "gp")
        return steps[best].role in "xz" and single and char in listed("surnames.tsv")["common"]

    def _anchors(self, step: NamePiece, run: int, cut: int, kind: Kind) -> bool:
        """Tell whether a name may begin with this piece."""
        if kind.rule == "org:unit":
            return step.role == "k"
        if step.role == "x":
            return kind.rule != "fac:project" or not self.text[step.start].isascii()
        if step.role == "z":
            return kind.label in ("ORG", "LOC")
        if step.role == "q":
            near = cut - step.end < 2 and (kind.label != "ORG" or kind.rule == "org:company")
            near = near and not self.text.endswith("号”", 0, step.end)
            return kind.plain > 0 and not near and (kind.label in ("ORG", "EVENT") or step.end - step.start > 5)
        if step.role == "c":
            return run >= 2 and self.text[step.start] not in DASHES
        if step.role == "k" and kind.label == "ORG":
            return True
        if step.role == "p" and kind.rule == "fac:road":
            street = self.text.startswith(ordered(WORDS, "street"), cut)
            full = self.text[step.start : step.end].endswith(ordered(WORDS, "division_kind"))
            full = full or self.places.foreign(step.start)
            if not self.places.large(step.start, step.end) or (street and not full):
                return True
        if step.role == "p" and cut == step.end and self.places.foreign(step.start) and kind.rule in NATIVE:
            return False
        if step.role == "p" and kind.rule == "org:metal" and self.text.startswith(self.home, step.start):
            return False
        if step.role == "k" and kind.rule == "fac:site" and cut == step.end:
            return True
        if step.role in "pk":
            return (kind.bare and cut - step.end >= kind.core) or cut - step.end >= 2
        if step.role == "s":
            return cut - step.end >= (4 if self.legal else 2)
        return step.role in "nb" and kind.counted and cut - step.end >= 1

    def _cuts(self, name: NamePiece, step: NamePiece, cut: int, kind: Kind) -> bool:
        """Tell whether a place before what is already a name is a mention of its own."""
        if name.role == "p":
            if self.text.startswith(ordered(WORDS, "airport"), cut):
                return False
            return name.start == step.end and (kind.label != "ORG" or self.places.wide(step.start, step.end))
        if name.start != step.end or name.role not in "xzck":
            return False
        if kind.split:
            return True
        foreign = self.places.foreign(step.start)
        full = self.text[step.start : step.end].endswith(ordered(WORDS, "division_kind"))
        return (foreign and kind.rule in ("org:company", "org:school")) or (kind.label == "FAC" and full)

    def _joined(self, steps: list[NamePiece], n: int, kind: Kind) -> bool:
        """Tell whether 和 joins parts of one name (规划和自然资源局), not two things."""
        if kind.rule not in ("org:body", "org:research", "event:meeting", "event:fair"):
            return False
        return self.text[steps[n].start - 1] not in listed(WORDS)["whole_before_and"]
