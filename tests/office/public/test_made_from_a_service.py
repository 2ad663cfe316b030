"""What is made from one service file, for everyone to have: standard, papers, diagram, linked data."""

import html
import io
import json
from datetime import date
from xml.etree import ElementTree as Xml

import pytest
import zxingcpp
from django.urls import reverse
from PIL import Image
from pypdf import PdfReader

from layani.office.actions.letters.typesetting import picture
from layani.office.actions.printing.forms import TEMPLATE, form_content
from layani.office.house import catalogue
from layani.office.pages.public.service_files import FILES
from layani.rules.catalogue.model import STANDARD_COMPONENTS
from layani.rules.catalogue.renderings.form_code import form_code
from layani.rules.catalogue.renderings.paper_form import Edition
from layani.rules.catalogue.renderings.requirements import requirement_notes
from layani.rules.catalogue.renderings.standard_table import NAMES

SLUGS = list(catalogue().services)
each_service = pytest.mark.parametrize("slug", SLUGS)
in_both = pytest.mark.parametrize("language", ["id", "en"])


def file(client, slug, name, **more):
    return client.get(reverse("service-file", args=[slug, name]), **more)


def read(answer) -> PdfReader:
    return PdfReader(io.BytesIO(answer.content))


def text(answer) -> str:
    return " ".join(" ".join(page.extract_text() for page in read(answer).pages).split())


def packed(words) -> str:
    """Return words without spaces, for a line may also end behind a stroke."""
    return "".join(words.split())


@each_service
@in_both
def test_the_form_asks_every_question_and_carries_its_code(client, slug, language):
    service = catalogue().services[slug]
    paper = text(file(client, slug, f"form.{language}.pdf"))
    for one in service.fields.values():
        assert one.label.in_(language) in paper
    assert form_code(slug, service.version, language) in paper


@pytest.mark.parametrize("name", [name for name in FILES if name.endswith(".pdf")])
@each_service
def test_every_paper_is_made_for_archives_and_for_screen_readers(client, slug, name):
    pdf = read(file(client, slug, name))
    language = name.split(".")[1]
    said = pdf.xmp_metadata.stream.get_data().decode("utf-8")
    assert "<pdfaid:part>2</pdfaid:part><pdfaid:conformance>A</pdfaid:conformance>" in said
    assert "<pdfuaid:part>1</pdfuaid:part>" in said
    assert pdf.trailer["/Root"]["/MarkInfo"]["/Marked"] and pdf.trailer["/Root"]["/Lang"] == language
    width, height = (float(one) for one in pdf.pages[0].mediabox[2:])
    assert (round(width), round(height)) == (595, 842), "A4"


def test_the_qr_code_on_the_form_leads_to_the_code_that_is_printed_beside_it():
    service = catalogue().services["hall-use"]
    content = form_content(service, catalogue().office, Edition("en", "https://office.example", date(2026, 11, 28)))
    image = Image.open(io.BytesIO(picture(TEMPLATE, content))).convert("L")
    code = form_code("hall-use", service.version, "en")
    assert [one.text for one in zxingcpp.read_barcodes(image)] == [f"https://office.example/form/{code}/"]


def test_a_question_that_not_everybody_answers_says_who_does(client):
    paper = text(file(client, "move-of-address", "form.en.pdf"))
    assert "(only if “Whose is the new home?” is answered “Rented”)" in paper


@each_service
@in_both
def test_the_standard_lists_its_fourteen_components_in_the_order_of_the_law(client, slug, language):
    service = catalogue().services[slug]
    page = client.get(reverse("standard", args=[slug]), headers={"accept-language": language}).content.decode()
    paper = text(file(client, slug, f"standard.{language}.pdf"))
    for shown in (page, paper):
        place = 0
        for key in STANDARD_COMPONENTS:
            place = packed(shown).index(packed(NAMES[key].in_(language)), place)
    assert service.standard["facilities"].in_(language)[:20] in page


@each_service
def test_the_six_components_of_service_delivery_come_first_and_apart(client, slug):
    page = client.get(reverse("standard", args=[slug]), headers={"accept-language": "en"}).content.decode()
    first, second = page.split("<table")[1:3]
    assert first.count('<th scope="row">') == 6 and second.partition("</table>")[0].count('<th scope="row">') == 8


@in_both
def test_the_process_is_an_xml_file_in_the_language_of_its_name(client, language):
    root = Xml.fromstring(file(client, "hall-use", f"process.{language}.bpmn").content)  # noqa: S314  our own
    names = {one.get("name") for one in root.iter()}
    assert catalogue().services["hall-use"].name.in_(language) in names


@each_service
def test_the_page_of_a_service_leads_to_all_that_is_made_from_it(client, slug):
    page = client.get(reverse("service", args=[slug])).content.decode()
    for name in FILES.keys() - {"standard.id.pdf", "standard.en.pdf"}:
        assert reverse("service-file", args=[slug, name]) in page
    assert reverse("standard", args=[slug]) in page
    for name in ("service-schema", "service-openapi"):
        address = reverse(f"api:{name}", args=[slug])
        assert address in page
        assert client.get(address).status_code == 200


