"""JSON-LD: facts as observations of schema.org, entities and articles as things, facts with their places in the source.

The context stands in the file, so that nothing is fetched to read it. `data/observation_shapes.ttl` are SHACL shapes
that every file fulfils.
"""

from __future__ import annotations

import json
from collections.abc import Iterator
from pathlib import Path
from typing import Any
from urllib.parse import quote

from ...model import Article, Entity, Fact, Quantity, Time, plain
from ..folder import holds, new_file
from ..registry import Exporter
from ..selection import Selection
from ..standards import currency, interval, selectors, time_edtf, ucum

BASE = "urn:zhfacts:"
XSD = "http://www.w3.org/2001/XMLSchema#"
CONTEXT: dict[str, Any] = {
    "@vocab": "https://schema.org/",
    "id": "@id",
    "type": "@type",
    "oa": "http://www.w3.org/ns/oa#",
    "prov": "http://www.w3.org/ns/prov#",
    "dcterms": "http://purl.org/dc/terms/",
    "zhfacts": f"{BASE}vocabulary:",
    "value": {"@type": f"{XSD}decimal"},
    "minValue": {"@type": f"{XSD}decimal"},
    "maxValue": {"@type": f"{XSD}decimal"},
    "datePublished": {"@type": f"{XSD}date"},
    "observationDate": {"@type": "http://id.loc.gov/datatypes/edtf/EDTF"},
    "temporal": "dcterms:temporal",
    "observationAbout": {"@type": "@id"},
    "containedInPlace": {"@type": "@id"},
    "wasAttributedTo": {"@id": "prov:wasAttributedTo", "@type": "@id"},
    "hadPrimarySource": {"@id": "prov:hadPrimarySource"},
    "SpecificResource": "oa:SpecificResource",
    "TextQuoteSelector": "oa:TextQuoteSelector",
    "TextPositionSelector": "oa:TextPositionSelector",
    "source": {"@id": "oa:hasSource", "@type": "@id"},
    "selector": {"@id": "oa:hasSelector"},
    "exact": "oa:exact",
    "prefix": "oa:prefix",
    "suffix": "oa:suffix",
    "start": {"@id": "oa:start", "@type": f"{XSD}nonNegativeInteger"},
    "end": {"@id": "oa:end", "@type": f"{XSD}nonNegativeInteger"},
    "scope": {"@id": "zhfacts:scope", "@type": "@id"},
    "baseValue": {"@id": "zhfacts:baseValue", "@type": f"{XSD}decimal"},
    "score": {"@id": "zhfacts:score", "@type": f"{XSD}double"},
    **{name: f"zhfacts:{name}" for name in ("aspect", "direction", "comparison", "status", "modality")},
}
_KINDS = {
    "PERSON": "Person", "ORG": "Organization", "GPE": "AdministrativeArea", "LOC": "Place", "FAC": "Place",
    "PRODUCT": "Product", "EVENT": "Event", "LAW": "Legislation", "WORK_OF_ART": "CreativeWork",
}  # fmt: skip
Node = dict[str, Any]


def to_jsonld(selection: Selection, target: Path) -> None:
    """Write entities, articles and facts of a selection into the file `target`, a node a line."""
    with new_file(target, holds(BASE.encode())) as path, path.open("w", encoding="utf-8", newline="\n") as handle:
        handle.write(f'{{"@context": {_json(CONTEXT)},\n"@graph": [')
        for n, node in enumerate(_nodes(selection)):
            handle.write((",\n" if n else "\n") + _json(node))
        handle.write("\n]}\n")


def _json(value: Any) -> str:
    return json.dumps(value, ensure_ascii=False)


def _nodes(selection: Selection) -> Iterator[Node]:
    for entity in selection.entities():
        yield _told(_thing(entity))
    for article in selection.articles():
        yield _told(_news(article))
        quantities = {q.id: q for q in article.quantities}
        times = {t.id: t for t in article.times}
        for fact in article.facts:
            yield _told(_observation(article, fact, quantities[fact.quantity], times.get(fact.time or "")))


def _told(node: Node) -> Node:
    """Return a node without what is not said."""
    return {key: value for key, value in node.items() if value not in (None, "", [], ())}


def iri(kind: str, *ids: str) -> str:
    """Return the name of a thing on the web of data: urn:zhfacts:entity:GPE%3A..."""
    return BASE + ":".join((kind, *(quote(i, safe="") for i in ids)))


def _thing(entity: Entity) -> Node:
    known = [
        {"type": "PropertyValue", "propertyID": key, "value": {"@value": value, "@type": f"{XSD}string"}}
        for key, value in entity.external_ids.items()
    ]
    return {
        "id": iri("entity", entity.id),
        "type": _KINDS[entity.label],
        "name": entity.name,
        "alternateName": [a for a in entity.aliases if a != entity.name],
        "identifier": known,
        "containedInPlace": iri("entity", entity.parent) if entity.parent else None,
    }


def _news(article: Article) -> Node:
    return {
        "id": iri("article", article.id),
        "type": "NewsArticle",
        "identifier": article.id,
        "headline": article.title,
        "datePublished": article.date.isoformat() if article.date else None,
        "url": article.meta.get("url"),
        "isPartOf": {"type": "CreativeWork", "name": article.file},
    }


def _observation(article: Article, fact: Fact, quantity: Quantity, time: Time | None) -> Node:
    code, money = ucum(quantity.unit), currency(quantity.unit)
    node = {
        "id": iri("fact", article.id, fact.id),
        "type": "Observation",
        "observationAbout": iri("entity", fact.subject) if fact.subject else None,
        "measuredProperty": fact.indicator,
        "variableMeasured": fact.indicator_key,
        "value": _number(quantity.value),
        "minValue": _number(quantity.low),
        "maxValue": _number(quantity.high),
        "unitText": quantity.unit,
        "unitCode": f"ISO4217:{money}" if money else f"UCUM:{code}" if code else None,
        "measurementQualifier": quantity.modifier,
        "observationDate": time_edtf(time) if time else None,
        "temporal": interval(time.start_date, time.end_date) if time else None,
        "scope": iri("entity", fact.scope) if fact.scope else None,
        "wasAttributedTo": iri("entity", fact.speaker) if fact.speaker else None,
        "baseValue": _number(fact.base_value),
        "score": fact.score,
        **{name: getattr(fact, name) for name in ("aspect", "direction", "comparison", "status", "modality")},
        "hadPrimarySource": {
            "type": "SpecificResource",
            "source": iri("article", article.id),
            "selector": selectors(article, quantity),
        },
    }
    if fact.subject is None and fact.subject_text:
        node["observationAbout"] = {"type": "Thing", "name": fact.subject_text}
    return node


def _number(value: Any) -> str | None:
    return None if value is None else plain(value)


EXPORTER = Exporter("schema.org observations as JSON-LD, with their places in the sources", ".jsonld", to_jsonld)
