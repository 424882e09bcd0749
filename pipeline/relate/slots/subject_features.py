"""What speaks for each candidate of a statement's subject: named features for `ranking`."""

from __future__ import annotations

from bisect import bisect_right
from functools import lru_cache
from operator import attrgetter
from typing import NamedTuple

from ...model import Mention, Span
from ..scene.clauses import Frame, Scene, once
from ..scene.discourse import Discourse
from ..scene.noun_phrases import is_relative, name_like
from ..scene.places import CHINA
from ..scene.surroundings import Left
from ..scene.word_tables import beside, first_class, last_class, words
from .options import SPELLED, SubjectOption

STRONG = (
    "lead",
    "definite-pointed",
    "relative-measured",
    "np-relative-measured",
    "relative-",
    "item-head",
    "definite-bare",
    "deictic-",
    "clause-last",
    "opener0",
    "sentence-definite",
    "sentence-last",
    "heading",
    "np-lead",
    "par-first-own",
)
"""Nominations that speak clearest, the clearest first: what a candidate has to stand against."""
REACH = 40
"""Characters before a mention that are looked at; more than the longest word of a class."""


def _standing(scene: Scene, discourse: Discourse, frame: Frame, candidate: SubjectOption) -> list[str]:
    """Return how firmly the article's own place or topic stands: named in the title, in the sentence, in the clause."""
    home = "china" if discourse.home == CHINA else "place" if discourse.home else "none"
    titled = any(m.label == "GPE" for m in discourse.title)
    if candidate.phrase is None:
        return [f"home={home}|{titled}", f"home={home}|{titled}|{discourse.word is not None}"]
    word = scene.text[candidate.phrase.start : candidate.phrase.end]
    sentence, clause = scene.sentences[frame.sentence], scene.clauses[frame.clause]
    inside = "clause" if word in scene.text[clause.start : frame.quantity.start] else "no"
    if inside == "no" and word in scene.text[sentence.start : frame.quantity.start]:
        inside = "sentence"
    named = word in discourse.headline
    return [
        f"topic|{home}|{titled}",
        f"topic|{inside}|{home}",
        f"topic|{named}|{home}",
        f"topic|{named}|{inside}|{titled}",
    ]


def around(scene: Scene, mention: Mention, why: str) -> tuple[str, ...]:
    """Return what stands directly before and after a mention."""
    return _around(why, mention.label, *_neighbours(scene, mention.start, mention.end, mention.label))


def _beside(scene: Scene, phrase: Span, why: str) -> tuple[str, ...]:
    """Return what stands directly before and after a noun phrase."""
    return _around(why, "phrase", *_neighbours(scene, *phrase, "phrase"))


@once
def _neighbours(scene: Scene, start: int, end: int, label: str) -> tuple[str, str, str, str, str, str, str]:
    """Return what stands around a mention.

    The classes of the words behind and before it, the label of a name behind a place, the characters beside it, and
    what governs it, from next to it or near.
    """
    text = scene.text
    before, after = text[start - 1 : start], text[end : end + 1]
    before = beside("before-subject", before)
    prepositions = words("preposition")
    limit = max(text.rfind(mark, max(0, start - REACH), start) for mark in "，。；\n：") + 1
    at, governed = prepositions.last(text, max(limit, start - 14), start)
    stop = at + len(governed)
    if at >= 0 and (scene.inside[at] or not scene.edge(at)):
        governed = ""
    governed = "place" if prepositions.values.get(governed) == "place" else governed
    near = "next" if at >= 0 and stop == start else "near"
    inner = scene.mention_at.get(end)
    outer = inner.label if inner and label == "GPE" else ""
    return first_class(text, end, end + 6), last_class(text, limit, start), outer, before, after, governed, near


@lru_cache(maxsize=SPELLED)
def _around(
    why: str, label: str, then: str, prior: str, outer: str, before: str, after: str, governed: str, near: str
) -> tuple[str, ...]:
    """Spell out what stands around a mention that was nominated for a reason."""
    return (
        f"then={then}|{label}",
        f"prior={prior}|{label}",
        f"outer={outer}|{label}",
        f"{why}:outer={outer}",
        f"{why}:pre={before}",
        f"{why}:post={after}",
        f"{why}:label={label}",
        f"{why}:governed={governed}",
        f"governed={governed}|{near}",
        f"governed={bool(governed)}|{near}|{label}",
        f"{why}:governed={bool(governed)}|{near}",
    )


