"""What waits for the reader's signature: every letter can be read, and several are signed at once."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import datetime
from typing import Any
from urllib.parse import urlencode

from django.conf import settings
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.utils import timezone

from layani.office.actions.differing import WHO_IT_IS
from layani.office.actions.signing import (
    AWAY,
    ELECTRONIC,
    MOST_AT_ONCE,
    SignedNow,
    certificate_of,
    how_signed,
    refusal,
    sign,
)
from layani.office.actions.signing_again import ask_again, back_from
from layani.office.actions.signing_over import open_letters, take_over
from layani.office.gateways.signing_service import Certificate, SigningAway
from layani.office.house import calendar
from layani.office.pages.citizen.case_words import service_name
from layani.office.pages.letters.chain import Link, chain_links
from layani.office.pages.letters.initials import DONE, row_of
from layani.office.pages.letters.initials import Row as Initialled
from layani.office.pages.officer.revocations import moment_after
from layani.office.pages.page import Page, Readers
from layani.office.tables.models import Case, RectificationAnswer
from layani.office.tables.models.signatures import Signature
from layani.office.tables.projection import state_of
from layani.office.tables.signing_rights import Rights, rights
from layani.rules.refusal import Refusal, Refused
from layani.rules.text import Text

ROWS = 25
LONGEST_PASSPHRASE = 200


@dataclass(frozen=True, slots=True)
class Row:
    """One letter that waits: its case, what it gives or that it refuses, and since when.

    why_not: why the reader may not sign it today, with who may; None where they may
    links:   who initialled it, and when
    put_right: something that tells who its person is was put right after the decision, so the letter may say it wrongly
    """

    number: str
    service: Text
    refused: bool
    since: datetime
    has_number: bool
    why_not: Refusal | None
    links: Sequence[Link]
    put_right: bool = False


@dataclass(frozen=True, slots=True)
class Open:
    """A letter of another that the reader may take over: whose it is, and why they may not sign it today."""

    number: str
    service: Text
    since: datetime
    signer: str
    why: Refusal


@dataclass(frozen=True, slots=True)
class Sent:
    """A letter that a signing service has: since when, and whether it has been there too long."""

    number: str
    service: Text
    since: datetime | None
    overdue: bool


def signing(request: HttpRequest) -> HttpResponse:
    """Show the queue of the reader, or sign what they chose of it. One query for the list."""
    if request.method != "POST":
        return _shown(request)
    if taken := str(request.POST.get("take", ""))[:40]:
        return _take_over(request, taken)
    if again := str(request.POST.get("again", ""))[:40]:
        return _ask_again(request, again)
    numbers = [one for one in request.POST.getlist("letter") if len(one) < 40][:MOST_AT_ONCE]
    passphrase = str(request.POST.get("passphrase", ""))[:LONGEST_PASSPHRASE]
    if not numbers or not passphrase or how_signed() != ELECTRONIC:
        return _shown(request, chosen=numbers, refusals=[_nothing_chosen()], status=422)
    done = sign(numbers, passphrase, actor=request.actor, now=timezone.now())
    if done.refusal:
        return _shown(request, chosen=numbers, refusals=[done.refusal], done=done, status=409)
    return redirect(f"{request.path}?{urlencode({'issued': done.issued, 'sent': done.sent})}")


def _take_over(request: HttpRequest, number: str) -> HttpResponse:
    """Take one letter over from a signer who may not sign today."""
    try:
        take_over(number, actor=request.actor, now=timezone.now())
    except Case.DoesNotExist as fault:
        raise Http404("There is no such case.") from fault
    except Refused as refused:
        return _shown(request, refusals=list(refused.refusals), status=409)
    return redirect(f"{request.path}?{urlencode({'taken': number})}")


def _ask_again(request: HttpRequest, number: str) -> HttpResponse:
    """Take one letter back that a service never returned."""
    try:
        ask_again(number, actor=request.actor, now=timezone.now())
    except Refused as refused:
        return _shown(request, refusals=list(refused.refusals), status=409)
    return redirect("signing")


def _sent(request: HttpRequest, now: datetime) -> list[Sent]:
    """Return the letters that the service has, the longest there first; one query."""
    if how_signed() != ELECTRONIC:
        return []
    rows = Signature.objects.sent_by(request.actor.user or 0)[:ROWS]
    return [
        Sent(row.case.number, service_name(row.case.service), row.sent_at, (at := back_from(row)) is None or now > at)
        for row in rows
    ]


def _why_not(rows: Sequence[Signature], request: HttpRequest, now: datetime) -> Mapping[str, Refusal]:
    """Return of the letters that are shown which the reader may not sign today, and why, with who may."""
    if not rows:
        return {}
    day, user = calendar().local(now).date(), request.actor.user or 0
    found = rights(request.actor.office, day, ())
    known = Rights(day, found.register, {user: request.actor.roles})
    said = {row.case.number: known.refuses(state_of(row.case), user) for row in rows}
    return {number: refusal for number, refusal in said.items() if refusal is not None}


def _shown(request: HttpRequest, status: int = 200, **more: Any) -> HttpResponse:
    found = Signature.objects.ready_of(request.actor.user or 0)
    after = moment_after(request)
    if after is not None:
        found = found.after(*after)
    rows = list(found[: ROWS + 1])
    certificate, away = _certificate(request)
    now = timezone.now()
    refused, since = _why_not(rows[:ROWS], request, now), _put_right(rows[:ROWS])
    shown = {
        "rows": [_row(row, refused, since) for row in rows[:ROWS]],
        "may_sign": len(refused) < len(rows[:ROWS]),
        "open": [
            Open(one.row.case.number, service_name(one.row.case.service), one.row.since, str(one.row.signer), one.why)
            for one in open_letters(actor=request.actor, now=now)
        ]
        if how_signed()
        else [],
        "sent": _sent(request, now),
        "unready": _unready(request, now),
        "told": DONE.get(request.GET.get("done", "")),
        "taken": request.GET.get("taken", "")[:40],
        "older": _following(rows[ROWS - 1]) if len(rows) > ROWS else None,
        "newer": request.path if after else None,
        "how": how_signed(),
        "certificate": certificate,
        "ended": bool(certificate and not certificate.holds(now)),
        "ends_soon": bool(certificate and certificate.ends_soon(now)),
        "away": refusal(AWAY) if away else None,
        "fake": settings.SIGNING == "fake",
        "done": SignedNow(_count(request, "issued"), _count(request, "sent")),
        "chosen": (),
        "refusals": (),
        **more,
    }
    return render(request, "letters/signing.html", shown, status=status)


def _unready(request: HttpRequest, now: datetime) -> list[Initialled]:
    """Return the letters of the reader's queue that wait for an initial, those that wait longest; one query."""
    if not how_signed():
        return []
    return [row_of(one, now) for one in Signature.objects.unready_of(request.actor.user or 0)[:ROWS]]


