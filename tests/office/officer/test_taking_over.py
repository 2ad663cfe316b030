"""What another system handed over while it was open is taken over, and is then one of the office's own cases."""

from dataclasses import replace
from datetime import timedelta

import pytest
from django.utils import timezone

from layani.office.actions import checking, deciding, serving
from layani.office.actions.comparing import Altered, altered
from layani.office.actions.filing import AnswersRejected
from layani.office.actions.importing import import_log
from layani.office.actions.parties import BOUND
from layani.office.actions.rebuilding import differences
from layani.office.actions.recovering import recoverable
from layani.office.actions.taking_over import take_over
from layani.office.actions.viewing import answers_of
from layani.office.actor import let_in
from layani.office.gateways.sealing import seal
from layani.office.house import codes as house_codes
from layani.office.house import key_store, service
from layani.office.jobs.deem_granted import grant_silent
from layani.office.jobs.integrate_record import JOB as INTEGRATE
from layani.office.jobs.issue_letters import issue_due
from layani.office.pages.citizen.taken_over import counted_words
from layani.office.tables.models import Attempt, Case, Event, Letter, Look, Message, Party
from layani.office.tables.models.people import SEEN
from layani.office.tables.projection import event_of
from layani.office.tables.supervision import from_elsewhere
from layani.rules.record.look_words import PURPOSES
from layani.rules.refusal import Refused
from tests.office.conftest import CARLA, officer
from tests.office.officer.walks import answers, filed
from tests.office.replay.small_logs import MAP, csv, ordinary, planned, row

pytestmark = pytest.mark.django_db
MINUTE = timedelta(minutes=1)
WHY = ("system", "12/BA/2026")


@pytest.fixture(autouse=True)
def own_folders(settings, tmp_path):
    settings.LOG_FOLDER, settings.KEY_FOLDER = tmp_path / "log", tmp_path / "keys"


@pytest.fixture
def hana(db):
    return officer("hana", "supervisor")


def plan_of(tmp_path, rows, text=MAP):
    return planned(csv(tmp_path, rows), text)


@pytest.fixture
def brought(tmp_path, now):
    """Return the number of a case that another system received and checked, and that waits for its decision."""
    done = import_log(plan_of(tmp_path, ordinary("K-1")[:2]), service("residence-letter"), now=now)
    return done.cases["K-1"]


def taken(number, hana, now, said=None, **more):
    return take_over(number, *WHY, answers() if said is None else said, actor=hana, now=now, **more)


def in_order():
    found = [one for one in altered() if isinstance(one, Altered)]
    return found == [] and [one for one in differences() if not isinstance(one, int)] == []


def codes(refused):
    return [one.code for one in refused.value.refusals]


def test_it_is_decided_here_and_its_letter_is_issued_here(brought, hana, ben, now, settings):
    assert from_elsewhere(Case.objects.get().office).count == 0, "the made-up past of a demo waits for nobody"
    settings.LAYANI_DEMO = False
    before = Case.objects.get(number=brought)
    assert before.imported and from_elsewhere(before.office).count == 1
    done = taken(brought, hana, now)
    assert not done.row.imported and from_elsewhere(before.office).count == 0
    event = event_of(done.event)
    assert (event.act, event.by.officer, event.by.role) == ("take_over", hana.user, "supervisor")
    assert (event.data["reason"], event.data["letter"]) == WHY
    assert CARLA.name not in done.event.body and answers_of(done.row)["name"] == CARLA.name
    assert done.row.due_at < now and Case.objects.late(now).filter(number=brought).exists()
    assert serving.take_next(actor=ben, now=now + MINUTE).row.number == brought
    deciding.grant(brought, actor=ben, now=now + 2 * MINUTE)
    assert issue_due(now + 3 * MINUTE) == 1
    assert Letter.objects.get().case.number == brought
    assert Case.objects.to_hand_over(before.office).filter(number=brought).exists()
    INTEGRATE.run(now + 4 * MINUTE)
    assert in_order()


def test_without_it_no_letter_is_issued(brought, ben, now):
    serving.take_next(actor=ben, now=now + MINUTE)
    deciding.grant(brought, actor=ben, now=now + 2 * MINUTE)
    assert issue_due(now + 3 * MINUTE) == 0 and not Letter.objects.exists()


def test_what_its_file_does_not_say_lets_nobody_grant(brought, hana, ben, now):
    done = taken(brought, hana, now, {"name": CARLA.name})
    assert done.case.failed_mandatory
    serving.take_next(actor=ben, now=now + MINUTE)
    with pytest.raises(Refused):
        deciding.grant(brought, actor=ben, now=now + 2 * MINUTE)


