"""What the holder of a mandate may do and see by it, and what stays the person's own."""

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import date
from typing import Final

from layani.rules.mandates.model import AGENT_ABOVE, Mandate
from layani.rules.refusal import Refusal
from layani.rules.text import Text

OWN_ACTS: Final = {
    "objection": Text("Keberatan dan banding", "Objections and appeals"),
    "consent": Text("Persetujuan, dan menjawab tawaran", "Consent, and answering an offer"),
    "identity": Text("Mengubah data diri, telepon, dan surel", "Changing who they are, their phone and their e-mail"),
    "withdraw": Text("Menarik permohonan", "Taking an application back"),
    "renew": Text(
        "Perpanjangan, karena memakai data permohonan lama", "Renewals, which use an earlier application's data"
    ),
    "erasure": Text("Menghapus data", "Erasing data"),
    "export": Text("Mengunduh semua data", "Downloading all data"),
    "mandate": Text("Memberi kuasa lagi kepada orang lain", "Giving a mandate on to somebody else"),
}
"""What nobody does for another here, whatever the mandate says."""

SHOWN_OF_THE_PERSON: Final = frozenset({"name", "nik"})
"""What the register holds of a person and the holder of a mandate is shown: what stands on the mandate itself."""


@dataclass(frozen=True, slots=True)
class Filed:
    """A case that was filed under a mandate: by whose hands, for whom, for which service."""

    holder: int
    giver: int
    service: str


def may_see(filed: Filed, reader: int, mandates: Iterable[Mandate], day: date) -> bool:
    """Tell whether a reader sees a case: they filed it, and a mandate of its person for its service is in force.

    A case that the person filed themselves, or that another agent filed, is never seen.
    """
    return filed.holder == reader and any(_fits(one, filed, day) for one in mandates)


def may_receive(filed: Filed, reader: int, mandates: Iterable[Mandate], day: date) -> bool:
    """Tell whether a reader sees the letter, too: a mandate in force says that they receive it."""
    found = list(mandates)
    return may_see(filed, reader, found, day) and any(one.receives and _fits(one, filed, day) for one in found)


def _fits(mandate: Mandate, filed: Filed, day: date) -> bool:
    return (mandate.holder, mandate.giver) == (filed.holder, filed.giver) and mandate.covers(filed.service, day)


def is_agent(persons: int) -> bool:
    """Tell whether somebody who acted for so many different persons in twelve months is an agent.

    >>> is_agent(AGENT_ABOVE), is_agent(AGENT_ABOVE + 1)
    (False, True)
    """
    return persons > AGENT_ABOVE


def not_covered(service: Text | None = None) -> Refusal:
    """The refusal where no mandate is in force for what somebody would file for another; of a bundle, for which."""
    which = (
        Text(f"urusan “{service.id}”", f"the service “{service.en}”") if service else Text("urusan ini", "this service")
    )
    return Refusal(
        "no-mandate",
        Text(
            f"Tidak ada kuasa yang berlaku hari ini dari orang itu untuk {which.id}.",
            f"No mandate of that person for {which.en} is in force today.",
        ),
        Text(
            "Minta orangnya memberi kuasa (sendiri di halaman Kuasa, atau di loket), atau ia mengurusnya sendiri.",
            "Ask the person to give one (on the page Mandates, or at the counter), or let them file it themselves.",
        ),
    )


def own_act(name: str) -> Refusal:
    """The refusal of what is the person's own; name: a key of OWN_ACTS."""
    said = OWN_ACTS[name]
    return Refusal(
        "persons-own-act",
        Text(f"{said.id}: hanya orangnya sendiri.", f"{said.en}: the person alone."),
        Text(
            "Orangnya masuk dengan NIK-nya sendiri, atau datang ke loket dengan KTP.",
            "They sign in with their own NIK, or come to the counter with their identity card.",
        ),
    )


def agents_contact() -> Text:
    """What is wrong with a contact on the form that is the agent's own."""
    return Text(
        "Ini nomor atau surel Anda sendiri. Tulis milik orangnya, atau kosongkan: kabar dikirim kepadanya.",
        "This phone or e-mail is your own. Write the person's, or leave it empty: they are told, not you.",
    )
