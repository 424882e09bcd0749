"""Linking in shares: what can meet goes into one share, and each share is linked by a registry of its own.

A registry finds an entity by an id, a name, a short name or an external id, and by nothing else. These are the keys of
a cluster. Clusters that share a key, directly or by way of others, form a component; what a registry decides on one
component does not depend on any other. So the shares, each made of whole components, end with the entities with which
one registry over all articles would end, whatever their number. Of a key only a number of eight bytes is kept: two
keys that meet in it by chance put two components into one share, which changes nothing.
"""

from __future__ import annotations

import hashlib
from collections.abc import Iterable, Iterator, Mapping

import numpy as np
import numpy.typing as npt

from ..model import Cluster, Entity
from .registry import folded, prefix_of, short_name

Keys = npt.NDArray[np.uint64]
KEY_BYTES = 8


class Components:
    """Which keys belong together: a forest over keys, the least one its root. Only keys that have company are held."""

    def __init__(self) -> None:
        self._above: dict[int, int] = {}

    def join(self, keys: Iterable[int]) -> None:
        """Put some keys, and all that belong with them, together."""
        first, *others = {self.least(key) for key in keys}
        for other in others:
            low, high = min(first, other), max(first, other)
            self._above[high] = first = low

    def least(self, key: int) -> int:
        """Return the least of the keys that belong together with one: the name of its component."""
        root = key
        while (above := self._above.get(root)) is not None:
            root = above
        while key != root:
            self._above[key], key = root, self._above[key]
        return root

    def pairs(self) -> Keys:
        """Return each key that has company, with the least of its component, as rows of two."""
        return np.array([(key, self.least(key)) for key in list(self._above)], np.uint64).reshape(-1, 2)

    def take(self, pairs: Keys) -> None:
        """Join what other components say."""
        for pair in pairs.tolist():
            self.join(pair)


class Shares:
    """Into which of `number` shares a cluster goes. `pairs` are those of the components of all articles."""

    def __init__(self, number: int, pairs: Keys) -> None:
        self.number = number
        order = np.argsort(pairs[:, 0])
        self._keys, self._least = pairs[order, 0], pairs[order, 1]

    def of(self, key: int) -> int:
        """Return the share of a key."""
        at = int(np.searchsorted(self._keys, np.uint64(key)))
        found = at < len(self._keys) and int(self._keys[at]) == key
        return (int(self._least[at]) if found else key) % self.number


def keys_of(cluster: Cluster) -> list[int]:
    """Return the keys by which a registry may find a cluster's entity, or another cluster the entity made of it."""
    names = {_bare(cluster.id), folded(cluster.name)}
    names.update(folded(form) for form in cluster.forms if short_name(form, cluster))
    return _numbers(names, cluster.external_ids)


def keys_of_entity(entity: Entity) -> list[int]:
    """Return the keys by which a registry may find an entity that it begins with."""
    names = {_bare(entity.id), folded(entity.name)}
    names.update(folded(form) for form in entity.aliases if prefix_of(form, entity.name))
    return _numbers(names, entity.external_ids)


def _bare(identifier: str) -> str:
    """Return the name in an id without what tells namesakes apart: 王伟 of PERSON:王伟(ORG:广州市政府)."""
    return folded(identifier.partition(":")[2].partition("(")[0])


def _numbers(names: Iterable[str], external_ids: Mapping[str, str]) -> list[int]:
    return sorted({_number(key) for key in _written(names, external_ids)})


def _written(names: Iterable[str], external_ids: Mapping[str, str]) -> Iterator[str]:
    yield from names
    for kind, value in external_ids.items():
        yield f"{kind}\0{value}"


def _number(key: str) -> int:
    digest = hashlib.blake2b(key.encode("utf-8", "surrogatepass"), digest_size=KEY_BYTES).digest()
    return int.from_bytes(digest, "big")
