"""What the office writes to a citizen: a short text for a phone, and a letter by e-mail.

Neither holds anything personal but the case number and its link: who reads over a shoulder, or an old number's new
owner, learns no name, no service and no reason. The page behind the link asks for the receipt's code. Only those whom
somebody else's application names learn the service: they have no page, and must know whether it concerns them.
"""

from collections.abc import Mapping
from dataclasses import dataclass
from types import MappingProxyType

from layani.rules.voice.wordings import course, decision, mandates, named, product, recovering, signing_in, waiting
from layani.rules.voice.wordings.wording import Wording

ONE_SMS = 160
"""Characters of one text message in the GSM alphabet (3GPP TS 23.038); a longer one costs as much as two."""
TWO_SMS = 300
"""What a message to people whom an application names may take; two joined ones hold 306 (2 times 153)."""


@dataclass(frozen=True, slots=True)
class Written:
    """A message in one language, ready to be sent."""

    sms: str
    subject: str
    email: str


WORDINGS: Mapping[str, Wording] = MappingProxyType(
    {
        **course.WORDINGS,
        **decision.WORDINGS,
        **waiting.WORDINGS,
        **product.WORDINGS,
        **named.WORDINGS,
        **mandates.WORDINGS,
        **signing_in.WORDINGS,
        **recovering.WORDINGS,
    }
)


def written(kind: str, values: Mapping[str, object], language: str) -> Written:
    """Return the message of one kind in ``language`` ("id" or "en"); raises KeyError for an unknown kind or place.

    values: office, number and link; for "asked", "warned", "revocation-warned" and "objection-filed" also answer_by,
            for "reminded", "reminded-ends" and "objection-upheld" until, and for those of "their-turn" answer_by;
            for those of mandates also agent, service, until, code and stop (actions/telling_of_mandates.py);
    values: office, number and link; for "asked", "warned", "revocation-warned", "correction-proposed" also answer_by,
            for "reminded" and
            "reminded-ends" until, and for those of "their-turn" answer_by;
            for "code" and "recovery-code" instead code, minutes, office; for the
            kinds that begin with "named-" also service, phone and by

    >>> written("code", {"code": "204913", "minutes": 10, "office": "Kecamatan Sukamaju"}, "en").subject
    'Your sign-in code'
    """
    wording = WORDINGS[kind]
    return Written(
        sms=wording.sms.in_(language).format_map(values),
        subject=wording.subject.in_(language).format_map(values),
        email=(wording.email.in_(language) + "\n\n{office}").format_map(values),
    )


def written_to_others(kind: str, values: Mapping[str, Mapping[str, object]]) -> Written:
    """Return the message of one kind to somebody who did not apply: in Indonesian, by e-mail in English below.

    values: language ("id", "en") -> as in ``written``. Which language they read nobody has asked them.
    """
    first, second = (written(kind, values[language], language) for language in ("id", "en"))
    return Written(first.sms, first.subject, f"{first.email}\n\n\n{second.email}")
