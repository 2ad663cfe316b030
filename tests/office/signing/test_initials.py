"""A letter is initialled on one desk after the other before it is signed; it is sent back once, and stuck nowhere."""

from dataclasses import replace
from datetime import date, timedelta

import pytest

from layani.office import house
from layani.office.actions import initialling, issuing, signing
from layani.office.actions.rebuilding import differences
from layani.office.actions.signing_over import open_letters, take_over
from layani.office.gateways.fake_signing_service import make_key
from layani.office.house import catalogue
from layani.office.tables.models import Attempt, Case, Event, Letter, Look, Party, Role, Signature
from layani.office.tables.models.people import User
from layani.office.tables.projection import event_of
from layani.rules.refusal import Refused
from tests.office.citizen.conftest import signed_in
from tests.office.conftest import officer
from tests.office.officer.conftest import words_of
from tests.office.officer.walks import another, granted
from tests.office.signing.conftest import LATER, PASSPHRASE

HOUR = timedelta(hours=1)
REASON = "Nama jalannya salah tulis pada alinea kedua."
CHAIN = ("ward-head", "verifier")
QUEUE, SIGN = "/letters/initials/", "/letters/signing/"


def chain_of_head(*roles):
    """The example office, whose head's letters are initialled by these roles."""
    here = catalogue()
    signers = tuple(replace(one, initials=roles) if one.post == "head" else one for one in here.office.signers)
    return replace(here, office=replace(here.office, signers=signers))


@pytest.fixture
def chain(monkeypatch):
    monkeypatch.setattr(house, "_given", [chain_of_head(*CHAIN)])


def holder(name, *roles):
    found = officer(name, *roles)
    for role in roles:
        Role.objects.create(user_id=found.user, office=found.office, name=role, since=date(2026, 1, 1))
    return found


@pytest.fixture
def luna(db):
    return holder("luna", "ward-head")


@pytest.fixture
def vera(db):
    return holder("vera", "verifier")


def refusal_of(call, *args, **values):
    with pytest.raises(Refused) as said:
        call(*args, **values)
    return said.value.refusals[0]


def desk():
    return Signature.objects.get().desk


def test_without_a_chain_nothing_changes(local, waiting, ben):
    assert (desk(), Signature.objects.get().chain) == ("", [])
    assert signing.sign([waiting], PASSPHRASE, actor=ben, now=LATER).issued == 1


def test_it_goes_from_desk_to_desk_and_is_signed_only_then(local, chain, waiting, ben, luna, vera):
    assert desk() == "ward-head"
    stopped = signing.sign([waiting], PASSPHRASE, actor=ben, now=LATER)
    assert (stopped.issued, stopped.refusal.code) == (0, "waits-for-initials") and "Lurah" in stopped.refusal.reason.id
    assert not Letter.objects.exists(), "no number is given before the chain is through"
    assert refusal_of(initialling.give_initial, waiting, actor=vera, now=LATER).code == "not-yours-to-initial"
    initialling.give_initial(waiting, actor=luna, now=LATER)
    assert desk() == "verifier"
    initialling.give_initial(waiting, "Sudah saya cocokkan.", actor=vera, now=LATER + HOUR)
    assert desk() == "" and Signature.objects.get().desk_since is None
    assert signing.sign([waiting], PASSPHRASE, actor=ben, now=LATER + 2 * HOUR).issued == 1
    acts = [event_of(one) for one in Event.objects.filter(act="initial_letter").order_by("seq")]
    assert [(one.data["role"], one.by.officer) for one in acts] == [("ward-head", luna.user), ("verifier", vera.user)]
    assert [one for one in differences() if not isinstance(one, int)] == []


def test_who_initials_reads_the_letter_as_it_will_be_signed(local, chain, waiting, luna, vera, read_pdf):
    _, text = read_pdf(signing.readable(waiting, actor=luna, now=LATER))
    assert "ditandatangani secara elektronik" in text
    with pytest.raises(Refused):
        signing.readable(waiting, actor=vera, now=LATER)


