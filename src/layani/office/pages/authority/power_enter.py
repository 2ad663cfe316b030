"""Enter a power to sign: who, for which post, in which form, by which decree, from when to when."""

from collections.abc import Mapping, Sequence
from dataclasses import replace
from datetime import date
from typing import Any

from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.utils import timezone

from layani.office.actions.authorising import Power, enter_power, posts
from layani.office.house import calendar, catalogue
from layani.office.pages.page import Page, Readers
from layani.office.pages.parts.asking import OwnForm, posted_by
from layani.office.pages.parts.forms import FieldPart, field_part
from layani.office.tables.models import Role
from layani.rules.authority.model import ACT_WORDS, KIND_WORDS
from layani.rules.catalogue.model import Field
from layani.rules.refusal import Refusal, Refused
from layani.rules.text import Text

MOST_NAMES = 300
"""In the list to choose from; a longer one would weigh more than the page."""
TITLE: Mapping[str, int] = {"longest": 120}
FORM_ORDER = ("plh", "plt", "mandate", "away", "own", "delegation")


def form() -> OwnForm:
    """Return the questions; posts and services are those of today."""
    titles = catalogue().office.roles
    return OwnForm(
        (
            Field("kind", "choice", Text("Bentuk wewenang", "Kind of power"),
                  options=tuple((kind, KIND_WORDS[kind]) for kind in FORM_ORDER)),
            Field("post", "choice", Text("Untuk jabatan", "For the post"),
                  options=tuple((post, titles[post].title) for post in sorted(posts()) if post in titles)),
            Field("username", "text", Text("Nama pengguna petugasnya", "User name of the officer"),
                  Text("Kosongkan untuk wewenang jabatan dan hari berhalangan.",
                       "Leave it empty for the power of a post and for days away."),
                  required=False, limits={"longest": 150}),
            Field("signs_as_id", "text", Text("Jabatannya sendiri (Indonesia)", "Their own post (in Indonesian)"),
                  Text("Hanya untuk mandat: berdiri di bawah “a.n.”. Untuk delegasi: siapa yang memberi.",
                       "Only for a mandate: it stands below “a.n.”. For a delegation: who gave it."),
                  required=False, limits=TITLE),
            Field("signs_as_en", "text", Text("Jabatannya sendiri (Inggris)", "Their own post (in English)"),
                  required=False, limits=TITLE),
            Field("through_id", "text",
                  Text("Jabatan perantara, u.b. (Indonesia)", "Post between, u.b. (in Indonesian)"),
                  Text("Hanya bila penerima mandat menyerahkannya lagi.", "Only if the mandate was passed on."),
                  required=False, limits=TITLE),
            Field("through_en", "text", Text("Jabatan perantara, u.b. (Inggris)", "Post between, u.b. (in English)"),
                  required=False, limits=TITLE),
            Field("decree", "text", Text("Nomor keputusan atau surat perintah", "Number of the decree or order"),
                  limits={"longest": 200}),
            Field("decree_on", "date", Text("Tanggalnya", "Its date")),
            Field("since", "date", Text("Hari pertama", "First day")),
            Field("until", "date", Text("Hari terakhir", "Last day"),
                  Text("Wajib untuk Plt., Plh. dan berhalangan.", "Needed for acting officials and days away."),
                  required=False),
            Field("not_acts", "several", Text("Yang tidak termasuk", "What it leaves out"),
                  Text("Keputusan strategis tidak termasuk mandat, Plt. dan Plh. (UU 30/2014 pasal 14 ayat 7).",
                       "Strategic decisions are not in a mandate, nor with acting officials (UU 30/2014 pasal 14(7))."),
                  required=False, options=tuple(ACT_WORDS.items())),
            Field("not_services", "several", Text("Layanan yang tidak termasuk", "Services it leaves out"),
                  required=False,
                  options=tuple((slug, one.name) for slug, one in sorted(catalogue().services.items()))),
        )
    )  # fmt: skip


def power_enter(request: HttpRequest) -> HttpResponse:
    """Ask, and keep the entry; it has no force before somebody else confirms it."""
    asked = form()
    if request.method != "POST":
        return _shown(request, _parts(asked, {}))
    posted = posted_by(request)
    values, problems = asked.read(posted)
    if problems:
        return _shown(request, _parts(asked, posted, problems), status=422)
    try:
        row = enter_power(_power(values), actor=request.actor, now=timezone.now())
    except Refused as refused:
        return _shown(request, _parts(asked, posted), refused.refusals, status=409)
    return redirect("power", row.pk)


def _power(values: Mapping[str, Any]) -> Power:
    return Power(
        post=values["post"],
        kind=values["kind"],
        decree=values["decree"],
        decree_on=date.fromisoformat(values["decree_on"]),
        since=date.fromisoformat(values["since"]),
        until=date.fromisoformat(values["until"]) if values.get("until") else None,
        username=values.get("username") or "",
        signs_as=Text(values.get("signs_as_id") or "", values.get("signs_as_en") or ""),
        through=Text(values.get("through_id") or "", values.get("through_en") or ""),
        not_acts=tuple(values.get("not_acts") or ()),
        not_services=tuple(values.get("not_services") or ()),
    )


def _parts(
    asked: OwnForm, posted: Mapping[str, list[str]], problems: Mapping[str, Text] | None = None
) -> Sequence[FieldPart]:
    parts = [field_part(one, problem=(problems or {}).get(one.name), posted=posted) for one in asked.fields]
    return [_with_names(part) if part.name == "username" else part for part in parts]


def _with_names(part: FieldPart) -> FieldPart:
    """Let the user name be chosen from the officers' names; who has no role yet can still be typed in."""
    boxes = (replace(box, attributes={**box.attributes, "list": "officers"}) for box in part.boxes)
    return replace(part, boxes=tuple(boxes))


def _shown(
    request: HttpRequest, fields: Sequence[FieldPart], refusals: Sequence[Refusal] = (), status: int = 200
) -> HttpResponse:
    today = calendar().local(timezone.now()).date()
    officers = Role.objects.named_on(catalogue().office.slug, today, MOST_NAMES)
    shown = {
        "officers": officers,
        "fields": fields,
        "problems": [part for part in fields if part.problem],
        "refusals": refusals,
    }
    return render(request, "authority/power_enter.html", shown, status=status)


PAGE = Page(path="authority/new/", name="power-enter", view=power_enter, readers=Readers.AUTHORITY)
