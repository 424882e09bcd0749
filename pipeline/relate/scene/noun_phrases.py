"""Noun phrases that may be a statement's subject where no name is meant: read off, cut at word edges, and tried."""

from __future__ import annotations

import re
from collections import Counter
from functools import cache
from itertools import pairwise

from ...lang.characters import JOINERS
from ...lang.tables import table
from ...lang.word_set import WordSet
from ...lang.words import words_of
from ...model import Span
from .clauses import Frame, Scene, once
from .surroundings import Left, close_left, open_left
from .word_tables import part_of_speech, words


def topic_word(text: str) -> Span | None:
    """Return the first place of the word that an article repeats most (棉花, 螺纹钢), or None where none stands out.

    The commonest pair of characters that is no everyday word, lengthened while most of its occurrences agree.
    """
    everyday = words("everyday").values
    function = words("function").values
    pairs = Counter(map("".join, pairwise(text)))
    best, count = "", 4
    for pair, n in pairs.items():
        plain = pair.isalnum() and not pair.isdigit() and pair[0] not in function and pair[1] not in function
        if n > count and plain and pair not in everyday:
            best, count = pair, n
    if not best:
        return None
    word = best
    for _ in range(4):
        at = [m.start() for m in re.finditer(re.escape(word), text)][:200]
        after = Counter(text[i + len(word)] for i in at if i + len(word) < len(text)).most_common(1)
        ahead = Counter(text[i - 1] for i in at if i).most_common(1)
        if after and 3 * after[0][1] >= 2 * len(at) and after[0][0].isalnum() and after[0][0] not in function:
            word += after[0][0]
        elif ahead and 3 * ahead[0][1] >= 2 * len(at) and ahead[0][0].isalnum() and ahead[0][0] not in function:
            word = ahead[0][0] + word
        else:
            break
    start = text.find(word)
    return Span(start, start + len(word))


OPENING = frozenset(("v", "d", "p", "c", "uj", "ul", "r", "t"))
LOOSE = frozenset(("a", "ad", "d", "m", "f", "q", "t"))
NAMED = {"fac": "FAC", "event": "EVENT", "org": "ORG", "law": "LAW", "product": "PRODUCT", "place": "PLACE"}
EXPLAINED = 20
"""Characters of the longest phrase that a bracket explains."""
LONGEST_NAME = 60
"""Characters of the longest names."""
BARE = ("unit", "metal", "village", "title")


@cache
def endings() -> WordSet:
    """Return the words that end names, with the label of such names."""
    rows = ((label, row) for file, label in NAMED.items() for row in table(f"{file}_suffixes.tsv"))
    return WordSet({row["word"]: label for label, row in rows if row["kind"] not in BARE})


def name_like(text: str) -> str:
    """Return the label of the names that end as a phrase does (…口岸, …汇演), an empty string where none do."""
    known = endings()
    word = known.before(text, 0, len(text))
    return known.values[word] if word and len(word) < len(text) else ""


def phrases(scene: Scene, frame: Frame, left: Left) -> list[tuple[str, Span | None]]:
    """Return the noun phrases that open the clause, the clauses before in the sentence, and the sentence before."""
    found: list[tuple[str, Span | None]] = [("np-lead", opening(scene, left.named.start, frame.lead.end))]
    found.append(("np-left", opening(scene, left.whole.start, frame.lead.end)))
    found.append(("np-stem", stem(scene, left.bare)))
    sentence = scene.sentences[frame.sentence]
    for number in range(max(sentence.clauses[0], frame.clause - 3), frame.clause):
        clause = scene.clauses[number]
        begin, named, *_ = open_left(scene, clause.start, clause.end)
        found.append((f"np-clause{frame.clause - number}", opening(scene, begin, clause.end)))
        if named != begin:
            found.append((f"np-named{frame.clause - number}", opening(scene, named, clause.end)))
    if frame.previous >= 0:
        before = scene.frames[frame.previous]
        end = before.quantity.end
        begin, *_ = open_left(scene, before.lead.start, before.lead.end)
        found.append(("np-before", opening(scene, begin, before.lead.end)))
        found.append(("np-counted", opening(scene, end, before.tail.end)))
    found.append(("np-item", item(scene, frame.lead) or explained(scene, frame)))
    found.append(("np-list", coordination(scene, left.named.start, frame.lead.end)))
    if frame.sentence and not (frame.previous >= 0 and frame.clause - sentence.clauses[0] > 3):
        before_it = scene.sentences[frame.sentence - 1]
        if before_it.clauses and before_it.paragraph == sentence.paragraph:
            first = scene.clauses[before_it.clauses[0]]
            begin, *_ = open_left(scene, first.start, first.end)
            found.append(("np-back", opening(scene, begin, first.end)))
    if is_relative(scene, frame):
        found.append(("np-held", opening(scene, frame.quantity.end + 1, frame.tail.end)))
    if frame.tail.end - frame.tail.start > 1:
        found.append(("np-right", opening(scene, frame.tail.start, frame.tail.end)))
    at, world = words("world").first(scene.text, sentence.start, frame.quantity.start)
    if at >= 0:
        found.append(("np-world", Span(at, at + len(world))))
    return [(name, span if span and _whole(scene, span) else None) for name, span in found]


def is_relative(scene: Scene, frame: Frame) -> bool:
    """Tell whether 的 stands behind a number: what follows is what has it (拥有300家门店|的|公司)."""
    return scene.text.startswith("的", frame.quantity.end)


