"""One proposal: what it changes, for whom it would have come out otherwise, what the public says, and the decision."""

from typing import Any

from django.core.exceptions import PermissionDenied
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.utils import timezone

from layani.office.actions.publishing import PUBLISHER, changes_of, decline, hide, publish
from layani.office.actions.replaying_rules import Replay
from layani.office.house import catalogue
from layani.office.pages.auditor.auditor import key_before, key_in
from layani.office.pages.page import Page, Readers
from layani.office.pages.parts.changes import changes_shown
from layani.office.pages.parts.errors import bad_request
from layani.office.pages.parts.open_cases import open_cases_shown
from layani.office.pages.parts.own_words import require_short, words_in
from layani.office.pages.publishing.publishing import COLOURS, KINDS, kind_of
from layani.office.tables.models import Comment, Proposal
from layani.rules.refusal import Refused
from layani.rules.text import Text

ROWS = 25
LONGEST_WHY = 1000
REPLAYED = {
    "worse": Text("kini gagal pada syarat wajib", "would now fail a mandatory rule"),
    "better": Text("tidak lagi gagal", "would no longer fail one"),
    "unknown": Text("tidak dapat dinilai: dahulu tidak ditanyakan", "cannot be told: it was not asked then"),
    "dearer": Text("lebih mahal", "would cost more"),
    "cheaper": Text("lebih murah", "would cost less"),
}
LEFT_OUT = {
    "unanswered": Text("diimpor tanpa jawaban", "imported without answers"),
    "erased": Text("jawabannya sudah dihapus", "their answers were erased"),
    "not_reached": Text("lebih lama, tidak sempat dinilai", "older, there was no time for them"),
}


def proposal(request: HttpRequest, number: int) -> HttpResponse:
    """Show it, and take the decision: an analyst withdraws their own, a publisher publishes or declines another's."""
    row = Proposal.objects.with_people().filter(pk=number).first()
    if row is None:
        raise Http404("There is no such proposal.")
    if request.method != "POST":
        return _shown(request, row)
    doing, why = str(request.POST.get("doing", "")), words_in(request, "why")
    if PUBLISHER not in request.actor.roles and not (doing == "decline" and row.proposed_by_id == request.actor.user):
        raise PermissionDenied("Only a publisher decides on a proposal; who proposed it can withdraw it.")
    try:
        require_short(why, LONGEST_WHY)
        _do(request, row, doing, why)
    except Refused as refused:
        row = Proposal.objects.with_people().get(pk=number)
        return _shown(request, row, refusals=refused.refusals, why=why, status=409)
    except KeyError:
        return bad_request(request)
    return redirect("proposal", number)


def _do(request: HttpRequest, row: Proposal, doing: str, why: str) -> None:
    """Do what was posted; raises Refused, and KeyError for what there is not."""
    now, said = timezone.now(), key_in(str(request.POST.get("comment", "")))
    if doing == "publish":
        publish(row.pk, actor=request.actor, now=now)
    elif doing == "decline":
        decline(row.pk, why, actor=request.actor, now=now)
    elif doing == "hide" and said is not None and Comment.objects.of(row.pk).filter(pk=said).exists():
        hide(said, why, actor=request.actor)
    else:
        raise KeyError(doing)


def _shown(request: HttpRequest, row: Proposal, status: int = 200, **more: Any) -> HttpResponse:
    before, kind = key_before(request), kind_of(row)
    comments = list(Comment.objects.of(row.pk, before)[: ROWS + 1])
    service = catalogue().services.get(row.service)
    own, roles = row.proposed_by_id == request.actor.user, request.actor.roles
    shown = {
        "row": row,
        "name": service.name if service else Text(row.service, row.service),
        "kind": KINDS[kind],
        "colour": COLOURS[kind],
        "waits": not kind,
        "changes": changes_shown(changes_of(row)),
        "warnings": row.report.get("warnings", ()),
        "replay": row.report.get("replay"),
        "open_cases": open_cases_shown(row),
        "outcomes": _outcomes(row.report.get("replay") or {}),
        "left_out": _left_out(row.report.get("replay") or {}),
        "own": own,
        "may_publish": PUBLISHER in roles and not own,
        "may_decline": own or PUBLISHER in roles,
        "may_hide": PUBLISHER in roles,
        "commenting": row.takes_comments(timezone.now()),
        "count": Comment.objects.of(row.pk).count(),
        "comments": comments[:ROWS],
        "older": f"?before={comments[ROWS - 1].pk}" if len(comments) > ROWS else None,
        "newer": request.path if before else None,
        **more,
    }
    return render(request, "publishing/proposal.html", shown, status=status)


def _outcomes(replay: dict[str, Any]) -> list[tuple[Text, int, list[str]]]:
    """Return in which way how many past cases would come out otherwise, with their numbers."""
    named = replay.get("named", {})
    return [(words, replay[kind], named.get(kind, [])) for kind, words in REPLAYED.items() if replay.get(kind)]


def _left_out(replay: dict[str, Any]) -> list[tuple[Text, int]]:
    """Return why how many past cases were not judged; a report of earlier versions does not say it, and gives []."""
    if "unanswered" not in replay:
        return []
    counts = {**replay, "not_reached": Replay(**replay).not_reached}
    return [(words, counts[kind]) for kind, words in LEFT_OUT.items() if counts[kind]]


PAGE = Page(path="publishing/<int:number>/", name="proposal", readers=Readers.PUBLISHING, view=proposal)
