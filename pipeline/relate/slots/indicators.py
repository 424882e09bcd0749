"""What a number measures or counts: the phrases of the article that could be the indicator of a quantity.

Every candidate is a tuple of spans of the reading text with the name of its source; which one is meant is decided by
`ranking` on the features that `features` gives.
"""

from __future__ import annotations

import re

from ...lang.characters import JOINERS
from ...model import Quantity, Span
from ..scene.clauses import Frame, Scene
from ..scene.plans import PLAN_DONE
from ..scene.surroundings import EDGES, Left, close_left, open_left, pieces, read_left, read_right
from ..scene.word_tables import beside, part_of_speech, words
from .options import IndicatorOption

COMPOUND = frozenset("nbajlzsv")
"""Parts of speech of jieba's dictionary that make one noun with a noun after them (智能, 装备, 再生)."""

ORDINAL = re.compile(r"第?[一二三四五六七八九十\d]+")
"""What tells the items of a list apart that share all other words (第一、二、三产业增加值)."""


def candidates(
    scene: Scene, frame: Frame, left: Left, known: dict[int, tuple[IndicatorOption, Left]]
) -> list[IndicatorOption]:
    """Return the phrases that could be the indicator of a frame's quantity.

    `known` holds the indicators already chosen in the sentence and the left words of their frames, by position.
    """
    noun, rest, after = read_right(scene, frame.tail.start, frame.tail.end)
    before = pieces(scene, left.whole)
    bare = pieces(scene, left.bare)
    own = [
        ("left", before),
        ("bare", bare),
        ("left+noun", (*before, noun)),
        ("left+after", (*before, after) if after else ()),
        ("noun", (noun,)),
        ("rest", (rest,)),
        ("after", (after,)),
        ("left+rest", (*before, rest)),
    ]
    if left.verb.end == left.verb.start:
        named = pieces(scene, left.named)
        own[2:2] = [("named", named), ("named+noun", (*named, noun))]
    of = scene.text.rfind("的", left.bare.start, left.bare.end)
    if of > left.bare.start:
        own.append(("of", (Span(of + 1, left.bare.end),)))
        own.append(("owner", (Span(left.bare.start, of),)))
    edges = [i for i in range(left.bare.start + 1, left.bare.end - 1) if scene.edge(i)]
    for count, at in enumerate(reversed(edges[-3:]), 1):
        if not _compound(scene, max((i for i in edges if i < at), default=left.bare.start), at):
            own.append((f"tail{count}", (Span(at, left.bare.end),)))
    if left.verb.end > left.verb.start and left.verb.end < left.bare.end:
        own.append(("object", (Span(left.verb.end, left.bare.end),)))
    own += _moved(scene, left)
    own += _after_names(scene, left, noun)
    own += _first_words(scene, left, noun)
    if frame.gap and own[0][1] and scene.frames[frame.position - 1].tail.end == frame.lead.end:
        own += _after_count(scene, frame, noun)
    own += _paired(scene, frame, known)
    own += _carried(scene, frame, before, bare, noun, _measured(scene, _unnamed(scene, known) if left.names else known))
    found = [p for p in _distinct(scene, own) if _says(scene, p)]
    if frame.quantity.label == "ORDINAL":
        found = [p for p in found if not _only_ranks(scene, p)] or found
    if frame.quantity.label == "PERCENT" and left.moved in ("up", "down") and any(p.source == "bare" for p in found):
        return [p for p in found if p.source not in ("left", "named")]
    return found


def _moved(scene: Scene, left: Left) -> list[tuple[str, tuple[Span, ...]]]:
    """Return the verb of growth before the number, which says all where the subject stands before it (道指|跌|1.2%)."""
    if left.moved not in ("up", "down"):
        return []
    word = words("up", "down").before(scene.text, left.bare.end, left.whole.end)
    return [("moved", (Span(left.whole.end - len(word), left.whole.end),))] if word else []


def _after_names(scene: Scene, left: Left, noun: Span) -> list[tuple[str, tuple[Span, ...]]]:
    """Return what the words before the number say behind their last name (三星和小米|出货量)."""
    named = [m for m in scene.names(left.bare.start, left.bare.end) if m.end < left.bare.end]
    if not named:
        return []
    start = named[-1].end
    while start < left.bare.end and scene.text[start] in words("after-names").values:
        start += 1
    rest = Span(start, left.bare.end)
    return [("behind-name", pieces(scene, rest)), ("behind-name+noun", (*pieces(scene, rest), noun))]


