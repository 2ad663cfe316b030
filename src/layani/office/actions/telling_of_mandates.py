"""What a message about a mandate says: who acts, for which service, and the link by which the person stops it."""

from typing import Final

from django.conf import settings

from layani.office.actions.mandating import CODE, GIVEN, RECORDED, code_of, secret_of
from layani.office.actions.parties import person_of
from layani.office.actions.proxying import ANSWERED_BY_PROXY
from layani.office.actions.telling import FILED_BY_PROXY
from layani.office.actions.telling_others import definition_of
from layani.office.gateways.key_store import KeyGone
from layani.office.house import key_store
from layani.office.tables.models import Mandate, Message, Party, ProxyFiling
from layani.rules.dates import day_words
from layani.rules.text import Text

LONGEST_NAME: Final = 40
"""Characters of a name in a text message; two joined ones hold 306."""
KINDS: Final = frozenset({FILED_BY_PROXY, ANSWERED_BY_PROXY, GIVEN, RECORDED, CODE})


def words_of_mandate(message: Message) -> dict[str, Text]:
    """Return {place: words} of a message about a mandate; {} of all others. Raises KeyGone after an erasure."""
    if message.kind not in KINDS:
        return {}
    if message.case is not None:
        return _of_case(message)
    row = Mandate.objects.select_related("holder").filter(pk=message.params.get("mandate")).first()
    if row is None:
        raise KeyGone(f"The mandate of message {message.pk} is gone.")
    key = key_store().get(row.ref)
    code = {"code": _same(code_of(key))} if message.kind == CODE else {}
    stop = _same(f"{_site()}/stop/mandate/{row.ref}/{secret_of(key)}/")
    return {"agent": _same(name_of(row.holder)), "until": day_words(row.until), "stop": stop, **code}


def _of_case(message: Message) -> dict[str, Text]:
    case = message.case
    filing = ProxyFiling.objects.of_case(case.number) if case else None
    if case is None or filing is None:
        raise KeyGone(f"The filing of message {message.pk} is gone.")
    definition = definition_of(case)
    return {
        "agent": _same(name_of(filing.holder)),
        "service": definition.name if definition else Text(case.service, case.service),
        "stop": _same(f"{_site()}{stop_path(case.number, key_store().get(case.ref))}"),
    }


def stop_path(number: str, key: bytes) -> str:
    """Return the path by which the person stops a case; whoever has it can."""
    return f"/stop/{number}/{secret_of(key)}/"


def name_of(party: Party) -> str:
    """Return a person's name as a message says it, cut where it is very long."""
    name = person_of(party).name
    return name if len(name) <= LONGEST_NAME else f"{name[: LONGEST_NAME - 1]}."


def _site() -> str:
    return str(settings.SITE_ADDRESS).rstrip("/")


def _same(words: str) -> Text:
    return Text(words, words)
