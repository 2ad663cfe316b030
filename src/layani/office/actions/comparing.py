"""Compare the database with what was committed to and published: who changes a row and all that follows is found here.

Each event's body, seal, place and time are held against its leaf, under the case's key; each attempt, each instruction
and what happened to each mandate against its leaf; each letter, each document and each list of places against its acts,
each ledger against its seals, each role against the ledgers, each erasure against the schedule, and the times of leaves
against those of witnesses; no leaf is without its act; and every leaf that has a place is the entry that the public
record shows there.
"""

from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
from functools import partial
from hashlib import sha256
from itertools import groupby
from json import loads

from cryptography.exceptions import InvalidTag
from django.apps import apps
from django.conf import settings
from django.db.models import Exists, OuterRef

from layani.office.actions.batching_looks import altered_looks
from layani.office.actions.comparing_continuations import known_continuations, missing_continuations
from layani.office.actions.comparing_cosignatures import lost_cosignatures
from layani.office.actions.comparing_documents import altered_documents
from layani.office.actions.comparing_draws import altered_draws
from layani.office.actions.comparing_erasures import unscheduled_erasures
from layani.office.actions.comparing_ledgers import altered_rectifications
from layani.office.actions.comparing_letters import altered_letters
from layani.office.actions.comparing_mandates import altered_mandates
from layani.office.actions.comparing_rankings import altered_rankings
from layani.office.actions.comparing_roles import altered_roles
from layani.office.actions.comparing_times import altered_times
from layani.office.actions.door_rebuilding import altered_tickets
from layani.office.actions.looking_through import BEFORE_ALL, UNREADABLE, ids_below_one, legible, legible_at
from layani.office.actions.missing_keys import of_missing
from layani.office.actions.paper.lines import altered_lines
from layani.office.actions.sealing_ledgers import altered_ledgers
from layani.office.actions.succeeded_keys import altered_keys
from layani.office.gateways.log_keys import log_key
from layani.office.gateways.published_log import CHECKPOINT, read_checkpoint
from layani.office.gateways.sealing import open_bytes
from layani.office.house import key_store
from layani.office.tables.models import (
    Attempt,
    Case,
    EpochIndex,
    Erasure,
    Event,
    Instruction,
    Outbox,
    Restoration,
    Ruling,
)
from layani.office.tables.prepared import rows_of
from layani.rules.cases.act import written
from layani.rules.catalogue import CatalogueError
from layani.rules.catalogue.compiling import digest
from layani.rules.catalogue.loading import letters_in
from layani.rules.catalogue.reading import parse_yaml
from layani.rules.record.closing import CLOSING, closing_of
from layani.rules.record.encoding import Malformed, encode_base64
from layani.rules.record.leaf import (
    NO_PREVIOUS,
    AttemptLeaf,
    CaseEventLeaf,
    EpochIndexLeaf,
    PublicationLeaf,
    RestoreLeaf,
    links_in_clear,
    parse_leaf,
)
from layani.rules.record.merkle import leaf_hash
from layani.rules.record.sealing import CASE_KEY_SIZE, commitment, event_salt
from layani.rules.record.tiles import ENTRIES, FULL, MissingTile, TileReader, parse_bundle, tiles_of
from layani.rules.record.tiles import Tile as TileName

ROWS_AT_A_TIME = 2000
REFS_AT_ONCE = 500  # keys asked of the key store in one question
_WITHOUT_AN_ACT = (
    "select o.id, o.idx from tables_outbox o left join (select outbox_id from tables_event union all "
    "select outbox_id from tables_attempt union all select outbox_id from tables_ruling union all "
    "select outbox_id from tables_instruction union all select outbox_id from tables_ticketevent union all "
    "select outbox_id from tables_erasure union all select outbox_id from tables_epochindex union all "
    "select outbox_id from tables_keychange union all select outbox_id from tables_mandateevent union all "
    "select outbox_id from tables_rectification union all select outbox_id from tables_rectificationanswer "
    "union all select outbox_id from tables_paperline union all select outbox_id from tables_restoration union all "
    "select outbox_id from tables_drawpool union all select outbox_id from tables_draw union all "
    "select outbox_id from tables_drawn union all select outbox_id from tables_lookbatch union all "
    "select outbox_id from tables_ledgerseal) x "
    "on x.outbox_id = o.id where x.outbox_id is null order by o.id"
)


