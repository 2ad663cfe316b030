"""A document is uploaded for an applicant, and the value that comes back is the answer that names it."""

from dataclasses import replace

import pytest
from django.utils import timezone

from layani.office.actions import checking, serving, viewing
from layani.office.actions.uploading import open_document
from layani.office.tables.models import Case, Document, Party
from tests.office.api.conftest import applicant
from tests.office.api.conftest import filing as body
from tests.office.citizen.files import PDF, png, sent, zip_bomb
from tests.office.conftest import CARLA

pytestmark = pytest.mark.django_db
DEWI = replace(CARLA, nik="3174015501900003", name="Dewi Lestari")


def fields(person=CARLA, file=None, **changed):
    found = {**applicant(person), "service": "residence-letter", "field": "contract", "file": file or sent(PDF)}
    return {**found, **changed}


def test_a_document_is_filed_by_the_value_that_its_upload_gave(desk):
    uploaded = desk.upload(fields())
    assert uploaded.status_code == 201, uploaded.content
    value = uploaded.json()
    assert value.keys() == {"id", "name", "type", "bytes", "sha256"}
    answer = desk.post("/cases/", body(tenancy="rent", contract=value), once="with-document")
    assert answer.status_code == 201, answer.content
    row = Case.objects.get()
    assert viewing.answers_of(row)["contract"] == value
    document = Document.objects.get()
    assert document.case == row
    assert open_document(document) == PDF
    assert Party.objects.count() == 1


def test_a_document_of_somebody_else_is_refused(desk):
    value = desk.upload(fields(DEWI)).json()
    answer = desk.post("/cases/", body(tenancy="rent", contract=value), once="with-anothers")
    assert (answer.status_code, answer.json()["refusals"][0]["code"]) == (409, "document-missing")
    assert not Case.objects.exists()
    assert Document.objects.get().case is None


def test_a_document_is_filed_once(desk):
    value = desk.upload(fields()).json()
    assert desk.post("/cases/", body(tenancy="rent", contract=value), once="first-time").status_code == 201
    again = desk.post("/cases/", body(tenancy="rent", contract=value), once="second-time")
    assert again.json()["refusals"][0]["code"] == "document-missing"


SAID_OTHERWISE = [
    {"name": "KTP.pdf"}, {"type": "image/png"}, {"bytes": len(PDF) + 1}, {"sha256": "0" * 64}, {"id": str.upper},
    {"id": lambda ref: ref.replace("-", "")},
]  # fmt: skip


def otherwise(value, said):
    return {**value, **{name: new(value[name]) if callable(new) else new for name, new in said.items()}}


@pytest.mark.parametrize("said", SAID_OTHERWISE, ids=["name", "type", "bytes", "sha256", "id in capitals", "bare id"])
def test_an_answer_that_says_something_else_of_its_file_is_refused_by_field(desk, said):
    value = desk.upload(fields()).json()
    answer = desk.post("/cases/", body(tenancy="rent", contract=otherwise(value, said)), once="said-otherwise")
    assert answer.status_code == 422, answer.content
    (problem,) = answer.json()["fields"]
    assert problem["field"] == "contract"
    assert f"application/pdf, {len(PDF)} B" in problem["text"]["id"]
    assert "exactly as the upload gave it" in problem["text"]["en"]
    assert not Case.objects.exists()
    assert desk.post("/cases/", body(tenancy="rent", contract=value), once="as-it-is").status_code == 201


def test_an_answer_to_a_notice_says_of_its_file_what_the_upload_said(desk, ana):
    number = desk.post("/cases/", body(), once="without-file").json()["number"]
    serving.take_next(actor=ana, now=timezone.now())
    checking.ask_missing(number, {"tenancy": "Sewa, bukan?"}, actor=ana, now=timezone.now())
    value = desk.upload(fields()).json()
    path, wrong = f"/cases/{number}/answer", {**value, "sha256": "0" * 64}
    answer = desk.post(path, {"answers": {"tenancy": "rent", "contract": wrong}}, once="wrong-answer")
    assert (answer.status_code, answer.json()["fields"][0]["field"]) == (422, "contract"), answer.content
    assert desk.post(path, {"answers": {"tenancy": "rent", "contract": value}}, once="right-answer").status_code == 201
    assert Document.objects.get().case == Case.objects.get()


