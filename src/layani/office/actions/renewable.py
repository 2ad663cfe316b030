"""What can be renewed, by whom and when, and what is taken over from the earlier case."""

from collections.abc import Mapping
from datetime import date, datetime
from typing import Any

from layani.office.actions.viewing import answers_of
from layani.office.house import calendar, catalogue
from layani.office.tables.models import Case as CaseRow
from layani.office.tables.models import Party
from layani.office.tables.projection import state_of
from layani.rules.cases.state import Case
from layani.rules.cases.validity import before, standing
from layani.rules.catalogue import Service
from layani.rules.catalogue.admission import not_open
from layani.rules.refusal import Refusal, Refused
from layani.rules.text import Text


def is_about(service: Service, slug: str) -> bool:
    """Tell whether a service renews or changes what another one gives: the first permit, or one that renewed it."""
    if service.renews is None:
        return False
    other = catalogue().services.get(slug)
    return slug == service.renews.service or bool(
        other and other.renews and other.renews.service == service.renews.service
    )


def has_renewal(slug: str, day: date) -> bool:
    """Tell whether a service renews what another one gives, and takes applications on a day or later."""
    about = [one for one in catalogue().services.values() if is_about(one, slug) and one.renews and one.renews.opens]
    return any(one.closing is None or not one.closing.ended(day) for one in about)


def opens_at(case: Case, service: Service) -> datetime | None:
    """Return the first moment at which a case's product can be renewed or changed; None where it cannot.

    A change is possible from the letter on, also of what has no end.
    """
    if service.renews is None:
        return None
    if service.renews.opens is None:
        return case.issued_at
    if case.valid_until is None:
        return None
    return before(calendar(), case.valid_until, service.renews.opens)


def taken_over(service: Service, row: CaseRow) -> dict[str, Any]:
    """Return what is taken over from the earlier case, as its answers stand; what fits this form no more is left out.

    Raises KeyGone after an erasure.
    """
    if service.renews is None:
        return {}
    names = {*service.renews.keeps, *service.renews.takes}
    valid = service.answers.validator.is_valid
    return {name: value for name, value in answers_of(row).items() if name in names and valid({name: value})}


def require_renewable(service: Service, number: str, party: Party, now: datetime) -> CaseRow:
    """Return the case whose product this party may renew or change now, or raise Refused with the reason."""
    if closed := not_open(service, calendar().local(now).date()):
        raise Refused(closed)
    row = CaseRow.objects.numbered(number) if number else None
    # One refusal for all three, so that nobody learns from it whether somebody else's case exists.
    if row is None or row.party_id != party.pk or not is_about(service, row.service):
        raise Refused(_nothing_to_renew())
    case = state_of(row)
    stands = standing(case, now)
    opens = opens_at(case, service)
    if stands is None or stands.standing != "valid" or opens is None:
        raise Refused(_holds_no_more())
    if case.revocation_due:
        raise Refused(_being_revoked())
    if now < opens:
        raise Refused(_too_early(opens))
    if CaseRow.objects.renewing(number, service.slug, party.pk).exists():
        raise Refused(_renewed_already())
    return row


def require_kept(service: Service, row: CaseRow, answers: Mapping[str, Any]) -> None:
    """Raise Refused where an answer that is kept is not what the earlier case holds."""
    held = taken_over(service, row)
    keeps = service.renews.keeps if service.renews else ()
    if any(name in held and answers.get(name) != held[name] for name in keeps):
        raise Refused(_changed_meanwhile())


def _nothing_to_renew() -> Refusal:
    return Refusal(
        code="nothing-to-renew",
        reason=Text(
            id="Kami tidak menemukan surat Anda yang dapat diperpanjang atau diubah dengan layanan ini.",
            en="We find no letter of yours that this service can renew or change.",
        ),
        remedy=Text(
            id="Buka permohonan lama Anda di “Permohonan saya”, lalu tekan “Perpanjang” atau “Ubah”. "
            "Bila surat itu belum pernah terbit, ajukan yang baru.",
            en="Open your earlier case under “My applications” and press “Renew” or “Change”. "
            "If you never had the letter, apply for a new one.",
        ),
    )


def _holds_no_more() -> Refusal:
    return Refusal(
        code="holds-no-more",
        reason=Text(
            id="Surat ini sudah tidak berlaku, jadi tidak dapat diperpanjang atau diubah.",
            en="This letter does not hold any more, so it cannot be renewed or changed.",
        ),
        remedy=Text(id="Ajukan surat yang baru.", en="Apply for a new one."),
    )


def _being_revoked() -> Refusal:
    return Refusal(
        code="being-revoked",
        reason=Text(
            id="Ada peringatan pencabutan untuk surat ini yang belum diputuskan.",
            en="There is a warning of a revocation of this letter that is not decided.",
        ),
        remedy=Text(
            id="Jawab dahulu peringatan itu di halaman berkas Anda.", en="Answer the warning on your case's page first."
        ),
    )


def _too_early(opens: datetime) -> Refusal:
    day = calendar().local(opens).date()
    return Refusal(
        code="renewal-too-early",
        reason=Text(
            id=f"Surat ini baru dapat diperpanjang mulai {day:%d-%m-%Y}.",
            en=f"This letter can be renewed from {day:%Y-%m-%d} on.",
        ),
        remedy=Text(
            id="Kembali pada hari itu. Pengingat akan kami kirim sebelum surat berakhir, bila layanan ini memilikinya.",
            en="Come back on that day. We send a reminder before the end, where the service has one.",
        ),
    )


def _renewed_already() -> Refusal:
    return Refusal(
        code="renewal-under-way",
        reason=Text(
            id="Perpanjangan atau perubahan surat ini sudah Anda ajukan dan sedang kami proses.",
            en="You have applied for this already, and we are working on it.",
        ),
        remedy=Text(id="Lihat di “Permohonan saya”.", en="See it under “My applications”."),
    )


def _changed_meanwhile() -> Refusal:
    return Refusal(
        code="earlier-case-changed",
        reason=Text(
            id="Data yang diambil dari berkas lama tidak sama dengan catatan kantor.",
            en="What was taken over from the earlier case is not what the office holds.",
        ),
        remedy=Text(
            id="Mulai sekali lagi dari halaman berkas lama.",
            en="Begin once more from the page of the earlier case.",
        ),
    )
