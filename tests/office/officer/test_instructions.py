"""A call from above: written down in a minute, read by the inspectorate, and by nobody who gave it."""

import json
import re
from datetime import timedelta
from uuid import uuid4

import pytest
from django.db import DatabaseError, connection, transaction
from django.test import Client
from django.utils import timezone

from layani.office.actions import deciding, instructing
from layani.office.house import key_store
from layani.office.jobs.sweep_orphans import orphans
from layani.office.pages.auditor.instructions import ROWS
from layani.office.tables.models import Instruction, Outbox
from layani.rules.record.leaf import AttemptLeaf, parse_leaf
from layani.rules.refusal import Refused
from tests.office.conftest import officer
from tests.office.officer.at_the_desk import early, eva, hana, on_the_checkers_desk, on_the_deciders_desk, page
from tests.office.officer.conftest import words_of
from tests.office.officer.walks import filed, with_failed_rule
from tests.office.security.visitors import ROLES, citizen_client

__all__ = ["early", "eva", "hana"]
pytestmark = pytest.mark.django_db
DESK, INSPECTION = "/officer/instructions/", "/auditor/instructions/"
ASKED = "Loloskan berkas keponakan saya hari ini juga."
CALLER = "Kepala Dinas Rahasia"
ENGLISH = {"accept-language": "en"}


def written(browser, number="", **other):
    """Send the form and return the address of what was kept."""
    values = {"once": str(uuid4()), "who": CALLER, "when": "10.15", "how": "phone", "what": ASKED, "case": number}
    answer = browser.post(DESK, values | other)
    assert answer.status_code == 302, words_of(answer)
    return answer["Location"]


def told(**other):
    return instructing.Told(**({"who": CALLER, "when": "10.15", "how": "phone", "what": ASKED} | other))


def kept(actor, now, **other):
    return instructing.write_down(told(service="residence-letter", **other), actor=actor, now=now, once=uuid4())


def test_from_the_case_it_takes_two_taps_and_the_writer_reads_it_back(eva, early):
    number = on_the_checkers_desk(eva, early)
    link = re.search(rf'href="({DESK}\?case={number})"', eva.get(page(number)).content.decode())[1]
    assert f'value="{number}"' in eva.get(link).content.decode()
    confirmation = eva.text(written(eva, number))
    leaf = parse_leaf(Outbox.objects.latest("pk").leaf.encode())
    for said in (CALLER, ASKED, "Telepon", number, "Eva", "Belum diputuskan"):
        assert said in confirmation, said
    assert isinstance(leaf, AttemptLeaf)
    assert "Belum diputuskan" in eva.text(page(number))
    assert ASKED not in eva.text(page(number))


def test_from_the_desk_it_can_be_about_a_whole_service(eva):
    assert DESK in eva.get("/officer/").content.decode()
    eva.text(written(eva, service="residence-letter"))
    assert Instruction.objects.get().service == "residence-letter"


@pytest.mark.parametrize(
    ("lacks", "said"),
    [
        ({"who": ""}, "who gave the instruction"),
        ({"how": ""}, "how you were told"),
        ({"when": "31-12-2099 10.00"}, "still to come"),
        ({"what": "x"}, "missing, or too short"),
        ({"case": ""}, "which application or service"),
        ({"case": "SKM-2026-0000-0000"}, "no application with this number"),
    ],
)
def test_what_is_missing_is_told_and_what_was_written_stays(eva, early, lacks, said):
    values = {"once": str(uuid4()), "who": CALLER, "how": "phone", "what": ASKED, "case": filed(at=early)} | lacks
    answer = eva.post(DESK, values, headers=ENGLISH)
    assert answer.status_code == 422
    assert said in words_of(answer)
    assert values["what"] in answer.content.decode()
    assert not Instruction.objects.exists()


def test_a_form_sent_twice_is_kept_once_and_one_without_a_key_not_at_all(eva):
    once = str(uuid4())
    assert written(eva, service="residence-letter", once=once) == written(eva, service="residence-letter", once=once)
    assert Instruction.objects.count() == 1
    assert eva.post(DESK, {"once": "nonsense"}).status_code == 400


def test_it_can_be_added_to_by_its_writer_alone_and_never_withdrawn(eva, browser_of, append_only):
    address = written(eva, service="residence-letter")
    eva.post(address, {"once": str(uuid4()), "what": "Besoknya ia datang ke meja saya."})
    assert "datang ke meja saya" in eva.text(address)
    fay = browser_of("fay", "front-desk")
    assert fay.post(address, {"once": str(uuid4()), "what": "Saya tarik kembali."}).status_code == 403
    with pytest.raises(Refused, match="Another officer"):
        instructing.add(Instruction.objects.first(), "Saya tarik kembali.", actor=fay.actor, now=timezone.now(),
                        once=uuid4())  # fmt: skip
    for statement in ("update tables_instruction set body = ''", "delete from tables_instruction"):
        with pytest.raises(DatabaseError, match="append-only"), transaction.atomic(), connection.cursor() as cursor:
            cursor.execute(statement)
    assert Instruction.objects.count() == 2


@pytest.mark.parametrize("role", [*ROLES, "", "stranger", "citizen"])
def test_only_the_inspectorate_and_the_writer_read_it(eva, browser_of, role):
    address = written(eva, service="residence-letter")
    client = Client() if role == "stranger" else citizen_client() if role == "citizen" else None
    client = client or browser_of("gita", *([role] if role else []))
    assert client.get(address).status_code in (302, 403)
    answer = client.get(INSPECTION)
    assert (answer.status_code == 200) == (role == "auditor")
    assert (ASKED in words_of(answer)) == (role == "auditor")
    assert client.get("/officer/instructions/").status_code in (200, 302, 403)
    assert ASKED not in words_of(client.get("/officer/instructions/"))


