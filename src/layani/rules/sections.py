"""Sections of an office: a role that holds in one of them alone, and the section to which a case belongs.

A role in a section is a role of its own, which no file spells out: ``verifier@north``. A case of that section asks for
it where any other case asks for ``verifier``. So whatever holds a role against a role (a queue, an act, a page) keeps
sections apart without knowing of them; and who holds ``verifier`` itself holds it in every section, too (``held``).
"""

from collections.abc import Collection, Iterable, Mapping
from dataclasses import dataclass, field
from typing import Any, Final

from layani.rules.text import Text

AT: Final = "@"
LONGEST: Final = 40  # characters of a role in a section, as the register of officers holds it


@dataclass(frozen=True, slots=True)
class Section:
    """One section: its name, and the values of a form's answer (options, or codes of regions) that belong to it."""

    name: Text
    takes: tuple[str, ...] = ()


@dataclass(frozen=True, slots=True)
class Sections:
    """The sections of an office by their slugs; roles: those that are held in a section, each with its holders there.

    Without any section, everything below returns what it was given.
    """

    by_slug: Mapping[str, Section] = field(default_factory=dict)
    roles: Mapping[str, Mapping[str, int]] = field(default_factory=dict)

    def __bool__(self) -> bool:
        """Whether the office has any."""
        return bool(self.by_slug)

    def held(self, roles: Collection[str]) -> frozenset[str]:
        """Return what somebody holds by the roles that were entered: one without a section holds in all of them."""
        given = frozenset(roles)
        if not self.by_slug:
            return given
        return given | {in_section(role, slug) for role in given & self.roles.keys() for slug in self.by_slug}

    def names(self) -> frozenset[str]:
        """Return every role in a section that somebody can be given."""
        return frozenset(in_section(role, slug) for role in self.roles for slug in self.by_slug)

    def role_for(self, role: str, section: str) -> str:
        """Return the role that a case of a section (or of none) asks for in place of ``role``."""
        return in_section(role, section) if section and role in self.roles else role

    def of(self, value: Any) -> str:
        """Return the section to which an answer belongs, or "": a chosen option, or an address by its region code.

        A code takes all that lies in it: "99.01.01" also 99.01.01.1001. The longest that fits decides.
        """
        code = value.get("ward") if isinstance(value, Mapping) else value
        if not isinstance(code, str) or not code:
            return ""
        fits = [(len(one), slug) for slug, section in self.by_slug.items() for one in section.takes if _in(code, one)]
        return max(fits)[1] if fits else ""

    def kept(self, values: Mapping[str, Any], section: str) -> dict[str, Any]:
        """Return what a filing's event says of a case of this section: it, its steps' and its other roles.

        values: the event's values as a case without a section has them
        """
        if not section:
            return dict(values)
        more: dict[str, Any] = {"section": section, "steps": self._steps(values["steps"], section)}
        if "revocable" in values:
            more["revocable"] = self._revocable(values["revocable"], section)
        if "conditions" in values:
            more["conditions"] = self.asked(values["conditions"], section)
        return {**values, **more}

    def moved(
        self, was: str, section: str, steps: Iterable[Mapping[str, Any]], revocable: Mapping[str, Any]
    ) -> dict[str, Any]:
        """Return what an event says of an open case that a corrected answer brings to another section; {} if to none.

        steps: as JSON, as they stand; revocable: likewise
        """
        if was == section:
            return {}
        more = {"revocable": self._revocable(revocable, section)} if revocable else {}
        return {"section": section, "steps": self._steps(steps, section), **more}

    def asked(self, roles: Mapping[str, str], section: str) -> dict[str, str]:
        """Return roles by what they do, with those that a case of this section asks for."""
        return {key: self.role_for(plain(role), section) for key, role in roles.items()}

    def _steps(self, steps: Iterable[Mapping[str, Any]], section: str) -> list[dict[str, Any]]:
        return [{**one, "role": self.role_for(plain(one["role"]), section)} for one in steps]

    def _revocable(self, values: Mapping[str, Any], section: str) -> dict[str, Any]:
        asks = self.asked({key: values[key] for key in ("warns", "decides")}, section)
        return {**values, **asks}


def in_section(role: str, section: str) -> str:
    """Return the name of a role that holds in one section.

    >>> in_section("verifier", "north")
    'verifier@north'
    """
    return f"{role}{AT}{section}"


def plain(role: str) -> str:
    """Return a role without its section.

    >>> plain("verifier@north"), plain("verifier")
    ('verifier', 'verifier')
    """
    return role.partition(AT)[0]


def section_of(role: str) -> str:
    """Return the section in which a role holds; "" for one that holds in the whole office."""
    return role.partition(AT)[2]


def reach_of(roles: Iterable[str]) -> frozenset[str] | None:
    """Return the sections in which somebody's roles hold; None where one of them holds in the whole office.

    >>> reach_of({"verifier@north"}), reach_of({"verifier@north", "front-desk"})
    (frozenset({'north'}), None)
    """
    found = frozenset(section_of(role) for role in roles)
    return None if "" in found or not found else found


def plain_in(roles: Iterable[str], section: str) -> frozenset[str]:
    """Return what somebody holds for the cases of one section, as the office's file calls it.

    >>> sorted(plain_in({"verifier@north", "head@south", "front-desk"}, "north"))
    ['front-desk', 'verifier']
    """
    return frozenset(plain(role) for role in roles if section_of(role) in ("", section))


def _in(code: str, taken: str) -> bool:
    return f"{code}.".startswith(f"{taken}.")
