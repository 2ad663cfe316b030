"""The record's rows: what waits to be logged, and the log's own state."""

from collections.abc import Iterable, Iterator, Sequence
from contextlib import contextmanager
from datetime import datetime
from typing import Any, Self

from django.db import connection, models
from django.db.models import Q

from layani.rules.record import tiles
from layani.rules.record.leaf import links_in_clear
from layani.rules.record.merkle import EMPTY_ROOT, HASH_SIZE, RightEdge
from layani.rules.record.tiles import Growth, right_edge_tiles

INTEGRATORS_LOCK = 0x6C6179616E69  # "layani": names the advisory lock among all that share the database server
THE_LOG = 1  # key of the one row of LogState
ROWS_AT_ONCE = 64  # tiles of up to 8 kB (bundles: more) held in memory when many are read

# Both place the waiting leaf with the k-th id of a list at ``first`` + k, in one round trip. Between the list's first
# id and its last, PostgreSQL need not read all that waits.
PLACE = {
    "postgresql": "update tables_outbox set idx = %s + v.k - 1 from unnest(%s::bigint[]) with ordinality as v (id, k) "
    "where tables_outbox.id = v.id and idx is null and tables_outbox.id between %s and %s",
    "sqlite": "update tables_outbox set idx = %s + v.key from json_each(%s) as v "
    "where tables_outbox.id = v.value and idx is null and tables_outbox.id between %s and %s",
}

NEXT = "select id, leaf from tables_outbox where idx is null order by id limit %s"
COPY_TILES = "copy tables_tile (level, n, width, data) from stdin (format binary)"
# What PostgreSQL packs bundles with by itself takes longer than to hash their entries. Not every server has LZ4.
PACK_FAST = (
    "select set_config(name, 'lz4', true) from pg_settings "
    "where name = 'default_toast_compression' and 'lz4' = any(enumvals)"
)


@contextmanager
def _not_sorting(cursor: Any) -> Iterator[None]:
    """Have PostgreSQL follow an index that has the order asked for; until then, or until the transaction ends.

    It cannot know how many leaves wait. Left to itself it reads and sorts all of them for each batch, to disk when
    there are many, where the index of what waits ends with the batch.
    """
    if connection.vendor != "postgresql":
        yield
        return
    cursor.execute("set local enable_sort = off")
    yield
    cursor.execute("set local enable_sort to default")


class OutboxQuerySet(models.QuerySet["Outbox"]):
    """Questions about leaves."""

    def waiting(self) -> Self:
        """Leaves without a place in the log, in the order in which they will get one."""
        return self.filter(idx=None).order_by("id")

    def next_in_line(self, most: int) -> list[tuple[int, str]]:
        """Return (id, leaf) of the first that wait, ``most`` of them at most, in their order; within a transaction."""
        with connection.cursor() as cursor, _not_sorting(cursor):
            cursor.execute(NEXT, [most])
            return list(cursor.fetchall())

    def began_with_open_links(self) -> bool:
        """Say whether the office's first act has an entry of version 1, which names the one before in clear."""
        first = self.filter(leaf__startswith="case-event/").order_by("id").values_list("leaf", flat=True).first()
        return first is not None and links_in_clear(first)

    def place(self, ids: Sequence[int], first: int) -> int:
        """Give the leaves with these ids, in their order, the places from ``first`` on; returns how many got one."""
        given = list(ids) if connection.vendor == "postgresql" else f"[{','.join(map(str, ids))}]"
        with connection.cursor() as cursor:
            cursor.execute(PLACE[connection.vendor], [first, given, min(ids), max(ids)])
            return int(cursor.rowcount)


class Outbox(models.Model):
    """A leaf on its way into the record, written in the transaction of its act.

    leaf: the exact text of the log entry; idx: its place in the log, empty until it is integrated
    """

    leaf = models.TextField()
    idx = models.BigIntegerField(null=True)

    objects = OutboxQuerySet.as_manager()

    class Meta:
        """One leaf for each place; what waits is found without reading what is done."""

        constraints = [models.UniqueConstraint("idx", name="outbox_one_leaf_a_place", condition=Q(idx__isnull=False))]
        indexes = [models.Index("id", name="outbox_waiting", condition=Q(idx__isnull=True))]

    def __str__(self) -> str:
        return f"{self.pk} at {self.idx}"


