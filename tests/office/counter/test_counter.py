"""The counter: a person without a phone is served as well as everybody else."""

import io
import re
from dataclasses import replace
from datetime import timedelta

import pytest
import zxingcpp
from django.conf import settings
from django.core.files.uploadedfile import SimpleUploadedFile
from django.utils import timezone
from PIL import Image

from layani.office.actions import checking, issuing, serving
from layani.office.actions.numbering import receipt_code
from layani.office.actions.parties import find_party, person_of
from layani.office.actor import SYSTEM
from layani.office.house import key_store
from layani.office.tables.models import Case, Document, Draft, Event, Party
from tests.office.citizen.files import PDF
from tests.office.conftest import CARLA
from tests.office.counter.conftest import CARD, FORM, send
from tests.office.officer.conftest import words_of
from tests.office.officer.walks import another, filed, granted


@pytest.fixture
def early():
    return timezone.now() - timedelta(hours=2)


# Who is standing here?


def test_somebody_unknown_is_entered_once_with_the_card_seen(eva):
    answer = eva.post("/counter/", {"nik": CARLA.nik})
    assert "NIK ini belum kami kenal" in words_of(answer)
    assert f'value="{CARLA.nik}"' in answer.content.decode()
    assert eva.post("/counter/new/", CARD)["Location"] == "/counter/person/"
    party = find_party(CARLA.nik)
    assert party.assurance == "seen"
    assert person_of(party).source.startswith("counter, card seen")
    assert "KTP asli sudah dilihat" in eva.text("/counter/person/")


def test_without_the_card_the_data_stand_as_declared(eva):
    eva.post("/counter/new/", {name: value for name, value in CARD.items() if name != "seen"})
    assert find_party(CARLA.nik).assurance == "declared"


def test_somebody_known_is_shown_and_not_asked_again(eva, early):
    filed(at=early)
    assert eva.post("/counter/", {"nik": f" {CARLA.nik[:4]} {CARLA.nik[4:]}"})["Location"] == "/counter/person/"
    words = eva.text("/counter/person/")
    for said in (
        CARLA.name,
        CARLA.nik,
        "15 Januari 1990",
        "Bacakan, dan minta orangnya membenarkan",
        "KTP asli belum dilihat",
    ):
        assert said in words, said


def test_the_card_corrects_what_was_declared_and_only_with_the_card_in_hand(eva, early):
    filed(at=early)
    eva.post("/counter/", {"nik": CARLA.nik})
    card = {name: value for name, value in CARD.items() if name not in ("nik", "language")} | {
        "name": "Carla Wijaya Putri"
    }
    without = send(eva, "/counter/person/", act="card", **{name: v for name, v in card.items() if name != "seen"})
    assert without.status_code == 422
    assert "dengan KTP asli di tangan Anda" in words_of(without)
    assert person_of(find_party(CARLA.nik)).name == CARLA.name
    assert send(eva, "/counter/person/", act="card", **card).status_code == 302
    party = find_party(CARLA.nik)
    assert person_of(party).name == "Carla Wijaya Putri"
    assert party.assurance == "seen"


def test_a_birth_date_that_contradicts_the_nik_is_entered_only_when_the_card_says_so(eva):
    wrong = {**CARD, "birth_date-day": "16"}
    assert "memang tertulis begitu" not in eva.text("/counter/new/")
    answer = eva.post("/counter/new/", wrong)
    assert answer.status_code == 422
    assert "tidak sama dengan yang ada di dalam NIK" in words_of(answer)
    assert "memang tertulis begitu di KTP-nya" in words_of(answer)
    assert not Party.objects.exists()
    assert eva.post("/counter/new/", {**wrong, "as_on_card": "yes"})["Location"] == "/counter/person/"
    assert person_of(find_party(CARLA.nik)).birth_date == "1990-01-16"


def test_the_tick_is_not_needed_once_the_date_is_corrected(eva):
    eva.post("/counter/new/", {**CARD, "birth_date-day": "16"})
    assert eva.post("/counter/new/", CARD).status_code == 302


@pytest.mark.parametrize("nik", ["", "123", "abc", "9" * 16, "1" * 400])
def test_a_nik_that_is_none_is_asked_for_again(eva, nik):
    answer = eva.post("/counter/", {"nik": nik})
    assert answer.status_code == 422
    assert not Party.objects.exists()


