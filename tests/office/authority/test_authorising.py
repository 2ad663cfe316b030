"""A power to sign is entered by one person and confirmed by another, and the decision goes by it."""

from dataclasses import replace
from datetime import date, timedelta

import pytest
from django.db import DatabaseError, connection, transaction

from layani.office.actions import deciding, issuing
from layani.office.actions.authorising import confirm_power, decline_power, end_power, enter_power
from layani.office.actor import SYSTEM
from layani.office.house import catalogue
from layani.office.pages.citizen.timeline import timeline
from layani.office.tables.authority_register import register_of
from layani.office.tables.desk import queues_for
from layani.office.tables.models import Attempt, AuthorityEntry, AuthorityRuling, Event, Party, Role
from layani.office.tables.models.authorities import lent_posts
from layani.office.tables.projection import event_of
from layani.office.tables.served_now import server_for
from layani.rules.refusal import Refused
from layani.rules.text import Text
from tests.office.authority.conftest import acting
from tests.office.conftest import MONDAY, officer
from tests.office.officer.walks import checked
from tests.office.officer.walks import serving as walks_serving

MINUTE = timedelta(minutes=1)
WHY = "Camat sudah kembali dari perjalanan dinas."


def entered(oki, **changed):
    return enter_power(acting(**changed), actor=oki, now=MONDAY).pk


def in_force(oki, citra, **changed):
    number = entered(oki, **changed)
    confirm_power(number, actor=citra, now=MONDAY)
    return number


def on_the_desk(checker, decider):
    number = checked(checker)
    walks_serving.take_next(actor=decider, now=MONDAY + 5 * MINUTE)
    return number


def refusal(call, *arguments, **named):
    with pytest.raises(Refused) as refused:
        call(*arguments, **named)
    return [one.code for one in refused.value.refusals]


def test_an_entry_alone_has_no_force(oki, ana, ben):
    entered(oki)
    assert len(register_of("sukamaju").entries) == len(catalogue().office.signers)
    assert not Role.objects.filter(user=ben.user).exists()


def test_who_entered_it_does_not_confirm_it_and_the_attempt_is_kept(oki, ben):
    number = entered(oki)
    assert refusal(confirm_power, number, actor=oki, now=MONDAY) == ["confirm-own-entry"]
    assert Attempt.objects.get().code == "confirm-own-entry"
    assert not AuthorityRuling.objects.exists()


def test_nobody_confirms_a_power_of_their_own(oki, citra):
    number = entered(oki, username="citra")
    assert refusal(confirm_power, number, actor=citra, now=MONDAY) == ["confirm-own-power"]


def test_only_an_operator_or_a_supervisor_keeps_the_register(oki, ana, ben):
    assert refusal(enter_power, acting(), actor=ana, now=MONDAY) == ["not-a-keeper"]
    assert refusal(confirm_power, entered(oki), actor=ana, now=MONDAY) == ["not-a-keeper"]
    assert refusal(end_power, 1, date(2026, 11, 23), WHY, actor=SYSTEM, now=MONDAY) == ["not-a-keeper"]


def test_what_is_wrong_with_an_entry_is_said_and_nothing_is_kept(oki, ben):
    assert refusal(enter_power, acting(username="nobody"), actor=oki, now=MONDAY) == ["no-such-officer"]
    assert refusal(enter_power, acting(not_services=("x",)), actor=oki, now=MONDAY) == ["no-such-service"]
    assert refusal(enter_power, acting(until=None), actor=oki, now=MONDAY) == ["no-end"]
    assert not AuthorityEntry.objects.exists()


def test_an_entry_is_ruled_on_once(oki, citra, ben):
    number = entered(oki)
    assert refusal(decline_power, number, "tidak", actor=citra, now=MONDAY) == ["no-reason"]
    decline_power(number, "Tanggalnya keliru.", actor=citra, now=MONDAY)
    assert refusal(confirm_power, number, actor=citra, now=MONDAY) == ["ruled-already"]
    assert refusal(end_power, number, date(2026, 11, 24), WHY, actor=citra, now=MONDAY) == ["not-in-force"]


