"""Dan declares Carla's NIK and gives himself her mandate: it stands for no card, and is over when hers is seen."""

from dataclasses import replace
from datetime import timedelta

import pytest

from layani.office.actions import erasing, filing, issuing
from layani.office.actions.assuring import CODE
from layani.office.actions.by_account import arrive
from layani.office.actions.filing import Application, file
from layani.office.actions.mandating import end
from layani.office.actions.parties import person_of
from layani.office.actions.proxying import ByProxy, disown_mandate
from layani.office.actions.vouching import vouch
from layani.office.gateways.openid import Identity
from layani.office.house import catalogue, key_store
from layani.office.pages.mandates import for_letter
from layani.office.pages.mandates.mandate import HAPPENED as WORDS
from layani.office.tables.models import Case, Erasure, Mandate, MandateEvent, Party, ProxyFiling
from layani.office.tables.models.mandates import HAPPENED
from layani.office.tables.models.people import SEEN
from layani.rules.assurance import DECLARED, HIGH
from layani.rules.refusal import Refused
from tests.office.actions.applications import CITIZEN, answers, application
from tests.office.citizen.conftest import signed_in
from tests.office.mandates.conftest import as_citizen, filed, given, person, recorded

pytestmark = pytest.mark.database
DAY, YEAR = timedelta(days=1), timedelta(days=366)


@pytest.fixture
def declared(db, now):
    """Carla as somebody has declared her."""
    return person(5, now)


@pytest.fixture
def mandate(declared, budi, now):
    return given(declared, budi, now)


def ends(row):
    row.refresh_from_db()
    kinds = MandateEvent.objects.filter(mandate=row).order_by("seq").values_list("kind", "by")
    return row.ended, list(kinds)[1:]


def test_a_mandate_given_on_somebodys_word_ends_when_an_officer_sees_the_card(mandate, declared, budi, ana, now):
    by_letter = recorded(declared, budi, ana, now)
    vouch(declared, person_of(declared), actor=ana, now=now)
    assert ends(mandate) == ("card", [("ended-by-card", "officer")])
    assert ends(by_letter) == ("", []), "of this one an officer has seen what it rests on"
    with pytest.raises(Refused, match="No mandate"):
        filed(mandate, now)
    later = given(Party.objects.get(pk=declared.pk), budi, now)
    vouch(declared, person_of(declared), actor=ana, now=now)
    assert ends(later) == ("", []), "she gave this one after her card was seen"


def test_an_account_that_proves_the_nik_ends_it_too(mandate, declared, now):
    known = person_of(declared)
    arrive(Identity("https://id.example", "1", HIGH, known.nik, known.name, known.birth_date), language="id", now=now)
    assert ends(mandate) == ("card", [("ended-by-card", "provider")])


def test_one_that_ran_out_and_was_erased_keeps_no_card_and_no_account_from_being_seen(
    mandate, declared, budi, ana, now
):
    Mandate.objects.update(since=now.date() - 3 * YEAR, until=now.date() - 3 * YEAR)
    filing.file(application(), actor=CITIZEN, now=now)
    Case.objects.update(party=declared)  # what keeps her in the register
    erasing.erase_due(now)
    assert Erasure.objects.filter(mandate=mandate).exists()
    known = person_of(declared)
    vouch(declared, known, actor=ana, now=now)
    assert Party.objects.get(pk=declared.pk).assurance == SEEN
    arrive(Identity("https://id.example", "1", HIGH, known.nik, known.name, known.birth_date), language="id", now=now)
    assert ends(mandate) == ("", [])
    mandate = end(mandate.ref, "death", actor=ana, now=now)
    assert ends(mandate) == ("", []), "no event is added to what was erased, though its key may still be there"


def test_one_that_ran_out_has_nothing_left_to_end(mandate, declared, ana, now):
    Mandate.objects.update(since=now.date() - 2 * DAY, until=now.date() - DAY)
    vouch(declared, person_of(declared), actor=ana, now=now)
    assert ends(mandate) == ("", [])


def test_a_mandate_that_is_being_erased_gets_no_event_over_its_emptied_words(mandate, ana, now, monkeypatch):
    """A run that was killed after its commit leaves the key until the next sweep."""
    Mandate.objects.update(since=now.date() - 3 * YEAR, until=now.date() - 3 * YEAR)
    monkeypatch.setattr(type(key_store()), "erase", lambda *_: None)
    erasing.erase_due(now)
    assert key_store().get(mandate.ref) and Erasure.objects.filter(mandate=mandate).exists()
    end(mandate.ref, "death", actor=ana, now=now)
    assert ends(mandate) == ("", [])


def test_every_end_has_its_words():
    assert WORDS.keys() == set(HAPPENED)


def test_the_holders_card_does_not_stand_for_the_persons(mandate, declared, budi, ana, now):
    strict = replace(application().service, assurance=SEEN)
    person = person_of(declared)
    asked = Application(strict, declared, answers(person), "online", proxy=ByProxy(mandate))
    holder = replace(as_citizen(budi), assurance=SEEN)
    with pytest.raises(Refused) as refused:
        file(asked, actor=holder, now=now)
    assert refused.value.refusals[0].code == CODE and not Case.objects.exists()
    vouch(declared, person, actor=ana, now=now)
    seen = Party.objects.get(pk=declared.pk)
    again = replace(asked, applicant=seen, proxy=ByProxy(given(seen, budi, now)))
    assert file(again, actor=holder, now=now).row.party_id == declared.pk


def test_a_letter_that_asks_for_a_card_is_not_read_on_the_agents_word(mandate, budi, now, monkeypatch):
    Mandate.objects.filter(pk=mandate.pk).update(receives=True, until=mandate.until + timedelta(days=300))
    number = filed(mandate, now).row.number
    Case.objects.filter(number=number).update(issued_at=now)
    monkeypatch.setattr(issuing, "letter_pdf", lambda _row: b"%PDF-")
    strict = replace(catalogue().services[application().service.slug], assurance=SEEN)
    monkeypatch.setattr(for_letter, "service", lambda *_: strict)
    Party.objects.filter(pk=budi.pk).update(assurance=DECLARED)
    shut = signed_in(budi).get(f"/for/case/{number}/letter/")
    assert shut.status_code == 403 and f"/for/case/{number}/" in shut.content.decode()
    Party.objects.filter(pk=budi.pk).update(assurance=SEEN)
    assert signed_in(budi).get(f"/for/case/{number}/letter/").content == b"%PDF-"


@pytest.mark.parametrize("how", ["ended", "disowned"])
def test_a_mandate_that_ends_while_a_form_is_sent_files_nothing(mandate, declared, now, monkeypatch, how):
    asked = filing._require_answers

    def meanwhile(*given):
        if how == "ended":
            end(mandate.ref, "person", actor=as_citizen(declared), now=now)
        else:
            disown_mandate(mandate, actor=as_citizen(declared), now=now)
        return asked(*given)

    monkeypatch.setattr(filing, "_require_answers", meanwhile)
    with pytest.raises(Refused, match="No mandate"):
        filed(mandate, now)
    assert not Case.objects.exists() and not ProxyFiling.objects.exists()
