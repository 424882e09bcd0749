"""Roles: which titles a person has, and in which organisation.

Titles stand before the name, chained with 、 or 兼 (广东省委常委、广州市委书记张硕辅), each with its organisation or
with that of the title before it; a few follow the name (习近平总书记). A head of government belongs to the place.
"""

from __future__ import annotations

from bisect import bisect_left
from functools import cache

from ..data import table
from ..model import Cluster, Document, Mention, Role, entity_id
from .lexicon import Words
from .places import official, province_of

REACH = 60
STOPS = frozenset("，。；：！？\n,;:“”（）()【】[]|")
GENERIC = ("公司", "一家", "一位", "一名", "某", "有关", "相关")
PLACED = {"省长": "province", "自治区主席": "province", "自治区副主席": "province", "市长": "city"}
CHIEFS = {"董事长", "总经理", "总裁", "行长", "首席执行官", "副总经理", "副总裁", "副董事长"}
CHIEFS |= {"创始人", "董事", "股东", "实际控制人", "一致行动人"}
PROFESSIONS = ("家", "师", "者", "士", "授", "究员", "演员", "动员", "导演", "教练", "编辑")
PAPERS = ("报", "网", "社", "台", "客户端")
BLANKS = " \u3000\t"
BODIES = ("ORG", "GPE", "FAC", "LOC", "PRODUCT", "EVENT")


@cache
def titles(*kinds: str) -> Words:
    """Return the title words of some kinds."""
    rows = [r for r in table("titles.tsv") if r["kind"] in kinds]
    return Words({w: r["kind"] for r in rows for w in r["words"].split()})