def test_no_personal_data_stand_in_any_address_or_in_the_session(eva, carla_here):
    answers = [eva.post("/counter/", {"nik": CARLA.nik}), send(eva, "/counter/apply/residence-letter/", **FORM)]
    for answer in answers:
        for secret in (CARLA.nik, "Carla", "Wijaya", "Mawar"):
            assert secret not in answer["Location"]
    assert CARLA.nik not in str(dict(eva.session))
    assert "Carla" not in str(dict(eva.session))


def test_an_officer_does_not_serve_themselves(browser_of):
    own = browser_of("carla", "front-desk", nik=CARLA.nik)
    answer = own.post("/counter/new/", CARD)
    assert answer.status_code == 409
    assert "Anda adalah pemohon" in words_of(answer)
    assert not Party.objects.exists()
    assert own.get("/counter/person/")["Location"] == "/counter/"


def test_an_officer_whom_the_register_knows_does_not_serve_themselves_either(browser_of, early):
    filed(at=early)
    own = browser_of("carla", "front-desk", nik=CARLA.nik)
    answer = own.post("/counter/", {"nik": CARLA.nik})
    assert answer.status_code == 409
    assert CARLA.name not in answer.content.decode()


def test_an_unknown_act_is_answered_by_the_houses_own_page(eva, carla_here):
    answer = send(eva, "/counter/person/", act="erase")
    assert answer.status_code == 400
    assert "Permintaan ini tidak terbaca" in words_of(answer)


def test_nobody_is_served_after_done(eva, carla_here):
    assert send(eva, "/counter/person/", act="done")["Location"] == "/counter/"
    assert eva.get("/counter/person/")["Location"] == "/counter/"
    assert eva.get("/counter/apply/residence-letter/")["Location"] == "/counter/"


def test_a_form_opened_for_one_person_is_never_kept_for_the_next(eva, carla_here):
    html = eva.get("/counter/apply/residence-letter/").content.decode()
    assert f'name="for" value="{carla_here.ref}"' in html
    eva.post("/counter/new/", {**CARD, "nik": another(3).nik, "name": "Dewi"})
    answer = eva.post("/counter/apply/residence-letter/", {**FORM, "for": str(carla_here.ref)})
    assert answer.status_code == 409
    assert "Orang di loket sudah berganti" in words_of(answer)
    assert not Draft.objects.exists()


# An application


def test_known_values_are_filled_in_and_only_the_rest_is_asked(eva, carla_here):
    html = eva.get("/counter/apply/residence-letter/").content.decode()
    assert CARLA.name in html
    assert 'name="nik"' not in html
    assert 'name="address-street"' in html


def test_it_is_filed_with_the_counter_as_its_channel_and_a_receipt_for_paper(eva, carla_here):
    assert send(eva, "/counter/apply/residence-letter/", **FORM)["Location"] == "/counter/apply/residence-letter/check/"
    words = eva.text("/counter/apply/residence-letter/check/")
    for said in ("Jl. Mawar 3", "Gratis", "Keputusan paling lambat"):
        assert said in words, said
    first_contact = Draft.objects.get().started_at
    answer = send(eva, "/counter/apply/residence-letter/check/")
    row = Case.objects.get()
    assert row.rest["contact_at"] == first_contact.isoformat()
    assert answer["Location"] == f"/counter/case/{row.number}/receipt/"
    assert row.channel == "counter"
    assert Event.objects.get().officer_id == eva.actor.user
    assert not Draft.objects.exists()


def test_it_is_filed_once_however_often_the_button_is_pressed(eva, carla_here):
    send(eva, "/counter/apply/residence-letter/", **FORM)
    draft = Draft.objects.get()
    form = {"once": str(draft.ref), "for": str(carla_here.ref)}
    first = eva.post("/counter/apply/residence-letter/check/", form)
    second = eva.post("/counter/apply/residence-letter/check/", form)
    assert first["Location"] == second["Location"]
    assert Case.objects.count() == 1


