"""The authority register: what was entered, and what was ruled on each entry. Nothing of it is ever changed."""

from datetime import date, datetime
from typing import Self

from django.db import DEFAULT_DB_ALIAS, connections, models
from django.db.models import F, FilteredRelation, Q

from layani.office.tables.models.people import Role, User
from layani.office.tables.prepared import rows_of
from layani.rules.authority.entering import last_day_of
from layani.rules.authority.model import Entry
from layani.rules.text import Text

AUTHORITY_LOCK = 0x6C617961  # "laya": names this advisory lock among all that share the database server
KINDS = ("own", "delegation", "mandate", "plt", "plh", "away")
RULINGS = ("confirmed", "declined", "ended")


def take_turn(office: str) -> None:
    """Wait until nobody else rules on an entry of an office; SQLite's one writer does so by itself."""
    if connections[DEFAULT_DB_ALIAS].vendor == "postgresql":
        rows_of("select 1 from pg_advisory_xact_lock(%s, hashtext(%s))", [AUTHORITY_LOCK, office])


class AuthorityEntryQuerySet(models.QuerySet["AuthorityEntry"]):
    """Questions about entries."""

    def ruled(self) -> Self:
        """With what was ruled on each, in the same query: ``confirmed_at``, ``declined_at``, ``ended_on``."""
        relations = {kind: FilteredRelation("rulings", condition=Q(rulings__kind=kind)) for kind in RULINGS}
        return self.annotate(**relations).annotate(
            confirmed_at=F("confirmed__at"), declined_at=F("declined__at"), ended_on=F("ended__last_day")
        )

    def confirmed_of(self, office: str) -> Self:
        """Those of an office that a second person confirmed, with the person each names."""
        found = self.ruled().filter(office=office, confirmed_at__isnull=False)
        return found.select_related("officer").order_by("id")

    def newest_first(self, office: str, before: int | None) -> Self:
        """A list that goes on before a key, with the people."""
        rows = self.ruled().filter(office=office).select_related("officer", "entered_by").order_by("-id")
        return rows if before is None else rows.filter(pk__lt=before)


class AuthorityEntry(models.Model):
    """One power to sign, as somebody entered it; in force once a second person has confirmed it.

    post: role of the office whose power it is; kind: see ``rules.authority.model``
    signs_as, through: titles of the person's own post and of the post between (u.b.), in both languages
    services, acts, not_services, not_acts: what it reaches and leaves out; empty lists: all, and nothing
    """

    office = models.CharField(max_length=60)
    post = models.CharField(max_length=40)
    kind = models.CharField(max_length=12, choices=[(one, one) for one in KINDS])
    officer = models.ForeignKey(User, null=True, on_delete=models.PROTECT, related_name="+")
    signs_as_id = models.CharField(max_length=120, blank=True)
    signs_as_en = models.CharField(max_length=120, blank=True)
    through_id = models.CharField(max_length=120, blank=True)
    through_en = models.CharField(max_length=120, blank=True)
    services = models.JSONField(default=list)
    acts = models.JSONField(default=list)
    not_services = models.JSONField(default=list)
    not_acts = models.JSONField(default=list)
    decree = models.CharField(max_length=200)
    decree_on = models.DateField()
    since = models.DateField()
    until = models.DateField(null=True)
    entered_by = models.ForeignKey(User, null=True, on_delete=models.PROTECT, related_name="+")
    entered_at = models.DateTimeField()

    # Only of rows that were asked for with ``ruled``.
    confirmed_at: datetime | None
    declined_at: datetime | None
    ended_on: date | None

    objects = AuthorityEntryQuerySet.as_manager()

    class Meta:
        """Read by office, in the order of entering."""

        indexes = [models.Index("office", "id", name="authority_by_office")]

    def __str__(self) -> str:
        return f"{self.office}/{self.pk}"

    def entry(self, ended_on: date | None = None) -> Entry:
        """Return the entry as rules read it. ended_on: the last day that a ruling set, if one did."""
        return Entry(
            id=str(self.pk),
            post=self.post,
            kind=self.kind,  # type: ignore[arg-type]
            decree=self.decree,
            decree_on=self.decree_on,
            since=self.since,
            until=last_day_of(self.until, ended_on),
            officer=self.officer_id,
            name=str(self.officer) if self.officer else "",
            signs_as=Text(self.signs_as_id, self.signs_as_en) if self.signs_as_id else None,
            through=Text(self.through_id, self.through_en) if self.through_id else None,
            services=frozenset(self.services),
            acts=frozenset(self.acts),
            not_services=frozenset(self.not_services),
            not_acts=frozenset(self.not_acts),
        )


def lent_posts(user: int) -> frozenset[str]:
    """Return the roles that somebody holds for no other reason than that they sign for a post; two queries."""
    given = Role.objects.filter(user_id=user)
    lent = AuthorityRuling.objects.filter(kind="confirmed", role__user_id=user).values("role")
    names = given.filter(pk__in=lent).values_list("name", flat=True)
    return frozenset(names) - frozenset(given.exclude(pk__in=lent).values_list("name", flat=True))


class AuthorityRuling(models.Model):
    """What was ruled on an entry: confirmed or declined once, and once more ended.

    last_day: of an end, the last day on which the entry holds; why: of a declined or ended one, in the ruler's words
    role:     what a confirmed one gave to the person it names, so that the queue reaches them; None if they had it
    """

    entry = models.ForeignKey(AuthorityEntry, on_delete=models.PROTECT, related_name="rulings", db_index=False)
    kind = models.CharField(max_length=10, choices=[(one, one) for one in RULINGS])
    last_day = models.DateField(null=True)
    role = models.ForeignKey(Role, null=True, on_delete=models.PROTECT, related_name="+", db_index=False)
    why = models.TextField(blank=True)
    by = models.ForeignKey(User, on_delete=models.PROTECT, related_name="+")
    at = models.DateTimeField()

    class Meta:
        """Each is ruled once."""

        constraints = [models.UniqueConstraint("entry", "kind", name="authority_ruled_once")]

    def __str__(self) -> str:
        return f"{self.entry_id}: {self.kind}"
