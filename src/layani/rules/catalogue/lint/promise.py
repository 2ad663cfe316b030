"""A promise has no escape: that an official is absent or the network slow is the office's time, not the citizen's."""

import re
from collections.abc import Iterator
from typing import Final

from layani.rules.catalogue.definition import Definition
from layani.rules.catalogue.grammar.parts import Words
from layani.rules.catalogue.problems import Problem
from layani.rules.catalogue.reading import Path_

_ESCAPES: Final = re.compile(
    r"""\b(
      if \s (the|an|our)? \s? (official|officer|head|signatory|network|system|server|power|staff)
    | (provided|as \s long \s as|subject \s to|depending \s on|unless|except \s when|(where|if) \s possible)
    | (as \s soon \s as \s possible|under \s normal \s (conditions|circumstances))
    | (normally|usually|at \s the \s earliest)
    | (jika|bila|apabila|asalkan|selama|sepanjang) \s (\w+ \s){0,2}
      (pejabat|petugas|camat|lurah|kepala|pimpinan|penandatangan|jaringan|sistem|server|listrik|internet)
    | (jika|bila|apabila) \s (memungkinkan|tidak \s ada \s (kendala|gangguan|halangan))
    | (secepatnya|sesegera \s mungkin|tergantung|kecuali|dalam \s kondisi \s normal)
    | (pada \s umumnya|biasanya|paling \s cepat)
    )\b""",
    re.VERBOSE | re.IGNORECASE,
)


def check(one: Definition) -> Iterator[Problem]:
    """Look for escapes in the words of the procedure, of the time limit and of the guarantee."""
    standard = one.entry.standard
    places: list[tuple[Path_, Words | None]] = [
        (("standard", "procedure"), standard.procedure),
        (("standard", "time_limit"), standard.time_limit),
        (("standard", "service_guarantee"), standard.service_guarantee),
    ]
    for path, words in places:
        for language in ("id", "en") if words else ():
            found = _ESCAPES.search(getattr(words, language))
            if found:
                yield one.source.problem(
                    (*path, language),
                    f"the promise has an escape: '{found[0]}'.",
                    "Promise a time that holds anyway, or a longer one.",
                    "Absence, network and power are the office's time, not the citizen's.",
                )


CHECK = check
