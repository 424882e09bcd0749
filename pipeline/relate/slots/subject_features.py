"""What speaks for each candidate of a statement's subject: named features for `ranking`."""

from __future__ import annotations

from bisect import bisect_right

from ...model import Mention, Span
from ..scene.clauses import Frame, Scene
from ..scene.discourse import Discourse
from ..scene.noun_phrases import name_like
from ..scene.places import CHINA
from ..scene.surroundings import Left
from ..scene.words import first_class, last_class, words
from .options import SubjectOption

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


def around(scene: Scene, mention: Mention, why: str) -> list[str]:
    """Return what stands directly before and after a mention."""
    text = scene.text
    before, after = text[mention.start - 1 : mention.start], text[mention.end : mention.end + 1]
    before = before if before in "在向对由据与和同跟较、，从给比占，。" else "-"
    prepositions = words("preposition")
    limit = max(text.rfind(mark, max(0, mention.start - REACH), mention.start) for mark in "，。；\n：") + 1
    at, governed = prepositions.last(text, max(limit, mention.start - 14), mention.start)
    end = at + len(governed)
    if at >= 0 and (scene.inside[at] or not scene.edge(at)):
        governed = ""
    governed = "place" if prepositions.values.get(governed) == "place" else governed
    near = "next" if at >= 0 and end == mention.start else "near"
    inner = scene.mention_at.get(mention.end)
    outer = inner.label if inner and mention.label == "GPE" else ""
    then = first_class(text, mention.end, mention.end + 6)
    return [
        f"then={then}|{mention.label}",
        f"prior={last_class(text, limit, mention.start)}|{mention.label}",
        f"outer={outer}|{mention.label}",
        f"{why}:outer={outer}",
        f"{why}:pre={before}",
        f"{why}:post={after}",
        f"{why}:label={mention.label}",
        f"{why}:governed={governed}",
        f"governed={governed}|{near}",
        f"governed={bool(governed)}|{near}|{mention.label}",
        f"{why}:governed={bool(governed)}|{near}",
    ]


def stays(scene: Scene, discourse: Discourse, frame: Frame, left: Left, candidate: SubjectOption) -> list[str]:
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
    opener = scene.clauses[frame.clause].opener
    return [
        "stay",
        f"stay|{where}",
        f"stay|{where}|{named}",
        f"stay|{where}|{own}|{named}",
        f"stay|{candidate.label}|{where}",
        f"stay|{where}|{opener}",
        f"stay|{where}|{candidate.label}|{named}",
    ]


def standing_near(scene: Scene, frame: Frame, option: SubjectOption) -> list[str]:
    """Return where an option is said last before the quantity: how many clauses or sentences back, and how it stands.

    None of it names a word, so that it holds for kinds of articles that no model has seen.
    """
    at = bisect_right(option.spans, frame.quantity.start, key=lambda span: span.start) - 1
    if at < 0:
        nearest = option.spans[0] if option.spans else None
        ahead = nearest is not None and nearest.start < scene.sentences[frame.sentence].end
        return [f"near={'ahead' if ahead else 'later' if nearest else 'never'}|{option.label}"]
    span = option.spans[at]
    sentence, clause = scene.sentences[frame.sentence], scene.clause_of(span.start)
    if span.start >= sentence.start:
        how = f"clause{min(frame.clause - clause, 4)}"
    else:
        back = frame.sentence - scene.clauses[clause].sentence
        same = scene.sentences[scene.clauses[clause].sentence].paragraph == sentence.paragraph
        how = f"{'paragraph' if same else 'far'}{min(back, 3)}"
    opens = span.start - scene.clauses[clause].start < 2
    others = scene.names(span.end, frame.quantity.start) if how.startswith("clause") else []
    rivals = min(2, sum(m.entity != option.entity and m.label == option.label for m in others))
    follows = scene.text[span.end : span.end + 1]
    follows = follows if follows in "的、，：（(和与及在" else "-"
    kind = frame.quantity.label
    return [
        f"near={how}",
        f"near={how}|{option.label}",
        f"near={how}|opens={opens}",
        f"near={how}|opens={opens}|{option.label}",
        f"near={how}|rivals={rivals}",
        f"near={how}|opens={opens}|rivals={rivals}",
        f"near={how}|then={follows}",
        f"near={how}|{kind}|{option.label}",
        f"unit={frame.quantity.unit}|{option.label}",
    ]