@dataclass(frozen=True, slots=True)
class Altered:
    """Something in the database that is not what was committed to; ``where`` names it, without its content."""

    where: str
    what: str


def altered() -> Iterator[Altered | int]:
    """Yield everything that was altered, and after each batch of cases how many were looked at so far.

    A case whose key was erased cannot be opened by anybody; of it only the chain of leaves is compared, and a missing
    key is accepted only where an erasure committed to just these leaves.
    """
    yield from legible(_in_all_cases(), partial(Altered, "cases"))
    # Each row that cannot be read is told where it stands; what one still ends, ends only the search that it is in.
    for name, found in (
        ("attempts", _in_attempts()), ("instructions", _in_instructions()), ("publications", _in_publications()),
        ("daily indices", _in_indices()), ("what stands beside", _beside()),
        ("leaves", _without_a_leaf()), ("acts of leaves", _without_an_act()), ("the public record", _in_public()),
    ):  # fmt: skip
        yield from legible(found, partial(Altered, name))


def _in_all_cases() -> Iterator[Altered | int]:
    last, seen = BEFORE_ALL, 0
    while rows := list(Case.objects.filter(pk__gt=last).order_by("pk")[:ROWS_AT_A_TIME]):
        yield from _in_cases(rows)
        last, seen = rows[-1].pk, seen + len(rows)
        yield seen


def _beside() -> Iterator[Altered]:
    named = {
        "mandate": altered_mandates(), "ticket": altered_tickets(), "rectification": altered_rectifications(),
        "paper,": altered_lines(),
    }  # fmt: skip
    for name, found in named.items():
        yield from (Altered(f"{name} {where}", what) for where, what in legible_at("of some", found))
    for name, found in (
        ("draws", altered_draws()), ("looks", altered_looks()), ("letters", altered_letters()),
        ("rankings", altered_rankings()),
        ("seals", altered_ledgers()), ("erasures", unscheduled_erasures()), ("times", altered_times()),
        ("roles", altered_roles()), ("keys", altered_keys()),
        ("cosignatures", lost_cosignatures()), ("ids", ids_below_one()),
        ("documents", altered_documents()),
    ):  # fmt: skip
        yield from (Altered(where, what) for where, what in legible_at(name, found))


def _without_a_leaf() -> Iterator[Altered]:
    """Yield the lines whose leaf was taken away; of a join with the leaves they would be left out."""
    for model in apps.get_models():
        if any(field.name == "outbox" and field.related_model is Outbox for field in model._meta.concrete_fields):
            rows = model._default_manager.filter(outbox_id__isnull=False)
            for pk in rows.exclude(Exists(Outbox.objects.filter(pk=OuterRef("outbox_id")))).values_list(
                "pk", flat=True
            ):
                yield Altered(f"{model._meta.model_name} {pk}", "has lost its leaf")


def _without_an_act() -> Iterator[Altered]:
    """Yield the leaves that belong to no act, but for those whose content a restore lost, as its own leaf says."""
    restored = list(Restoration.objects.select_related("outbox").order_by("id"))
    lost = dict.fromkeys((one.pk for one in restored), 0)
    continuations = known_continuations()
    yield from (Altered(where, what) for where, what in missing_continuations(continuations))
    for leaf, place in rows_of(_WITHOUT_AN_ACT, []):
        if leaf in continuations.values():
            continue
        by = next((one for one in restored if place is not None and one.first <= place < one.end), None)
        if by is None:
            yield Altered(f"leaf {leaf}", "belongs to no act: an event or an attempt was taken away, or it was added")
        else:
            lost[by.pk] += 1
    for one in restored:
        if RestoreLeaf(one.first, one.end, one.lost, one.at).text() != one.outbox.leaf:
            yield Altered(f"restoration {one}", "is not what its leaf says")
        elif lost[one.pk] != one.lost:
            yield Altered(f"restoration {one}", f"lost {one.lost} acts as its leaf says; {lost[one.pk]} are missing")