@pytest.mark.parametrize("roles", [("auditor",), ("auditor", "operator"), ("supervisor",), ("head",), ("operator",)])
def test_who_is_named_never_reads_it_nor_is_told_of_it_whatever_they_are(eva, browser_of, roles):
    bos = browser_of("bos", *roles)
    address = written(eva, service="residence-letter", who="", named=str(bos.actor.user))
    assert "Bos" in eva.text(address)
    assert bos.get(address).status_code == 403
    assert ASKED not in words_of(bos.get(INSPECTION))
    if "auditor" in roles:
        assert re.search(r"Written down by officers: 0 ", words_of(bos.get("/auditor/", headers=ENGLISH)))
        indra = browser_of("indra", "auditor")
        assert ASKED in indra.text(INSPECTION)


def test_who_is_named_in_words_does_not_read_it_either(eva, browser_of):
    bos = browser_of("bosman", "auditor")
    written(eva, service="residence-letter", who="Kepala Bidang, pak bosman")
    assert ASKED not in bos.text(INSPECTION)


@pytest.mark.parametrize("role", ["head", "supervisor"])
def test_a_head_who_also_inspects_reads_none_and_sees_no_number(eva, browser_of, role):
    written(eva, service="residence-letter")
    both = browser_of("hulu", "auditor", role)
    assert both.get(INSPECTION).status_code == 403
    assert "Written down by officers" not in words_of(both.get("/auditor/", headers=ENGLISH))


def test_it_comes_to_the_inspectorate_at_once_with_its_count(eva, browser_of, django_assert_num_queries):
    for _ in range(3):
        written(eva, service="residence-letter")
    indra = browser_of("indra", "auditor")
    assert "Written down by officers: 3 since" in words_of(indra.get("/auditor/", headers=ENGLISH))
    with django_assert_num_queries(4):  # two of them say who is asking
        words = indra.text(INSPECTION)
    assert words.count(ASKED) == 3
    assert f"Petugas {eva.actor.user}" in words
    assert "Eva" not in words


def test_a_long_list_goes_on_by_key_and_shows_each_once(browser_of):
    ana, now = officer("ana", "front-desk"), timezone.now()
    for place in range(ROWS + 3):
        kept(ana, now, who=f"orang-{place:03}.")
    indra = browser_of("indra", "auditor")
    first = indra.get(INSPECTION).content.decode()
    second = indra.get(INSPECTION + re.search(r'rel="next" href="([^"]+)"', first)[1]).content.decode()
    assert [(first + second).count(f"orang-{place:03}.") for place in range(ROWS + 3)] == [1] * (ROWS + 3)
    assert 'rel="next"' not in second
    assert "No instruction was written down yet" not in second


def test_no_instruction_is_a_state_of_its_own(browser_of):
    assert "Belum ada perintah yang dicatat" in browser_of("indra", "auditor").text(INSPECTION)


def test_a_copy_of_the_database_alone_tells_neither_who_wrote_nor_who_told_nor_what(eva, hana, early):
    written(eva, filed(at=early), named=str(hana.actor.user))
    row = Instruction.objects.get()
    plain = row.body.encode() + bytes(row.sealed) + bytes(row.writer) + bytes(row.named)
    for secret in (CALLER, ASKED, "Eva", "Hana", "10.15", "phone"):
        assert secret.encode() not in plain, secret
    assert "officer" not in json.loads(row.body)
    assert not set(orphans([row.ref]))
    key_store().erase(row.ref)
    assert "kuncinya sudah tidak ada" in eva.text(f"{DESK}{row.ref}/")


def test_a_refusal_by_the_rule_and_a_grant_by_the_rule_are_shown_as_followed(eva, hana, early):
    number = on_the_deciders_desk(eva, hana, early)
    address = written(hana, number)
    why = deciding.Why("not-resident", "Pada kartu keluarga tertulis alamat di kelurahan lain.")
    with_failed_rule(number)
    with pytest.raises(Refused, match="mandatory"):
        deciding.grant(number, actor=hana.actor, now=timezone.now())
    deciding.refuse(number, why, actor=hana.actor, now=timezone.now())
    assert "Mengikuti aturan" in hana.text(address)
    assert "Mengikuti aturan" in hana.text(page(number))
    assert "Mengikuti aturan" not in eva.text(page(number))  # eva checked it, and was told nothing


def test_who_may_not_read_the_case_does_not_learn_from_it_how_it_was_decided(eva, hana, early, browser_of):
    number = on_the_deciders_desk(eva, hana, early)
    deciding.grant(number, actor=hana.actor, now=timezone.now())
    fay = browser_of("fay", "front-desk")
    assert "Mengikuti aturan" not in fay.text(written(fay, number))
    assert "Mengikuti aturan" in browser_of("indra", "auditor").text(INSPECTION)


def test_nobody_names_themselves_and_no_citizen_writes_one(ana, now):
    with pytest.raises(Refused, match="chose yourself"):
        kept(ana, now, named=ana.user)
    with pytest.raises(Refused, match="Another officer"):
        kept(instructing.Actor(kind="citizen", party=1), now)
    assert kept(ana, now + timedelta(minutes=1)).pk