def test_the_address_of_a_service_gives_linked_data_to_who_asks_for_it(client):
    page = client.get(reverse("service", args=["hall-use"]), headers={"accept": "application/ld+json"})
    assert page["Content-Type"] == "application/ld+json"
    assert page.content == file(client, "hall-use", "service.jsonld").content
    assert "Accept" in page["Vary"]
    for accepted in ("text/html,application/xhtml+xml,*/*;q=0.8", "*/*", ""):
        assert "html" in client.get(reverse("service", args=["hall-use"]), headers={"accept": accepted})["Content-Type"]


def test_the_whole_catalogue_is_linked_data_and_open_data_lead_there(client):
    answer = client.get(reverse("catalogue-file"))
    assert answer["Content-Type"] == "application/ld+json" and answer["Access-Control-Allow-Origin"] == "*"
    services = [one for one in json.loads(answer.content)["@graph"] if one["@type"] == "cpsv:PublicService"]
    assert [one["dct:identifier"] for one in services] == SLUGS
    assert reverse("catalogue-file") in client.get(reverse("open-data")).content.decode()


def test_what_was_fetched_once_is_not_sent_again(client):
    first = file(client, "hall-use", "form.id.pdf")
    again = file(client, "hall-use", "form.id.pdf", headers={"if-none-match": first["ETag"]})
    assert (again.status_code, again.content) == (304, b"")


def test_what_is_not_there_is_not_found(client):
    assert file(client, "hall-use", "form.fr.pdf").status_code == 404
    assert file(client, "moon-landing", "form.id.pdf").status_code == 404


@pytest.mark.django_db
def test_every_page_that_the_linked_data_name_is_there(client, settings):
    nodes = json.loads(client.get(reverse("catalogue-file")).content)["@graph"]
    site = settings.SITE_ADDRESS.rstrip("/")
    pages = {one["@id"].removeprefix(site) for one in nodes if one["@type"] == "foaf:Document"}
    assert {"/service/", "/about/", *(f"/service/{slug}/" for slug in SLUGS)} <= pages
    assert {path: client.get(path).status_code for path in pages} == dict.fromkeys(pages, 200)


@each_service
@in_both
def test_no_sheet_of_the_form_is_printed_for_a_few_lines(client, slug, language):
    last = read(file(client, slug, f"form.{language}.pdf")).pages[-1].extract_text()
    assert len(last.split()) > 60


@each_service
def test_page_standard_and_form_say_in_the_same_words_whom_a_requirement_concerns(client, slug):
    service = catalogue().services[slug]
    notes = requirement_notes(service)
    paper = packed(text(file(client, slug, "form.en.pdf")))
    english = {"accept-language": "en"}
    for name in ("service", "standard"):
        body = html.unescape(client.get(reverse(name, args=[slug]), headers=english).content.decode())
        shown = packed(body.replace('<span class="quiet">', "").replace("</span>", ""))
        for words, note in notes.items():
            assert packed(f"{words.en} ({note.en})") in shown
    for words, note in notes.items():
        assert packed(f"{words.en} ({note.en})") in paper


def test_some_requirements_of_the_example_office_concern_only_some():
    notes = [one.en for service in catalogue().services.values() for one in requirement_notes(service).values()]
    assert any(one.startswith("only if ") for one in notes) and "preferably" in notes and "optional" in notes


def test_the_page_and_the_standard_show_the_tariff_that_the_file_reckons_with(client):
    page = client.get(reverse("service", args=["house-building-approval"]), headers={"accept-language": "en"})
    standard = client.get(reverse("standard", args=["house-building-approval"]), headers={"accept-language": "en"})
    for answer in (page, standard):
        body = " ".join(html.unescape(answer.content.decode()).split())
        assert "“Price of a simple building per square metre” × “How large are all floors" in body
        assert '<th scope="row">Wood or bamboo</th><td>200 (Not permanent)</td>' in body
        assert '<th scope="row" colspan="3">Anything else</th><td>800</td>' in body
        assert "IDR 5,000,000; from 1 January 2027: IDR 5,200,000" in body
        assert "First home of people with a low income" in body
    assert "Tables of the tariff (12 rows)" in page.content.decode()


def test_a_file_of_another_day_is_made_anew(client, monkeypatch):
    made = []
    monkeypatch.setitem(
        FILES, "standard.en.pdf", ("application/pdf", lambda *given: made.append(given[2]) or b"x", "en")
    )
    for day in (1, 1, 2):
        monkeypatch.setattr(
            "layani.office.pages.public.service_files.timezone.localdate", lambda day=day: date(2031, 1, day)
        )
        file(client, "hall-use", "standard.en.pdf")
    assert made == [date(2031, 1, 1), date(2031, 1, 2)]
