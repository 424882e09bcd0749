"""Documents for the tests of linking: a text and the names in it."""

from __future__ import annotations

from array import array

from zhfacts.model import Document, Mention, NameLabel


def document(
    text: str,
    labels: dict[str, NameLabel],
    id: str = "a",
    title: str | None = None,
    from_: dict[str, int] | None = None,
) -> Document:
    """Return a document in which every occurrence of each name is marked, longer names first.

    `from_` gives a name's first occurrence that counts (2: the first one is left out).
    """
    result = Document(id, f"{id}.txt", text, 0, len(text), text, array("L", range(len(text))), title)
    taken = [False] * len(text)
    for name in sorted(labels, key=len, reverse=True):
        start, seen = text.find(name), 0
        while start >= 0:
            end, seen = start + len(name), seen + 1
            if not any(taken[start:end]) and seen >= (from_ or {}).get(name, 1):
                taken[start:end] = [True] * len(name)
                result.mentions.append(Mention(id=f"m{start}", start=start, end=end, text=name, label=labels[name]))
            start = text.find(name, end)
    result.mentions.sort(key=lambda m: m.start)
    return result
