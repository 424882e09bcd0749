"""Roles: which titles a person has, and in which organisation.

Titles stand before the name, chained with 、 or 兼 (广东省委常委、广州市委书记张硕辅), each with its organisation or
with that of the title before it. Some follow the name: directly (习近平总书记), after a verb (李明出任某公司董事长), or
between commas or in brackets (李明（某大学教授）). Which organisation is meant says `role_bodies`.
"""

from __future__ import annotations

import re
from bisect import bisect_left
from collections.abc import Iterator
from typing import NamedTuple

from ...lang.words import cut
from ...model import Document, Mention, Role, Standing
from .bodies import Bodies
from .openings import AFTER_REACH, BLANKS, STOPS, end_of_titles, opened, succeeded
from .phrases import (
    LONGEST_LEAD,
    ends_with_unit,
    is_plain,
    nouns_before,
    own_words,
    without_naming,
    without_office_verb,
)
from .standing import known, read_standing
from .words import HEADS, cues, either, titles

REACH = 60
BRACKET_REACH = 120
BARS = "/／丨｜|▍"
"""Marks between an office and a name in bylines (记者/李某, 编辑丨王某)."""
JOINTS = "/／·-—"
"""Marks that join two brands of one paper (华西都市报-封面新闻)."""
BODIES = ("ORG", "GPE", "FAC", "LOC", "PRODUCT", "EVENT")
FIRMS = ("ORG", "PRODUCT", "FAC")
_DATE = "[\\d年月日起至到今底初—–~-]"
OPENING = re.compile(
    f"{either('clause-subject')}?{either('clause-time')}?{either('from')}?{_DATE}*{either('during')}?[后，]?"
    f"{either('clause-subject')}?{either('clause-adverb')}?"
)
"""What stands between the beginning of a clause and a verb of office."""
DATES = re.compile(f"{either('from')}?{_DATE}{{4,}}{either('during')}?")
LIST, GOING, OWN = "list", "going", "own"
CLAUSE = re.compile("([^，。；！？\\n,;]*?)(?:[（(][^（）()\\n]{1,8}[）)])?([，。；！？\\n,;])")
"""A clause, without the bracket that closes it (正厅级), and the mark behind it."""
CAREER_REACH = 1500
OFFICES = tuple(cues("office-end").values)
"""How titles end that a name may open (于某|副队长)."""
CLOSED = "”》」』）)"
ASIDE_REACH = 18
ASIDE = re.compile(r"^[（(][^（）()\n]{1,12}[）)]|^\s{1,3}")
"""What stands behind a name in a list: a bracket or blanks."""
SHORT = re.compile(r"[（(][A-Za-zＡ-Ｚａ-ｚ0-9 &.·-]{1,20}[）)]")
LISTED = ("、", *cues("listing").values)
REGIONS = tuple(cues("region").values)
GROUPED = tuple(cues("grouped").values)
WIRED = re.compile(rf"[》 ]*(?:{either('wired')}|{either('wire')}[ \u3000])")
"""What follows a medium that opens a dateline."""
WIRE = "》 " + "".join(cues("wired", "wire").values)


class Key(NamedTuple):
    """What makes a role one: person, title, body."""

    person: str
    title: str
    body: str | None


class TitlePart(NamedTuple):
    """A part of a stretch of titles: the body that it names, how its title stands and by which cue, the title without
    that cue, and the word of the table that it ends with."""

    begin: int
    stop: int
    named: Mention | None
    how: Standing | None
    cue: str
    title: str
    word: str

    def cue_of(self, title: str) -> str:
        """Return the cue, nothing where the title has become another than the part's."""
        return self.cue if title == self.title else ""