def test_it_is_sent_back_once_with_a_reason_and_comes_back_with_the_answer(local, chain, waiting, ben, luna):
    assert refusal_of(initialling.send_back, waiting, "salah", actor=luna, now=LATER).code == "no-words"
    initialling.send_back(waiting, REASON, actor=luna, now=LATER)
    assert refusal_of(initialling.give_initial, waiting, actor=luna, now=LATER).code == "with-the-signer"
    assert refusal_of(initialling.answer_back, waiting, REASON, actor=luna, now=LATER).code == "not-yours-to-initial"
    initialling.answer_back(waiting, "Nama itu menurut kartu keluarganya.", actor=ben, now=LATER + HOUR)
    second = refusal_of(initialling.send_back, waiting, REASON, actor=luna, now=LATER + 2 * HOUR)
    assert second.code == "sent-back-once" and "diskresi" in second.remedy.id
    initialling.give_initial(waiting, REASON, objects=True, actor=luna, now=LATER + 2 * HOUR)
    link = Case.objects.get().rest["initials"][0]["links"][0]
    assert link["objects"] and desk() == "verifier"
    assert REASON not in str(list(Event.objects.values_list("body", flat=True))), "reasons are sealed"


def test_an_objection_needs_words(local, chain, waiting, luna):
    assert refusal_of(initialling.give_initial, waiting, objects=True, actor=luna, now=LATER).code == "no-words"


def test_the_signer_goes_on_over_an_objection_and_it_stays_noted(local, chain, waiting, ben, luna, vera):
    initialling.send_back(waiting, REASON, actor=luna, now=LATER)
    initialling.pass_over(waiting, "Alamat sudah benar menurut KK.", actor=ben, now=LATER + HOUR)
    assert desk() == "verifier"
    assert Case.objects.get().rest["initials"][0]["links"][0]["why"] == "objection"


def test_a_desk_that_sleeps_holds_nothing_up_beyond_a_working_day(local, chain, waiting, ben, luna):
    tuesday, wednesday = LATER + timedelta(days=1), LATER + timedelta(days=2)
    words = "Lurah sedang dinas luar."
    assert refusal_of(initialling.pass_over, waiting, words, actor=ben, now=tuesday).code == "still-its-turn"
    assert refusal_of(initialling.pass_over, waiting, words, actor=luna, now=wednesday).code == "not-yours-to-initial"
    initialling.pass_over(waiting, words, actor=ben, now=wednesday)
    assert Case.objects.get().rest["initials"][0]["links"][0]["why"] == "late"


def test_a_post_that_nobody_holds_is_passed_over_at_once(local, chain, waiting, ben):
    initialling.pass_over(waiting, "Jabatan lurah sedang kosong.", actor=ben, now=LATER)
    assert Case.objects.get().rest["initials"][0]["links"][0]["why"] == "nobody"


def test_nobody_initials_and_signs_the_same_letter(local, chain, waiting, ben, luna, vera):
    both = replace(ben, roles=ben.roles | {"ward-head"})
    assert refusal_of(initialling.give_initial, waiting, actor=both, now=LATER).code == "signs-it"
    assert Attempt.objects.filter(code="signs-it").count() == 1
    initialling.give_initial(waiting, actor=luna, now=LATER)
    twice = replace(luna, roles=luna.roles | {"verifier", "head"})
    assert refusal_of(initialling.give_initial, waiting, actor=twice, now=LATER).code == "initialled-already"
    initialling.give_initial(waiting, actor=vera, now=LATER)
    User.objects.filter(pk=ben.user).update(is_active=False)
    assert open_letters(actor=twice, now=LATER) == []
    assert refusal_of(take_over, waiting, actor=twice, now=LATER).code == "initialled-it"


def test_nobody_initials_their_own_letter(local, chain, waiting, luna):
    own = replace(luna, nik_mac=bytes(Party.objects.get().nik_mac))
    assert refusal_of(initialling.give_initial, waiting, actor=own, now=LATER).code == "own-case"
    assert not initialling.may_initial(Signature.objects.get(), own)


def test_what_the_law_granted_waits_for_no_initial(local, chain, waiting):
    Signature.objects.all().delete()
    row = Case.objects.get()
    Case.objects.filter(pk=row.pk).update(status="deemed_granted")
    assert signing.issue_or_wait(waiting, now=LATER) is not None
    assert not Signature.objects.exists() and Case.objects.get().issued_at == LATER


