"""Hold the kept file of each letter, signed or not, against the digest that the act of its issue names."""

from collections.abc import Iterator, Mapping, Sequence
from hashlib import sha256
from json import loads
from uuid import UUID

from cryptography.exceptions import InvalidTag

from layani.office.actions.comparing_editions import ISSUED, number_in
from layani.office.actions.issuing import SIGNED_PAPER
from layani.office.actions.looking_through import legible_at
from layani.office.gateways.sealing import open_bytes
from layani.office.tables.models import Case, Event, Letter, LetterPaper, Signature
from layani.office.tables.models.signatures import SIGNED
from layani.rules.cases.act import written

FILES_AT_A_TIME = 50  # a scan may have some megabytes
Place = tuple[int, int]
"""Case and edition."""


def altered_papers(
    rows: Sequence[Case], acts: Mapping[int, Sequence[Event]], keys: Mapping[UUID, bytes]
) -> Iterator[tuple[str, str]]:
    """Yield (which letter, what is wrong with its file) for the letters of some cases.

    acts: by case, those that issued a letter among them; keys: by the cases' ref, of an erased case none
    """
    issued = {(case, number_in(act)): act for case, some in acts.items() for act in some if act.act in ISSUED}
    by_case = {row.pk: keys[row.ref] for row in rows if row.ref in keys}
    letters = Letter.objects.filter(case__in=by_case).order_by("case_id", "edition").defer("sealed")
    wanted: dict[Place, tuple[str, str]] = {}
    signed: dict[Place, tuple[str, Mapping[str, str]]] = {}
    for letter in letters:
        act, place, where = issued.get((letter.case_id, letter.number)), (letter.case_id, letter.edition), str(letter)
        if act is not None and (digest := _digest(act)):
            wanted[place] = (f"letter {where}", digest)
            signed[place] = (f"letter {where}", loads(act.body)["data"].get("signature", {}))
    for place, sealed in _files(list(by_case)):
        if place in wanted:
            where, digest = wanted.pop(place)
            yield from legible_at(where, _in_file(where, sealed, digest, by_case[place[0]]))
    yield from ((where, "has lost the file that its act names") for where, _ in wanted.values())
    yield from _in_signatures(list(by_case), signed)


def _digest(act: Event) -> str:
    """Return the SHA-256 (hex) of the file that an act names; "" for one of before acts named it."""
    data = loads(act.body)["data"]
    return str(data.get("signature", {}).get("sha256") or data.get("paper", ""))


def _files(cases: Sequence[int]) -> Iterator[tuple[Place, bytes]]:
    """Yield each file, sealed, with its place; that of a signed letter stands with its signature, and comes first."""
    signed = Signature.objects.filter(case__in=cases, state=SIGNED, sealed__isnull=False)
    plain = LetterPaper.objects.filter(letter__case__in=cases)
    for found in (
        signed.values_list("case_id", "edition", "sealed"),
        plain.values_list("letter__case_id", "letter__edition", "sealed"),
    ):
        for case, edition, sealed in found.iterator(chunk_size=FILES_AT_A_TIME):
            yield (case, edition), bytes(sealed or b"")


def _in_signatures(
    cases: Sequence[int], signed: Mapping[Place, tuple[str, Mapping[str, str]]]
) -> Iterator[tuple[str, str]]:
    """Yield the letters of which the register says another kind or time of signing than the act."""
    rows = Signature.objects.filter(case__in=cases, state=SIGNED)
    for case, edition, how, at in rows.values_list("case_id", "edition", "how", "stamped_at"):
        where, said = signed.get((case, edition), ("", {}))
        if said and (how, written(at)) != (said["how"], said.get("time")):
            yield where, "was signed in another way, or at another confirmed time, than its act says"


def _in_file(where: str, sealed: bytes, digest: str, key: bytes) -> Iterator[tuple[str, str]]:
    try:
        file = open_bytes(key, sealed, SIGNED_PAPER)
    except InvalidTag:
        yield where, "has a file that its case's key does not open"
        return
    if sha256(file).hexdigest() != digest:
        yield where, "has another file than its act names"