def _first_words(scene: Scene, left: Left, noun: Span) -> list[tuple[str, tuple[Span, ...]]]:
    """Return the first word or two right of the number, and its last, alone and with the verb before the number."""
    edges = [i for i in range(noun.start + 1, noun.end) if scene.edge(i)]
    verb = left.verb if left.verb.end > left.verb.start else Span(left.bare.end, left.bare.end)
    found: list[tuple[str, tuple[Span, ...]]] = []
    for count, at in enumerate(edges[:2], 1):
        first = Span(noun.start, at)
        found += [(f"first{count}", (first,)), (f"left+first{count}", (*pieces(scene, left.whole), first))]
        if verb.end > verb.start:
            found.append((f"verb+first{count}", (verb, first)))
    if edges:
        last = Span(edges[-1], noun.end)
        found += [("last", (last,)), ("left+last", (*pieces(scene, left.whole), last))]
    return found


def _compound(scene: Scene, start: int, end: int) -> bool:
    """Tell whether a word belongs to the noun after it (智能|装备, 再生|水), and nothing is cut between them."""
    word = scene.text[start:end]
    if scene.inside[end - 1] or word in words("verb", "light", "opener", "stop", "speech").values:
        return False
    return (part_of_speech(word) or "n")[0] in COMPOUND


def _says(scene: Scene, phrase: IndicatorOption) -> bool:
    """Tell whether a phrase holds more than marks, a single character, or a light word (在上); 涨 and 跌 say enough."""
    if phrase.source == "moved":
        return True
    said = "".join(scene.text[s.start : s.end] for s in phrase.spans).strip(EDGES + "\u3000；;。“”\"'（）()")
    return len(said) > 1 and said not in words("light", "opener", "stop").values


def _only_ranks(scene: Scene, phrase: IndicatorOption) -> bool:
    """Tell whether a phrase only says within what something ranks (位列|三县两区|第一)."""
    return bool(words("country-object").at(scene.text, *phrase.spans[0]))


def _unnamed(
    scene: Scene, known: dict[int, tuple[IndicatorOption, Left]]
) -> dict[int, tuple[IndicatorOption, Left]]:
    """Return the chosen indicators but those that only say which way a name went: 英特尔涨 is not said of another."""
    moves = words("up", "down").values
    return {n: found for n, found in known.items() if not any(_behind_names(scene, s) in moves for s in found[0].spans)}


def _measured(
    scene: Scene, known: dict[int, tuple[IndicatorOption, Left]]
) -> dict[int, tuple[IndicatorOption, Left]]:
    """Return the chosen indicators, for how much of a plan is done what was measured before (完成年度计划, 增长)."""
    found: dict[int, tuple[IndicatorOption, Left]] = {}
    for n in sorted(known):
        option, left = known[n]
        kept = _undone(scene, option.spans)
        if not kept and n - 1 in found:
            found[n] = found[n - 1]
        else:
            found[n] = (IndicatorOption(kept, option.source), left) if kept else known[n]
    return found


def _undone(scene: Scene, spans: tuple[Span, ...]) -> tuple[Span, ...]:
    """Return the pieces of an indicator without those at its end that say how much of a plan is done."""
    for n in range(len(spans)):
        if PLAN_DONE.fullmatch("".join(scene.text[s.start : s.end] for s in spans[n:])):
            return spans[:n]
    return spans


def _behind_names(scene: Scene, span: Span) -> str:
    """Return what a stretch says behind the last name in it, nothing where it holds no name."""
    names = scene.names(*span)
    return scene.text[names[-1].end : span.end] if names else ""


def _carried(
    scene: Scene,
    frame: Frame,
    before: tuple[Span, ...],
    bare: tuple[Span, ...],
    noun: Span,
    known: dict[int, tuple[IndicatorOption, Left]],
) -> list[tuple[str, tuple[Span, ...]]]:
    """Return the candidates that take words from the quantities and clauses before."""
    found: list[tuple[str, tuple[Span, ...]]] = []
    previous = known.get(frame.position - 1) if frame.previous >= 0 else None
    if previous:
        spans, left = previous[0].spans, previous[1]
        found += [("previous", spans), ("previous+left", (*spans, *before)), ("previous+bare", (*spans, *bare))]
        found.append(("previous+noun", (*spans, noun)))
        verb = left.verb
        if verb.end > verb.start:
            found += [
                ("verb+left", (verb, *before)),
                ("verb+noun", (verb, noun)),
                ("verb+left+noun", (verb, *before, noun)),
            ]
        if len(spans) > 1:
            found += [("head", spans[:1]), ("head+left", (*spans[:1], *before)), ("head+noun", (*spans[:1], noun))]
        if frame.previous - 1 in known:
            older = known[frame.previous - 1][0].spans
            found += [("older", older), ("older+left", (*older, *before))]
    topic = topic_of(scene, frame)
    if topic:
        found += [
            ("topic", (topic,)),
            ("topic+left", (topic, *before)),
            ("topic+noun", (topic, noun)),
            ("topic+bare", (topic, *bare)),
        ]
    return found