class LogStateQuerySet(models.QuerySet["LogState"]):
    """Reading and moving the log's one state."""

    def try_lock(self) -> bool:
        """Keep other integrators out until the transaction ends; False when one is at work.

        On SQLite the transaction itself began IMMEDIATE and keeps every other writer out.
        """
        if connection.vendor != "postgresql":
            return True
        with connection.cursor() as cursor:
            cursor.execute("select pg_try_advisory_xact_lock(%s)", [INTEGRATORS_LOCK])
            return bool(cursor.fetchone()[0])

    def current(self) -> "LogState":
        """The log as it is; an empty one at the very first."""
        return self.filter(pk=THE_LOG).first() or LogState(pk=THE_LOG, size=0, root=EMPTY_ROOT, edge=b"")

    def advance(self, old: "LogState", growth: Growth) -> bool:
        """Move from ``old`` to what it has grown to, unless someone else has moved it meanwhile."""
        if old.size == 0:
            self.get_or_create(pk=THE_LOG, defaults={"size": 0, "root": EMPTY_ROOT, "edge": b""})
        unmoved = self.filter(pk=THE_LOG, size=old.size, root=bytes(old.root))
        return unmoved.update(size=growth.size, root=growth.root, edge=b"".join(growth.edge)) == 1


class LogState(models.Model):
    """The one row that says how far the log has come: size, root, and the hashes of its right edge."""

    size = models.BigIntegerField(default=0)
    root = models.BinaryField(max_length=32)
    edge = models.BinaryField(default=b"")

    objects = LogStateQuerySet.as_manager()

    def __str__(self) -> str:
        return f"size {self.size}"

    def right_edge(self) -> RightEdge:
        """The complete subtrees; raises ValueError when their number does not fit the size."""
        edge = bytes(self.edge)
        return RightEdge(self.size, [edge[at : at + HASH_SIZE] for at in range(0, len(edge), HASH_SIZE)])


class TileQuerySet(models.QuerySet["Tile"]):
    """Reading and replacing tiles.

    Of each tile the table holds one width only, the widest: it begins with all the narrower ones.
    """

    def contents(self, places: Iterable[tuple[int, int]]) -> dict[tuple[int, int], bytes]:
        """Return {(level, n): content} of those that exist; one query."""
        asked = Q(pk=None)
        for level, n in places:
            asked |= Q(level=level, n=n)
        return {(row.level, row.n): bytes(row.data) for row in self.filter(asked)}

    def from_number(self, level: int, n: int) -> Iterator["Tile"]:
        """The tiles of one level from number ``n`` on, in order."""
        return self.filter(level=level, n__gte=n).order_by("n").iterator(chunk_size=ROWS_AT_ONCE)

    def grow(self, old_size: int, grown: Sequence[tuple[tiles.Tile, bytes]]) -> None:
        """Put new tiles in, and wider ones in the place of those that a log of ``old_size`` had begun."""
        begun = {(tile.level, tile.n) for tile in right_edge_tiles(old_size).values()}
        outgrown = Q(pk=None)
        for tile, _ in grown:
            if (tile.level, tile.n) in begun:
                outgrown |= Q(level=tile.level, n=tile.n)
        self.filter(outgrown).delete()
        if connection.vendor == "postgresql":
            # A copy does not go through Django's cursor, which names the driver's faults as Django does.
            with connection.wrap_database_errors, connection.cursor() as cursor:
                cursor.execute(PACK_FAST)
                with cursor.copy(COPY_TILES) as copy:
                    copy.set_types(("int2", "int8", "int2", "bytea"))
                    for tile, data in grown:
                        copy.write_row((tile.level, tile.n, tile.width, data))
            return
        rows = [Tile(level=tile.level, n=tile.n, width=tile.width, data=data) for tile, data in grown]
        self.bulk_create(rows, batch_size=ROWS_AT_ONCE)  # type: ignore[arg-type]  # the stubs lose the model here


class Tile(models.Model):
    """One tile of the log (c2sp.org/tlog-tiles); level -1 holds the bundles of entries."""

    level = models.SmallIntegerField()
    n = models.BigIntegerField()
    width = models.PositiveSmallIntegerField()
    data = models.BinaryField()

    objects = TileQuerySet.as_manager()

    class Meta:
        """A tile of each width once."""

        constraints = [models.UniqueConstraint("level", "n", "width", name="tile_once")]

    def __str__(self) -> str:
        return f"{self.level}/{self.n}.p/{self.width}"

    def narrowed(self, width: int) -> bytes:
        """The content that the tile had when it was ``width`` wide."""
        if width == self.width:
            return bytes(self.data)
        return tiles.narrow(tiles.Tile(self.level, self.n, width), bytes(self.data))


class CheckpointQuerySet(models.QuerySet["Checkpoint"]):
    """Questions about signed checkpoints."""

    def latest_signed(self) -> "Checkpoint | None":
        """The checkpoint of the largest size."""
        return self.order_by("-size").first()

    def keep(self, size: int, text: str, now: datetime) -> "Checkpoint":
        """Return the one checkpoint of this size; ``text`` becomes it if there is none yet."""
        return self.get_or_create(size=size, defaults={"text": text, "signed_at": now})[0]


class Checkpoint(models.Model):
    """A signed statement of the log's size and root (c2sp.org/tlog-checkpoint); one for each size."""

    size = models.BigIntegerField(primary_key=True)
    text = models.TextField()
    signed_at = models.DateTimeField()

    objects = CheckpointQuerySet.as_manager()

    def __str__(self) -> str:
        return f"size {self.size}"
