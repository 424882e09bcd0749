from decimal import Decimal
from importlib.resources import files

import pytest
import rdflib
from edtf import parse_edtf
from pyshacl import validate
from rdflib.namespace import RDF
from zhfacts.write import export, read_extract

SDO = rdflib.Namespace("https://schema.org/")
OA = rdflib.Namespace("http://www.w3.org/ns/oa#")
SHAPES = files("zhfacts.data") / "observation_shapes.ttl"


def read(extract, folder):
    """Return the graph of an extract."""
    return rdflib.Graph().parse(export(extract, "jsonld", folder / "g.jsonld"), format="json-ld")


@pytest.fixture(scope="module")
def graph(tmp_path_factory, written):
    """The graph of an extract of the gold, which is only read."""
    return read(written, tmp_path_factory.mktemp("graph"))


def test_facts_are_observations_with_exact_values(graph, extract):
    facts = read_extract(extract).facts
    found = list(graph.subjects(RDF.type, SDO.Observation))
    assert len(found) == len(facts)
    values = sorted(Decimal(str(v)) for o in found for v in graph.objects(o, SDO.value))
    assert values == sorted(facts["value"].dropna())


def test_the_shapes_hold_and_know_what_is_wrong(few, tmp_path):
    graph = read(few, tmp_path)
    ok, _, report = validate(graph, shacl_graph=SHAPES.read_text(encoding="utf-8"), shacl_graph_format="turtle")
    assert ok, report
    broken = rdflib.Graph() + graph
    wrong = next(broken.subjects(RDF.type, SDO.Observation))
    broken.remove((wrong, rdflib.URIRef("http://www.w3.org/ns/prov#hadPrimarySource"), None))
    assert not validate(broken, shacl_graph=SHAPES.read_text(encoding="utf-8"), shacl_graph_format="turtle")[0]


def test_dates_are_edtf_and_units_are_coded(graph):
    dates = {str(d) for d in graph.objects(None, SDO.observationDate)}
    assert dates
    for date in dates:
        assert str(parse_edtf(date)) == date
    codes = {str(c) for c in graph.objects(None, SDO.unitCode)}
    assert "ISO4217:CNY" in codes and "UCUM:km2" in codes


def test_selectors_stand_in_the_source(graph, articles):
    texts = {a.id: (a.start, a.text) for a in articles}
    for source in graph.subjects(RDF.type, OA.SpecificResource):
        article = graph.value(graph.value(source, OA.hasSource), SDO.identifier)
        start, text = texts[str(article)]
        said = {graph.value(s, RDF.type): s for s in graph.objects(source, OA.hasSelector)}
        quote, place = said[OA.TextQuoteSelector], said[OA.TextPositionSelector]
        first, last = (int(graph.value(place, p)) - start for p in (OA.start, OA.end))
        exact, before, after = (str(graph.value(quote, p) or "") for p in (OA.exact, OA.prefix, OA.suffix))
        assert text[first:last] == exact
        assert text[:first].endswith(before) and text[last:].startswith(after)
