"""What a program's token may do: scopes as OAuth spells them (RFC 6749, section 3.3), and the services they reach."""

from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from typing import Final

from layani.rules.refusal import Refusal
from layani.rules.text import Text

SCOPES: Final[Mapping[str, Text]] = {
    "cases:file": Text("Mengajukan permohonan atas nama pemohon", "File applications in an applicant's name"),
    "cases:answer": Text(
        "Membaca apa yang kurang, menjawabnya, dan melaporkan langkah pemohon selesai",
        "Read what is missing, answer it, and say that the applicant's step is done",
    ),
    "cases:read": Text("Melihat keadaan berkas", "See where a case stands"),
    "cases:events": Text("Melihat apa yang terjadi pada berkas", "See what happened to a case"),
    "cases:withdraw": Text(
        "Menarik permohonan yang diajukan sistemnya, atas permintaan pemohon",
        "Withdraw applications that its system filed, when the applicant asks for it",
    ),
    "mandates:file": Text(
        "Mengajukan permohonan untuk orang lain dengan kuasa orangnya", "File for somebody else under their mandate"
    ),
    "documents:upload": Text("Mengunggah berkas pemohon", "Upload an applicant's documents"),
    "receipts:read": Text("Mengunduh tanda terima", "Download receipts"),
    "tickets:open": Text("Membuka tiket di pintu depan", "Open tickets at the front door"),
    "tickets:read": Text("Melihat keadaan tiket yang dibukanya", "See how the tickets that it opened stand"),
    "webhooks:manage": Text(
        "Meminta pemberitahuan tentang permohonan yang diajukannya", "Be told of events of the cases that it filed"
    ),
    "webhooks:all-cases": Text(
        "Meminta pemberitahuan tentang semua permohonan layanannya",
        "Be told of events of all cases of its services",
    ),
}
"""Every scope, and what it lets a program do. What everybody may read needs no scope."""

MANAGES: Final = "webhooks:manage"
"""The scope without which a program is told of nothing."""
EVERY_CASE: Final = "webhooks:all-cases"
"""The one scope that widens an operation instead of opening one; it needs MANAGES too."""

LONGEST_DAYS: Final = 730
"""For how many days a token may be in force at most; its end is asked for, so that none lives for ever."""
SOON_DAYS: Final = 30
"""From how many days before its end a token is shown as ending soon."""


@dataclass(frozen=True, slots=True)
class Grant:
    """What a program may: ``scopes``, and for which ``services``; no service named means all of them."""

    scopes: frozenset[str] = frozenset()
    services: frozenset[str] = frozenset()

    def reaches(self, service: str) -> bool:
        """Tell whether the grant reaches a service.

        >>> Grant(services=frozenset({"hall-use"})).reaches("move-of-address"), Grant().reaches("move-of-address")
        (False, True)
        """
        return not self.services or service in self.services


def unknown_scopes(names: Iterable[str]) -> list[str]:
    """Return those names that are no scope, sorted.

    >>> unknown_scopes(["cases:read", "cases:decide"])
    ['cases:decide']
    """
    return sorted(set(names) - SCOPES.keys())


def scope_missing(scope: str) -> Refusal:
    """Return the refusal for a program whose token has not this scope."""
    return Refusal(
        code="scope-missing",
        reason=Text(
            id=f"Token program ini tidak memuat cakupan '{scope}'.",
            en=f"This program's token has not the scope '{scope}'.",
        ),
        remedy=Text(
            id="Minta operator memberi program ini cakupan itu dan menyerahkan token baru yang tercetak; "
            f"token ini masih berlaku beberapa hari: layani program rotate NAMA --add-scope {scope}",
            en="Ask the operator to give the program that scope and to hand over the token that is printed; "
            f"this one goes on for some days: layani program rotate NAME --add-scope {scope}",
        ),
    )


def service_not_granted(service: str) -> Refusal:
    """Return the refusal for a program that may not act for a service."""
    return Refusal(
        code="service-not-granted",
        reason=Text(
            id=f"Program ini tidak diizinkan untuk layanan '{service}'.",
            en=f"This program may not act for the service '{service}'.",
        ),
        remedy=Text(
            id="Pakai layanan yang diizinkan, atau minta operator menambahkannya.",
            en="Use the services that it was given, or ask the operator to add this one.",
        ),
    )


OTHER_NETWORK: Final = Refusal(
    code="other-network",
    reason=Text(
        id="Token ini hanya berlaku dari jaringan lain.",
        en="This token is in force from other networks only.",
    ),
    remedy=Text(
        id="Panggil dari jaringan yang terdaftar, atau minta operator mengubah daftarnya.",
        en="Call from a network that is on its list, or ask the operator to change the list.",
    ),
)
