"""Names that hold a number: lines and roads (轨道交通18号线, 204国道), plans (“十四五”规划), numbered documents
(1号文, 第三十四号主席令), models (EH216-S), events of a year or a session (第109届广交会)."""

from __future__ import annotations

import re
from collections.abc import Iterable

from ...lang.characters import HAN
from ...lang.word_set import either
from .lexicon import listed, ordered
from .proposal import Proposal
from .words import TaggedWords

NUMERAL = "[0-9一二三四五六七八九十百零〇]{1,7}"
WORDS = "name_grammar.tsv"
LINE, LINE_PART, ROAD, ROAD_BEFORE, CONGRESS = (
    "|".join(ordered(WORDS, kind)) for kind in ("line", "line_part", "road", "road_before", "congress")
)
RULES = (
    ("FAC", "line", rf"(?:{LINE}){NUMERAL}号线(?:[一二三四]期|{LINE_PART})?"),
    ("FAC", "road", rf"(?<![0-9])(?:[0-9]{{2,3}}(?:{ROAD})|(?:{ROAD_BEFORE})[0-9]{{2,3}})(?![0-9])"),
    ("LAW", "plan", r"[“\"‘]十[一二三四五六]五[”\"’]规划(?:建议|纲要(?:（草案）|草案)?)?"),
    ("LAW", "plan", r"(?<![“\"‘])十[一二三四五六]五规划(?:建议|纲要)?"),
    ("LAW", "document", rf"(?:第{NUMERAL}号、){{0,9}}第{NUMERAL}号主席令"),
    ("LAW", "document", r"(?<![0-9])[0-9一]{1,3}号文(?:件)?"),
    ("EVENT", "session", rf"(?:{CONGRESS})?(?:第)?[一二三四五六七八九十]{{1,3}}届[一二三四五六七八九]中全会"),
    ("PRODUCT", "model", r"(?<![A-Za-z0-9.+-])[A-Z]{1,4}-?[0-9]{2,4}(?:-[A-Z0-9]{1,3})?(?![A-Za-z0-9.+%-])"),
)
PATTERNS = tuple((label, rule, re.compile(pattern)) for label, rule, pattern in RULES)
PHASE = re.compile(rf"（?(?:[一二三四五六]|[1-9])期）?{either(ordered(WORDS, 'phase_of'))}?")
SECTION = re.compile(rf"[{HAN}]{{2,3}}段(?!时间)|[东西南北]延线?")
GOVERNED = frozenset(["n", "vn", "b", "ns", "nz", "l", "nr", "nt"])
ORDINAL = "第[一二三四五六七八九十百0-9]{1,4}届"
BREAK = "".join(ordered(WORDS, "edition_break")) + "，,。；;：:、！？!?“”《》\n"
EDITION = re.compile(
    rf"{ORDINAL}(?=((?:(?!{either(listed('name_words.tsv')['beyond_event'])})[^{BREAK}]){{2,32}}))"
)
NATIONAL = listed(WORDS)["national"]
SESSION = re.compile(rf"(?:(?:19|20)[0-9]{{2}}年?)?(?:（{ORDINAL}）|{ORDINAL})?{either(NATIONAL)}?$")


def numbered_names(words: TaggedWords, candidates: Iterable[Proposal]) -> list[Proposal]:
    """Return the names that hold a number; `candidates` give the events that a year or session may stand before."""
    found = []
    for label, rule, pattern in PATTERNS:
        for match in pattern.finditer(words.text):
            if rule == "model" and (match[0].startswith(ordered("name_grammar.tsv", "not_model")) or len(match[0]) < 4):
                continue
            start = match.start()
            if rule == "document" and "、" in match[0]:
                found += _parts(match[0], start)
                continue
            found.append(Proposal(start, match.end(), label, f"number:{rule}", 3 if label == "LAW" else 2))
    found += [_governed(words, c) for c in found if c.rule == "number:plan"]
    found += editions(words)
    for candidate in candidates:
        if candidate.label == "EVENT":
            found += _dated(words, candidate)
        if candidate.label in ("FAC", "ORG", "EVENT"):
            found += _phased(words, candidate)
    return found


def editions(words: TaggedWords) -> list[Proposal]:
    """Return the events that begin with their edition (第二十二届环青海湖国际公路自行车赛).

    They reach to the farthest word that ends events.
    """
    table = listed("event_suffixes.tsv")
    ends = tuple(word for kind in ("edition", "meeting", "fair", "games", "programme") for word in table[kind])
    others = ordered(WORDS, "not_edition")
    found = []
    for match in EDITION.finditer(words.text):
        for size in range(len(match[1]), 1, -1):
            end = match.end() + size
            name = match[1][:size]
            if words.edge[end] and name.endswith(ends) and not name.endswith(others) and name not in ends:
                found.append(Proposal(match.start(), end, "EVENT", "event:edition"))
                break
    return found


def _governed(words: TaggedWords, plan: Proposal) -> Proposal:
    """Return a plan with the field or place that it is for: 装备制造业“十二五”规划."""
    start = plan.start
    while start:
        i = words.at(start - 1)
        if words.tags[i] not in GOVERNED or plan.start - words.starts[i] > 16:
            break
        start = words.starts[i]
    return plan._replace(start=start)


def _phased(words: TaggedWords, name: Proposal) -> list[Proposal]:
    """Return a name with the phase or section behind it: 西湖大学三期, 渝昆高铁川渝段."""
    match = PHASE.match(words.text, name.end)
    if match is None and name.rule in ("fac:road", "known"):
        match = SECTION.match(words.text, name.end)
    if match is None or not words.edge[match.end()]:
        return []
    label = "FAC" if name.label == "ORG" else name.label
    return [Proposal(name.start, match.end(), label, "number:phase")]


def _parts(text: str, start: int) -> list[Proposal]:
    """Return the documents of a list (第一号、第二号主席令) one by one."""
    found = []
    for part in text.split("、"):
        found.append(Proposal(start, start + len(part), "LAW", "number:document", 3))
        start += len(part) + 1
    return found


def _dated(words: TaggedWords, event: Proposal) -> list[Proposal]:
    """Return an event with the year or the session that stands before it."""
    window = max(0, event.start - 16)
    match = SESSION.search(words.text[window : event.start])
    if match is None or not match[0] or match[0] in NATIONAL:
        return []
    return [Proposal(window + match.start(), event.end, "EVENT", "event:dated")]
