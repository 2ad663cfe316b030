"""Officers and their roles, programs that may call the API, and the parties whom the office serves."""

from collections.abc import Collection
from dataclasses import dataclass
from datetime import date, datetime
from typing import Self
from uuid import uuid4

from django.contrib.auth.models import AbstractUser
from django.db import models
from django.db.models import ExpressionWrapper, F, OuterRef, Q, Value
from django.db.models.functions import Concat

from layani.office.tables.prepared import found, rows_of, rows_with
from layani.rules.assurance import DECLARED, SEEN
from layani.rules.sections import AT

__all__ = [
    "DECLARED",
    "SEEN",
    "IdentityLink",
    "Party",
    "Role",
    "SignInCode",
    "Standing",
    "User",
]


class User(AbstractUser):
    """An officer who signs in.

    nik_mac: the office-keyed code of the officer's own NIK, by which a case of their own is recognised.
    totp_counter: the half minute since 1970 of the last one-time code they used; no code of it or before is taken again
    roles_today: the names of their roles here, where the question for the user asked for them too
    """

    roles_today: frozenset[str] | None = None

    email = models.EmailField(blank=True)
    full_name = models.CharField(max_length=200, blank=True)
    nik_mac = models.BinaryField(max_length=16, null=True, blank=True)
    totp_counter = models.BigIntegerField(db_default=0)

    def __str__(self) -> str:
        return self.full_name or self.username

    def use_up(self, counter: int) -> bool:
        """Note that the one-time code of this half minute is used; False if it, or a later one, was used before.

        One statement, so that of two browsers with the same code one alone gets True.
        """
        return User.objects.filter(pk=self.pk, totp_counter__lt=counter).update(totp_counter=counter) == 1


class RoleQuerySet(models.QuerySet["Role"]):
    """Questions about who holds a role."""

    def names_of(self, user_id: int, office: str, day: date) -> frozenset[str]:
        """The names of the roles that an officer holds in an office on ``day``; plain SQL, for every page asks it."""
        return frozenset(name for (name,) in rows_of(_ROLES_OF, [user_id, office, day, day]))

    def user_with_names(self, user_id: int, office: str, day: date) -> tuple[User, frozenset[str]] | None:
        """A user with the names of their roles in an office on ``day``; one query, for every page of theirs asks it."""
        rows = rows_with(User, "r.name", _WITH_ROLES, [office, day, day, user_id])
        return (rows[0][0], frozenset(name for _, (name,) in rows if name)) if rows else None

    def people_on(self, office: str, day: date, most: int) -> list[tuple[int, str]]:
        """The (id, name) of whoever holds a role in an office on ``day``, by name, at most so many; one query."""
        held = self.held_on(day).filter(office=office).values("user_id")
        rows = User.objects.filter(pk__in=held, is_active=True).values_list("pk", "full_name", "username")
        return [(pk, full or name) for pk, full, name in rows.order_by("full_name", "username")[:most]]

    def named_on(self, office: str, day: date, most: int) -> list[tuple[str, str]]:
        """The (user name, name) of whoever holds a role on ``day``, by name, at most so many; one query."""
        held = self.held_on(day).filter(office=office).values("user_id")
        rows = User.objects.filter(pk__in=held, is_active=True).values_list("username", "full_name")
        return [(username, name or username) for username, name in rows.order_by("full_name", "username")[:most]]

    def serving_ids(self, office: str, day: date) -> frozenset[int]:
        """The ids of whoever holds a role in an office on ``day`` and may sign in; one query."""
        held = self.held_on(day).filter(office=office, user__is_active=True)
        return frozenset(held.values_list("user_id", flat=True))

    def last_days(self, office: str, users: Collection[int]) -> dict[int, date]:
        """Return {officer: their last day in a role}, without those who hold one that has no end; one query."""
        rows = self.filter(office=office, user__in=users).values_list("user", "until").order_by("until")
        open_ended = {user for user, until in rows if until is None}
        return {user: until for user, until in rows if until is not None and user not in open_ended}

    def have_ended(self, user_id: int, office: str, day: date) -> bool:
        """Whether an officer has held roles in an office and none of them holds on ``day`` or begins later."""
        held = self.filter(user_id=user_id, office=office)
        return held.exists() and not held.filter(Q(until=None) | Q(until__gte=day)).exists()

    def staff_after(self, office: str, day: date, after: int, most: int) -> list[User]:
        """At most so many of those who hold a role in an office on ``day``, by id from ``after`` on; one query."""
        held = self.held_on(day).filter(office=office).values("user_id")
        return list(User.objects.filter(pk__in=held, pk__gt=after).order_by("pk")[:most])

    def held_on(self, day: date) -> Self:
        """Roles in force on ``day``."""
        return self.filter(Q(until=None) | Q(until__gte=day), since__lte=day)

    def serving(self) -> Self:
        """Inside another question: those that serve its row's ``step_role``, held there or in the whole office."""
        asked = ExpressionWrapper(OuterRef("step_role"), models.CharField())
        rows = self.annotate(asked=asked, whole=Concat("name", Value(AT)))
        return rows.filter(Q(asked=F("name")) | Q(asked__startswith=F("whole")))


_WITH_ROLES = (
    "left join tables_role r on r.user_id = tables_user.id and r.office = %s and r.since <= %s "
    "and (r.until is null or r.until >= %s) where tables_user.id = %s"
)
_ROLES_OF = (
    "select name from tables_role where user_id = %s and office = %s and since <= %s and (until is null or until >= %s)"
)