def test_a_faulty_answer_is_told_beside_its_box_and_nothing_typed_is_lost(eva, carla_here):
    answer = send(
        eva, "/counter/apply/residence-letter/", **{**FORM, "address-rt": "x", "address-street": "<b>Jl.</b>"}
    )
    html = answer.content.decode()
    assert answer.status_code == 422
    assert 'href="#f-address-street"' in html
    assert "&lt;b&gt;Jl.&lt;/b&gt;" in html
    assert not Case.objects.exists()


def test_an_answer_that_makes_a_paper_necessary_asks_for_it_and_takes_the_scan(eva, carla_here):
    path = "/counter/apply/residence-letter/"
    assert send(eva, path, **{**FORM, "tenancy": "rent"})["Location"].startswith(f"{path}?more#f-contract")
    html = eva.get(path).content.decode()
    assert 'name="contract"' in html
    assert 'value="Jl. Mawar 3"' in html
    scan = SimpleUploadedFile("sewa.pdf", PDF)
    assert send(eva, path, **{**FORM, "tenancy": "rent", "contract": scan})["Location"] == f"{path}check/"
    send(eva, f"{path}check/")
    assert Document.objects.get().case == Case.objects.get()


def test_an_unread_service_or_one_not_offered_here_is_not_found(eva, carla_here):
    assert eva.get("/counter/apply/no-such-service/").status_code == 404


# The paper receipt


def test_the_receipt_says_number_code_day_fee_and_where_to_complain(eva, carla_here):
    send(eva, "/counter/apply/residence-letter/", **FORM)
    send(eva, "/counter/apply/residence-letter/check/")
    row = Case.objects.get()
    words = eva.text(f"/counter/case/{row.number}/receipt/")
    code = receipt_code(key_store().get(row.ref))
    for said in (row.number, code, "Rp0", "Keputusan paling lambat", "Ada yang minta uang", "+62 21 5550 1000"):
        assert said in words, said


@pytest.mark.parametrize("theirs", ["id", "en"])
@pytest.mark.parametrize("page", ["/counter/case/{number}/receipt/", "/counter/person/sheet/"])
def test_paper_for_a_person_is_in_their_language_whatever_the_screen_speaks(eva, carla_here, theirs, page):
    send(eva, "/counter/apply/residence-letter/", **FORM)
    send(eva, "/counter/apply/residence-letter/check/")
    row = Case.objects.get()
    Party.objects.filter(pk=row.party_id).update(language=theirs)
    for screen in ("id", "en"):
        paper = eva.get(page.format(number=row.number), headers={"accept-language": screen}).content.decode()
        assert f'<html lang="{theirs}">' in paper
        assert ("Decision at the latest" in paper) is (theirs == "en")
        assert ("language which the person chose" in paper or "bahasa yang dipilih orangnya" in paper) is (
            theirs != screen
        )


def test_the_receipts_code_opens_the_case(eva, carla_here):
    send(eva, "/counter/apply/residence-letter/", **FORM)
    send(eva, "/counter/apply/residence-letter/check/")
    row = Case.objects.get()
    html = eva.get(f"/counter/case/{row.number}/receipt/").content.decode()
    assert qr_in(html) == f"{settings.SITE_ADDRESS}/case/{row.number}/"


def qr_in(html):
    """Read the QR code out of the page's SVG, drawn module by module as a browser would."""
    size = int(re.search(r'viewBox="0 0 (\d+) \d+" class="segno"', html)[1])
    path = re.search(r'<path[^>]* d="([^"]+)"', html)[1]
    scale, quiet = 8, 4
    picture = Image.new("L", ((size + 2 * quiet) * scale,) * 2, 255)
    x, y = 0.0, 0.0
    for command, numbers in re.findall(r"([Mmh])([-\d. ]+)", path):
        values = [float(n) for n in re.findall(r"-?\d*\.?\d+", numbers)]
        if command == "M":
            x, y = values
        elif command == "m":
            x, y = x + values[0], y + values[1]
        else:
            left, top = (x + quiet) * scale, (y - 0.5 + quiet) * scale
            picture.paste(0, (int(left), int(top), int(left + values[0] * scale), int(top + scale)))
            x += values[0]
    out = io.BytesIO()
    picture.save(out, "PNG")
    return zxingcpp.read_barcode(Image.open(out)).text


# Following, answering, handing over