def test_whoever_took_it_over_and_copied_its_answers_does_not_decide_it(brought, now, ben):
    both = officer("hana", "supervisor", "head")
    done = taken(brought, both, now)
    assert both.user in done.case.barred and f",{both.user}," in Case.objects.get().barred
    assert serving.take_next(actor=both, now=now + MINUTE) is None
    assert serving.take_next(actor=ben, now=now + MINUTE).row.number == brought


def test_nobody_takes_over_what_names_their_own_nik(brought, hana, now):
    own = replace(hana, nik_mac=house_codes().nik(answers()["nik"]))
    with pytest.raises(Refused) as refused:
        taken(brought, own, now)
    assert codes(refused) == ["own-case"] and Case.objects.get().imported


def test_a_sweep_after_the_taking_over_grants_nothing(brought, hana, now, monkeypatch):
    """The case is old and its service's law grants by silence; this office has had it for a minute."""
    found = service("residence-letter")
    promise = replace(found.promise, if_late="grant")
    monkeypatch.setattr(type(found), "on", lambda self, _: replace(self, promise=promise))
    done = taken(brought, hana, now)
    assert done.case.silence_grants and done.row.due_at < now and not done.case.failed_mandatory
    assert grant_silent(now + MINUTE) == 0 and not Attempt.objects.exists()
    assert done.case.legal_due_at > now
    assert grant_silent(done.case.legal_due_at + MINUTE) == 1
    assert Case.objects.get().status == "deemed_granted"


def test_a_wrong_answer_changes_nothing(brought, hana, now):
    with pytest.raises(AnswersRejected) as rejected:
        taken(brought, hana, now, {**answers(), "nik": "12"})
    assert [one.field for one in rejected.value.problems] == ["nik"]
    assert Case.objects.get().imported


def test_its_lateness_is_seen_also_while_it_waits_outside(brought, hana, now):
    Case.objects.update(ball="outside", holder=None)
    office = Case.objects.get().office
    assert not Case.objects.endangered(office, now).exists()
    Case.objects.update(ball="office")
    taken(brought, hana, now)
    Case.objects.update(ball="outside")
    assert Case.objects.endangered(office, now).exists()


@pytest.mark.parametrize("roles", [(), ("front-desk",), ("head",), ("supervisor",)])
def test_only_who_stands_above_the_desks_takes_it_over(brought, now, roles):
    actor = officer("eva", *roles)
    if roles in (("head",), ("supervisor",)):
        assert taken(brought, actor, now).event.role == roles[0]
        return
    with pytest.raises(Refused) as refused:
        taken(brought, actor, now)
    assert codes(refused) == ["not-your-role"] and Case.objects.get().imported
    assert Attempt.objects.get().code == "not-your-role"


def test_twice_the_same_form_is_one_act_and_another_is_refused(brought, hana, now):
    first = taken(brought, hana, now, once="a")
    assert taken(brought, hana, now + MINUTE, once="a").event.pk == first.event.pk
    with pytest.raises(Refused) as refused:
        taken(brought, hana, now + MINUTE, once="b")
    assert codes(refused) == ["not-from-elsewhere"]
    assert Event.objects.filter(act="take_over").count() == 1


def test_what_names_a_role_or_service_that_the_office_has_not_is_not_taken_over(tmp_path, hana, now):
    text = MAP.replace("by: head", "by: burgomaster")
    done = import_log(plan_of(tmp_path, ordinary("K-1")[:2], text), service("residence-letter"), now=now)
    with pytest.raises(Refused) as refused:
        taken(done.cases["K-1"], hana, now)
    assert codes(refused) == ["no-such-role"] and "burgomaster" in str(refused.value)
    Case.objects.update(service="no-more")
    with pytest.raises(Refused) as refused:
        taken(done.cases["K-1"], hana, now)
    assert codes(refused) == ["no-such-service"]


def test_the_log_says_nothing_more_of_it_and_the_others_go_on(brought, tmp_path, hana, now):
    taken(brought, hana, now)
    rows = [*ordinary("K-1"), *ordinary("K-2", 1)]
    # The same file with more rows is another log by its digest; so the rest of the old one is played.
    plan = plan_of(tmp_path, ordinary("K-1")[:2])
    again = import_log(plan, service("residence-letter"), now=now + MINUTE)
    assert (again.acts, again.skipped, again.taken_over) == (0, 2, 0)
    longer = import_log(plan_of(tmp_path, rows), service("residence-letter"), now=now + MINUTE)
    assert longer.filed == 2 and longer.taken_over == 0, "another log brings other cases"


