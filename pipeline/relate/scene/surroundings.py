"""The words left and right of a quantity, taken apart: what opens them, what they say, what ends them."""

from __future__ import annotations

from dataclasses import dataclass

from ...lang.ranking_words import only_ranks
from ...lang.word_set import WordSet
from ...model import Mention, Span, Time
from .clauses import Scene, numbered, once
from .plans import PLAN
from .word_tables import words

SPACE = frozenset(" \t\u3000\n·—-…")
QUOTES = frozenset("“”\"'‘’「」『』《》")
MARKS = frozenset("、，,；;：:。|#*（）()【】[]")
EDGES = " 、，,的：:"
"""What is left out at the edges of a phrase."""
PAIRS = {"“": "”", "‘": "’", "（": "）", "(": ")", "《": "》", "「": "」", "『": "』", "【": "】"}
RIGHT_LIMIT = 24


@dataclass(slots=True)
class Left:
    """The words left of a quantity, taken apart: what opens them, what is said, the verb of growth that ends them."""

    whole: Span
    """The phrase without openers, leading names and times, and without the light verbs before the number."""
    bare: Span
    """The same without verbs of growth and comparisons at its end."""
    named: Span
    """The phrase with the names that lead it."""
    names: tuple[Mention, ...]
    times: tuple[Time, ...]
    deictic: str
    """What a word such as 全市 that opens the phrase stands for."""
    light: str
    """The last light verb before the number."""
    moved: str
    """up, down, or reach for a verb of arrival at the end, else an empty string."""
    compared: str
    """The comparison at the end: yoy, previous, or an empty string."""
    verb: Span
    """The verb that opens the phrase (新增, 建成), empty where none does."""


@once
def open_left(scene: Scene, start: int, end: int) -> tuple[int, int, list[Mention], list[Time], str]:
    """Skip openers, times and names that head a stretch; return the start without and with names, and what was met."""
    text, opener, deictics = scene.text, words("opener"), words("deictic")
    names: list[Mention] = []
    times: list[Time] = []
    deictic, first = "", -1
    i = start
    while i < end:
        if text[i] in SPACE or text[i] in MARKS or (text[i] in QUOTES and i + 1 not in scene.mention_at):
            if text[i] in QUOTES and not names:
                break
            i += 1
        elif (time := scene.time_at.get(i)) and time.end <= end:
            times.append(time)
            i = time.end
        elif (mention := scene.mention_at.get(i)) and mention.end <= end:
            if names and mention.start - names[-1].end > 2:
                break
            first = i if first < 0 else first
            names.append(mention)
            i = mention.end + len(words("region").at(text, mention.end, end - 1))
        elif text[i] in QUOTES:
            i += 1
        elif word := _at(scene, deictics, i, end):
            ranks = deictics.values[word] == "country" and only_ranks(text, i, i + len(word))
            if names or len(word) < 2 or i + len(word) == end or ranks or _part(scene, word, i + len(word), end):
                break
            deictic = deictics.values[word]
            i += len(word)
        elif (word := _at(scene, opener, i, end)) and (word[-1] != "、" or numbered(text, i)):
            i += len(word)
        else:
            break
    return i, (first if first >= 0 else i), names, times, deictic


def read_left(scene: Scene, start: int, end: int) -> Left:
    """Take the words left of a quantity apart."""
    begin, named, names, times, deictic = open_left(scene, start, end)
    begin = _told(scene, begin, end)
    stop, light = close_left(scene, begin, end)
    bare, moved, compared = stop, "", ""
    growth, against, reach = words("up", "down"), words("against"), words("reach")
    text = scene.text
    if word := reach.before(text, begin, end):
        moved = "reach"
    while bare > begin:
        if (mention_end := scene.inside[bare - 1]) and not _time_ends(scene, bare):
            del mention_end
            break
        if word := _before(scene, growth, begin, bare):
            moved = moved or growth.values[word]
            bare -= len(word)
        elif word := _before(scene, against, begin, bare):
            compared = against.values[word]
            bare -= len(word)
        else:
            shorter, _ = close_left(scene, begin, bare)
            if shorter == bare:
                break
            bare = shorter
    verb = words("verb").at(text, begin, stop)
    return Left(
        Span(begin, stop),
        Span(begin, bare),
        Span(named, stop),
        tuple(names),
        tuple(times),
        deictic,
        light,
        moved,
        compared,
        Span(begin, begin + len(verb)),
    )


def _told(scene: Scene, start: int, end: int) -> int:
    """Return where what is told begins: its start, or behind its last 指出, 一共 and the like (全场一共|售票)."""
    at, word = max(words(kind).last(scene.text, start, end) for kind in ("speech", "in all"))
    behind = at + len(word)
    if at < 0 or scene.inside[at] or not (scene.edge(at) and scene.edge(behind)) or end - behind < 2:
        return start
    return open_left(scene, behind, end)[0]


