"""What can go wrong with a call: every kind of problem (RFC 9457), what it means and what to do, in both languages."""

from collections.abc import Mapping
from dataclasses import dataclass, field
from typing import Any

from django.conf import settings
from django.http import Http404, HttpRequest, HttpResponse, JsonResponse
from ninja import Router
from pydantic import BaseModel, ConfigDict

from layani.rules.refusal import Refusal
from layani.rules.text import Text

ROUTER = Router()
MEDIA_TYPE = "application/problem+json"


@dataclass(frozen=True, slots=True)
class Kind:
    """One kind of problem.

    says:    what it means and what to do; the default sentence of a problem of this kind
    headers: further headers of its answers
    """

    status: int
    title: str
    says: Text
    headers: Mapping[str, str] = field(default_factory=dict)


KINDS = {
    "not-understood": Kind(
        400,
        "Request not understood",
        Text(
            id="Permintaan tidak dapat dibaca. Kirim JSON dalam UTF-8, setiap nama satu kali saja.",
            en="The request could not be read. Send JSON in UTF-8, with every name only once.",
        ),
    ),
    "token-missing": Kind(
        401,
        "Token missing",
        Text(
            id="Kirim 'Authorization: Bearer TOKEN' dengan token yang masih berlaku. Operator memberi token.",
            en="Send 'Authorization: Bearer TOKEN' with a token that is in force. The operator gives tokens.",
        ),
        {"WWW-Authenticate": "Bearer"},
    ),
    "not-permitted": Kind(
        403,
        "Not permitted",
        Text(
            id="Petugas yang diwakili program ini tidak memegang peran yang diperlukan.",
            en="The officer for whom this program acts does not hold the role that this needs.",
        ),
    ),
    "scope-missing": Kind(
        403,
        "Scope missing",
        Text(
            id="Token program ini tidak memuat cakupan yang diperlukan; lihat 'scope'. Operator dapat memberikannya.",
            en="This program's token has not the scope that this needs; see 'scope'. The operator can give it.",
        ),
    ),
    "not-found": Kind(
        404,
        "Not found",
        Text(
            id="Tidak ada apa-apa di alamat ini. Alamat yang ada tercantum dalam /api/openapi.json.",
            en="There is nothing at this address. Those that exist are listed in /api/openapi.json.",
        ),
    ),
    "not-yet": Kind(
        404,
        "Not there yet",
        Text(id="Belum ada. Coba lagi sebentar lagi.", en="It is not there yet. Try again in a moment."),
        {"Retry-After": "5"},
    ),
    "method-not-allowed": Kind(
        405,
        "Method not allowed",
        Text(
            id="Alamat ini tidak mengenal cara ini. Lihat kepala Allow.",
            en="This address does not know that method. See the header Allow.",
        ),
    ),
    "refused": Kind(
        409,
        "Refused",
        Text(
            id="Sebuah aturan menolak; tidak ada yang berubah. Setiap penolakan menyebut alasan dan jalan keluar.",
            en="A rule said no; nothing was changed. Every refusal names its reason and the way out.",
        ),
    ),
    "erased": Kind(
        410,
        "Erased",
        Text(
            id="Data pribadi berkas ini sudah dihapus, jadi tidak ada yang dapat dibuka.",
            en="The personal data of this case were erased, so there is nothing to open.",
        ),
    ),
    "length-required": Kind(
        411,
        "Length required",
        Text(
            id="Kirim kepala Content-Length; isi yang dikirim sepotong-sepotong tidak dibaca.",
            en="Send the header Content-Length; a body that comes in chunks is not read.",
        ),
    ),
    "too-large": Kind(
        413,
        "Too large",
        Text(
            id="Kiriman ini terlalu besar dan tidak dibaca.",
            en="What was sent is too large and was not read.",
        ),
    ),
    "wrong-media-type": Kind(
        415,
        "Wrong media type",
        Text(
            id="Kirim isi sebagai application/json; hanya berkas dikirim sebagai multipart/form-data.",
            en="Send the body as application/json; only files are sent as multipart/form-data.",
        ),
    ),
    "wrong-shape": Kind(
        422,
        "Wrong shape",
        Text(
            id="Bentuk kiriman tidak seperti yang tercantum dalam /api/openapi.json; lihat 'places'.",
            en="What was sent does not have the shape that /api/openapi.json documents; see 'places'.",
        ),
    ),
    "answers-rejected": Kind(
        422,
        "Answers rejected",
        Text(
            id="Ada jawaban yang tidak dapat diajukan; lihat 'fields'.",
            en="Some answers cannot be filed; see 'fields'.",
        ),
    ),
    "upload-refused": Kind(
        422,
        "Upload refused",
        Text(id="Berkas ini tidak dapat diterima.", en="This file cannot be taken."),
    ),
    "failed": Kind(
        500,
        "Failed",
        Text(
            id="Terjadi kesalahan di pihak kami. Sebutkan nomor kejadian bila menghubungi kantor.",
            en="Something went wrong on our side. Name the incident when you contact the office.",
        ),
    ),
    "busy": Kind(
        503,
        "Busy",
        Text(
            id="Kantor sedang sangat sibuk. Tidak ada yang hilang; kirim lagi dengan Idempotency-Key yang sama.",
            en="The office is very busy. Nothing was lost; send again with the same Idempotency-Key.",
        ),
        {"Retry-After": "5"},
    ),
    "no-room": Kind(
        503,
        "No room",
        Text(
            id="Penyimpanan kantor penuh. Tidak ada yang hilang; kirim lagi nanti dengan Idempotency-Key yang sama.",
            en="The office's storage is full. Nothing was lost; send again later with the same Idempotency-Key.",
        ),
        {"Retry-After": "600"},
    ),
}


