"""Documents out of marked text: [name|LABEL|canonical], {quantity|LABEL|unit|value}, <time|start|end>."""

from __future__ import annotations

import re
from array import array
from collections.abc import Iterator

from zhfacts.link.knowledge import shipped
from zhfacts.link.main_places import names_in, settle
from zhfacts.model import Block, Cluster, Document, Mention, Quantity, Time, entity_id, numbered
from zhfacts.read.lines import split_lines
from zhfacts.read.reflow import kind_of
from zhfacts.read.stories import stories_of
from zhfacts.relate.scene.clauses import Frame, Scene
from zhfacts.relate.scene.discourse import discourses
from zhfacts.relate.scene.surroundings import Left, read_left
from zhfacts.relate.slots import subjects
from zhfacts.relate.slots.options import SubjectOption
from zhfacts.segment import sentences

MARK = re.compile(
    r"\[([^\]|]+)\|([A-Z_]+)(?:\|([^\]]+))?\]|\{([^}|]+)\|([A-Z]+)(?:\|([^}|]*))?(?:\|([^}]*))?\}|<([^>|]+)(?:\|([^>|]*)\|([^>]*))?>"
)


def document(marked: str, title: str | None = None, date: str | None = None) -> Document:
    """Return the document that a marked text describes."""
    text, mentions, quantities, times = "", [], [], []
    clusters: dict[str, Cluster] = {}
    at = 0
    for m in MARK.finditer(marked):
        text += marked[at : m.start()]
        at, start = m.end(), len(text)
        name, label, canonical, number, kind, unit, value, time, first, last = m.groups()
        text += name or number or time
        span = {"id": "x", "start": start, "end": len(text), "text": name or number or time}
        if name:
            key = entity_id(label, canonical or name)
            cluster = clusters.setdefault(key, Cluster(key, canonical or name, label))
            cluster.forms[name] = cluster.forms.get(name, 0) + 1
            mentions.append(Mention(**span, label=label, entity=key))
        elif number:
            quantities.append(Quantity(**span, label=kind, unit=unit or None, value=value or None))
        else:
            times.append(Time(**span, label="DATE", start_date=first or None, end_date=last or None))
    text += marked[at:]
    blocks = list(_blocks(text))
    found = Document(
        id="a",
        file="a.txt",
        raw=text,
        start=0,
        end=len(text),
        text=text,
        offsets=array("L", range(len(text))),
        title=title,
        date=date,
        mentions=numbered(mentions, "m"),
        quantities=numbered(quantities, "q"),
        times=numbered(times, "t"),
        clusters=list(clusters.values()),
        blocks=blocks,
        sentences=sentences(text),
        stories=stories_of(title, text, blocks),
    )
    settle(found, names_in(found), shipped())
    return found


def _blocks(text: str) -> Iterator[Block]:
    """Yield the lines of a text with what each is for."""
    for line in split_lines(text, {}):
        yield Block(line.start, line.end, kind_of(line))


def last_frame(marked: str) -> tuple[Scene, Frame, Left]:
    """Return the scene of a marked text, the frame of its last quantity, and the words left of that."""
    scene = Scene(document(marked))
    frame = scene.frames[-1]
    return scene, frame, read_left(scene, frame.lead.start, frame.lead.end)


def offered(marked: str, title: str | None = None) -> tuple[dict[str, SubjectOption], Frame, Scene]:
    """Return the subjects that are offered for the last quantity of a marked text by name, its frame and its scene."""
    scene = Scene(document(marked, title))
    (discourse,) = discourses(scene)
    found: dict[str, SubjectOption] = {}
    for frame in scene.frames:
        left = read_left(scene, frame.lead.start, frame.lead.end)
        found = subjects.candidates(scene, discourse, frame, left, found)
    return {option.name: option for option in found.values()}, frame, scene