def test_a_case_is_followed_by_the_receipt_that_the_person_brings(eva, early):
    number = filed(at=early)
    code = receipt_code(key_store().get(Case.objects.get().ref))
    answer = eva.post("/counter/", {"by": "receipt", "number": number.lower(), "code": code.lower()})
    assert answer["Location"] == f"/counter/case/{number}/"
    assert "Surat keterangan domisili" in eva.text(f"/counter/case/{number}/")


def test_a_number_without_its_code_opens_nothing(eva, early):
    number = filed(at=early)
    answer = eva.post("/counter/", {"by": "receipt", "number": number, "code": "AAAAA-AAAAA"})
    assert answer.status_code == 409
    assert "tidak cocok" in words_of(answer)
    assert eva.get(f"/counter/case/{number}/")["Location"] == "/counter/"


@pytest.mark.parametrize("page", ["", "receipt/", "answer/", "letter/"])
def test_the_case_of_another_person_is_not_found(eva, carla_here, early, page):
    other = filed(another(4), at=early)
    assert eva.get(f"/counter/case/{other}/{page}").status_code == 404


def test_the_letter_is_printed_and_handed_over_once(eva, browser_of, early):
    number = granted(eva.actor, browser_of("hana", "head").actor, at=early)
    issuing.issue(number, actor=SYSTEM, now=early + timedelta(minutes=5))
    eva.post("/counter/", {"nik": CARLA.nik})
    assert "surat siap diserahkan" in eva.text("/counter/person/")
    assert eva.get(f"/counter/case/{number}/letter/").content.startswith(b"%PDF")
    assert Case.objects.get().delivered_at is None
    assert send(eva, f"/counter/case/{number}/").status_code == 302
    assert Case.objects.get().delivered_at is not None
    assert '"how":"counter"' in Event.objects.get(act="deliver").body
    assert "Surat sudah di tangan pemohon" in eva.text(f"/counter/case/{number}/")
    again = eva.post(f"/counter/case/{number}/", {"for": str(find_party(CARLA.nik).ref)})
    assert again.status_code == 409


def test_a_notice_is_answered_at_the_counter(eva, browser_of, early):
    number = filed(at=early)
    fajar = browser_of("fajar", "front-desk").actor
    serving.take_next(actor=fajar, now=early + timedelta(minutes=1))
    checking.ask_missing(number, {"purpose": "Tulis nama banknya."}, actor=fajar, now=early + timedelta(minutes=2))
    eva.post("/counter/", {"nik": CARLA.nik})
    assert "perlu dijawab" in eva.text("/counter/person/")
    path = f"/counter/case/{number}/answer/"
    assert "Tulis nama banknya." in eva.text(path)
    assert send(eva, path, purpose="other")["Location"].startswith(f"{path}?more")
    assert send(eva, path, purpose="other", other_purpose="Bank Contoh")["Location"] == f"/counter/case/{number}/"
    row = Case.objects.get()
    assert (row.status, row.ball) == ("checking", "office")
    assert Event.objects.get(act="answer").officer_id == eva.actor.user
    assert not Draft.objects.exists()
    assert eva.get(path)["Location"] == f"/counter/case/{number}/"


def test_an_erased_person_is_told_as_such(eva, carla_here):
    key_store().erase(carla_here.ref)
    assert eva.get("/counter/person/").status_code == 410


def test_a_hostile_name_stays_text(eva):
    name = '<img src=x onerror="alert(1)">'
    eva.post("/counter/new/", {**CARD, "name": name})
    html = eva.get("/counter/person/").content.decode()
    assert "<img" not in html
    assert "&lt;img" in html


def test_the_person_page_costs_a_fixed_number_of_queries(eva, carla_here, django_assert_num_queries):
    eva.get("/counter/person/")
    for count in (0, 5):
        for _ in range(count):
            filed(replace(CARLA), at=timezone.now())
        with django_assert_num_queries(5):  # one of them keeps that it was looked at
            eva.get("/counter/person/")


def test_every_page_of_the_counter_speaks_english(eva, carla_here):
    english = {"headers": {"accept-language": "en"}}
    assert "Who is standing before you?" in eva.text("/counter/", **english)
    assert "What do they need?" in eva.text("/counter/person/", **english)
    assert "Enter somebody new" in eva.text("/counter/new/", **english)