def test_the_head_is_away_and_who_acts_for_the_head_signs_and_the_letter_says_so(oki, citra, ana, ben, read_pdf):
    in_force(oki, citra)
    number = on_the_desk(ana, ben)
    done = deciding.grant(number, actor=ben, now=MONDAY + 6 * MINUTE)
    signs = event_of(done.event).data["signs"]
    assert signs["kind"] == "plh" and signs["id"] == ["Plh. Camat"]
    told = timeline(done.case, [event_of(one) for one in Event.objects.of_case(done.row.pk)])
    assert told[0].words.id == "Dikabulkan oleh Plh. Camat"
    Party.objects.update(language="en")
    issued = issuing.issue(number, actor=SYSTEM, now=MONDAY + 7 * MINUTE)
    _, text = read_pdf(issuing.letter_pdf(issued.row))
    assert "Plh. CAMAT," in text and "ACTING HEAD OF THE DISTRICT FOR THESE DAYS (Plh.)," in text and "Ben" in text


def test_meanwhile_the_head_is_refused_with_the_name_of_who_may(oki, citra, ana, ben):
    number = on_the_desk(ana, citra)
    in_force(oki, citra)
    with pytest.raises(Refused, match=r"Leave it to: Ben \(Acting head of the district for these days \(Plh\.\)\)"):
        deciding.grant(number, actor=citra, now=MONDAY + 6 * MINUTE)
    assert Attempt.objects.get().code == "outside-authority"
    assert Event.objects.filter(act="decide_grant").count() == 0


def test_meanwhile_the_queue_leaves_the_head_and_who_acts_is_served(oki, citra, ana, ben):
    number = checked(ana)
    soon = MONDAY + 5 * MINUTE
    assert [one.count for one in queues_for(server_for(citra, soon), soon, soon)] == [1]
    in_force(oki, citra)
    assert queues_for(server_for(citra, soon), soon, soon) == []
    assert walks_serving.take_next(actor=citra, now=soon) is None
    assert walks_serving.take_next(actor=ben, now=soon).row.number == number
    walks_serving.put_back(number, "ill", actor=ben, now=soon)
    after = MONDAY + timedelta(days=3, minutes=5)  # the day after its last
    assert walks_serving.take_next(actor=citra, now=after).row.number == number


def test_the_head_keeps_the_steps_that_nobody_signs(oki, citra, ana, ben):
    in_force(oki, citra, post="verifier", kind="plh")
    front = replace(ana, roles=frozenset({"front-desk", "verifier"}))
    rests = server_for(front, MONDAY).rests
    assert rests and all(role == "verifier" for role, _, _ in rests)
    services = catalogue().services
    kinds = {step.kind for _, name, one in rests for step in services[name].steps if step.id == one}
    assert kinds == {"decide"}


def test_what_lies_on_the_heads_desk_goes_back_with_the_true_reason(oki, citra, ana, ben):
    number = on_the_desk(ana, citra)
    back = walks_serving.put_back
    assert refusal(back, number, "power-rests", actor=citra, now=MONDAY + 6 * MINUTE) == ["reason-missing"]
    in_force(oki, citra)
    done = back(number, "power-rests", actor=citra, now=MONDAY + 7 * MINUTE)
    assert done.case.holder is None and citra.user not in done.case.barred
    assert event_of(done.event).data["reason"] == "power-rests"
    assert walks_serving.take_next(actor=ben, now=MONDAY + 8 * MINUTE).row.number == number


def test_one_act_outside_the_mandate_is_refused_and_the_others_go_through(oki, citra, ana, ben):
    words = {"signs_as": Text("Kepala Seksi Pemerintahan", "Head of the civil affairs section")}
    in_force(oki, citra, kind="mandate", not_acts=("grant",), **words)
    number = on_the_desk(ana, ben)
    assert refusal(deciding.grant, number, actor=ben, now=MONDAY + 6 * MINUTE) == ["outside-authority"]
    why = deciding.Why("not-resident", "Alamat pada kartu keluarga terletak di kecamatan lain.")
    done = deciding.refuse(number, why, actor=ben, now=MONDAY + 7 * MINUTE)
    assert event_of(done.event).data["signs"]["id"] == ["a.n. Camat", "Kepala Seksi Pemerintahan"]


