"""What the office publishes of its services, as RDFLib reads it and pySHACL checks it.

``cpsv-ap.shapes.ttl`` is ours, written from the specification: the official shapes come in no package.
"""

import json
from dataclasses import replace
from pathlib import Path

import pytest
from pyshacl import validate
from rdflib import RDF, Graph, Namespace, URIRef

import layani.example_office
from layani.rules.catalogue import load_catalogue
from layani.rules.catalogue.expressions import Expression
from layani.rules.catalogue.renderings.cpsv import Place, catalogue_document, service_document
from layani.rules.money.amount import Money
from layani.rules.money.fee import Fee, FeeRow
from layani.rules.text import Text

CATALOGUE = load_catalogue(Path(layani.example_office.__file__).parent)
PLACE = Place("https://office.example", lambda slug: Text(slug, slug))
OURS = Path(__file__).with_name("cpsv-ap.shapes.ttl")
CPSV, CV, DCT = (
    Namespace(one) for one in ("http://purl.org/vocab/cpsv#", "http://data.europa.eu/m8g/", "http://purl.org/dc/terms/")
)

# RDFLib and pySHACL warn of their own coming changes.
pytestmark = pytest.mark.filterwarnings("ignore::DeprecationWarning")


def graph_of(document) -> Graph:
    return Graph().parse(data=json.dumps(document), format="json-ld")


def violations(graph: Graph, shapes: Path) -> str:
    conforms, _, text = validate(graph, shacl_graph=Graph().parse(shapes), inference="none", advanced=False)
    return "" if conforms else text


DOCUMENTS = {one.slug: service_document(one, CATALOGUE.office, PLACE) for one in CATALOGUE.services.values()} | {
    "the whole catalogue": catalogue_document(CATALOGUE, PLACE)
}
every_document = pytest.mark.parametrize("document", DOCUMENTS.values(), ids=DOCUMENTS)


@every_document
def test_no_shape_is_violated(document):
    assert violations(graph_of(document), OURS) == ""


@pytest.mark.parametrize("missing", [DCT.title, DCT.description, DCT.identifier, CV.hasCompetentAuthority])
def test_what_the_profile_demands_is_missed_when_it_is_not_there(missing):
    graph = graph_of(DOCUMENTS["hall-use"])
    graph.remove((URIRef(PLACE.service("hall-use")), missing, None))
    assert "MinCountConstraintComponent" in violations(graph, OURS)


def test_the_catalogue_holds_every_service_once_with_title_in_both_languages():
    graph = graph_of(DOCUMENTS["the whole catalogue"])
    services = set(graph.subjects(RDF.type, CPSV.PublicService))
    assert services == {URIRef(PLACE.service(slug)) for slug in CATALOGUE.services}
    assert {frozenset(title.language for title in graph.objects(one, DCT.title)) for one in services} == {
        frozenset({"id", "en"})
    }


def test_every_arrow_leads_to_a_node_that_is_described():
    graph = graph_of(DOCUMENTS["the whole catalogue"])
    known = set(graph.subjects())
    ours = [node for node in graph.objects() if isinstance(node, URIRef) and str(node).startswith(PLACE.site)]
    assert [str(node) for node in ours if node not in known] == []


def test_a_fee_is_told_in_whole_units_with_its_condition_in_words():
    when = Expression.compile("guests > 100", ["guests"])
    rows = (FeeRow(Money.units(150_000), "kep-camat-3-2026", when=when),)
    service = replace(CATALOGUE.services["hall-use"], fee=Fee(rows))
    graph = graph_of(service_document(service, CATALOGUE.office, PLACE))
    assert violations(graph, OURS) == ""
    assert {float(value) for value in graph.objects(None, CV.hasValue)} == {150_000.0}
    (cost,) = graph.subjects(RDF.type, CV.Cost)
    words = {str(one) for one in graph.objects(cost, DCT.description)}
    assert "only if “How many people will come?” is more than 100" in words
