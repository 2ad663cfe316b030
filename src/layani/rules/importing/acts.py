"""Which acts a map may name, what each needs, and where it stands in a procedure."""

from collections.abc import Mapping
from dataclasses import dataclass
from typing import Final


@dataclass(frozen=True, slots=True)
class Shape:
    """What a map says about one kind of act.

    rank:       its place among acts of one moment, which a log lists in no order of its own
    needs, may: the keys that must and that can stand beside it
    milestone:  what a case reaches by it once; a second time the entry's ``again`` says what it is
    works:      an officer who does it has the case on their desk
    """

    rank: int
    needs: frozenset[str] = frozenset()
    may: frozenset[str] = frozenset()
    milestone: str = ""
    works: bool = False


def _keys(text: str) -> frozenset[str]:
    return frozenset(text.split())


SHAPES: Final[Mapping[str, Shape]] = {
    "file": Shape(0, milestone="filed"),
    "take": Shape(1),
    "ask_missing": Shape(2, may=_keys("items"), works=True),
    "answer": Shape(3),
    "check_complete": Shape(4, milestone="complete", works=True),
    "consult": Shape(5, may=_keys("party ball"), works=True),
    "advise": Shape(6, may=_keys("party ball")),
    "visit": Shape(5, _keys("step"), _keys("result ball"), works=True),
    "perform": Shape(5, _keys("step"), _keys("result ball"), works=True),
    "reach": Shape(5, _keys("phase"), _keys("ball")),
    "publish": Shape(5, may=_keys("about ball"), works=True),
    "extend": Shape(5, may=_keys("days"), works=True),
    "set_fee": Shape(5, may=_keys("amount"), works=True),
    "decide_grant": Shape(7, milestone="decided", works=True),
    "decide_refuse": Shape(7, _keys("ground"), milestone="decided", works=True),
    "deem_granted": Shape(7, milestone="decided"),
    "withdraw": Shape(7, milestone="withdrawn"),
    "issue": Shape(8, milestone="issued"),
    "deliver": Shape(9, milestone="delivered"),
    "object": Shape(10, may=_keys("about")),
    "close": Shape(11, milestone="closed"),
    "note": Shape(5, _keys("why")),
}

VALUES: Final = frozenset().union(*(shape.needs | shape.may for shape in SHAPES.values()))
"""Every key that belongs to some act."""