def test_away_without_a_substitute_lets_the_time_run_at_the_offices_side(oki, citra, ana, ben):
    number = on_the_desk(ana, ben)
    in_force(oki, citra, kind="away", username="")
    assert refusal(deciding.grant, number, actor=ben, now=MONDAY + 6 * MINUTE) == ["nobody-may-sign"]


def test_the_queue_opens_for_the_days_of_the_entry_and_closes_with_it(oki, citra):
    dan = officer("dan")
    number = in_force(oki, citra, username="dan")
    role = Role.objects.get(user=dan.user)
    assert (role.name, role.since, role.until) == ("head", date(2026, 11, 23), date(2026, 11, 25))
    assert refusal(end_power, number, date(2026, 11, 21), WHY, actor=oki, now=MONDAY) == ["last-day-wrong"]
    assert refusal(end_power, number, date(2026, 11, 26), WHY, actor=oki, now=MONDAY) == ["last-day-wrong"]
    end_power(number, date(2026, 11, 22), WHY, actor=oki, now=MONDAY)
    assert not Role.objects.held_on(date(2026, 11, 23)).filter(user=dan.user).exists()
    assert not register_of("sukamaju").entries[-1].in_force(date(2026, 11, 23))
    assert refusal(end_power, number, date(2026, 11, 23), WHY, actor=oki, now=MONDAY) == ["not-in-force"]


def test_an_entry_by_which_something_was_signed_cannot_end_before_that_day(oki, citra, ana, ben):
    number = on_the_desk(ana, ben)
    power = in_force(oki, citra)
    deciding.grant(number, actor=ben, now=MONDAY + 6 * MINUTE)
    assert refusal(end_power, power, date(2026, 11, 22), WHY, actor=oki, now=MONDAY + 9 * MINUTE) == ["signed-with-it"]
    end_power(power, date(2026, 11, 23), WHY, actor=oki, now=MONDAY + 9 * MINUTE)
    assert register_of("sukamaju").entries[-1].in_force(date(2026, 11, 23))


def test_a_post_that_was_only_lent_is_known_as_such(oki, citra):
    dan = officer("dan", "supervisor")
    in_force(oki, citra, username="dan")
    assert (lent_posts(dan.user), lent_posts(citra.user)) == ({"head"}, frozenset())
    Role.objects.create(user_id=dan.user, office="sukamaju", name="head", since=date(2027, 1, 1))
    assert lent_posts(dan.user) == frozenset()


def test_to_end_an_entry_leaves_a_role_that_was_held_before(oki, citra, ben):
    Role.objects.create(user_id=ben.user, office="sukamaju", name="head", since=date(2026, 1, 1))
    number = in_force(oki, citra)
    end_power(number, date(2026, 11, 22), WHY, actor=oki, now=MONDAY)
    assert Role.objects.get(user=ben.user).until is None


def test_an_office_without_a_register_decides_by_the_role_as_before(monkeypatch, ana, ben):
    monkeypatch.setattr("layani.office.tables.authority_register.register_of", lambda office: None)
    number = on_the_desk(ana, ben)
    done = deciding.grant(number, actor=ben, now=MONDAY + 6 * MINUTE)
    assert "signs" not in event_of(done.event).data
    assert issuing.issue(number, actor=SYSTEM, now=MONDAY + 7 * MINUTE).case.letter


@pytest.mark.parametrize("table", ["tables_authorityentry", "tables_authorityruling"])
@pytest.mark.parametrize("verb", ["update", "delete"])
@pytest.mark.usefixtures("append_only")
def test_the_database_refuses_to_change_the_register(table, verb, oki, citra, ben):
    in_force(oki, citra)
    column = {"tables_authorityentry": "decree", "tables_authorityruling": "why"}[table]
    statement = f"delete from {table}" if verb == "delete" else f"update {table} set {column} = 'x'"
    with pytest.raises(DatabaseError, match="Layani"), transaction.atomic(), connection.cursor() as cursor:
        cursor.execute(statement)


def test_two_queries_decide_who_may_sign(django_assert_num_queries, oki, citra, ben):
    in_force(oki, citra)
    with django_assert_num_queries(1):
        assert register_of("sukamaju")
