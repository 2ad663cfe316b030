"""What was filled in is kept, sealed, for the one who filled it in; two tabs lose nothing of one another."""

from datetime import timedelta

import pytest

from layani.office.actions import uploading
from layani.office.actions.draft_reminders import TOLD_BEFORE, remind_owners
from layani.office.actions.drafting import (
    KEPT_FOR,
    Place,
    answer_to,
    drafts_of,
    drop,
    file_draft,
    filed_before,
    fill,
    find_draft,
    forget_old,
    identity_answers,
)
from layani.office.actions.filing import AnswersRejected
from layani.office.actions.parties import Person, register
from layani.office.actions.uploading import upload
from layani.office.gateways.file_store import MemoryStore
from layani.office.gateways.key_store import KeyGone
from layani.office.house import service
from layani.office.tables.models import Case, Document, Draft, Message, User
from layani.rules.catalogue import FieldProblem, FormResult
from layani.rules.refusal import Refused
from layani.rules.text import Text
from tests.office.actions.applications import answers
from tests.office.citizen.files import PDF, sent
from tests.office.conftest import CARLA

FIX = FieldProblem("tenancy", Text("Pilih.", "Choose."))


@pytest.fixture(autouse=True)
def store(monkeypatch):
    memory = MemoryStore()
    monkeypatch.setattr(uploading, "file_store", lambda: memory)
    return memory


@pytest.fixture
def letter(db):
    return service("residence-letter")


@pytest.fixture
def place(carla, letter):
    return Place(carla, letter.slug, str(letter.version))


def adding(*problems, **new):
    """Return what a posted page does to the answers so far."""
    return lambda before: FormResult({**before, **new}, problems)


def test_what_was_filled_in_is_there_again(place, now):
    fill(place, "address", adding(tenancy="own"), now=now)
    fill(place, "purpose", adding(purpose="bank"), now=now)
    draft = find_draft(place)
    assert draft.answers == {"tenancy": "own", "purpose": "bank"}
    assert draft.done == {"address", "purpose"}
    assert not draft.renewed
    assert Draft.objects.count() == 1


def test_a_page_with_a_problem_keeps_its_good_answers_and_is_not_done(place, now):
    fill(place, "address", adding(tenancy="own"), now=now)
    result = fill(place, "address", adding(FIX, street="Jalan Mawar 3"), now=now)
    assert result.problems == (FIX,)
    assert find_draft(place).answers["street"] == "Jalan Mawar 3"
    assert find_draft(place).done == set()


def test_a_draft_is_sealed(place, now):
    fill(place, "address", adding(street="Jalan Mawar 3"), now=now)
    assert b"Mawar" not in bytes(Draft.objects.get().sealed)


def test_a_draft_belongs_to_one_party_one_service_and_one_typist(place, ana, now):
    fill(place, "address", adding(tenancy="own"), now=now)
    dan = register(Person(nik="3174010101800001", name="Dan"), now=now)
    typist = Place(place.party, place.of, place.version, User.objects.get(pk=ana.user))
    for other in (Place(dan, place.of, place.version), Place(place.party, "other", place.version), typist):
        assert find_draft(other) is None


def test_a_draft_of_another_version_keeps_its_answers_and_asks_to_look_through_every_page(place, now):
    fill(Place(place.party, place.of, "2025-01-01"), "address", adding(tenancy="own"), now=now)
    draft = find_draft(place)
    assert draft.renewed
    assert draft.answers == {"tenancy": "own"}
    assert draft.done == set()
    fill(place, "purpose", adding(purpose="bank"), now=now)
    assert find_draft(place).done == {"purpose"}
    assert not find_draft(place).renewed


def test_a_file_that_was_replaced_or_is_no_longer_asked_is_forgotten(place, letter, store, now):
    contract = letter.fields["contract"]
    first, second = (upload(place.party, contract, sent(PDF), now=now) for _ in range(2))
    fill(place, "address", adding(contract=first), now=now)
    fill(place, "address", adding(contract=second), now=now)
    assert [str(document.ref) for document in Document.objects.all()] == [second["id"]]
    fill(place, "address", lambda before: FormResult({}, ()), now=now)
    assert not Document.objects.exists()
    assert not store.files


def test_a_dropped_draft_takes_its_files_along(place, letter, store, now):
    fill(place, "address", adding(contract=upload(place.party, letter.fields["contract"], sent(PDF), now=now)), now=now)
    drop(place)
    drop(place)
    assert find_draft(place) is None
    assert not store.files


def test_a_draft_is_forgotten_after_a_month_without_a_touch(place, letter, store, now):
    fill(place, "address", adding(contract=upload(place.party, letter.fields["contract"], sent(PDF), now=now)), now=now)
    assert forget_old(now + KEPT_FOR) == 0
    assert forget_old(now + KEPT_FOR + timedelta(seconds=1)) == 1
    assert not Draft.objects.exists()
    assert not store.files