def features(
    scene: Scene, discourse: Discourse, frame: Frame, left: Left, found: list[SubjectOption]
) -> list[list[str]]:
    """Return the features of each candidate."""
    named = "named" if left.names else f"deictic-{left.deictic}" if left.deictic else "bare"
    same = frame.previous >= 0
    signs = {n for c in found for n in c.nominations}
    sentence_names = "sentence-last" in signs or "clause-last" in signs
    state = f"{named}|{same}|{sentence_names}"
    label = frame.quantity.label
    first, second = [*(x for x in STRONG if any(n.startswith(x) for n in signs)), "none", "none"][:2]
    strongest = (f"strongest={first}", f"strongest={first}|{second}", f"strongest={first}|{same}")
    total = max(discourse.counts.values(), default=1)
    relative = scene.text.startswith("的", frame.quantity.end)
    copula = words("copula").last(scene.text, frame.lead.start, frame.quantity.start)[1]
    says = last_class(scene.text, *left.bare)
    result = []
    wider = [(c.phrase, name_like(scene.text[c.phrase.start : c.phrase.end])) for c in found if c.phrase]
    for candidate in found:
        nominations = sorted(set(candidate.nominations))
        out = [
            f"label={candidate.label}",
            f"label={candidate.label}|{named}",
            f"says={says}|{candidate.label}",
            "all=" + "&".join(n for n in nominations if not n.startswith("back")),
        ]
        for n in nominations:
            out += [n, f"{n}|{state}", f"{n}|{candidate.label}", f"{n}|{named}|{label}"]
            out += [f"{n}|relative={relative}|{label}", f"{n}|copula={copula}|{label}"]
            out += [f"{n}|{s}" for s in strongest]
        out += candidate.details
        out += standing_near(scene, frame, candidate)
        if "home" in nominations or "topic-word" in nominations:
            out += _standing(scene, discourse, frame, candidate)
        if cut := [like for phrase, like in wider for span in candidate.at if _within(span, phrase)]:
            like = next(filter(None, cut), "-")
            out += ["cut", f"cut={like}|{candidate.label}", f"cut={like}|{nominations[0]}"]
        if candidate.entity:
            out += _known(discourse, candidate.entity, candidate.label, named, total)
        else:
            out += _worded(scene, discourse, candidate, nominations[0])
        result.append(out)
    return result


def _within(span: Span, phrase: Span) -> bool:
    """Tell whether a name is only part of a noun phrase: it may be cut short, or stand before what is meant."""
    return phrase.start <= span.start and span.end <= phrase.end and span != phrase


def _known(discourse: Discourse, entity: str, label: str, named: str, total: int) -> list[str]:
    """Return how an article stands to an entity: how often it names it, of `total` for the commonest, and as what."""
    out = [f"frequency={min(4, 5 * discourse.counts.get(entity, 0) // total)}|{label}"]
    if entity in discourse.barred:
        out += ["aside", f"aside|{named}"]
    if entity == discourse.firm:
        out += ["main-firm", f"main-firm|{named}|{bool(discourse.home)}"]
    if entity in discourse.levels:
        out.append(f"level={discourse.levels[entity]}|{named}")
    return out


def _worded(scene: Scene, discourse: Discourse, candidate: SubjectOption, why: str) -> list[str]:
    """Return what a noun phrase looks like, how often the article says it, and whether its title does."""
    text = (candidate.phrase and scene.text[candidate.phrase.start : candidate.phrase.end]) or ""
    like, first = name_like(text), scene.mention_at.get(candidate.phrase.start) if candidate.phrase else None
    before = scene.text[candidate.phrase.start - 1] if candidate.phrase and candidate.phrase.start else ""
    opens = first.label if first else "quote" if before and before in "“《" else "-"
    verb = bool(words("verb", "up", "down", "opener").at(text, 0, len(text)))
    kind = last_class(text, 0, len(text))
    often, titled = discourse.said(text), text in discourse.headline
    home = "china" if discourse.home == CHINA else "place" if discourse.home else "none"
    return [
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
    ]
