"""What was put right of a person and still stands otherwise in an open application is said to all it concerns."""

from datetime import timedelta
from uuid import uuid4

import pytest
from django.utils import timezone

from layani.office.actions import deciding, serving
from layani.office.actions.differing import differing_of
from layani.office.actions.rectifying import Answer, Wrong, answer, ask
from layani.office.actions.viewing import answers_of
from layani.office.actor import Actor
from layani.office.tables.models import Attempt, Case, Party, Rectification
from layani.rules.refusal import Refused
from tests.office.conftest import CARLA, MONDAY, officer
from tests.office.officer.walks import on_the_deciders_desk

RIGHT = "Karla Wijayanti"
PROOF = "Akta kelahiran nomor 12, baris nama."
WHY = "Akta kelahirannya menyebut nama itu."


def put_right(party, right=RIGHT, *, at=None, item="name", case=None, by=None):
    at = at or timezone.now()
    one = ask(party, Wrong(item, right, PROOF, case), actor=Actor("citizen", party=party.pk), now=at, once=uuid4())
    if by is not None or case is None:
        said = Answer("corrected", WHY, card_seen=True, value=right)
        answer(one, said, actor=by or officer("eva", "counter"), now=at)
    return one


def test_the_page_of_the_answers_says_so_and_offers_the_way(browser, case, carla):
    path = f"/case/{case.number}/answers/"
    assert "Laporkan untuk permohonan ini" not in browser.get(path).content.decode()
    put_right(carla)
    page = browser.get(path).content.decode()
    assert f"di sini “{CARLA.name}”, di data diri Anda “{RIGHT}”" in page
    assert f'href="/my-data/wrong/?about={case.number}"' in page


def test_my_data_names_the_applications_that_still_say_it(browser, case, carla):
    put_right(carla)
    page = browser.get("/my-data/").content.decode()
    assert "Permohonan yang masih memuat data lama" in page
    assert f'href="/my-data/wrong/?about={case.number}"' in page


def test_nothing_is_said_once_it_is_put_right_there_too(browser, case, carla):
    put_right(carla)
    put_right(carla, case=case, by=officer("hadi", "head"))
    assert answers_of(case)["name"] == RIGHT
    assert "Permohonan yang masih memuat data lama" not in browser.get("/my-data/").content.decode()
    assert "Data diri Anda sudah diperbaiki" not in browser.get(f"/case/{case.number}/answers/").content.decode()


def test_who_answers_sees_the_open_applications_before_and_after(browser_of, case, carla):
    eva = browser_of("eva", "front-desk")
    actor = Actor("citizen", party=carla.pk)
    one = ask(carla, Wrong("name", RIGHT, PROOF), actor=actor, now=timezone.now(), once=uuid4())
    path = f"/officer/data/{one.ref}/"
    before = eva.text(path)
    assert "Permohonannya yang masih berjalan" in before and case.number in before
    assert "lain daripada data diri" not in before
    eva.post(path, {"act": "answer", "outcome": "corrected", "name": RIGHT, "why": WHY})
    assert "lain daripada data diri" in eva.text(path)
    Case.objects.filter(pk=case.pk).update(closed_at=timezone.now())
    assert case.number not in eva.text(path)


def test_another_phone_is_no_difference(case, carla):
    put_right(carla, "+6281111111111", item="phone")
    assert differing_of(Case.objects.get(pk=case.pk)) == ()


def test_capitals_and_spaces_are_no_difference(case, carla):
    put_right(carla, f" {CARLA.name.upper()}  ".strip())
    assert differing_of(Case.objects.get(pk=case.pk)) == ()


def test_nobody_grants_with_a_name_that_the_office_put_right_unseen(ana, ben):
    number = on_the_deciders_desk(ana, ben)
    put_right(Case.objects.get(number=number).party, at=MONDAY + timedelta(minutes=4))
    at = MONDAY + timedelta(minutes=5)
    with pytest.raises(Refused, match="no longer what this application says: Full name"):
        deciding.grant(number, actor=ben, now=at)
    assert Attempt.objects.get().code == "differs-from-register" and RIGHT not in str(Attempt.objects.get().__dict__)
    with pytest.raises(Refused):
        deciding.grant(number, actor=ben, now=at, seen=["birth_date"])
    assert deciding.grant(number, actor=ben, now=at, seen=["name"]).case.status == "granted"


def test_the_decider_reads_both_and_only_then_grants(ana, browser_of):
    ben = browser_of("ben", "head")
    now = timezone.now()
    number = on_the_deciders_desk(ana, ben.actor, at=now - timedelta(minutes=30))
    path, grant = f"/officer/case/{number}/", {"act": "decide_grant", "once": str(uuid4())}
    page = ben.text(path)
    assert "di data dirinya sekarang" not in page
    put_right(Case.objects.get(number=number).party)
    told = ben.post(path, grant)  # the page was opened before it was put right
    assert told.status_code == 409
    html = told.content.decode()
    assert RIGHT in html and "di data dirinya sekarang" in html and 'name="differs" value="name"' in html
    preview = ben.post(path, {"act": "preview_grant"}).content.decode()
    assert preview.count('name="differs" value="name"') == 2
    assert ben.post(path, {**grant, "once": str(uuid4()), "differs": "name"}).status_code == 302
    assert Case.objects.get(number=number).status == "granted"


def test_the_report_for_the_application_is_answered_while_it_waits_in_the_queue(ana, ben):
    number = on_the_deciders_desk(ana, ben)
    party, at = Case.objects.get(number=number).party, MONDAY + timedelta(minutes=5)
    put_right(party, at=at)
    serving.put_back(number, "other-skill", actor=ben, now=at)
    put_right(Party.objects.get(pk=party.pk), case=Case.objects.get(number=number), by=officer("gita", "head"), at=at)
    assert Rectification.objects.filter(answer__outcome="corrected").count() == 2
    serving.take_next(actor=ben, now=at)
    assert deciding.grant(number, actor=ben, now=at).case.status == "granted"