def test_the_draft_of_an_erased_person_says_so_and_is_still_swept(place, erase, now):
    fill(place, "address", adding(tenancy="own"), now=now)
    erase(place.party)
    with pytest.raises(KeyGone):
        find_draft(place)
    assert forget_old(now + KEPT_FOR + timedelta(seconds=1)) == 1


def test_begun_applications_are_listed_without_answers_to_notices(place, case, now):
    fill(place, "address", adding(tenancy="own"), now=now)
    fill(Place(place.party, answer_to(case.number), place.version), "answer", adding(), now=now)
    assert [draft.service for draft in drafts_of(place.party)] == [place.of]


def test_a_draft_becomes_one_case_however_often_it_is_sent(place, letter, as_carla, now):
    fill(place, "purpose", adding(**answers()), now=now)
    draft = find_draft(place)
    for _ in range(2):
        done = file_draft(draft, place, letter, actor=as_carla, language="id", now=now)
    assert Case.objects.get() == done.row
    assert not Draft.objects.exists()
    assert filed_before(draft.ref, as_carla) == done.row


def test_the_office_writes_to_a_person_in_the_language_in_which_they_last_applied(place, letter, as_carla, now):
    assert place.party.language == "id"
    fill(place, "purpose", adding(**answers()), now=now)
    file_draft(find_draft(place), place, letter, actor=as_carla, language="en", now=now)
    place.party.refresh_from_db()
    assert place.party.language == "en"


def test_what_a_clerk_types_in_their_own_language_does_not_change_the_persons(place, letter, ana, now):
    typed = Place(place.party, place.of, place.version, User.objects.get(pk=ana.user))
    fill(typed, "purpose", adding(**answers()), now=now)
    file_draft(find_draft(typed), typed, letter, actor=ana, language="en", now=now)
    place.party.refresh_from_db()
    assert place.party.language == "id"


def test_somebody_else_does_not_find_my_case_by_the_name_of_its_draft(place, letter, as_carla, now):
    fill(place, "purpose", adding(**answers()), now=now)
    draft = find_draft(place)
    file_draft(draft, place, letter, actor=as_carla, language="id", now=now)
    assert filed_before(draft.ref, type(as_carla)(kind="citizen", party=place.party.pk + 1)) is None


def test_an_unfinished_or_outdated_draft_is_not_filed_and_stays(place, letter, as_carla, now):
    fill(place, "purpose", adding(purpose="bank"), now=now)
    with pytest.raises(AnswersRejected):
        file_draft(find_draft(place), place, letter, actor=as_carla, language="id", now=now)
    old = Place(place.party, place.of, "2025-01-01")
    fill(old, "purpose", adding(**answers()), now=now)
    with pytest.raises(Refused, match="was renewed"):
        file_draft(find_draft(place), place, letter, actor=as_carla, language="id", now=now)
    assert find_draft(place).answers["purpose"] == "bank"


def test_what_the_register_holds_is_not_asked_again(letter):
    assert identity_answers(letter, CARLA) == {
        "nik": CARLA.nik, "name": CARLA.name, "birth_date": CARLA.birth_date, "phone": CARLA.phone
    }  # fmt: skip


def test_what_the_register_lacks_or_holds_in_an_unusable_way_is_asked(letter):
    halting = Person(nik=CARLA.nik, name=CARLA.name, birth_date="", phone="see the paper file")
    assert set(identity_answers(letter, halting)) == {"nik", "name"}


def test_the_owner_of_a_draft_is_told_once_before_it_is_forgotten(place, now):
    fill(place, "who", adding(tenancy="own"), now=now)
    fill(Place(place.party, "hall-use", place.version), "who", adding(), now=now)
    soon = now + KEPT_FOR - TOLD_BEFORE
    assert remind_owners(soon - timedelta(minutes=1)) == 0
    # Two drafts, one message: each text costs a fee and a look.
    assert remind_owners(soon + timedelta(minutes=1)) == 1
    assert remind_owners(soon + timedelta(days=1)) == 0
    message = Message.objects.get()
    assert (message.kind, message.params) == ("draft-ends", {"ends": "2026-12-23"})


def test_whoever_goes_on_is_told_again_a_month_later(place, now):
    fill(place, "who", adding(tenancy="own"), now=now)
    soon = now + KEPT_FOR - TOLD_BEFORE + timedelta(minutes=1)
    assert remind_owners(soon) == 1
    fill(place, "who", adding(tenancy="rent"), now=soon + timedelta(days=1))
    assert remind_owners(soon + timedelta(days=2)) == 0
    assert remind_owners(soon + KEPT_FOR) == 1
    assert forget_old(soon + KEPT_FOR) == 0


def test_what_an_officer_types_and_the_answer_to_a_notice_remind_nobody(place, now, ana):
    fill(Place(place.party, place.of, place.version, User.objects.get(pk=ana.user)), "who", adding(), now=now)
    fill(Place(place.party, answer_to("SKM-1"), place.version), "who", adding(), now=now)
    assert remind_owners(now + KEPT_FOR) == 0