def problem(name: str, says: Text | None = None, **more: Any) -> HttpResponse:
    """Return problem details of a kind; ``says`` replaces its usual sentence, ``more`` are further members."""
    kind = KINDS[name]
    text = says or kind.says
    body = {
        "type": f"{settings.SITE_ADDRESS}/api/v1/problems/{name}",
        "title": kind.title,
        "status": kind.status,
        "detail": text.en,
        "text": words(text),
        **more,
    }
    return JsonResponse(body, status=kind.status, content_type=MEDIA_TYPE, headers=dict(kind.headers))


def words(text: Text) -> dict[str, str]:
    """Return a sentence as the API writes it, in both languages."""
    return {"id": text.id, "en": text.en}


def refused(*refusals: Refusal, name: str = "refused", **more: Any) -> HttpResponse:
    """Return the problem of refusals, each with its code, reason and remedy."""
    text = Text(
        id=" ".join(f"{one.reason.id} {one.remedy.id}" for one in refusals),
        en=" ".join(f"{one.reason.en} {one.remedy.en}" for one in refusals),
    )
    said = [{"code": one.code, "reason": words(one.reason), "remedy": words(one.remedy)} for one in refusals]
    return problem(name, text, refusals=said, **more)


class Words(BaseModel):
    """One sentence in Indonesian and in English."""

    model_config = ConfigDict(extra="forbid")
    id: str
    en: str


class RefusalOut(BaseModel):
    """One "no" of a rule: a stable code for programs, the reason and the remedy for people."""

    code: str
    reason: Words
    remedy: Words


class FieldOut(BaseModel):
    """One answer that cannot be filed, and what to write instead."""

    field: str
    text: Words


class PlaceOut(BaseModel):
    """One place of the request that has not the documented shape; what was sent there is not repeated."""

    place: str
    wrong: str


class Problem(BaseModel):
    """Problem details (RFC 9457); ``text`` is ``detail`` in both languages, to be shown to a person."""

    type: str
    title: str
    status: int
    detail: str
    text: Words
    refusals: list[RefusalOut] = []
    fields: list[FieldOut] = []
    places: list[PlaceOut] = []
    incident: str = ""
    scope: str = ""


class KindOut(BaseModel):
    """One kind of problem."""

    name: str
    status: int
    title: str
    text: Words


@ROUTER.get("/", response=list[KindOut], auth=None, summary="List the kinds of problems")
def kinds(request: HttpRequest) -> Any:
    """List every kind of problem that a call can end with."""
    return [_out(name) for name in KINDS]


@ROUTER.get("/{name}", response=KindOut, auth=None, summary="Explain a kind of problem")
def explain(request: HttpRequest, name: str) -> Any:
    """Explain one kind; the ``type`` of a problem leads here."""
    if name not in KINDS:
        raise Http404
    return _out(name)


def _out(name: str) -> KindOut:
    kind = KINDS[name]
    text = Words(id=kind.says.id, en=kind.says.en)
    return KindOut(name=name, status=kind.status, title=kind.title, text=text)
