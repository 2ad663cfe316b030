"""A call from above: "let it through". It cannot be let through; the call is written down; the officer is protected."""

from datetime import timedelta

import pytest
from django.utils import timezone

from layani.office.tables.models import Attempt, Case
from tests.browser.browsing import DESK, PHONE, window
from tests.browser.people.cast import enter, real_faults
from tests.browser.test_officer_journey import press, sign_in_with_code, unfold
from tests.office.officer.conftest import PASSWORD, SECRET
from tests.office.officer.sign_in_codes import code_of
from tests.office.officer.walks import checked, with_failed_rule

pytestmark = [pytest.mark.browser, pytest.mark.slow, pytest.mark.django_db(transaction=True)]
ASKED = "Loloskan berkas keponakan saya hari ini juga."
FACT = "Kartu keluarga pemohon tercatat di kecamatan lain, bukan di Sukamaju."


def write_it_down(hana, number):
    """From the case, in a minute."""
    hana.page.locator(f"a[href='/officer/instructions/?case={number}']").click()
    hana.page.locator("#who").fill("Kepala Dinas, tidak menyebut nama")
    hana.page.locator("[name=how][value=phone]").check()
    hana.page.locator("#what").fill(ASKED)
    hana.page.locator("main form button").first.click()
    hana.page.wait_for_url("**/officer/instructions/*-*/")
    hana.look("written down")


@pytest.mark.parametrize("width", [PHONE, DESK])
def test_let_it_through(office, width, ana):
    number = with_failed_rule(checked(ana, at=timezone.now() - timedelta(hours=2)))
    enter("hadi", "head")
    enter("indra", "auditor")
    with window(office, width=width) as hadi:
        sign_in_with_code(hadi, "hadi")
        press(hadi, "Layani berikutnya")
        assert hadi.path == f"/officer/case/{number}/"
        hadi.look("the case that somebody wants")
        write_it_down(hadi, number)
        hadi.open(f"/officer/case/{number}/")
        token = hadi.page.locator("[name=csrfmiddlewaretoken]").first.get_attribute("value")
        tried = hadi.page.request.post(
            f"{hadi.office}/officer/case/{number}/",
            form={"act": "decide_grant", "csrfmiddlewaretoken": token},
            headers={"Referer": hadi.office, "Origin": hadi.office},
        )
        assert tried.status == 409 and "tidak terpenuhi" in tried.text()
        assert Case.objects.get(number=number).status == "deciding"
        assert Attempt.objects.filter(code="mandatory-rule-failed").count() == 1
        unfold(hadi, "Tolak dengan alasan")
        hadi.page.get_by_label("Anda tidak tinggal di alamat itu").check()
        hadi.page.get_by_label("Apa yang Anda temukan?").fill(FACT)
        press(hadi, "Lihat dulu suratnya")
        press(hadi, "Tolak dan kirim surat ini")
        assert Case.objects.get(number=number).status == "refused"
        hadi.open("/officer/instructions/").look("what they wrote down")
        hadi.page.locator("a[href*='/officer/instructions/']").filter(has_text=number).first.click()
        assert "Mengikuti aturan" in hadi.text
        assert real_faults(hadi) == []
    with window(office, width=width) as indra:
        indra.open("/officer/sign-in/")
        sign_in_with_code_to(indra, "indra")
        indra.open("/auditor/instructions/").look("the inspectorate, the same day")
        assert ASKED in indra.text
        assert real_faults(indra) == []


def sign_in_with_code_to(opened, name):
    """Sign in where one does not begin at a desk."""
    opened.page.get_by_label("Nama pengguna").fill(name)
    opened.page.get_by_label("Kata sandi").fill(PASSWORD)
    press(opened, "Lanjut")
    opened.page.get_by_label("Kode").fill(code_of(SECRET))
    press(opened, "Masuk")