def test_a_filing_with_a_document_that_is_sent_again_is_the_first_case(desk):
    whole = body(tenancy="rent", contract=desk.upload(fields()).json())
    first, again = (desk.post("/cases/", whole, once="with-document") for _ in range(2))
    assert (again.status_code, again.json()) == (201, first.json())
    assert again["Idempotent-Replayed"] == "true"


@pytest.mark.parametrize("value", ["a.pdf", ["a.pdf"], 7, True, {"name": "a.pdf"}])
def test_an_answer_that_is_no_file_is_refused_by_field(desk, value):
    answer = desk.post("/cases/", body(tenancy="rent", contract=value), once="names-no-file")
    assert answer.status_code == 422, answer.content
    assert [one["field"] for one in answer.json()["fields"]] == ["contract"]


@pytest.mark.parametrize(
    "id_", ["", "../../etc/passwd", "x" * 65, "00000000-0000-0000-0000-000000000000", "'; drop table", None, 7, {}]
)
def test_a_made_up_document_is_refused(desk, id_):
    value = {"id": id_, "name": "a.pdf", "type": "application/pdf", "bytes": 10, "sha256": "0" * 64}
    answer = desk.post("/cases/", body(tenancy="rent", contract=value), once="made-up")
    assert answer.status_code in (409, 422), answer.content
    assert not Case.objects.exists()


@pytest.mark.parametrize(
    ("content", "words"),
    [
        (b"", "empty"),
        (b"<html><script>alert(1)</script>", "a web page"),
        (b"MZ\x90", "a program"),
        (zip_bomb(), "ZIP"),
        (png(20000, 20000), "too large to be opened"),
        (b"%PDF-" + b"0" * 5_000_001, "at most 5 MB"),
    ],
    ids=["empty", "web page", "program", "zip bomb", "huge picture", "too many bytes"],
)
def test_a_file_that_is_not_taken_says_why_in_both_languages(desk, content, words):
    answer = desk.upload(fields(file=sent(content)))
    assert (answer.status_code, answer.json()["title"]) == (422, "Upload refused"), answer.content
    assert words in answer.json()["text"]["en"]
    assert not (Document.objects.exists() or Party.objects.exists())


@pytest.mark.parametrize(
    ("changed", "status", "place"),
    [
        ({"field": "purpose"}, 422, "field"),
        ({"field": "nothing"}, 422, "field"),
        ({"service": "moon-landing"}, 404, None),
        ({"nik": "0000000000000000"}, 422, "nik"),
        ({"phone": "call me"}, 422, "phone"),
        ({"name": ""}, 422, None),
        ({"decide": "grant"}, 422, None),
    ],
)
def test_an_upload_for_nobody_or_for_nothing_is_refused(desk, changed, status, place):
    answer = desk.upload(fields(**changed))
    assert answer.status_code == status, answer.content
    if place:
        assert [one["field"] for one in answer.json()["fields"]] == [place]
    assert not (Document.objects.exists() or Party.objects.exists())


def test_a_file_without_a_form_and_a_form_without_a_file(desk):
    only_form = {name: value for name, value in fields().items() if name != "file"}
    assert desk.upload(only_form).status_code == 422
    assert desk.upload({"file": sent(PDF)}).status_code == 422


def test_a_name_that_leads_elsewhere_stays_a_name(desk):
    answer = desk.upload(fields(file=sent(PDF, name="..\\..\\Carla\u202e\r\nX: y.exe")))
    assert answer.status_code == 201
    name = answer.json()["name"]
    assert name.endswith(".pdf")
    assert not set(name) & set("\\/\r\n\u202e")