def _certificate(request: HttpRequest) -> tuple[Certificate | None, bool]:
    """Return the reader's certificate, and whether the service is away."""
    if how_signed() != ELECTRONIC:
        return None, False
    try:
        return certificate_of(request.actor), False
    except SigningAway:
        return None, True


def _count(request: HttpRequest, name: str) -> int:
    typed = request.GET.get(name, "")
    return int(typed) if typed.isascii() and typed.isdigit() and len(typed) < 4 else 0


def _put_right(rows: Sequence[Signature]) -> Mapping[int, datetime]:
    """Return when something that tells who they are was last put right of the persons of some letters; one query."""
    parties = {row.case.party_id for row in rows}
    return RectificationAnswer.objects.last_put_right(parties, WHO_IT_IS) if parties else {}


def _row(row: Signature, refused: Mapping[str, Refusal], put_right: Mapping[int, datetime]) -> Row:
    decided, since = row.case.decided_at, put_right.get(row.case.party_id)
    return Row(
        row.case.number,
        service_name(row.case.service),
        row.case.status == "refused",
        row.since,
        row.has_number,
        refused.get(row.case.number),
        chain_links(row),
        decided is not None and since is not None and decided < since,
    )


def _following(row: Signature) -> str:
    return "?" + urlencode({"due": row.since.isoformat(), "id": row.pk})


def _nothing_chosen() -> Refusal:
    return Refusal(
        "nothing-chosen",
        Text(
            "Belum ada surat yang dipilih, atau frasa sandi belum diketik.",
            "No letter is chosen, or no passphrase typed.",
        ),
        Text(
            "Baca suratnya, pilih, lalu ketik frasa sandi Anda.",
            "Read the letters, choose them, then type your passphrase.",
        ),
    )


PAGE = Page(path="letters/signing/", name="signing", view=signing, readers=Readers.OFFICER)
