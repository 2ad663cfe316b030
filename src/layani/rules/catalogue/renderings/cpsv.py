"""A service as catalogues of public services exchange it: CPSV-AP as JSON-LD.

Source: Core Public Service Vocabulary Application Profile 3.2.0 (SEMIC, European Commission), its classes and the
properties that it demands. ISO durations know no working days, so each term stands beside them in words.
"""

from collections.abc import Callable
from dataclasses import dataclass
from typing import Any, Final

from layani.rules.catalogue.closing import Closing
from layani.rules.catalogue.expressions import Expression
from layani.rules.catalogue.model import Catalogue, Field, OfficeFile, Rule, Service
from layani.rules.catalogue.renderings.condition_words import only_if
from layani.rules.catalogue.renderings.durations import iso_duration
from layani.rules.catalogue.renderings.linked_data import CURRENCY, Graph, said, to, typed
from layani.rules.catalogue.renderings.opening_hours import hours_in_words
from layani.rules.dates import day_words
from layani.rules.money.amount import EXPONENTS, Money
from layani.rules.money.fee import FeeRow
from layani.rules.text import Text

LICENCE: Final = "https://creativecommons.org/licenses/by/4.0/"
CHANNELS: Final = {
    "online": Text(id="Daring", en="Online"),
    "counter": Text(id="Loket", en="Counter"),
    "phone": Text(id="Telepon", en="Telephone"),
}
APPLICANTS: Final = {
    "person": Text(id="Warga", en="Residents"),
    "organisation": Text(id="Organisasi", en="Organisations"),
}
FILE: Final = Text(id="Dokumen yang diserahkan", en="A document that is handed in")
FREE: Final = Text(id="Gratis", en="Free")


@dataclass(frozen=True, slots=True)
class Place:
    """Where the office publishes, and the words that are not in its files.

    site:        the office's address on the web, without a slash at its end
    life_event:  slug of a life event -> its words
    """

    site: str
    life_event: Callable[[str], Text]

    def page(self, service: str) -> str:
        """Return the address of a service's page."""
        return f"{self.site}/service/{service}/"

    def service(self, service: str) -> str:
        """Return the name of the service itself, which is not a page."""
        return f"{self.page(service)}#service"


def service_document(service: Service, office: OfficeFile, place: Place) -> dict[str, Any]:
    """Return one service as a JSON-LD document."""
    graph = Graph()
    _Entry(graph, service, office, place).add()
    return graph.document()


def catalogue_document(catalogue: Catalogue, place: Place) -> dict[str, Any]:
    """Return the office's whole catalogue as a JSON-LD document, every service in it."""
    graph = Graph()
    for service in catalogue.services.values():
        _Entry(graph, service, catalogue.office, place).add()
    _add_dataset(graph, catalogue.office, place, list(catalogue.services))
    return graph.document()


def _add_dataset(graph: Graph, office: OfficeFile, place: Place, services: list[str]) -> str:
    """Add the catalogue to which the services belong."""
    name = office.name
    title = Text(id=f"Layanan {name.id}", en=f"Services of {name.en}")
    about = Text(
        id=f"Semua layanan {name.id} dengan syarat, waktu, biaya, dan dasar hukumnya.",
        en=f"Every service of {name.en} with its requirements, time, fee and law.",
    )
    values = {
        "dct:identifier": f"{office.slug}-services",
        "dct:title": said(title),
        "dct:description": said(about),
        "dct:publisher": to(_add_office(graph, office, place)),
        "dct:license": to(LICENCE),
        "dct:language": graph.languages(),
        "dct:hasPart": to(*[place.service(one) for one in services]),
        "dcat:landingPage": to(graph.add(f"{place.site}/service/", "foaf:Document", {})),
    }
    return graph.add(f"{place.site}/catalogue.jsonld#catalogue", ["dcat:Catalog", "dcat:Dataset"], values)


def _add_office(graph: Graph, office: OfficeFile, place: Place) -> str:
    """Add the office, its address and its area."""
    area = graph.add(
        f"{place.site}/#area",
        ["dct:Location", "http://data.europa.eu/88u/dataset/atu-type"],
        {"dct:identifier": office.ward, "skos:prefLabel": said(office.name)},
    )
    address = graph.add(f"{place.site}/#address", "locn:Address", {"locn:fullAddress": said(office.contacts.address)})
    values = {
        "dct:identifier": office.slug,
        "dct:title": said(office.name),
        "skos:prefLabel": said(office.name),
        "dct:spatial": to(area),
        "locn:address": to(address),
        "foaf:homepage": to(office.contacts.website) if office.contacts.website else None,
    }
    return graph.add(f"{place.site}/#office", ["cv:PublicOrganisation", "org:Organization", "foaf:Agent"], values)