def _after_count(scene: Scene, frame: Frame, noun: Span) -> list[tuple[str, tuple[Span, ...]]]:
    """Return the candidates where the words between two counts first name what the one before counts."""
    counted, _, _ = read_right(scene, frame.lead.start, frame.lead.end)
    begin, *_ = open_left(scene, counted.end, frame.lead.end)
    end, _light = close_left(scene, begin, frame.lead.end)
    rest = Span(begin, max(begin, end))
    return [
        ("step", (rest,)),
        ("step+noun", (rest, noun)),
        ("counted+step+noun", (counted, rest, noun)),
        ("counted", (counted,)),
    ]


def paired(scene: Scene, frame: Frame) -> tuple[list[Span], int, int, Span]:
    """Return the items that 分别 pairs with a row of numbers, this number's place, their count, and the shared head.

    No items where the clause has no 分别 before the quantity, or the counts differ.
    """
    text, clause = scene.text, scene.clauses[frame.clause]
    at, _ = words("paired").last(text, clause.start, frame.quantity.start)
    nothing: tuple[list[Span], int, int, Span] = ([], 0, 0, Span(0, 0))
    if at < 0:
        return nothing
    row = [n for n in clause.quantities if scene.quantities[n].start > at]
    count, place = len(row), row.index(frame.position)
    begin, named, *_ = open_left(scene, clause.start, at)
    for start in (begin, named):
        end = read_left(scene, clause.start, at).bare.end
        items = _items(scene, start, end)
        if len(items) == count > 1:
            last = items[-1]
            head = words("head").before(text, last.start + 1, last.end)
            own = ORDINAL.match(text, last.start, last.end)
            if own and all(ORDINAL.fullmatch(text, *item) for item in items[:-1]):
                return items, place, count, Span(own.end(), last.end)
            return items, place, count, Span(last.end - len(head), last.end)
    return [], place, count, Span(0, 0)


def _items(scene: Scene, start: int, end: int) -> list[Span]:
    """Return the members of a coordination."""
    items, begin = [], start
    for i in range(start, end):
        if not scene.inside[i] and scene.text[i] in JOINERS:
            items.append(Span(begin, i))
            begin = i + 1
    items.append(Span(begin, end))
    return [x for x in items if x.end > x.start]


def _paired(
    scene: Scene, frame: Frame, known: dict[int, tuple[IndicatorOption, Left]]
) -> list[tuple[str, tuple[Span, ...]]]:
    """Return the candidates of a number that 分别 pairs with a member of a list or with a number before."""
    items, place, count, head = paired(scene, frame)
    found: list[tuple[str, tuple[Span, ...]]] = []
    if items:
        item = items[place]
        found.append(("paired", (item,) if place == len(items) - 1 else (item, head)))
        found.append(("paired-head", (head,)))
    peer = known.get(frame.position - count) if count > 1 else None
    if peer:
        found.append(("peer", peer[0].spans))
    return found


def topic_of(scene: Scene, frame: Frame) -> Span | None:
    """Return the phrase of the nearest clause before, in the same sentence, that holds no quantity."""
    number = frame.clause - 1
    first = scene.sentences[frame.sentence].clauses[0]
    for _ in range(2):
        if number < first:
            return None
        clause = scene.clauses[number]
        if clause.quantities:
            return None
        begin, *_ = open_left(scene, clause.start, clause.end)
        end, _light = close_left(scene, begin, clause.end)
        if 1 < end - begin <= 24:
            return Span(begin, end)
        number -= 1
    return None


def _distinct(scene: Scene, found: list[tuple[str, tuple[Span, ...]]]) -> list[IndicatorOption]:
    """Return the candidates that say something, each wording once, without pieces that are one function word (对)."""
    empty = words("light", "opener", "stop", "np-not-end").values
    seen: dict[tuple[Span, ...], IndicatorOption] = {}
    for source, spans in found:
        kept = tuple(s for s in spans if s.end > s.start and (s.end - s.start > 1 or scene.text[s.start] not in empty))
        kept = _once(scene, kept)
        if kept and kept not in seen:
            seen[kept] = IndicatorOption(kept, source)
    return list(seen.values())


