"""Who is asked where separation of duties leaves nobody of a unit, and which steps one person may be let do alone."""

from collections.abc import Iterable
from dataclasses import dataclass

from layani.rules.text import Text


@dataclass(frozen=True, slots=True)
class Pool:
    """Officers of other units who are asked for a step.

    post: the role whose steps they are asked for; asks: the role that they hold; of: where they work
    kinds: the kinds of steps; services: the services, empty for all
    """

    post: str
    asks: str
    of: Text
    kinds: frozenset[str]
    services: frozenset[str] = frozenset()

    def covers(self, post: str, kind: str, service: str) -> bool:
        """Say whether the pool may be asked for a step of this kind of a role in a service."""
        return post == self.post and kind in self.kinds and (not self.services or service in self.services)


@dataclass(frozen=True, slots=True)
class ExemptStep:
    """A step for which the office may hold an exemption; checked_by: the role that checks a sample afterwards."""

    service: str
    step: str
    checked_by: str


def pool_for(pools: Iterable[Pool], post: str, kind: str, service: str) -> Pool | None:
    """Return the first pool that may be asked for a step.

    >>> city = Pool("verifier", "city-verifier", Text("Kota", "City"), frozenset({"check"}), frozenset({"a"}))
    >>> [bool(pool_for([city], *asked)) for asked in (("verifier", "check", "a"), ("verifier", "check", "b"))]
    [True, False]
    """
    return next((one for one in pools if one.covers(post, kind, service)), None)


def exempt_step(found: Iterable[ExemptStep], service: str, step: str) -> ExemptStep | None:
    """Return what the office's file says of an exemption for a step, or None where it may hold none."""
    return next((one for one in found if (one.service, one.step) == (service, step)), None)