class RoleReader:
    """Reads the roles of one document."""

    def __init__(self, document: Document) -> None:
        self.document = document
        self.text = document.text
        self.mentions = sorted(document.mentions, key=lambda m: m.start)
        self.starts = [m.start for m in self.mentions]
        self.ends = {m.end: m for m in self.mentions}
        self.bodies = Bodies(document, self.mentions)
        self.found: dict[Key, Standing | None] = {}

    def roles(self) -> list[Role]:
        """Return all roles, each once, in text order; one without a body gives way to the same title with one."""
        given: list[Key] = []
        for number, mention in enumerate(self.mentions):
            if mention.label == "PERSON" and mention.entity:
                end = self._end(mention)
                begin = self._past(self._start(end), end)
                self._clause_before(begin, mention)
                body = given[-1].body if given and self._listed(number, begin, given) else None
                own = self._chain(begin, end, mention, body=body)
                given = own or (self._share(self.mentions[number - 1], mention, given) if number else [])
                self._leads(mention)
                if not succeeded(self.text, mention):
                    self._after(mention)
                    self._career(number, mention)
        bound = {(key.person, key.title) for key in self.found if key.body}
        return [
            Role(person=key.person, title=key.title, organization=key.body, standing=how)
            for key, how in self.found.items()
            if key.body or (key.person, key.title) not in bound
        ]

    def _clause_before(self, begin: int, person: Mention) -> None:
        """Read the titles of the clause before a stretch where it is made of them: 某集团董事长，|某协会会长李某."""
        if self.text[max(0, begin - 1) : begin] != "，":
            return
        start = max((self.text.rfind(c, 0, begin - 1) for c in STOPS), default=-1) + 1
        within = self._within(start, begin - 1)
        bodies = bool(within) and within[0].start == start and all(m.label in BODIES for m in within)
        after = any(m.start >= begin and m.label in BODIES for m in self._within(begin, person.start))
        if bodies and after and titles("head", "title").before(self.text, start, begin - 1):
            self._chain(start, begin - 1, person)

    def _past(self, begin: int, end: int) -> int:
        """Return where a stretch begins after the title that follows the name before it (陈某|医生、|总监李某)."""
        before = self.ends.get(begin)
        if before is None or before.label != "PERSON":
            return begin
        word = titles("after", "common", "title").at(self.text, begin, end)
        after = begin + len(word)
        return after if word and after < end and self.text[after] in LISTED else begin

    def _listed(self, number: int, begin: int, given: list[Key]) -> bool:
        """Tell whether a person's titles go on a list after the person before: 总统帕蒂尔、|副总统安萨里和|总理辛格."""
        before = self.mentions[number - 1] if number else None
        if before is None or before.label != "PERSON" or given[-1].title in titles("press").values:
            return False
        return self.text[before.end : begin + 1] in LISTED

    def _chain(
        self,
        start: int,
        end: int,
        person: Mention,
        said: Standing | None = None,
        body: str | None = None,
        goes: str = LIST,
    ) -> list[Key]:
        """Read the titles of a stretch, part by part from left to right; return the roles that they give.

        `body` is that of the title before, which the stretch goes on: on a LIST of persons, whose mark opens it, or
        GOING on a career; or the body in which the person works (OWN).
        """
        own: list[str | None] = []
        found: list[Key] = []
        if self.text[start:end].rstrip(BLANKS).endswith(LISTED + GROUPED):
            return found
        start += body is not None and goes == LIST
        carried = body is not None and goes != OWN
        for begin, stop in self._parts(start, end):
            named, title = self._part(begin, stop)
            if named and not title:
                own.append(named.entity)
                continue
            part = self._titled(begin, stop, named, title)
            if not part.word:
                own, body = [], named.entity if named else None
                continue
            if part.word in titles("editor").values and self.text[stop - 1] in "：:" + BARS:
                continue
            if carried and part.named is None and part.title != part.word and not is_plain(part.title, part.word):
                body = None
            carried = False
            keys, body, title = self._holders(part, own, person, body, start)
            own = []
            untold = bool(cues("some").first(self.text, begin, stop)[1]) or part.title in titles("state").values
            for key in keys:
                found += self._add(person, self._shown(part, title, key), part.word, key, part.how or said, untold)
        return found

    def _titled(self, begin: int, stop: int, named: Mention | None, title: str) -> TitlePart:
        """Return a part with a title, how that stands read off; the press tells the body of its own titles alone."""
        lead = self.text[begin : named.start].rstrip(BLANKS)[-6:] if named else ""
        how, cue, bare = read_standing(lead, without_office_verb(title))
        word = titles("head", "title", "press", "editor").before(bare, 0, len(bare))
        if word in titles("press").values:
            named = named if named and _of_press(named, bare, word) else None
            bare = word
        return TitlePart(begin, stop, named, how, cue, bare, word)

    def _holders(
        self, part: TitlePart, own: list[str | None], person: Mention, body: str | None, start: int
    ) -> tuple[list[str | None], str | None, str]:
        """Return the bodies whose title a part holds, the one that titles after it go on with, and the title itself.

        `own` are the bodies named right before the part, `body` is that of the title before.
        """
        if part.named:
            body, title = self.bodies.named(part.named, part.title, part.word)
            keys = [*own, body]
        else:
            body, title = self.bodies.understood(part.title, part.word, person, body, start)
            keys = [body]
        some = part.cue_of(title) + title + (part.named.text if part.named else "")
        unnamed = cues("some").first(some, 0, len(some))[1] and part.word not in titles("press").values
        return ([None] if unnamed else keys), body, title

    def _shown(self, part: TitlePart, title: str, key: str | None) -> str:
        """Return the title of a part as a role in a body has it, written as in the text."""
        newly = cues("newly").before(title, 0, len(title) - len(part.word)) if part.named is None else ""
        short = self._title(title, part.word, part.named is not None or (key is not None and not newly))
        whole = part.cue_of(title) + short
        return self._as_written(whole if whole in self.text[part.begin : part.stop] else short, part.begin, part.stop)

    def _part(self, begin: int, end: int) -> tuple[Mention | None, str]:
        """Return the body that a part names, and the title after it."""
        inner = [m for m in self._within(begin, end) if m.label in BODIES and m.entity]
        apart = [
            m for m in inner if not any(b.start() <= m.start < b.end() for b in SHORT.finditer(self.text, begin, end))
        ]
        inner = apart or inner
        posted = bool(inner) and self.text[begin : inner[-1].start].endswith(tuple(cues("posted").values))
        region = len(inner) > 1 and self.text[inner[-1].end : inner[-1].end + 1] in REGIONS
        market = len(inner) > 1 and inner[-1].label in ("GPE", "LOC") and inner[-2].label in FIRMS
        market = market and not region and inner[-2].end == inner[-1].start
        after = inner[-1].start - 1 if posted else None
        if market:
            plain = inner[-1].text.endswith(REGIONS) or end - inner[-1].end <= LONGEST_LEAD
            after = inner[-1].end if plain else inner[-1].start
        if posted or region or market:
            inner.pop()
        named = inner[-1] if inner else None
        if after is None:
            after = named.end if named else begin
        if named and WIRED.match(self.text, named.end, named.end + 4):
            return None, self.text[named.end : end].lstrip(WIRE)
        title = SHORT.sub("", self.text[after:end])
        title = title.strip(BLANKS + BARS + "的·：:").lstrip(CLOSED)
        title = without_naming(title)
        if named and title in HEADS:
            return self.bodies.minister_of(named, title)
        lead, mark, quoted = title.rpartition("“")
        if mark and "”" not in quoted:
            named, title = (None if lead else named), quoted
        own = own_words(title)
        kept = own == title or title[: -len(own)].endswith(tuple(cues("among").values))
        return (named if kept else None), own

    def _as_written(self, title: str, begin: int, end: int) -> str:
        """Return a title of a stretch of text in the characters of the raw file."""
        at = self.text.rfind(title, begin, end)
        return self.document.written(at, at + len(title)) if at >= 0 else title

    def _start(self, end: int) -> int:
        """Return where the words before a name begin that end at `end`: after the last stop that is in no mention."""
        start = max(0, end - REACH)
        i = end
        skipped = True
        while i > start:
            mention = self.ends.get(i)
            if mention and mention.label != "PERSON":
                i, skipped = mention.start, False
                continue
            char = self.text[i - 1]
            short = char in "）)" and not skipped and SHORT.fullmatch(self.text, self._opening(i), i)
            if short:
                i = short.start()
                continue
            barred = char in BARS and self.text[i:end].strip(BLANKS) in titles("press").values
            closed = char in STOPS and not barred
            if mention or (closed and not (skipped and char in "：:") and not (char in "“”" and not skipped)):
                return i
            if char not in BLANKS and char not in "：:":
                skipped = False
            i -= 1
        return i

    def _end(self, person: Mention) -> int:
        """Return where the titles before a name end.

        At the name, at the mark behind a quoted title (“馆长”陈某), or at the end of the line above where a title
        closes that and a colon follows the name (云林市商务局副局长, 田某：...).
        """
        end = person.start - 1
        if end > 0 and self.text[end] == "”" and titles("head", "title").before(self.text, max(0, end - 8), end):
            return end
        if end < 1 or self.text[end] != "\n" or self.text[person.end : person.end + 1] not in ("：", ":"):
            return person.start
        return end if titles("head", "title").before(self.text, max(0, end - 8), end) else person.start

    def _opening(self, end: int) -> int:
        """Return where the bracket opens that closes before `end`."""
        return max(self.text.rfind(c, max(0, end - 24), end) for c in "（(")

    def _within(self, start: int, end: int) -> list[Mention]:
        """Return the mentions that lie in a stretch of text."""
        found = self.mentions[bisect_left(self.starts, start) : bisect_left(self.starts, end)]
        return [m for m in found if m.end <= end]

    def _parts(self, start: int, end: int) -> list[tuple[int, int]]:
        """Return the parts between 、, 兼 and 暨, and between titles joined by 和, that are in no mention."""
        parts, begin, i = [], start, start
        inside = {j for m in self._within(start, end) for j in range(m.start, m.end)}
        while i < end:
            both = self.text[i] in cues("and").values and titles("head", "title", "editor").before(self.text, begin, i)
            if i not in inside and (self.text[i] in cues("and-always").values or both):
                parts.append((begin, i))
                begin = i + 1
            i += 1
        parts.append((begin, end))
        return [(b, e) for b, e in parts if self.text[b:e].strip(BLANKS)]

    def _title(self, title: str, word: str, bound: bool) -> str:
        """Return the title as written, without a generic body before it (一家企业|负责人)."""
        title = title.strip(BLANKS + "：:的")
        limit = len(title) - len(word)
        lead, particle, rest = title[:limit].rpartition("的")
        if particle and not titles("head", "title").before(lead, 0, len(lead)):
            title = rest + word
        limit = len(title) - len(word)
        unit = cues("department").last(title, 0, limit)
        if unit[0] > 0:
            title = title[unit[0] + len(unit[1]) :]
        elif bound and word not in cues("partner").values and ends_with_unit(title[:limit]):
            title = word
        if cues("some").first(title, 0, len(title))[1]:
            return word
        if (at := title.find(f"事会{word[:1]}事")) > 0:
            return title[at + 2 :]
        if bound:
            return word if len(title) > 16 else title
        return title if is_plain(title, word) else nouns_before(title, word)

    def _add(
        self, person: Mention, title: str, word: str, body: str | None, how: Standing | None, untold: bool = False
    ) -> list[Key]:
        """Add a role, one for each brand of a reporter's paper, and return what was added.

        An office whose body is not found is no role, but where the text leaves that unnamed (`untold`: 一家企业负责人).
        """
        title, body = self.bodies.fit(word, title, body, person)
        lost = body is None and not untold and word in titles("bound").values
        if not person.entity or not title or lost or (body is None and word in titles("press", "editor").values):
            return []
        brands = self.bodies.brands(body, person) if body and word in titles("press").values else [body]
        keys = [Key(person.entity, title, brand) for brand in brands]
        for key in keys:
            self.found.setdefault(key, how)
        return keys

    def _share(self, before: Mention, person: Mention, given: list[Key]) -> list[Key]:
        """Give a person the roles that the one right before in a list was given there (保荐代表人为李运、胡涛)."""
        between = ASIDE.sub("", self.text[before.end : person.start], 1).strip(BLANKS)
        if before.label != "PERSON" or between not in ("", "、", "和", "，") or person.start - before.end > ASIDE_REACH:
            return []
        found = []
        for key in given:
            alone = key.title in titles("after").values and key.title not in titles("common").values
            if person.entity and key.person != person.entity and (between == "" or not alone):
                found.append(Key(person.entity, key.title, key.body))
                self.found.setdefault(found[-1], self.found.get(key))
        return found

    def _after(self, person: Mention) -> None:
        """Read the titles that follow a name; a word of address (李老师) is none."""
        word = self._behind(person)
        if word and not any(k.person == person.entity and k.title == word for k in self.found):
            if word not in titles("address").values:
                body = self._before(person)
                self._add(person, self._as_written(word, person.end, person.end + 6), word, body, None)
            return
        start, how, loose = opened(self.text, person)
        if start < 0:
            return
        if self.text[start - 1] in "（(":
            self._bracket(start, person)
            return
        end = end_of_titles(self.text, start)
        self._stretch(start, end, person, how, loose)

    def _leads(self, person: Mention) -> None:
        """Read the title of a group that a person leads: 以某某为首的|某银行策略师."""
        behind = cues("leading").at(self.text, person.end, person.end + 6)
        body = next((m for m in self._within(person.end, person.end + 40)), None) if behind else None
        if body is None or body.start != person.end + len(behind) or body.label not in BODIES:
            return
        end = body.end + AFTER_REACH
        word = max((w for w in titles("title").values if self.text.startswith(w, body.end, end)), key=len, default="")
        if word:
            self._add(person, self._as_written(word, body.end, end), word, body.entity, None)

    def _behind(self, person: Mention) -> str:
        """Return the title right behind a name (习近平|总书记, 尹某|秘书长)."""
        short = titles("after", "common").at(self.text, person.end, person.end + 6)
        word = titles("title", "head").at(self.text, person.end, person.end + 6)
        whole = cut(self.text[person.end : person.end + 8]).edge[len(word)]
        return word if whole and word.endswith(OFFICES) and len(word) > len(short) else short

    def _before(self, person: Mention) -> str | None:
        """Return the body right before a name, perhaps with 的 between (某律师事务所的|江某)."""
        end = person.start - len(cues("particle").before(self.text, max(0, person.start - 1), person.start))
        body = self.ends.get(end)
        return body.entity if body and body.label == "ORG" else None

    def _bracket(self, start: int, person: Mention) -> None:
        """Read the titles in the bracket behind a name, which commas may part (张某（某大学教授，某学会会长）)."""
        closes = [i for c in "）)" if (i := self.text.find(c, start, start + BRACKET_REACH)) >= 0]
        for begin, end in _between(self.text, start, min(closes, default=start)):
            self._stretch(begin, end, person, None, False)

    def _stretch(self, start: int, end: int, person: Mention, how: Standing | None, loose: bool) -> None:
        """Read a stretch after a name where it closes with a title and names a body, or need not (`loose`)."""
        parts = self._parts(start, end) if end > start else []
        if not parts or any(m.label == "PERSON" for m in self._within(start, end)):
            return
        title = self._part(*parts[-1])[1]
        bound = any(m.label in ("ORG", "GPE") for m in self._within(start, end))
        if titles("head", "title").before(title, 0, len(title)) and (bound or loose):
            self._chain(start, end, person, how)

    def _career(self, number: int, person: Mention) -> None:
        """Read the offices that the clauses after a name tell, up to the next name of a person.

        莫某长期在云林工作，历任财政局处长，交通局副局长等职。2014年7月调任云林市委常委；2015年1月至今，云林市委副书记。
        """
        following = self.mentions[number + 1 : number + 40]
        rivals = (m.start for m in following if m.label == "PERSON" and not succeeded(self.text, m))
        rival = next(rivals, len(self.text))
        stop = min(rival, person.end + CAREER_REACH)
        given: list[Key] = []
        how: Standing | None = None
        told = dated = False
        opens = person.end
        for clause in CLAUSE.finditer(self.text, person.end, stop):
            start, how, opened = self._office(*clause.span(1), how)
            end = clause.end(1) - len(cues("post").before(self.text, start, clause.end(1)))
            if opened or ((given or (told and dated)) and titles("head", "title").before(self.text, start, end)):
                home = self._workplace(opens, clause.start()) if opened and not given else None
                given = self._chain(start, end, person, how, given[-1].body if given else home, OWN if home else GOING)
            else:
                given = []
            dated = bool(given) or (not opened and bool(DATES.fullmatch(clause.group(1))))
            told = told or bool(given)
            if clause.group(2) != "，":
                given, opens = [], clause.end()

    def _office(self, start: int, end: int, how: Standing | None) -> tuple[int, Standing | None, bool]:
        """Return where the titles of a clause begin, how they stand, and whether a verb of office opens the clause.

        A clause without such a verb begins at its start and stands as the clause before.
        """
        verbs = cues("office", "former-verb", "now")
        for begin in range(start, end):
            verb = self.text[begin] in verbs.heads and verbs.at(self.text, begin, end)
            if verb and OPENING.fullmatch(self.text, start, begin):
                return begin + len(verb), known(verbs.values[verb]), True
        return start, how, False

    def _workplace(self, start: int, end: int) -> str | None:
        """Return the body in which a stretch says that somebody works (在云林市统计局工作)."""
        bodies = [m for m in self._within(start, end) if m.label == "ORG"]
        works = cues("work").first(self.text, start, end)[0] >= 0
        return bodies[-1].entity if bodies and works else None


def _between(text: str, start: int, end: int) -> Iterator[tuple[int, int]]:
    """Yield the stretches of a bracket's text that commas part."""
    for part in re.finditer("[^，；,;]+", text[start:end]):
        yield start + part.start(), start + part.end()


def _of_press(body: Mention, title: str, word: str) -> bool:
    """Tell whether a body can be a reporter's paper, with the words of a title between it and the word for him.

    A mark may join a second brand of the same paper to it (扬子晚报/紫牛新闻记者).
    """
    lead = title.removesuffix(word)
    joined = lead[:1] in JOINTS and not lead[:1].isspace()
    return body.label in ("ORG", "PRODUCT") and len(lead.strip(BLANKS + BARS)) <= LONGEST_LEAD * (1 + joined)


def find_roles(document: Document) -> list[Role]:
    """Return the roles of the persons of a document, each once; places and bodies understood become clusters."""
    return RoleReader(document).roles()