class Role(models.Model):
    """That a person holds a role in an office between two dates.

    name: of one that is held in one section of the office alone, with that section ("verifier@north")
    """

    user = models.ForeignKey(User, on_delete=models.PROTECT, related_name="roles")
    office = models.SlugField(max_length=60)
    name = models.SlugField(max_length=40)
    since = models.DateField()
    until = models.DateField(null=True, blank=True)

    objects = RoleQuerySet.as_manager()

    def __str__(self) -> str:
        return f"{self.user}: {self.name}, {self.office}"


@dataclass(frozen=True, slots=True)
class Standing:
    """What a session must know of its party: how often an officer has vouched, and whether one ever saw the card."""

    vouched: int
    seen: bool


class PartyQuerySet(models.QuerySet["Party"]):
    """Questions about parties."""

    def with_nik(self, nik_mac: bytes) -> Self:
        """The party of a NIK, by its office-keyed code."""
        return self.filter(nik_mac=nik_mac)

    def by_id(self, party_id: int) -> "Party":
        """The party with this id; raises Party.DoesNotExist. Plain SQL, for every page of a form asks it."""
        rows = found(Party, "id = %s", [party_id])
        if not rows:
            raise Party.DoesNotExist(f"There is no party {party_id}.")
        return rows[0]

    def standing(self, party_id: int) -> "Standing | None":
        """How a party stands now, or None without one; plain SQL, for every page of a citizen's own asks it."""
        rows = rows_of("select vouched, assurance from tables_party where id = %s", [party_id])
        return Standing(rows[0][0], rows[0][1] == SEEN) if rows else None

    def reached_at(self, contact_mac: bytes, since: datetime) -> Self:
        """Those who gave this phone or e-mail, unless an officer has put it in another's place after ``since``."""
        theirs = self.filter(Q(phone_mac=contact_mac) | Q(email_mac=contact_mac))
        return theirs.filter(Q(contact_since=None) | Q(contact_since__lte=since)).order_by("pk")

    def with_nik_now(self, nik_mac: bytes) -> "Party | None":
        """That party, or None; plain SQL, for every filing asks it."""
        return next(iter(found(Party, "nik_mac = %s", [nik_mac])), None)


class Party(models.Model):
    """A person or an organisation whom the office serves; what they gave once is sealed.

    ref:      names the party's key in the key store
    sealed:   name, NIK, birth date, phone and e-mail with their source and date, encrypted under that key
    nik_mac, phone_mac, email_mac: office-keyed codes; equal input gives equal code, and nothing else can be read from
              them
    assurance: DECLARED by the person, or SEEN in the original by an officer or an identity provider
    contact_since: when an officer put another phone or e-mail in the place of one that was known; None if nobody did
    vouched:  how often an officer has put the card in the place of what stood here; a session, a code or a slip from
              before the last time is over
    """

    ref = models.UUIDField(default=uuid4, unique=True)
    kind = models.CharField(max_length=12, default="person")
    nik_mac = models.BinaryField(max_length=16, null=True, unique=True)
    phone_mac = models.BinaryField(max_length=16, null=True, db_index=True)
    email_mac = models.BinaryField(max_length=16, null=True, db_index=True)
    contact_since = models.DateTimeField(null=True)
    sealed = models.BinaryField()
    assurance = models.CharField(max_length=10, default=DECLARED)
    vouched = models.PositiveIntegerField(default=0)
    language = models.CharField(max_length=2, default="id")
    created_at = models.DateTimeField()

    objects = PartyQuerySet.as_manager()

    def __str__(self) -> str:
        return str(self.ref)


class SignInCode(models.Model):
    """A one-time code sent to a person's phone.

    party:      whom the register knew by the NIK that was typed; empty for a newcomer until the code is used
    vouched:    the party's, when the code was asked for
    sealed:     what was typed, under ``ref``'s own key; emptied, and the key erased, when the code is used
    code_hash:  the code under the office's key; random where there is no phone, so that no code is the right one
    """

    ref = models.UUIDField(default=uuid4, unique=True)
    party = models.ForeignKey(Party, null=True, on_delete=models.CASCADE)
    vouched = models.PositiveIntegerField(default=0)
    sealed = models.BinaryField(null=True)
    code_hash = models.BinaryField(max_length=32)
    tries = models.PositiveSmallIntegerField(default=0)
    expires_at = models.DateTimeField(db_index=True)
    used_at = models.DateTimeField(null=True)

    def __str__(self) -> str:
        return str(self.ref)


class IdentityLinkQuerySet(models.QuerySet["IdentityLink"]):
    """Questions about linked accounts."""

    def in_force(self) -> Self:
        """Those from after an officer last vouched for the party, with it."""
        return self.select_related("party").filter(vouched=F("party__vouched"))


class IdentityLink(models.Model):
    """That an account at an identity provider, which tells no NIK, belongs to a party.

    subject_mac: office-keyed code of issuer and subject
    vouched:     the party's, when it was linked; once the card is seen, a link from before is over
    """

    party = models.ForeignKey(Party, on_delete=models.CASCADE, related_name="identity_links")
    subject_mac = models.BinaryField(max_length=16, unique=True)
    vouched = models.PositiveIntegerField()
    linked_at = models.DateTimeField()

    objects = IdentityLinkQuerySet.as_manager()

    def __str__(self) -> str:
        return f"account of {self.party}"