def _once(scene: Scene, spans: tuple[Span, ...]) -> tuple[Span, ...]:
    """Return the spans without those whose words another one says too."""
    if len(spans) < 2:
        return spans
    kept: list[Span] = []
    for span in sorted(spans, key=lambda s: s.start - s.end):
        if not any(scene.text[span.start : span.end] in scene.text[k.start : k.end] for k in kept):
            kept.append(span)
    return tuple(s for s in spans if s in kept)


def features(
    scene: Scene, frame: Frame, left: Left, found: list[IndicatorOption], before: str | None
) -> list[list[str]]:
    """Return the features of each candidate; `before` is the aspect of the fact before in the sentence."""
    text, kind = scene.text, _number(frame.quantity)
    states = _states(scene, frame, left, before)
    result = []
    for phrase in found:
        size = sum(s.end - s.start for s in phrase.spans)
        last = phrase.spans[-1]
        tail = text[last.end - 1]
        out = [phrase.source, *(f"{phrase.source}|{s}" for s in states)]
        out += [
            f"size={min(size, 24) // 2}",
            f"size={min(size, 24) // 3}|{kind}",
            f"tail={tail}",
            f"tail={text[last.end - 2 : last.end]}",
            f"head={text[phrase.spans[0].start]}",
            f"pieces={len(phrase.spans)}|{phrase.source}",
            f"tail={tail}|{kind}",
        ]
        out += _shortened(scene, left, phrase)
        result.append(out)
    return result


def _number(quantity: Quantity) -> str:
    """Return what kind of number a quantity is: its label, of a percentage with its unit."""
    return quantity.label if quantity.label != "PERCENT" else f"{quantity.label}{quantity.unit}"


def _states(scene: Scene, frame: Frame, left: Left, before: str | None) -> tuple[str, ...]:
    """Return what stands around a quantity, each as a feature that is joined with where a candidate comes from."""
    text, quantity = scene.text, frame.quantity
    whole, bare = left.whole.end > left.whole.start, left.bare.end > left.bare.start
    after = text[quantity.end : quantity.end + 1]
    closed = not after or after in "，。、；,;)）\n"
    gap = "none" if frame.gap is None else frame.gap[:1] if len(frame.gap) <= 2 else "words"
    kind = _number(quantity)
    same = frame.previous >= 0
    opener = scene.clauses[frame.clause].opener
    growth = f"{left.moved}{left.compared}"
    only_verb = left.verb.end > left.verb.start and left.verb.end >= left.bare.end
    state = f"{kind}|{closed}|{whole}|{bare}|{same}"
    peer = same and scene.frames[frame.previous].quantity.unit == quantity.unit
    head = words("head").before(text, left.bare.start, left.bare.end)
    return (
        state,
        f"{kind}|{closed}",
        f"{closed}|{bare}|{only_verb}",
        f"{growth}|{bare}|{same}",
        f"gap={gap}|{closed}|{bare}",
        f"light={left.light}",
        f"verb={only_verb}|{closed}|{same}",
        f"names={len(left.names)}",
        f"opener={opener}|{bare}|{same}",
        f"before={before}|{growth}|{bare}",
        f"after={beside('behind-count', after)}|{bare}",
        f"size={min((left.bare.end - left.bare.start) // 2, 8)}|{closed}",
        f"unit={quantity.unit}|{bare}",
        f"peer={peer}|{gap}|{opener}|{whole}",
        f"peer={peer}|head={bool(head)}|{same}|{head == text[left.bare.start : left.bare.end]}",
        f"head={head}|{same}",
    )


def _shortened(scene: Scene, left: Left, phrase: IndicatorOption) -> list[str]:
    """Return what a candidate leaves out of the words before the number: how much, and whether names or verbs."""
    first = phrase.spans[0].start
    if not left.bare.start < first < left.bare.end:
        return []
    lost = Span(left.bare.start, first)
    named = bool(scene.names(*lost))
    verb = words("verb", "up", "down", "reach").first(scene.text, *lost)[0] >= 0
    head = bool(words("head").at(scene.text, first, left.bare.end))
    size = min(first - left.bare.start, 12) // 3
    why = phrase.source
    return [
        f"lost={size}|{why}",
        f"lost-name={named}|{why}",
        f"lost-verb={verb}|{why}",
        f"lost={named}|{verb}|{head}|{why}",
    ]
