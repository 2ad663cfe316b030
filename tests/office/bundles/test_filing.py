"""A bundle is filed once: a case for each service, all or none, and their events alone say how they go on."""

from dataclasses import replace

import pytest

from layani.office import house
from layani.office.actions import filing
from layani.office.actions.bundling import BundleApplication, file_bundle, siblings
from layani.office.actions.filing import AnswersRejected
from layani.office.actions.rebuilding import differences
from layani.office.actions.viewing import answers_of
from layani.office.actor import Actor
from layani.office.tables.models import Case, Document, Event, Message
from layani.office.tables.projection import state_of
from layani.rules.catalogue.bundles.model import BundleAnswers, Joined
from layani.rules.refusal import Refusal, Refused
from layani.rules.text import Text
from tests.office.bundles.widow import EVERYTHING, MINUTE, answers, bundle, file_all, paper
from tests.office.conftest import CARLA

pytestmark = pytest.mark.django_db


def test_each_service_becomes_a_case_of_its_own(carla, now):
    rows = file_all(carla, now)
    assert list(rows) == ["death-certificate", *EVERYTHING]
    assert len({row.number for row in rows.values()}) == 4
    assert {row.party_id for row in rows.values()} == {carla.pk}
    assert Message.objects.filter(kind="filed").count() == 4


def test_a_question_is_answered_once_and_stands_in_every_case_that_asks_it(carla, now):
    rows = file_all(carla, now)
    assert answers_of(rows["death-certificate"])["deceased_name"] == "Danu Wijaya"
    assert answers_of(rows["family-card"])["member_name"] == "Danu Wijaya"
    assert answers_of(rows["death-grant"])["deceased_name"] == "Danu Wijaya"
    assert answers_of(rows["id-card"]).items() >= {"reason": "changed", "new_status": "widowed"}.items()
    assert "account" not in answers_of(rows["death-certificate"])  # a desk sees what its own service asks


def test_what_waits_stands_in_no_queue_and_its_clock_does_not_run(carla, now):
    rows = file_all(carla, now)
    first, card = state_of(rows["death-certificate"]), state_of(rows["family-card"])
    assert (first.step, first.waits_for) == ("check", {})
    assert (card.step, card.ball, card.step_due_at, card.due_at) == ("", "office", None, None)
    assert card.waits_for == {"death-certificate": first.number}
    assert card.bundle["cases"] == {service: row.number for service, row in rows.items()} == first.bundle["cases"]


def test_the_events_alone_give_the_same_rows(carla, now):
    file_all(carla, now)
    assert [one for one in differences() if not isinstance(one, int)] == []


def test_the_uploaded_letter_belongs_to_the_case_that_asks_for_it(carla, now):
    rows = file_all(carla, now)
    assert Document.objects.get().case_id == rows["death-certificate"].pk


def test_only_what_is_ticked_and_fits_is_filed(carla, now):
    given = answers(paper(carla, now), ["family-card", "id-card"], relation="child")
    assert list(file_all(carla, now, given)) == ["death-certificate", "family-card"]


def test_one_answer_too_few_files_nothing(carla, now):
    given = answers(paper(carla, now))
    del given["account"]
    with pytest.raises(AnswersRejected, match="account"):
        file_all(carla, now, given)
    assert not Case.objects.exists()


def test_the_same_key_files_once(carla, now):
    given = answers(paper(carla, now))
    first = file_all(carla, now, given, once="k1")
    again = file_all(carla, now + MINUTE, given, once="k1")
    assert {s: r.number for s, r in again.items()} == {s: r.number for s, r in first.items()}
    assert Case.objects.count() == 4


@pytest.mark.parametrize("changed", [{"died_in": "Kota Lain"}, {"account": "999"}])
def test_the_same_key_with_other_answers_is_refused(carla, now, changed):
    given = answers(paper(carla, now))
    file_all(carla, now, given, once="k1")
    with pytest.raises(Refused) as refused:
        file_all(carla, now, {**given, **changed}, once="k1")
    assert refused.value.refusals[0].code == "key-used"


def test_the_same_key_for_fewer_services_is_refused(carla, now):
    letter = paper(carla, now)
    file_all(carla, now, answers(letter), once="k1")
    with pytest.raises(Refused) as refused:
        file_all(carla, now, answers(letter, ["family-card"]), once="k1")
    assert refused.value.refusals[0].code == "key-used"


def test_a_service_that_takes_nobody_now_keeps_all_of_them_back(carla, now, monkeypatch):
    full = Refusal("not-open", Text("Tempatnya penuh.", "It is full."), Text("Nanti.", "Later."))
    real = filing.admission

    def admission(service, given, facts):
        return (full,) if service.slug == "death-grant" else real(service, given, facts)

    monkeypatch.setattr(filing, "admission", admission)
    given = answers(paper(carla, now))
    with pytest.raises(Refused, match="full"):
        file_all(carla, now, given)
    assert not Case.objects.exists() and not Event.objects.exists()
    assert Document.objects.get().case_id is None  # still hers, to be sent with the next try


def test_a_process_that_dies_before_the_last_case_leaves_no_case(carla, now, monkeypatch):
    class Killed(BaseException):
        pass

    real = filing._write

    def dies(application, *more):
        if application.service.slug == "death-grant":
            raise Killed
        return real(application, *more)

    monkeypatch.setattr(filing, "_write", dies)
    given = answers(paper(carla, now))
    with pytest.raises(Killed):
        file_all(carla, now, given)
    assert not Case.objects.exists()
    monkeypatch.setattr(filing, "_write", real)
    assert len(file_all(carla, now, given)) == 4


def test_a_form_of_an_earlier_version_is_looked_through_again(carla, now):
    with pytest.raises(Refused) as refused:
        file_all(carla, now, version="0123456789abcdef")
    assert refused.value.refusals[0].code == "another-version"


def test_each_case_knows_the_others(carla, now):
    rows = file_all(carla, now)
    assert [one.number for one in siblings(rows["id-card"])] == [row.number for row in rows.values()]


def test_a_bundle_whose_questions_hang_on_the_day_is_asked_by_the_day_of_the_filing(carla, now):
    services = [house.service(slug) for slug in ("house-building-approval", "hall-use")]
    plain = tuple(
        Joined(one, number == 0, None, None, (), {n: n for n in one.fields}) for number, one in enumerate(services)
    )
    joined = replace(bundle(), joined=plain, answers=BundleAnswers(services[0].pages, plain))
    given = {"name": CARLA.name, "nik": CARLA.nik, "use": "home", "first_home": True, "area": 30}
    application = BundleApplication(joined, carla, given, "online")
    with pytest.raises(AnswersRejected) as rejected:
        file_bundle(application, actor=Actor(kind="citizen", party=carla.pk), now=now)
    assert {"income", "site"} <= {one.field for one in rejected.value.problems}