def test_a_replay_that_goes_on_leaves_out_what_was_taken_over_meanwhile(tmp_path, hana, now, monkeypatch):
    plan = plan_of(tmp_path, [*ordinary("K-1"), *ordinary("K-2", 1)])
    monkeypatch.setattr("layani.office.actions.importing.AT_ONCE", 2)
    acts, stop = plan.acts, KeyboardInterrupt("broken off")

    def broken(looked_at, _):
        if looked_at == 4:
            raise stop

    with pytest.raises(KeyboardInterrupt):
        import_log(plan, service("residence-letter"), now=now, progress=broken)
    number = Case.objects.open().order_by("pk").first().number
    taken(number, hana, now)
    done = import_log(plan, service("residence-letter"), now=now + MINUTE)
    assert done.taken_over > 0 and len(acts) == done.acts - done.taken + done.skipped + done.taken_over
    assert Case.objects.get(number=number).status in ("checking", "deciding")
    assert in_order()


@pytest.mark.parametrize("seen", [True, False])
@pytest.mark.parametrize("channel", ["online", "counter"])
def test_whoever_only_declared_a_nik_still_does_not_read_it(brought, hana, now, seen, channel):
    taken(brought, hana, now)
    Case.objects.update(channel=channel)
    case = Case.objects.select_related("party").get()
    assert case.is_readable_by(case.party_id, seen=seen) == seen
    assert Case.objects.readable_by(case.party_id, seen=seen).exists() == seen
    assert not Case.objects.filed_here().exists()
    Party.objects.update(assurance=SEEN if seen else "declared")
    assert recoverable(Party.objects.get()).exists() == seen


def test_a_case_of_the_offices_own_is_read_as_before(now, ana):
    filed()
    case = Case.objects.get()
    assert case.is_readable_by(case.party_id, seen=False)
    assert Case.objects.readable_by(case.party_id, seen=False).exists() and Case.objects.filed_here().exists()


def test_one_that_waits_to_be_checked_goes_through_every_step_here(tmp_path, hana, ana, ben, now):
    done = import_log(plan_of(tmp_path, [row("K-1", "received", 0, "")]), service("residence-letter"), now=now)
    number = done.cases["K-1"]
    taken(number, hana, now)
    assert serving.take_next(actor=ana, now=now + MINUTE).row.number == number
    checking.check_complete(number, actor=ana, now=now + 2 * MINUTE)
    assert Case.objects.get().due_at.year == 2024, "the day that its log names stands"
    serving.take_next(actor=ben, now=now + 3 * MINUTE)
    deciding.grant(number, actor=ben, now=now + 4 * MINUTE)
    assert issue_due(now + 5 * MINUTE) == 1 and in_order()
    assert Message.objects.filter(case__number=number).exists(), "its person is told, as of any case"


def test_the_pages_list_it_show_its_days_and_take_it_over_once(brought, browser_of):
    hana, eva = browser_of("hana", "supervisor"), browser_of("eva", "front-desk")
    assert "Permohonan dari sistem lain yang belum diambil alih" in hana.text("/officer/late/")
    assert brought in hana.text("/officer/from-elsewhere/")
    page = f"/officer/case/{brought}/take-over/"
    assert page in hana.get(f"/officer/case/{brought}/").content.decode()
    assert eva.get(page).status_code == 403 and eva.get("/officer/from-elsewhere/").status_code == 403
    shown = hana.text(page)
    assert "sudah lewat" in shown and "Nama lengkap" in shown
    form = {"reason": "office", "letter": "7/BA/2026", "once": "x", "name": CARLA.name}
    assert hana.post(page, {**form, "letter": ""}).status_code == 409
    wrong = hana.post(page, {**form, "nik": "12"})
    assert wrong.status_code == 422 and CARLA.name in wrong.content.decode()
    assert Case.objects.get().imported
    assert hana.post(page, form).status_code == 302
    assert answers_of(Case.objects.get())["name"] == CARLA.name
    assert hana.get(page).status_code == 302
    assert brought not in hana.text("/officer/from-elsewhere/")
    case = hana.text(f"/officer/case/{brought}/")
    assert "Diambil alih dari sistem lain" in case and "7/BA/2026" in case
    assert brought in hana.text("/officer/late/")
    assert hana.get("/officer/case/XX-1/take-over/").status_code == 404