@once
def _whole(scene: Scene, span: Span) -> bool:
    """Tell whether a phrase says more than per whom or when something is measured, and cuts no name."""
    return not _only_per_head(scene, span) and not _cuts(scene, span)


def _cuts(scene: Scene, span: Span) -> bool:
    """Tell whether a phrase begins or ends inside a name."""
    around = scene.names(max(0, span.start - LONGEST_NAME), span.end)
    return any(m.start < border < m.end for m in around for border in (span.start, span.end))


def _only_per_head(scene: Scene, span: Span) -> bool:
    """Tell whether a phrase only says per whom or when something is measured: 人均|生产总值."""
    return scene.text[span.start : span.end] in words("per-head").values


def item(scene: Scene, span: Span) -> Span | None:
    """Return the short words between the last list mark of a stretch and its end: the item of a list (鲜茶道|40家)."""
    text, start = scene.text, span.end
    while start > span.start and span.end - start < 12 and text[start - 1] not in "、，。；：\n“”（()）":
        start -= 1
    end, _ = close_left(scene, start, span.end)
    return Span(start, end) if 1 < end - start < 9 else None


def explained(scene: Scene, frame: Frame) -> Span | None:
    """Return the words before the bracket that a number opens, back to the last list mark: 啤酒（71.1%）."""
    clause, text = scene.clauses[frame.clause], scene.text
    if clause.opener not in ("（", "(") or frame.lead.end - frame.lead.start > 1:
        return None
    end = start = clause.start - 1
    while start and end - start < EXPLAINED and text[start - 1] not in "、，。；：\n（）()":
        start -= 1
    begin, *_ = open_left(scene, start, end)
    at, word = words("light", "speech").last(text, begin, end - 1)
    begin = at + len(word) if at >= 0 and not scene.inside[at] and scene.edge(at + len(word)) else begin
    return Span(begin, end) if end - begin > 1 else None


def coordination(scene: Scene, start: int, end: int) -> Span | None:
    """Return the noun phrase that opens a stretch with all members of its list (综合类、酿酒造酒、通信板块|涨幅)."""
    begin = start
    last: Span | None = None
    while (part := opening(scene, begin, end)) is not None:
        last = part
        if scene.text[part.end : part.end + 1] not in JOINERS:
            break
        begin = part.end + 1
    return Span(start, last.end) if last is not None and last.start > start else None


def stem(scene: Scene, span: Span) -> Span | None:
    """Return what a phrase that ends in a measured thing (家电市场|零售额) says before it, or None."""
    text, heads, start, end = scene.text, words("head"), span.start, span.end
    while head := heads.before(text, start, end):
        end -= len(head)
    while end > start and (text[end - 1] in words("np-trim").values or words("np-not-end").before(text, start, end)):
        end -= 1
    return Span(start, end) if end < span.end and end - start > 1 else None


@once
def opening(scene: Scene, start: int, end: int) -> Span | None:
    """Return the noun phrase that opens a stretch: up to 的, a verb, a light word or a break."""
    text, closing = scene.text, words("light", "stop", "verb", "up", "down", "share")
    while start < end and text[start] in " \u3000“”《》":
        start += 1
    if (mention := scene.mention_at.get(start)) and text[mention.end : mention.end + 1] in ("”", "》"):
        return Span(start, mention.end)
    for i in range(start, min(end, start + 21)):
        if scene.inside[i]:
            continue
        if text[i] in "，。；：、（）(),\n|" or (i > start + 1 and closing.at(text, i, end)):
            return Span(start, i) if i - start > 1 else None
    stop, _ = close_left(scene, start, min(end, start + 20))
    return Span(start, stop) if stop - start > 1 else None


@once
def sound(scene: Scene, span: Span) -> Span | None:
    """Return a phrase cut back to whole words that end in a noun, or None where it is no noun phrase.

    A phrase that begins inside a word, opens with a verb, an adverb, a preposition or a conjunction, is the object of
    把 or 对, or holds a verb of speech or a reporter is none; it ends before its first verb or adverb outside of names.
    """
    bar, ends = words("np-bar"), words("verb", "light", "speech", "np-not-end")
    if scene.text[span.start - 1 : span.start] in words("governing").values and scene.edge(span.start - 1):
        return None
    parts = _words(scene, span)
    if any(word in bar.values for word in parts) or (parts and part_of_speech(parts[0]) in OPENING):
        return None
    at = span.start
    for number, word in enumerate(parts):
        if number and part_of_speech(word) in OPENING and not scene.inside[at]:
            parts = parts[:number]
            break
        at += len(word)
    while parts and (parts[-1] in ends.values or part_of_speech(parts[-1]) in LOOSE):
        parts.pop()
    first, opener = parts[0] if parts else "", words("opener", "light", "stop")
    bare = first[:1].isdigit() and scene.text[span.start - 1 : span.start] not in ("“", '"')
    if not first or bare or first in opener.values:
        return None
    kept = Span(span.start, span.start + sum(map(len, parts)))
    if kept.end - kept.start < 2 or parts[-1].isdigit() or _only_per_head(scene, kept):
        return None
    return kept


def _words(scene: Scene, span: Span) -> list[str]:
    """Return the words that lie in a span, none where it begins inside one."""
    whole = words_of(scene.text)
    if not whole.edge[span.start]:
        return []
    return [whole.words[n] for n in whole.between(*span) if whole.ends[n] <= span.end]