def test_a_service_says_its_own_chain_or_that_it_has_none(local, chain, ana, ben, monkeypatch):
    here = catalogue()
    service = here.services["residence-letter"]
    for own, first in (((), ""), (("verifier",), "verifier")):
        gives = replace(service.gives, initials=own)
        changed = replace(here, services={**here.services, "residence-letter": replace(service, gives=gives)})
        monkeypatch.setattr(house, "_given", [changed])
        number = granted(ana, ben) if not first else Case.objects.get().number
        Signature.objects.all().delete()
        signing.issue_or_wait(number, now=LATER)
        assert desk() == first


# Pages.


@pytest.fixture
def hana(browser_of, local):
    make_key(local, "hana", PASSPHRASE)
    return browser_of("hana", "head")


@pytest.fixture
def lurah(browser_of):
    return browser_of("lurah", "ward-head")


@pytest.fixture
def paper(chain, ana, hana):
    """The number of a letter that Hana decided just now."""
    number = granted(ana, hana.actor, at=LATER)
    signing.issue_or_wait(number, now=LATER)
    return number


def test_the_queue_the_letter_and_the_acts_in_a_browser(paper, hana, lurah, browser_of):
    assert paper in lurah.text(QUEUE) and f'href="{QUEUE}"' in lurah.get(QUEUE).content.decode()
    page = f"{QUEUE}{paper}/"
    assert "Kembalikan kepada penanda tangan" in lurah.text(page)
    assert Look.objects.filter(what="letter-initial").count() == 1
    assert lurah.get(f"{SIGN}{paper}/paper/")["Content-Type"] == "application/pdf"
    assert lurah.post(page, {"act": "send_back", "words": "x"}).status_code == 409
    assert lurah.post(page, {"act": "?"}).status_code == 400
    assert lurah.post(page, {"act": "send_back", "words": REASON}).status_code == 302
    assert "dikembalikan kepada Anda" in hana.text(SIGN)
    shown = hana.text(page)
    assert REASON in shown and "Jawab dan kembalikan" in shown
    hana.post(page, {"act": "answer", "words": "Sudah sesuai kartu keluarga."})
    shown = lurah.text(page)
    assert "Sudah sesuai kartu keluarga." in shown and "Kembalikan kepada penanda tangan" not in shown
    assert lurah.post(page, {"act": "object", "words": REASON}).headers["Location"] == f"{QUEUE}?done=initial"
    assert lurah.get(page).status_code == 403, "it is on another desk now"


def test_the_signer_sees_who_initialled_and_the_register_too(paper, hana, lurah, browser_of):
    lurah.post(f"{QUEUE}{paper}/", {"act": "initial"})
    assert "di meja Kepala Seksi Pemerintahan" in hana.text(SIGN)
    browser_of("vera", "verifier").post(f"{QUEUE}{paper}/", {"act": "initial"})
    assert "Lurah: paraf" in hana.text(SIGN)
    assert hana.post(SIGN, {"letter": [paper], "passphrase": PASSPHRASE}).status_code == 302
    register = browser_of("citra", "supervisor")
    assert "Lurah: paraf" in register.text("/letters/register/")
    rows = register.get("/letters/register/?form=csv").content.decode()
    assert "Head of the ward: initialled" in rows and issuing.letter_pdf(Case.objects.get())


def test_the_applicant_reads_on_whose_desk_the_letter_is(paper, client):
    mine = signed_in(Party.objects.get())
    shown = words_of(mine.get(f"/case/{paper}/"))
    assert "menunggu paraf Lurah sejak" in shown and "luna" not in shown.lower()


def test_nobody_else_reads_the_page_of_the_letter(paper, browser_of):
    for name, role in (("vera", "verifier"), ("dina", "head"), ("gita", "front-desk")):
        assert browser_of(name, role).get(f"{QUEUE}{paper}/").status_code == 403


def test_the_queue_costs_the_same_for_many(paper, ana, hana, lurah, django_assert_max_num_queries):
    for n in range(4):
        signing.issue_or_wait(granted(ana, hana.actor, another(n), at=LATER + n * HOUR / 4), now=LATER)
    with django_assert_max_num_queries(6):
        assert lurah.get(QUEUE).content.decode().count(QUEUE + "SKM") == 5