@dataclass(frozen=True)
class _Entry:
    """Adds one service and all that hangs on it to a graph."""

    graph: Graph
    service: Service
    office: OfficeFile
    place: Place

    def at(self, name: str) -> str:
        """Return the address of a part of the service."""
        return f"{self.place.page(self.service.slug)}#{name}"

    def add(self) -> None:
        """Add the service and its parts."""
        service, graph = self.service, self.graph
        office = _add_office(graph, self.office, self.place)
        values = {
            "dct:identifier": service.slug,
            "dct:title": said(service.name),
            "dct:description": said(service.summary),
            "dct:issued": typed(str(service.version), "date"),
            "dct:language": graph.languages(),
            "dct:spatial": to(f"{self.place.site}/#area"),
            "dct:audience": to(*[self._coded("applicant", one, APPLICANTS) for one in service.applicants]),
            "dct:isPartOf": to(_add_dataset(graph, self.office, self.place, [service.slug])),
            "dcat:keyword": [
                {"@value": word, "@language": language} for language, words in service.words.items() for word in words
            ],
            "foaf:page": to(graph.add(self.place.page(service.slug), "foaf:Document", {})),
            "cv:hasCompetentAuthority": to(office),
            "cv:processingTime": typed(iso_duration(service.promise.total), "duration"),
        }
        graph.add(self.place.service(service.slug), "cpsv:PublicService", values | self._parts(office))

    def _parts(self, office: str) -> dict[str, Any]:
        """Return the arrows to all that is described apart."""
        service = self.service
        documents = [one for one in service.fields.values() if one.kind == "file"]
        return {
            "cv:hasChannel": to(*[self._channel(one, office) for one in service.channels]),
            "cv:hasCost": to(*self._costs()),
            "cv:hasLegalResource": to(*[self._law(one) for one in service.law]),
            "cpsv:follows": to(
                self._procedure(),
                self._time_limit(),
                *[self._rule(one) for one in service.rules],
                *([self._closing(service.closing)] if service.closing else []),
            ),
            "dct:isReplacedBy": to(self.place.service(service.closing.service))
            if service.closing and service.closing.service
            else None,
            "cv:holdsRequirement": to(*[self._requirement(one) for one in service.rules]),
            "cpsv:hasInput": to(*[self._document(one) for one in documents]),
            "cpsv:produces": to(self._product()),
            "cv:isGroupedBy": to(*[self._event(one) for one in service.life_events]),
            "cv:contactPoint": to(self._contact()),
        }

    def _coded(self, name: str, value: str, words: dict[str, Text]) -> str:
        return self.graph.concept(f"urn:layani:{name}:{value}", words.get(value, Text(value, value)))

    def _channel(self, channel: str, office: str) -> str:
        values = {
            "dct:identifier": f"{self.service.slug}-{channel}",
            "dct:type": to(self._coded("channel", channel, CHANNELS)),
            "dct:description": said(self.service.standard["time_limit"]),
            "cv:ownedBy": to(office),
            "cv:openingHours": to(self._hours()) if channel != "online" else None,
            "cv:processingTime": typed(iso_duration(self.service.promise.total), "duration"),
        }
        return self.graph.add(self.at(f"channel-{channel}"), "cv:Channel", values)

    def _hours(self) -> str:
        values = {"dct:description": said(hours_in_words(self.office.hours))}
        return self.graph.add(f"{self.place.site}/#hours", "time:TemporalEntity", values)

    def _costs(self) -> list[str]:
        rows = self.service.fee.rows
        if not rows:
            return [self._cost("fee", "0", self.office.currency, FREE)]
        return [self._row(row, f"fee-{number}") for number, row in enumerate(rows, 1)]

    def _row(self, row: FeeRow[Expression], name: str) -> str:
        """Add one row of the fee table; an amount that only the answers give is told in words alone."""
        words = row.says or (only_if(row.when, self.service.fields) if row.when else self.service.fee.words())
        if not isinstance(row.amount, Money):
            return self._cost(name, None, self.office.currency, words)
        value = f"{row.amount.minor / 10 ** EXPONENTS[row.amount.currency]:.2f}"
        return self._cost(name, value, row.amount.currency, words)

    def _cost(self, name: str, value: str | None, currency: str, words: Text) -> str:
        values = {
            "dct:identifier": f"{self.service.slug}-{name}",
            "dct:description": said(words),
            "cv:hasValue": typed(value, "double") if value else None,
            "cv:currency": to(self.graph.concept(f"{CURRENCY}{currency}", Text(currency, currency))),
            "cv:isDefinedBy": to(f"{self.place.site}/#office"),
        }
        return self.graph.add(self.at(name), "cv:Cost", values)

    def _law(self, name: str) -> str:
        law = self.service.law[name]
        not_compared = Text(id="Belum dicocokkan dengan naskah resmi.", en="Not yet checked against the official text.")
        values = {
            "dct:identifier": law.id,
            "dct:title": said(Text(law.cite, law.cite)),
            "dct:description": said(law.says) if law.says else None,
            "dct:source": law.source,
            "skos:note": said(not_compared) if law.status == "recalled" else None,
        }
        return self.graph.add(self.at(f"law-{name}"), "eli:LegalResource", values)

    def _described(self, name: str, title: Text, description: Text, law: str | None) -> str:
        """Add a rule: each has a title and a description, and follows a law where one is named."""
        values = {
            "dct:identifier": f"{self.service.slug}-{name}",
            "dct:title": said(title),
            "dct:description": said(description),
            "dct:language": self.graph.languages(),
            "cpsv:implements": to(self.at(f"law-{law}")) if law else None,
        }
        return self.graph.add(self.at(name), "cpsv:Rule", values)

    def _procedure(self) -> str:
        return self._described("procedure", Text("Prosedur", "Procedure"), self.service.standard["procedure"], None)

    def _time_limit(self) -> str:
        title, promise = Text("Jangka waktu", "Time limit"), self.service.promise
        return self._described("time-limit", title, self.service.standard["time_limit"], promise.law)

    def _closing(self, closing: Closing) -> str:
        """Add until when it can be applied for, as a rule: the profile has no property for the end of a service."""
        day = day_words(closing.last_day)
        title = Text(f"Layanan ditutup setelah {day.id}", f"The service ends after {day.en}")
        words = Text(f"{closing.says.id} {closing.instead.id}", f"{closing.says.en} {closing.instead.en}")
        return self._described("closing", title, words, closing.law)

    def _rule(self, rule: Rule) -> str:
        return self._described(f"rule-{rule.id}", rule.says, rule.fix, rule.law)

    def _requirement(self, rule: Rule) -> str:
        values = {
            "dct:identifier": f"{self.service.slug}-requirement-{rule.id}",
            "dct:title": said(rule.says),
            "cv:fulfils": to(self.at(f"rule-{rule.id}")),
        }
        return self.graph.add(self.at(f"requirement-{rule.id}"), "cv:Requirement", values)

    def _document(self, one: Field) -> str:
        values = {
            "dct:identifier": f"{self.service.slug}-{one.name}",
            "dct:title": said(one.label),
            "dct:description": said(only_if(one.when, self.service.fields)) if one.when else None,
            "dct:type": to(self.graph.concept("urn:layani:evidence:document", FILE)),
        }
        return self.graph.add(self.at(f"document-{one.name}"), "cv:Evidence", values)

    def _product(self) -> str:
        gives = self.service.gives
        values = {
            "dct:identifier": f"{self.service.slug}-product",
            "dct:title": said(gives.name),
            "dct:description": said(gives.validity) if gives.validity else None,
            "dct:language": self.graph.languages(),
        }
        return self.graph.add(self.at("product"), "cv:Output", values)

    def _event(self, slug: str) -> str:
        words = self.place.life_event(slug)
        values = {"dct:identifier": slug, "dct:title": said(words)}
        return self.graph.add(f"{self.place.site}/?event={slug}", ["cv:LifeEvent", "cv:Event"], values)

    def _contact(self) -> str:
        contacts = self.office.contacts
        values = {
            "cv:email": contacts.email,
            "cv:telephone": contacts.phone,
            "cv:contactPage": to(self.graph.add(f"{self.place.site}/about/", "foaf:Document", {})),
            "cv:openingHours": to(self._hours()),
            "dct:description": said(self.service.standard["complaints"])
            if "complaints" in self.service.standard
            else None,
        }
        return self.graph.add(self.at("contact"), "cv:ContactPoint", values)
