"""Who of several officers may sign a decided letter on a day, by the authority register or, without one, by role."""

from collections.abc import Collection, Iterable, Mapping
from dataclasses import dataclass
from datetime import date

from layani.office.house import catalogue, role_title
from layani.office.tables.authority_register import register_of, with_holders
from layani.office.tables.facts import post_of, signed_act
from layani.office.tables.models.people import Role, User
from layani.rules.authority.deciding import authority_for
from layani.rules.authority.model import Question, Register
from layani.rules.cases.state import Case
from layani.rules.refusal import Refusal
from layani.rules.sections import plain, plain_in
from layani.rules.text import Text


@dataclass(frozen=True, slots=True)
class Rights:
    """The register of a day, and the roles that some officers hold on it; those whose account is closed hold none."""

    day: date
    register: Register | None
    roles: Mapping[int, frozenset[str]]

    def refuses(self, case: Case, officer: int) -> Refusal | None:
        """Return why an officer may not sign the letter of a case that day, with who may; None where they may."""
        post, roles = post_of(case), self.roles.get(officer, frozenset())
        if self.register is None:
            return None if post in roles else _no_role(post)
        roles = plain_in(roles, case.section) if case.section else roles
        asked = Question(plain(post), case.service, signed_act("take_signature", case), self.day, officer, roles)
        found = authority_for(self.register, asked)
        return found if isinstance(found, Refusal) else None


def rights(office: str, day: date, officers: Collection[int]) -> Rights:
    """Return the rights of some officers; at most three queries."""
    register = register_of(office)
    held: dict[int, frozenset[str]] = {}
    for officer, role in _roles(office, day, officers):
        held[officer] = held.get(officer, frozenset()) | catalogue().office.sections.held((role,))
    return Rights(day, with_holders(register, office, day) if register else None, held)


def _roles(office: str, day: date, officers: Collection[int]) -> Iterable[tuple[int, str]]:
    active = User.objects.filter(pk__in=officers, is_active=True)
    return Role.objects.held_on(day).filter(office=office, user__in=active).values_list("user_id", "name")


def _no_role(post: str) -> Refusal:
    title = role_title(post)
    return Refusal(
        "not-your-role",
        Text(f"Anda tidak lagi memegang peran “{title.id}”.", f"You do not hold the role “{title.en}” any more."),
        Text("Pemegang peran itu dapat mengambil alih suratnya.", "Whoever holds that role can take the letter over."),
    )
