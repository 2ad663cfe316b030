"""A block goes from hand to hand by two people who counted the same, and every act of the ledger has its leaf."""

from datetime import timedelta

import pytest
from django.db import DatabaseError, connection, transaction

from layani.office.actions.comparing import Altered, altered
from layani.office.actions.paper.blocks import count_block, issue, note
from layani.office.actions.paper.declaring import declare, end
from layani.office.actions.paper.handing_on import holders, offer, take_over
from layani.office.tables.models import PaperLine, PaperTaken
from layani.rules.paper.windows import Declared
from layani.rules.refusal import Refused
from tests.office.conftest import MONDAY
from tests.office.paper.conftest import BACK, OUT, serving
from tests.office.paper.papers import entered
from tests.office.record.test_comparing import by_hand

HOUR = timedelta(hours=1)


def code_of(call, *args, **values):
    with pytest.raises(Refused) as found:
        call(*args, **values)
    return found.value.refusals[0].code


def found():
    return [one for one in altered() if isinstance(one, Altered)]


@pytest.fixture
def gita(db):
    return serving("gita", "front-desk")


def test_it_changes_hands_only_when_both_counted_the_same(block, eva, gita, append_only):
    row = offer(block, gita.user, 4, actor=eva, now=MONDAY + HOUR)
    assert holders([block], MONDAY + HOUR)[block.pk] == eva.user
    assert code_of(take_over, row, 5, actor=gita, now=MONDAY + 2 * HOUR) == "paper-counted-otherwise"
    assert not PaperTaken.objects.exists()
    take_over(row, 4, actor=gita, now=MONDAY + 2 * HOUR)
    assert holders([block], MONDAY + HOUR)[block.pk] == eva.user
    assert holders([block], MONDAY + 2 * HOUR)[block.pk] == gita.user
    assert code_of(take_over, row, 4, actor=gita, now=MONDAY + 3 * HOUR) == "paper-taken"
    assert code_of(offer, block, gita.user, 4, actor=eva, now=MONDAY + 3 * HOUR) == "paper-not-held"


@pytest.mark.parametrize(("blank", "code"), [(0, "paper-not-in-block"), (12, "paper-not-in-block")])
def test_a_number_that_the_block_has_not_is_refused(block, eva, gita, blank, code):
    assert code_of(offer, block, gita.user, blank, actor=eva, now=MONDAY) == code


def test_nobody_offers_to_themselves_twice_or_what_they_do_not_hold(block, eva, gita):
    assert code_of(offer, block, eva.user, 1, actor=eva, now=MONDAY) == "paper-to-oneself"
    assert code_of(offer, block, 9999, 1, actor=eva, now=MONDAY) == "paper-to-oneself"
    assert code_of(offer, block, eva.user, 1, actor=gita, now=MONDAY) == "paper-not-held"
    row = offer(block, gita.user, 1, actor=eva, now=MONDAY)
    assert code_of(offer, block, gita.user, 1, actor=eva, now=MONDAY) == "paper-offered"
    assert code_of(take_over, row, 1, actor=eva, now=MONDAY) == "paper-not-for-you"


def test_a_receipt_of_the_field_counts_for_whoever_held_the_block_then(block, eva, gita, hana):
    declare(Declared("field", OUT, BACK, place="RW 05", officers=(gita.user,)), actor=hana, now=OUT - HOUR)
    assert code_of(entered, block, 1, eva) == "paper-no-window"
    take_over(offer(block, gita.user, 1, actor=eva, now=MONDAY + HOUR), 1, actor=gita, now=MONDAY + 2 * HOUR)
    assert entered(block, 2, eva, 60).row.number


def test_every_act_of_the_ledger_has_a_leaf_and_an_altered_one_is_found(block, eva, gita, hana):
    window = declare(Declared("outage", OUT, None, "power"), actor=hana, now=OUT + HOUR)
    end(window, BACK, actor=hana, now=BACK + HOUR)
    note(block, 1, "spoiled", "torn", actor=hana, now=BACK + HOUR)
    count_block(block, 3, actor=hana, now=BACK + HOUR)
    take_over(offer(block, gita.user, 3, actor=eva, now=BACK + HOUR), 3, actor=gita, now=BACK + 2 * HOUR)
    kinds = sorted(PaperLine.objects.values_list("what", flat=True))
    assert kinds == ["block", "note", "note", "offer", "taken", "window", "window-end"]
    assert all(one.outbox.leaf.startswith("ledger/v1\n") for one in PaperLine.objects.select_related("outbox"))
    assert found() == []
    by_hand("update tables_papernote set reason = 'trial' where reason = 'torn'")
    assert [one.where.split()[1] for one in found()] == ["note"]


def test_the_database_refuses_to_change_who_took_it(block, eva, gita, append_only):
    take_over(offer(block, gita.user, 1, actor=eva, now=MONDAY), 1, actor=gita, now=MONDAY)
    for statement in ("delete from tables_papertaken", "update tables_paperoffer set blank = 9"):
        with pytest.raises(DatabaseError, match="append-only"), transaction.atomic(), connection.cursor() as cursor:
            cursor.execute(statement)


def test_two_officers_hand_it_on_at_their_own_browsers(browser_of, hana):
    eva, gita = browser_of("edi", "front-desk"), browser_of("gani", "front-desk")
    block = issue(eva.actor.user, 10, actor=hana, now=MONDAY)
    path = "/officer/paper/hand-on/"
    assert "Anda tidak memegang blok" in gita.text(path) and f"Blok K{block.number}" in eva.text(path)
    sent = {"act": "offer", "block": block.number, "to": gita.actor.user, "blank": "2"}
    assert eva.post(path, sent).status_code == 302
    assert "menunggu dihitung" in eva.text(path) and "Ditawarkan kepada Anda" in gita.text(path)
    row = block.offers.get()
    wrong = gita.post(path, {"act": "take", "offer": row.pk, "counted": "3"})
    assert wrong.status_code == 409 and "bukan yang dikatakan pemberinya" in wrong.content.decode()
    assert eva.post(path, {"act": "take", "offer": row.pk, "counted": "2"}).status_code == 400
    assert gita.post(path, {"act": "take", "offer": row.pk, "counted": "2"}).status_code == 302
    assert "Yang Anda pegang" in gita.text(path) and "Anda tidak memegang blok" in eva.text(path)
    assert "Diterima" in browser_of("sari", "supervisor").text(f"/officer/paper/{block.number}/")