class Reader:
    """Reads the roles of one document."""

    def __init__(self, document: Document) -> None:
        self.document = document
        self.text = document.text
        self.mentions = sorted(document.mentions, key=lambda m: m.start)
        self.starts = [m.start for m in self.mentions]
        self.ends = {m.end: m for m in self.mentions}
        self.names = {c.id: c.name for c in document.clusters}
        self.found: dict[tuple[str, str, str | None], None] = {}

    def roles(self) -> list[Role]:
        """Return all roles, each once, in text order."""
        for number, mention in enumerate(self.mentions):
            if mention.label == "PERSON" and mention.entity:
                count = len(self.found)
                self._before(number, mention)
                if len(self.found) == count and number:
                    self._share(self.mentions[number - 1], mention)
                self._after(mention)
        return [Role(person=p, title=t, organization=o) for p, t, o in self.found]

    def _before(self, number: int, person: Mention) -> None:
        """Read the titles before a name, part by part from left to right."""
        own: list[str | None] = []
        body: str | None = None
        for begin, end in self._parts(self._start(number, person), person.start):
            named, title = self._part(begin, end)
            if named and not title:
                own.append(named.entity)
                continue
            word = titles("head", "title", "press").before(title, 0, len(title))
            if not word:
                own, body = [], named.entity if named else None
                continue
            if named:
                bodies: list[str | None] = [*own, named.entity]
                body = named.entity
            else:
                understood, title = self._understood(title, person)
                body = understood or body or self._near(word, title, person)
                bodies = [body]
            own = []
            if any(c in title for c in GENERIC) and word not in titles("press").values:
                bodies = [None]
            for each in bodies:
                short = self._title(title, word, named is not None or each is not None)
                self._add(person, self._as_written(short, begin, end), word, each)

    def _part(self, begin: int, end: int) -> tuple[Mention | None, str]:
        """Return the body that a part names, and the title after it."""
        inner = [m for m in self._within(begin, end) if m.label in BODIES and m.entity]
        if len(inner) > 1 and self.text[inner[-1].end : inner[-1].end + 1] == "区":
            inner.pop()
        named = inner[-1] if inner else None
        if named and self.text[named.end : named.end + 4].lstrip("》 ").startswith(("讯", "电 ", "电\u3000", "消息")):
            return None, self.text[named.end : end].lstrip("》 讯电消息")
        title = self.text[named.end if named else begin : end]
        title = title.strip(BLANKS + "的·：:").removesuffix("为").removesuffix("是")
        return named, named.text[-1] + title if named and title == "长" else title

    def _as_written(self, title: str, begin: int, end: int) -> str:
        """Return a title of a stretch of text in the characters of the raw file."""
        at = self.text.rfind(title, begin, end)
        return self.document.written(at, at + len(title)) if at >= 0 else title

    def _start(self, number: int, person: Mention) -> int:
        """Return where the words before a name begin: after the last stop that is in no mention."""
        start = max(0, person.start - REACH)
        i = person.start
        skipped = True
        while i > start:
            mention = self.ends.get(i)
            if mention and mention.label != "PERSON":
                i, skipped = mention.start, False
                continue
            char = self.text[i - 1]
            if mention or (char in STOPS and not (skipped and char in "：:") and not (char in "“”" and not skipped)):
                return i
            if char not in BLANKS and char not in "：:":
                skipped = False
            i -= 1
        return i

    def _within(self, start: int, end: int) -> list[Mention]:
        """Return the mentions that lie in a stretch of text."""
        found = self.mentions[bisect_left(self.starts, start) : bisect_left(self.starts, end)]
        return [m for m in found if m.end <= end]

    def _parts(self, start: int, end: int) -> list[tuple[int, int]]:
        """Return the parts between 、 and 兼 that are in no mention."""
        parts, begin, i = [], start, start
        inside = {j for m in self._within(start, end) for j in range(m.start, m.end)}
        while i < end:
            if i not in inside and self.text[i] in "、兼":
                parts.append((begin, i))
                begin = i + 1
            i += 1
        parts.append((begin, end))
        return [(b, e) for b, e in parts if self.text[b:e].strip(BLANKS)]

    def _title(self, title: str, word: str, bound: bool) -> str:
        """Return the title as written, without a generic body before it (一家企业|负责人)."""
        title = title.strip(BLANKS + "：:的")
        return word if not bound or len(title) > 16 or any(c in title for c in GENERIC) else title

    def _add(self, person: Mention, title: str, word: str, body: str | None) -> None:
        """Add a role; a head of government gets the place, a reporter without a paper the article's own."""
        if body and body.startswith(("GPE:", "LOC:")) and (word in CHIEFS or word.endswith(PROFESSIONS)):
            body = None
        if titles("head").values.get(word) and body:
            body = self._place(body)
        if word in titles("press").values and body is None:
            body = self._paper()
            title = word if word in title else title
        if person.entity and title:
            self.found.setdefault((person.entity, title, body))

    def _place(self, body: str) -> str:
        """Return the place of a Party committee or government: ORG:番禺区委 -> GPE:番禺区."""
        name = self.names.get(body, body.partition(":")[2])
        for end in ("委员会", "党委", "委", "人民政府", "政府"):
            place = name.removesuffix(end)
            if place != name and (place in official() or entity_id("GPE", place) in self.names):
                return self._cluster("GPE", place)
        return body

    def _understood(self, title: str, person: Mention) -> tuple[str | None, str]:
        """Return the body that a bare 省委 or 市委 stands for, and the title without it."""
        for bare, level in (("省委", "province"), ("自治区党委", "province"), ("市委", "city")):
            if title.startswith(bare) and len(title) > len(bare):
                place = self._nearest(person, level)
                return (self._cluster("ORG", place + "委") if place else None), title[len(bare) :]
        return None, title

    def _near(self, word: str, title: str, person: Mention) -> str | None:
        """Return the body of a bare title: of a company's chief the firm that the sentences before are about, of a
        governor or mayor the place."""
        if word in CHIEFS:
            stops = [i for i in range(max(0, person.start - 200), person.start) if self.text[i] in "。！？\n"]
            firms = [m for m in self._within(person.start - 200, person.start) if m.label == "ORG"]
            firms = [m for m in firms if not m.text.endswith(PAPERS)]
            for start in [*stops[:-3:-1], 0]:
                if here := [m for m in firms if m.start > start]:
                    return here[0].entity
            return None
        level = PLACED.get(word.removeprefix("代").removeprefix("副").removeprefix("常务副"))
        if level:
            place = self._nearest(person, level)
            return self._cluster("GPE", place) if place else None
        return None

    def _share(self, before: Mention, person: Mention) -> None:
        """Give a person the roles of the one right before in a list (保荐代表人为李运、胡涛)."""
        between = self.text[before.end : person.start].strip(BLANKS)
        if before.label == "PERSON" and between in ("", "、", "和", "，") and person.start - before.end <= 3:
            for one, title, body in [x for x in self.found if x[0] == before.entity]:
                if person.entity and one != person.entity and (between == "" or title not in titles("after").values):
                    self.found.setdefault((person.entity, title, body))

    def _nearest(self, person: Mention, level: str) -> str:
        """Return the name of the province or city of the names around a person."""
        at = bisect_left(self.starts, person.start)
        around = self.mentions[max(0, at - 12) : at + 12]
        for mention in sorted(around, key=lambda m: abs(m.start - person.start)):
            name = self.names.get(mention.entity or "", "")
            if level == "province" and (province := province_of(name)):
                return province
            if level == "city" and mention.label == "GPE" and name.endswith("市"):
                return name
        return ""

    def _paper(self) -> str | None:
        """Return the paper that the article comes from: what follows 来源, else the body most often before 记者."""
        votes: dict[str, int] = {}
        for mention in self.mentions:
            if mention.label != "ORG" or not mention.entity:
                continue
            before = self.text[max(0, mention.start - 4) : mention.start]
            if "来源" in before:
                return mention.entity
            if self.text[mention.end : mention.end + 3].lstrip("》 ").startswith(("记者", "讯")):
                votes[mention.entity] = votes.get(mention.entity, 0) + 1
        return max(votes, key=lambda e: votes[e]) if votes else None

    def _cluster(self, label: str, name: str) -> str:
        """Return the id of a named thing, which becomes a cluster without forms where the article does not name it."""
        for key, known in self.names.items():
            if known == name and key.startswith(label):
                return key
        key = entity_id(label, name)
        self.names[key] = name
        self.document.clusters.append(Cluster(key, name, "GPE" if label == "GPE" else "ORG"))
        return key

    def _after(self, person: Mention) -> None:
        """Read a title that follows the name."""
        word = titles("after").at(self.text, person.end, person.end + 6)
        if word and not any(p == person.entity and t == word for p, t, _ in self.found):
            self._add(person, self._as_written(word, person.end, person.end + 6), "", None)


def roles(document: Document) -> list[Role]:
    """Return the roles of the persons of a document, each once; places and bodies understood become clusters."""
    return Reader(document).roles()
