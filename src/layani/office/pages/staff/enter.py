"""Enter that somebody joins, moves, leaves, has lost their way to sign in, or that their roles still fit."""

from collections.abc import Mapping, Sequence
from datetime import date
from typing import Any

from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.utils import timezone

from layani.office.actions.moving_staff import Person, enter_change, known_roles
from layani.office.house import calendar, role_title
from layani.office.pages.page import Page, Readers
from layani.office.pages.parts.asking import OwnForm, posted_by
from layani.office.pages.parts.forms import FieldPart, field_part
from layani.office.tables.models import User
from layani.rules.catalogue.model import Field
from layani.rules.refusal import Refusal, Refused
from layani.rules.staffing import AT_ONCE, KIND_WORDS, LOCK_WITHIN, Change
from layani.rules.text import Text

NO_DAY = Text("Harinya belum ditulis.", "The day is missing.")


def form() -> OwnForm:
    """Return the questions; the roles are those of today."""
    return OwnForm(
        (
            Field("kind", "choice", Text("Apa yang terjadi", "What happens"), options=tuple(KIND_WORDS.items())),
            Field("username", "text", Text("Nama pengguna", "User name"),
                  Text("Untuk orang baru: nama yang akan dipakainya masuk. Huruf, angka, titik, dan tanda hubung; "
                       "huruf besar menjadi kecil.",
                       "For somebody new: the name to sign in with. Letters, digits, dots and hyphens; capital letters "
                       "become small."), limits={"longest": 150}),
            Field("decree", "text", Text("Nomor surat perintah atau keputusan", "Number of the order or decree"),
                  Text("Untuk kunci darurat boleh kosong.", "For a lock in an emergency it may be empty."),
                  required=False, limits={"longest": 200}),
            Field("day", "date", Text("Hari", "Day"),
                  Text("Hari pertama perannya. Bagi yang keluar: hari terakhir. Untuk saat itu juga: boleh kosong.",
                       "The first day of the roles. Of who leaves: the last. What is done at once needs none."),
                  required=False),
            Field("roles", "several", Text("Semua perannya sejak hari itu", "All of their roles from that day"),
                  Text("Kosongkan bagi yang keluar.", "Leave it empty for who leaves."), required=False,
                  options=tuple((one, role_title(one)) for one in sorted(known_roles()))),
            Field("name", "text", Text("Nama lengkap", "Full name"), Text("Hanya orang baru.", "Somebody new only."),
                  required=False, limits={"longest": 200}),
            Field("nik", "nik", Text("NIK petugas", "The officer's NIK"),
                  Text("Hanya orang baru: agar berkasnya sendiri tidak sampai kepadanya. Yang disimpan hanya kodenya.",
                       "Somebody new only: so that their own case is never given to them. Only its code is kept."),
                  required=False),
            Field("email", "email", Text("Surel kantornya", "Their e-mail at the office"),
                  Text("Ke sana diberitahukan bila cara masuknya diganti.",
                       "They are told there when their sign-in is replaced."), required=False),
        )
    )  # fmt: skip


def enter(request: HttpRequest) -> HttpResponse:
    """Ask, and keep the entry; nothing is done before somebody else confirms it."""
    asked = form()
    if request.method != "POST":
        return _shown(request, _parts(asked, {}))
    posted = posted_by(request)
    values, problems = asked.read(posted)
    if not problems and values.get("day") is None and values["kind"] not in AT_ONCE:
        problems = {"day": NO_DAY}
    if problems:
        return _shown(request, _parts(asked, posted, problems), status=422)
    person = Person(values.get("nik") or "", values.get("email") or "")
    try:
        row = enter_change(_change(values), person, actor=request.actor, now=timezone.now())
    except Refused as refused:
        return _shown(request, _parts(asked, posted), refused.refusals, status=409)
    return redirect("staff-entry", row.pk)


def _change(values: Mapping[str, Any]) -> Change:
    username = values["username"].strip().lower()
    gives = values["kind"] in ("join", "move")
    return Change(
        kind=values["kind"],
        username=username,
        name=values.get("name") or "",
        day=date.fromisoformat(values["day"]) if values.get("day") else calendar().local(timezone.now()).date(),
        decree=values.get("decree") or "",
        officer=User.objects.filter(username=username).values_list("pk", flat=True).first(),
        roles=tuple(values.get("roles") or ()) if gives else (),
    )


def _parts(
    asked: OwnForm, posted: Mapping[str, list[str]], problems: Mapping[str, Text] | None = None
) -> Sequence[FieldPart]:
    return [field_part(one, problem=(problems or {}).get(one.name), posted=posted) for one in asked.fields]


def _shown(
    request: HttpRequest, fields: Sequence[FieldPart], refusals: Sequence[Refusal] = (), status: int = 200
) -> HttpResponse:
    shown = {
        "fields": fields,
        "problems": [part for part in fields if part.problem],
        "refusals": refusals,
        "lock_within": LOCK_WITHIN.words(),
    }
    return render(request, "staff/enter.html", shown, status=status)


PAGE = Page(path="staff/new/", name="staff-enter", view=enter, readers=Readers.AUTHORITY)