def stays(scene: Scene, discourse: Discourse, frame: Frame, left: Left, candidate: SubjectOption) -> tuple[str, ...]:
    """Return the features of a candidate that was the subject of the fact before."""
    same = frame.previous >= 0
    named = "named" if left.names else f"deictic-{left.deictic}" if left.deictic else "bare"
    own = "lead" if "lead" in candidate.nominations else "carried" if "carried" in candidate.nominations else "own"
    where = "sentence" if same else "new"
    if same and frame.clause == scene.frames[frame.previous].clause:
        where = "clause"
    elif same and (head := discourse.item(frame)) and head.start > scene.frames[frame.previous].quantity.start:
        where = "item"
    elif discourse.section(frame) != discourse.section_before(frame):
        where = "apart"
    elif (
        not same
        and frame.position
        and scene.sentences[frame.sentence].paragraph
        == scene.sentences[scene.frames[frame.position - 1].sentence].paragraph
    ):
        where = "paragraph"
    return _stays(where, named, own, candidate.label, scene.clauses[frame.clause].opener)


@lru_cache(maxsize=SPELLED)
def _stays(where: str, named: str, own: str, label: str, opener: str) -> tuple[str, ...]:
    """Spell out how a candidate stays the subject."""
    return (
        "stay",
        f"stay|{where}",
        f"stay|{where}|{named}",
        f"stay|{where}|{own}|{named}",
        f"stay|{label}|{where}",
        f"stay|{where}|{opener}",
        f"stay|{where}|{label}|{named}",
    )


def standing_near(scene: Scene, frame: Frame, option: SubjectOption) -> tuple[str, ...]:
    """Return where an option is said last before the quantity: how many clauses or sentences back, and how it stands.

    None of it names a word, so that it holds for kinds of articles that no model has seen.
    """
    spans, start = option.spans, frame.quantity.start
    at = bisect_right(spans, start, key=_start) - 1
    if at < 0:
        nearest = spans[0] if spans else None
        ahead = nearest is not None and nearest.start < scene.sentences[frame.sentence].end
        return (f"near={'ahead' if ahead else 'later' if nearest else 'never'}|{option.label}",)
    span = spans[at]
    sentence, clause = scene.sentences[frame.sentence], scene.clause_of(span.start)
    rivals = 0
    if span.start >= sentence.start:
        how = f"clause{min(frame.clause - clause, 4)}"
        others = scene.names(span.end, start)
        rivals = min(2, sum(m.entity != option.entity and m.label == option.label for m in others))
    else:
        back = frame.sentence - scene.clauses[clause].sentence
        same = scene.sentences[scene.clauses[clause].sentence].paragraph == sentence.paragraph
        how = f"{'paragraph' if same else 'far'}{min(back, 3)}"
    opens = span.start - scene.clauses[clause].start < 2
    follows = scene.text[span.end : span.end + 1]
    follows = beside("behind-subject", follows)
    return _near(how, opens, rivals, follows, option.label, frame.quantity.label, frame.quantity.unit)


_start = attrgetter("start")


@lru_cache(maxsize=SPELLED)
def _near(how: str, opens: bool, rivals: int, follows: str, label: str, kind: str, unit: str | None) -> tuple[str, ...]:
    """Spell out where an option is said last before a quantity of a kind and unit."""
    return (
        f"near={how}",
        f"near={how}|{label}",
        f"near={how}|opens={opens}",
        f"near={how}|opens={opens}|{label}",
        f"near={how}|rivals={rivals}",
        f"near={how}|opens={opens}|rivals={rivals}",
        f"near={how}|then={follows}",
        f"near={how}|{kind}|{label}",
        f"unit={unit}|{label}",
    )


class _SubjectQuestion(NamedTuple):
    """What a question is asked about: what stands before the number, the number, and the clearest nominations."""

    named: str
    same: bool
    sentence_names: bool
    number: str
    relative: bool
    copula: str
    first: str
    second: str


def _asked(scene: Scene, frame: Frame, left: Left, found: list[SubjectOption]) -> _SubjectQuestion:
    """Return what is asked about a frame whose candidates are found."""
    signs = {n for c in found for n in c.nominations}
    ranks = sorted({rank for sign in signs for rank in _ranks(sign)})
    first, second = [*(STRONG[rank] for rank in ranks[:2]), "none", "none"][:2]
    return _SubjectQuestion(
        named="named" if left.names else f"deictic-{left.deictic}" if left.deictic else "bare",
        same=frame.previous >= 0,
        sentence_names="sentence-last" in signs or "clause-last" in signs,
        number=frame.quantity.label,
        relative=is_relative(scene, frame),
        copula=words("copula").last(scene.text, frame.lead.start, frame.quantity.start)[1],
        first=first,
        second=second,
    )


@lru_cache(maxsize=SPELLED)
def _ranks(nomination: str) -> tuple[int, ...]:
    """Return which of STRONG a nomination is."""
    return tuple(rank for rank, strong in enumerate(STRONG) if nomination.startswith(strong))