@once
def close_left(scene: Scene, begin: int, end: int) -> tuple[int, str]:
    """Skip light verbs, times, brackets and blanks that end a stretch; return the new end and the last light verb."""
    text, light = scene.text, words("light")
    seen = ""
    while end > begin:
        if text[end - 1] in SPACE or text[end - 1] in "：:、":
            end -= 1
        elif (time := _time_before(scene, end)) and time.start >= begin:
            end = time.start
        elif scene.inside[end - 1]:
            break
        elif (bracket := scene.skipped_at.get(end)) and bracket.start >= begin:
            end = bracket.start
        elif PLAN.search(text, begin, end):
            break
        elif word := _before(scene, light, begin, end) or _reached(scene, begin, end):
            seen = seen or word
            end -= len(word)
        else:
            break
    return end, seen


def _reached(scene: Scene, begin: int, end: int) -> str:
    """Return 完成 behind a measured thing, whose amount it only introduces (固定资产投资|完成, 税收收入累计|完成)."""
    word = words("reached").before(scene.text, begin, end)
    if not word or not scene.edge(end - len(word)):
        return ""
    stop, _ = close_left(scene, begin, end - len(word))
    return word if words("head").before(scene.text, begin, stop) else ""


def _at(scene: Scene, lexicon: WordSet, start: int, end: int) -> str:
    """Return the longest word of a lexicon at a position that ends where a word of the text ends (使|用 does not)."""
    limit = end
    while word := lexicon.at(scene.text, start, limit):
        if scene.edge(start + len(word)):
            return word
        limit = start + len(word) - 1
    return ""


def _before(scene: Scene, lexicon: WordSet, start: int, end: int) -> str:
    """Return the longest word of a lexicon that ends at a position; one character only where a word begins (产|能)."""
    word = lexicon.before(scene.text, start, end)
    if len(word) == 1 and (not scene.edge(end - 1) or len(words("share").before(scene.text, start, end)) > 1):
        return ""
    return word


def _part(scene: Scene, word: str, at: int, end: int) -> bool:
    """Tell whether a bare noun that can stand for the subject (工程) modifies the noun after it instead (工程机械)."""
    nouns = words("deictic").values
    pointed = word[0] in words("points-at").values
    return nouns[word] in ("thing", "site") and not pointed and not words("own").at(scene.text, at, end)


@once
def read_right(scene: Scene, start: int, end: int) -> tuple[Span, Span, Span]:
    """Return the noun phrase right of a quantity, the whole rest of the clause, and what follows its last 的."""
    text, stop = scene.text, words("stop")
    while start < end and (text[start] in SPACE or text[start] in words("np-before").values):
        start += 1
    closing = PAIRS.get(text[start : start + 1], "")
    if closing in ("）", ")"):
        start = max(start, text.find(closing, start, end) + 1)
    while end > start and (text[end - 1] in SPACE or text[end - 1] in "、，"):
        end -= 1
    end = min(end, start + 40)
    if words("reach").at(text, start, end):
        end = start
    noun = end
    i = start
    while i < min(end, start + RIGHT_LIMIT):
        if text[i] in MARKS and not scene.inside[i]:
            noun = i
            break
        if i > start + 1 and not scene.inside[i] and (stop.at(text, i, end) or len(words("verb").at(text, i, end)) > 1):
            noun = i
            break
        i += 1
    else:
        noun = min(end, start + RIGHT_LIMIT)
    last = text.rfind("的", start, end)
    after = Span(last + 1, end) if last > start else Span(start, start)
    return Span(start, noun), Span(start, end), after


def pieces(scene: Scene, span: Span) -> tuple[Span, ...]:
    """Return a span without the times and skipped brackets inside it."""
    found, start = [], span.start
    holes = [Span(t.start, t.end) for t in scene.dates(span.start, span.end)]
    for end in range(span.start + 2, span.end + 1) if scene.skipped_at else ():
        if (bracket := scene.skipped_at.get(end)) and bracket.start >= span.start:
            holes.append(bracket)
    for hole in sorted(holes):
        if hole.start > start:
            found.append(Span(start, hole.start))
        start = max(start, hole.end)
    if span.end > start:
        found.append(Span(start, span.end))
    return tuple(found)


def written(scene: Scene, spans: tuple[Span, ...]) -> str:
    """Return the article's own words of some spans, joined with blanks."""
    parts = (_balanced(" ".join(scene.document.written(*s).split())) for s in spans)
    return " ".join(p for p in parts if p)


def _balanced(text: str) -> str:
    """Return a phrase without the marks at its edges, and without quotation marks or brackets that lack their pair."""
    while (bare := text.strip(EDGES + "；;。—…·-/")) and bare[0] in PAIRS and PAIRS[bare[0]] not in bare:
        text = bare[1:]
    text = bare
    for left, right in PAIRS.items():
        if text.endswith(right) and left not in text:
            text = text[:-1]
        elif text.startswith(right) or (text.endswith(left) and text.count(left) > text.count(right)):
            text = text.strip(left + right)
    return text.strip(EDGES)


def _time_ends(scene: Scene, end: int) -> bool:
    """Tell whether a time ends here."""
    return _time_before(scene, end) is not None


def _time_before(scene: Scene, end: int) -> Time | None:
    """Return the time that ends here."""
    if end not in scene.time_ends:
        return None
    times = scene.dates(max(0, end - 24), end)
    return times[-1] if times and times[-1].end == end else None