def test_the_form_fills_in_what_the_office_holds_of_the_person(brought, browser_of):
    party = Case.objects.select_related("party").get(number=brought).party
    party.sealed = seal(key_store().get(party.ref), vars(replace(CARLA, phone="")), BOUND)
    party.save(update_fields=["sealed"])
    hana, page = browser_of("hana", "supervisor"), f"/officer/case/{brought}/take-over/"
    html = hana.get(page).content.decode()
    assert f'value="{CARLA.name}"' in html and CARLA.nik in html.replace(" ", "")
    assert "dihitung sejak diterima di sistem lain" in html and "langkahnya sejak diambil alih" in html
    form = {"reason": "office", "letter": "7/BA/2026", "once": "x", "name": CARLA.name}
    assert hana.post(page, form).status_code == 302 and answers_of(Case.objects.get())["name"] == CARLA.name


def test_officer_and_applicant_read_the_same_days_in_the_same_words(brought, browser_of, client):
    sari = browser_of("sari", "supervisor")
    case = taken(brought, sari.actor, timezone.now()).case
    assert case.step_due_at == case.due_at < timezone.now(), "the promise is over, and by so much the step is late"
    assert "terlambat" in sari.text("/officer/late/")
    said = counted_words(case).id
    assert said in sari.text(f"/officer/case/{brought}/")
    Party.objects.update(assurance=SEEN)
    session = client.session
    let_in(session, Case.objects.get().party)
    session.save()
    told = client.get(f"/case/{brought}/").content.decode()
    assert said in told and "Kantor terlambat" in told


def test_a_supervisor_opens_the_page_and_their_look_says_what_it_was_for(brought, browser_of):
    hana = browser_of("hana", "supervisor")
    assert hana.get(f"/officer/case/{brought}/take-over/").status_code == 200
    look = Look.objects.get()
    assert (look.what, look.purpose, look.case.number) == ("officer-take-over", "take-over", brought)
    assert look.purpose in PURPOSES


def test_of_a_case_that_ended_elsewhere_the_page_shows_nothing(tmp_path, now, browser_of):
    done = import_log(plan_of(tmp_path, ordinary("K-1")), service("residence-letter"), now=now)
    answer = browser_of("hana", "supervisor").get(f"/officer/case/{done.cases['K-1']}/take-over/")
    assert answer.status_code == 302 and not Look.objects.exists()


def test_its_person_reads_who_has_it_now(brought, hana, client):
    taken(brought, hana, timezone.now())
    Party.objects.update(assurance=SEEN)
    session = client.session
    let_in(session, Case.objects.get().party)
    session.save()
    page = client.get(f"/case/{brought}/", headers={"Accept-Language": "en"}).content.decode()
    assert "This office took your case over: the older system was switched off" in page


@pytest.mark.parametrize("many", [1, 4])
def test_the_list_asks_as_little_for_many(tmp_path, now, browser_of, many, django_assert_max_num_queries):
    rows = [one for place in range(many) for one in ordinary(f"K-{place}", place)[:2]]
    import_log(plan_of(tmp_path, rows), service("residence-letter"), now=now)
    hana = browser_of("hana", "supervisor")
    with django_assert_max_num_queries(8):
        hana.get("/officer/from-elsewhere/")


def test_the_list_goes_on_page_by_page(tmp_path, now, browser_of, monkeypatch):
    rows = [one for place in range(3) for one in ordinary(f"K-{place}", place)[:2]]
    import_log(plan_of(tmp_path, rows), service("residence-letter"), now=now)
    hana, seen, page = browser_of("hana", "supervisor"), [], ""
    monkeypatch.setattr("layani.office.pages.officer.from_elsewhere.ROWS", 1)
    for row_ in Case.objects.order_by("pk"):
        html = hana.get(f"/officer/from-elsewhere/{page}").content.decode()
        seen += [number for number in Case.objects.values_list("number", flat=True) if number in html]
        page = f"?after={row_.pk}"
    assert sorted(seen) == sorted(Case.objects.values_list("number", flat=True))


def test_a_case_that_was_taken_over_is_listed_on_the_desk_and_is_nobody_served(brought, browser_of):
    dian = browser_of("dian", "supervisor", "head")
    taken(brought, dian.actor, timezone.now())
    words = dian.text("/officer/")
    assert "Mengambil alih dari sistem lain" in words and "orang Anda layani" not in words