@lru_cache(maxsize=SPELLED)
def _nominated(why: str, label: str, asked: _SubjectQuestion) -> tuple[str, ...]:
    """Spell out one nomination of a candidate with a label."""
    named, same, sentence_names, number, relative, copula, first, second = asked
    return (
        why,
        f"{why}|{named}|{same}|{sentence_names}",
        f"{why}|{label}",
        f"{why}|{named}|{number}",
        f"{why}|relative={relative}|{number}",
        f"{why}|copula={copula}|{number}",
        f"{why}|strongest={first}",
        f"{why}|strongest={first}|{second}",
        f"{why}|strongest={first}|{same}",
    )


def features(
    scene: Scene, discourse: Discourse, frame: Frame, left: Left, found: list[SubjectOption]
) -> list[list[str]]:
    """Return the features of each candidate."""
    asked = _asked(scene, frame, left, found)
    says = last_class(scene.text, *left.bare)
    result = []
    wider = [(c.phrase, name_like(scene.text[c.phrase.start : c.phrase.end])) for c in found if c.phrase]
    for candidate in found:
        label, nominations = candidate.label, sorted(set(candidate.nominations))
        out = [*_labelled(label, asked.named, says)]
        out.append("all=" + "&".join(n for n in nominations if not n.startswith("back")))
        for why in nominations:
            out += _nominated(why, label, asked)
        out += candidate.details
        out += standing_near(scene, frame, candidate)
        if "home" in nominations or "topic-word" in nominations:
            out += _standing(scene, discourse, frame, candidate)
        if cut := [like for phrase, like in wider for span in candidate.at if _within(span, phrase)]:
            like = next(filter(None, cut), "-")
            out += ["cut", f"cut={like}|{label}", f"cut={like}|{nominations[0]}"]
        if candidate.entity:
            out += _known(discourse, candidate.entity, label, asked.named)
        else:
            out += _worded(scene, discourse, candidate, nominations[0])
        result.append(out)
    return result


@lru_cache(maxsize=SPELLED)
def _labelled(label: str, named: str, says: str) -> tuple[str, ...]:
    """Spell out the label of a candidate, beside what stands before the number."""
    return f"label={label}", f"label={label}|{named}", f"says={says}|{label}"


def _within(span: Span, phrase: Span) -> bool:
    """Tell whether a name is only part of a noun phrase: it may be cut short, or stand before what is meant."""
    return phrase.start <= span.start and span.end <= phrase.end and span != phrase


def _known(discourse: Discourse, entity: str, label: str, named: str) -> list[str]:
    """Return how an article stands to an entity: how often it names it, of the commonest, and as what."""
    out = [f"frequency={min(4, 5 * discourse.counts.get(entity, 0) // discourse.most)}|{label}"]
    if entity in discourse.barred:
        out += ["aside", f"aside|{named}"]
    if entity == discourse.firm:
        out += ["main-firm", f"main-firm|{named}|{bool(discourse.home)}"]
    if entity in discourse.levels:
        out.append(f"level={discourse.levels[entity]}|{named}")
    return out


def _worded(scene: Scene, discourse: Discourse, candidate: SubjectOption, why: str) -> tuple[str, ...]:
    """Return what a noun phrase looks like, how often the article says it, and whether its title does."""
    span = candidate.phrase or Span(0, 0)
    text = scene.text[span.start : span.end]
    often, titled = discourse.said(text), text in discourse.headline
    home = "china" if discourse.home == CHINA else "place" if discourse.home else "none"
    opens = _opener(scene, span) if candidate.phrase else "-"
    near = _beside(scene, span, why) if candidate.phrase else ()
    return *_phrased(text, often, titled, home, why, opens), *near


def _opener(scene: Scene, span: Span) -> str:
    """Return what opens a noun phrase: the label of a name, a quotation mark, or nothing of the kind."""
    if first := scene.mention_at.get(span.start):
        return first.label
    return "quote" if span.start and scene.text[span.start - 1] in "“《" else "-"


@lru_cache(maxsize=SPELLED)
def _phrased(text: str, often: int, titled: bool, home: str, why: str, opens: str) -> tuple[str, ...]:
    """Spell out how a noun phrase is worded, and how it stands in its article."""
    like, kind = name_like(text), last_class(text, 0, len(text))
    verb = bool(words("verb", "up", "down", "opener").at(text, 0, len(text)))
    return (
        f"np-size={min(len(text), 9)}",
        f"np-end={text[-1:]}",
        f"np-end={text[-2:]}",
        f"np-head={text[:1]}",
        f"np-verb={verb}",
        f"np-often={often}",
        f"np-often={often}|{home}",
        f"np-titled={titled}|{home}",
        f"np-home={home}|{why}",
        f"np-class={kind}",
        f"np-class={kind}|{why}",
        f"np-class={kind}|{home}",
        f"np-like={like}",
        f"np-like={like}|{opens}",
        f"np-like={like}|{why}",
        f"np-opens={opens}",
    )