def _in_cases(rows: Sequence[Case]) -> Iterator[Altered]:
    numbers = {row.pk: row for row in rows}
    found = list(Event.objects.filter(case_id__gte=rows[0].pk, case_id__lte=rows[-1].pk).order_by("case_id", "seq"))
    leaves = dict(Outbox.objects.filter(pk__in=[one.outbox_id for one in found]).values_list("pk", "leaf"))
    keys = key_store().held(row.ref for row in rows)
    erasures = {one.ref: one for one in Erasure.objects.filter(case__in=numbers).select_related("outbox")}
    for case, of_case in groupby(found, key=lambda one: one.case_id):
        row, events = numbers[case], list(of_case)
        yield from _in_events(row.number, events, leaves, keys.get(row.ref))
        if row.ref not in keys:
            told = [leaves.get(event.outbox_id, "") for event in events]
            yield from (Altered(row.number, what) for what in of_missing(erasures.get(row.ref), told))


def _in_events(number: str, events: Sequence[Event], leaves: Mapping[int, str], key: bytes | None) -> Iterator[Altered]:
    prev = NO_PREVIOUS
    for event in events:
        where, leaf = f"{number}, act {event.seq}", leaves.get(event.outbox_id)
        if leaf is None:
            yield Altered(where, "has no leaf")
            continue
        if key is not None:
            yield from (Altered(where, what) for what in legible(_of_event(event, leaf, prev, key), str))
        prev = leaf_hash(leaf.encode())


def _of_event(event: Event, leaf: str, prev: bytes, key: bytes) -> Iterator[str]:
    case_key = key[:CASE_KEY_SIZE]
    salt = event_salt(case_key, event.seq)
    content = commitment(event.body.encode(), salt)
    version = 1 if links_in_clear(leaf) else 2
    made = CaseEventLeaf.of_case(case_key, event.seq, prev, content, event.recorded_at, version=version)
    if made.text() != leaf:
        yield "is not what its leaf committed to: content, place, time or the act before it was changed"
    said = loads(event.body)
    if CLOSING in said and said[CLOSING] != closing_of(event.seq + 1, prev):
        yield "states another number of acts or another chain than the case has"
    digest = said.get("sealed")
    if (event.sealed is None) != (digest is None):
        yield "has lost what was sealed with it, or was given something"
    elif event.sealed is not None:
        try:
            plain = open_bytes(key, bytes(event.sealed), f"event/{event.seq}")
        except InvalidTag:
            yield "has a sealed part that its key does not open"
        else:
            if encode_base64(sha256(b"sealed/v1\0" + salt + plain).digest()) != digest:
                yield "has a sealed part that is not what was committed to"


def _in_attempts() -> Iterator[Altered]:
    last = BEFORE_ALL
    attempts = Attempt.objects.select_related("outbox", "case").order_by("pk")
    while rows := list(attempts.filter(pk__gt=last)[:ROWS_AT_A_TIME]):
        for row in rows:
            try:
                leaf = parse_leaf(row.outbox.leaf.encode())
                kept = isinstance(leaf, AttemptLeaf) and leaf.commitment == commitment(
                    row.body.encode(), bytes(row.salt)
                )
            except UNREADABLE:
                kept = False
            if not kept:
                yield Altered(f"attempt {row.pk}", "is not what its leaf committed to")
            yield from legible(_in_columns(row), partial(Altered, f"attempt {row.pk}"))
        last = rows[-1].pk


def _in_columns(row: Attempt) -> Iterator[Altered]:
    said = {
        "act": row.act, "at": written(row.at), "case": row.case.number if row.case else None, "code": row.code,
        "observed": row.observed, "officer": row.officer_id,
    }  # fmt: skip
    body = loads(row.body)
    if wrong := sorted(name for name, value in said.items() if body[name] != value):
        yield Altered(f"attempt {row.pk}", f"has columns that are not what was committed to: {', '.join(wrong)}")


def _in_instructions() -> Iterator[Altered]:
    """Compare each instruction with its leaf, and its sealed part with what was committed to, under its own key."""
    last = BEFORE_ALL
    while rows := list(Instruction.objects.filter(pk__gt=last).select_related("outbox").order_by("pk")[:REFS_AT_ONCE]):
        keys = key_store().held(row.ref for row in rows)
        erasures = {one.ref: one for one in Erasure.objects.filter(instruction__in=rows).select_related("outbox")}
        for row in rows:
            where = f"instruction {row.pk}"
            if row.ref not in keys:
                yield from (Altered(where, what) for what in of_missing(erasures.get(row.ref), [row.outbox.leaf]))
            else:
                yield from (Altered(where, what) for what in legible(_of_instruction(row, keys[row.ref]), str))
        last = rows[-1].pk


def _of_instruction(row: Instruction, key: bytes) -> Iterator[str]:
    if not _is_kept(row, key):
        yield "is not what its leaf committed to"


def _is_kept(row: Instruction, key: bytes) -> bool:
    salt = event_salt(key[:CASE_KEY_SIZE], 0)
    leaf = AttemptLeaf(commitment(row.body.encode(), salt), row.at)
    try:
        plain = open_bytes(key, bytes(row.sealed), f"instruction/{row.ref}")
    except InvalidTag:
        return False
    digest = encode_base64(sha256(b"sealed/v1\0" + salt + plain).digest())
    return leaf.text() == row.outbox.leaf and loads(row.body)["sealed"] == digest


def _in_publications() -> Iterator[Altered]:
    """Compare each published version with its leaf, and with the files from which its digest was made."""
    for ruling in Ruling.objects.published().select_related("outbox"):
        one, leaf = ruling.proposal, ruling.outbox.leaf if ruling.outbox else ""
        said = PublicationLeaf(one.service, one.version, bytes.fromhex(one.digest), ruling.at).text()
        if leaf != said:
            yield Altered(f"{one.service} {one.version}", "was published otherwise than its leaf says")
        if _digest_of(one.files) != one.digest:
            yield Altered(f"{one.service} {one.version}", "has files that are not those that were published")


def _in_indices() -> Iterator[Altered]:
    """Compare each daily index with its leaf; whether the leaf is true, ``layani verify tiles`` says to anyone."""
    for row in EpochIndex.objects.select_related("outbox").iterator(chunk_size=ROWS_AT_A_TIME):
        try:
            leaf = parse_leaf(row.outbox.leaf.encode())
        except Malformed:
            leaf = None
        said = (leaf.day, leaf.first, leaf.last) if isinstance(leaf, EpochIndexLeaf) else None
        if said != (row.day, row.first, row.last):
            yield Altered(f"daily index of {row.day}", "is not what its leaf says")


def _digest_of(files: Mapping[str, str]) -> str | None:
    try:
        return digest(parse_yaml(files.get("service.yaml", ""), "service.yaml").values, letters_in(files))
    except CatalogueError:
        return None


def _in_public() -> Iterator[Altered]:
    """Compare the leaves that have a place with the entries that the public folder shows there."""
    public = read_checkpoint(settings.LOG_FOLDER / CHECKPOINT, log_key().verifier)
    if public is not None:
        yield from against_copy(public.size, _public_tile, "the public record")


def _public_tile(tile: TileName) -> bytes:
    return (settings.LOG_FOLDER / tile.path).read_bytes()


def against_copy(size: int, read: TileReader, name: str) -> Iterator[Altered]:
    """Compare the leaves that have a place with the entries of a copy of the record, which the caller has verified.

    size, read:  how many entries the copy has, and its tiles
    name:        what the copy is called in what is yielded
    """
    for tile in (one for one in tiles_of(size) if one.level == ENTRIES):
        first = tile.n * FULL
        held = Outbox.objects.filter(idx__gte=first, idx__lt=first + tile.width)
        leaves = {place: leaf.encode() for place, leaf in held.values_list("idx", "leaf")}
        try:
            entries = parse_bundle(read(tile), tile.width)
        except (OSError, MissingTile, Malformed) as fault:
            yield Altered(f"entries of {name} from {first} on", f"cannot be read: {fault}")
            continue
        for place, entry in enumerate(entries, first):
            if leaves.get(place) != entry:
                yield Altered(f"entry {place} of {name}", "is not the leaf that the database has there")
