"""A block whose holder serves no longer changes hands, is closed or is noted as lost; two people count it."""

from datetime import date, timedelta

import pytest

from layani.office.actions.comparing import Altered, altered
from layani.office.actions.hands import blocks_left, hands_of
from layani.office.actions.paper.blocks import count_block, ledgers, note
from layani.office.actions.paper.handing_on import holders, offer, take_over
from layani.office.actions.paper.standing_in import note_gone, stand_in
from layani.office.tables.models import PaperLine, PaperNote, PaperOffer, Role, User
from layani.rules.refusal import Refused
from tests.office.conftest import MONDAY
from tests.office.paper.conftest import BACK, serving
from tests.office.paper.papers import entered
from tests.office.record.test_comparing import by_hand

HOUR = timedelta(hours=1)


def code_of(call, *args, **values):
    with pytest.raises(Refused) as found:
        call(*args, **values)
    return found.value.refusals[0].code


def found():
    return [one for one in altered() if isinstance(one, Altered)]


def leaves(actor):
    Role.objects.filter(user=actor.user).update(until=date(2026, 1, 31))


@pytest.fixture
def gita(db):
    return serving("gita", "front-desk")


@pytest.fixture
def left(block, eva):
    """The block of ten, whose holder was dismissed."""
    leaves(eva)
    return block


def stood_in(block, to, blank, hana, *, reason="left", close=False, now=MONDAY + HOUR):
    return stand_in(block, to.user, blank, reason, close=close, actor=hana, now=now)


def test_two_people_who_count_the_same_move_the_block_of_a_leaver(left, eva, gita, hana, append_only):
    row = stood_in(left, gita, 4, hana)
    assert code_of(take_over, row, 5, actor=gita, now=MONDAY + HOUR) == "paper-counted-otherwise"
    assert holders([left], MONDAY + HOUR)[left.pk] == eva.user and blocks_left(MONDAY + HOUR) == [left]
    take_over(row, 4, actor=gita, now=MONDAY + 2 * HOUR)
    assert holders([left], MONDAY + 2 * HOUR)[left.pk] == gita.user and blocks_left(MONDAY + 2 * HOUR) == []
    stands, _ = ledgers([left])[left.pk]
    assert stands.missing == (1, 2, 3) and stands.blank == 7
    note(left, 1, "lost", "gone", actor=hana, now=MONDAY + 3 * HOUR)
    assert ledgers([left])[left.pk][0].missing == (2, 3)
    kinds = sorted(PaperLine.objects.values_list("what", flat=True))
    assert kinds == ["block", "note", "note", "note", "offer", "taken"] and found() == []
    by_hand("update tables_papernote set reason = 'away' where kind = 'in-stead'")
    assert [one.where.split()[1] for one in found()] == ["note"]


def test_who_stands_in_is_a_supervisor_with_a_true_reason_and_a_second_person(block, eva, gita, hana):
    clerk = serving("gani", "front-desk")
    assert code_of(stood_in, block, clerk, 1, gita) == "paper-not-yours"
    assert code_of(stood_in, block, gita, 1, hana) == "paper-still-serves"
    assert code_of(stood_in, block, gita, 1, hana, reason="bored") == "paper-no-stead-reason"
    assert code_of(stood_in, block, hana, 1, hana, reason="away") == "paper-second-person"
    assert code_of(stood_in, block, eva, 1, hana, reason="away") == "paper-second-person"
    assert code_of(stood_in, block, gita, 12, hana, reason="away") == "paper-not-in-block"
    leaves(gita)
    assert code_of(stood_in, block, gita, 1, hana, reason="away") == "paper-second-person"
    assert not PaperOffer.objects.exists() and not PaperNote.objects.exists()


def test_a_wrong_count_or_an_offer_that_nobody_takes_is_no_dead_end(block, eva, gita, hana):
    first = offer(block, gita.user, 3, actor=eva, now=MONDAY)
    second = stood_in(block, gita, 5, hana, reason="differs")
    assert code_of(take_over, first, 3, actor=gita, now=MONDAY + HOUR) == "paper-offered-anew"
    third = stood_in(block, gita, 4, hana, reason="differs")
    assert list(PaperOffer.objects.waiting_for(gita.user)) == [third]
    assert code_of(take_over, second, 5, actor=gita, now=MONDAY + HOUR) == "paper-offered-anew"
    take_over(third, 4, actor=gita, now=MONDAY + HOUR)
    assert offer(block, eva.user, 4, actor=gita, now=MONDAY + 2 * HOUR).blank == 4


def test_a_holder_who_is_back_need_not_wait_for_a_stand_in_nor_for_a_taker_who_left(block, eva, gita, hana):
    stood_in(block, gita, 2, hana, reason="away")
    assert offer(block, gita.user, 3, actor=eva, now=MONDAY + 2 * HOUR).blank == 3
    leaves(gita)
    clerk = serving("gani", "front-desk")
    assert offer(block, clerk.user, 3, actor=eva, now=MONDAY + 3 * HOUR).to_id == clerk.user


def test_a_block_is_closed_by_two_and_nothing_that_was_typed_in_is_touched(left, eva, gita, hana, outage):
    Role.objects.filter(user=eva.user).update(until=None)
    entered(left, 1, eva)
    leaves(eva)
    now = BACK + 2 * HOUR
    take_over(stood_in(left, gita, 3, hana, close=True, now=now), 3, actor=gita, now=now + HOUR)
    stands, lines = ledgers([left])[left.pk]
    assert stands.blank == 0 and stands.missing == (2,) and stands.ends[1] == "used"
    assert [one.seq for one in lines if one.reason == "closed"] == list(range(3, 11))
    assert PaperNote.objects.counted(left.office, now + 2 * HOUR).get("lost", 0) == 0
    assert found() == []
    assert code_of(entered, left, 5, gita, now=now + 2 * HOUR) == "paper-lost"


def test_a_paper_of_a_closed_block_that_was_miscounted_is_typed_in_by_two(left, gita, hana, outage):
    now = BACK + HOUR
    take_over(stood_in(left, gita, 3, hana, close=True, now=now), 3, actor=gita, now=now)
    note(left, 4, "allowed", "told", actor=hana, now=now)
    assert entered(left, 4, gita, now=now + HOUR).row.number
    assert ledgers([left])[left.pk][0].ends[4] == "used" and found() == []


@pytest.mark.parametrize("close", [True, False])
def test_what_was_counted_as_given_out_cannot_be_closed_as_blank(block, eva, gita, hana, outage, close):
    entered(block, 2, eva)
    now = BACK + HOUR
    assert code_of(count_block, block, 2, actor=hana, now=now) == "paper-given-out"
    assert code_of(count_block, block, 12, actor=hana, now=now) == "paper-not-in-block"
    early = stood_in(block, gita, 5, hana, reason="away", close=close, now=now)
    count_block(block, 8, actor=hana, now=now)
    for blank in (1, 3, 7):
        why = code_of(stood_in, block, gita, blank, hana, reason="away", close=close, now=now)
        assert why == "paper-given-out", blank
    assert code_of(offer, block, gita.user, 7, actor=eva, now=now) == "paper-given-out"
    assert code_of(take_over, early, 5, actor=gita, now=now) == "paper-given-out", "it was counted since"
    assert ledgers([block])[block.pk][0].missing == (1, 3, 4, 5, 6, 7) and holders([block], now)[block.pk] == eva.user
    take_over(stood_in(block, gita, 8, hana, reason="away", close=close, now=now), 8, actor=gita, now=now)
    assert ledgers([block])[block.pk][0].missing == (1, 3, 4, 5, 6, 7)


def test_a_block_that_nobody_finds_is_lost_and_a_paper_of_it_can_turn_up(left, eva, gita, hana, outage):
    assert code_of(note_gone, left, actor=gita, now=MONDAY) == "paper-not-yours"
    assert note_gone(left, actor=hana, now=BACK + HOUR) == 10
    assert set(ledgers([left])[left.pk][0].ends.values()) == {"lost"} and blocks_left(BACK + HOUR) == []
    assert code_of(note_gone, left, actor=hana, now=BACK + HOUR) == "paper-ended"
    note(left, 4, "allowed", "found", actor=hana, now=BACK + HOUR)
    assert entered(left, 4, gita).row.number and found() == []


def test_nobody_alone_notes_a_block_of_who_serves_as_lost_nor_their_own(block, eva, hana):
    assert code_of(note_gone, block, actor=hana, now=MONDAY + HOUR) == "paper-holder-here"
    take_over(offer(block, hana.user, 1, actor=eva, now=MONDAY), 1, actor=hana, now=MONDAY)
    leaves(hana)
    assert code_of(note_gone, block, actor=hana, now=MONDAY + HOUR) == "paper-own-block"
    assert not PaperNote.objects.exists()


def test_what_a_leaver_has_in_their_hands_is_listed(left, eva):
    hands = hands_of(User.objects.get(pk=eva.user), MONDAY)
    assert hands.blocks == ((left, 10),) and not hands.empty and not hands.cases


def test_the_supervisor_is_called_and_walks_to_the_end(left, browser_of):
    sari, gani = browser_of("sari", "supervisor"), browser_of("gani", "front-desk")
    assert "Blok tanda terima pada yang tidak bertugas lagi" in sari.text("/officer/late/")
    assert "pemegangnya tidak bertugas lagi" in sari.text("/officer/paper/")
    path = f"/officer/paper/{left.number}/"
    assert "Pemegangnya tidak bertugas lagi" in sari.text(path)
    wrong = sari.post(path, {"kind": "in-stead", "seq": "2", "to": gani.actor.user, "reason": "-"})
    assert wrong.status_code == 422
    sent = {"kind": "in-stead", "seq": "2", "to": gani.actor.user, "reason": "left"}
    assert sari.post(path, sent).status_code == 302
    assert "menunggu dihitung" in sari.text(path)
    row = left.offers.get()
    assert gani.post("/officer/paper/hand-on/", {"act": "take", "offer": row.pk, "counted": "2"}).status_code == 302
    shown = sari.text(path)
    assert "Dipegang Gani" in shown or "Dipegang gani" in shown
    assert "Pemegangnya tidak bertugas lagi" not in shown and "pemegangnya tidak bertugas lagi" in shown
    assert "Blok tanda terima pada yang tidak bertugas lagi" not in sari.text("/officer/late/")
    assert sari.post(path, {"kind": "gone"}).status_code == 422
    assert not PaperNote.objects.filter(kind="lost").exists() and "Catat semuanya hilang" not in sari.text(path)
    leaves(gani.actor)
    assert "Catat semuanya hilang" in sari.text(path)
    assert sari.post(path, {"kind": "gone"}).status_code == 302
    assert PaperNote.objects.filter(kind="lost", reason="gone").count() == 10
    assert "tidak ada pada yang ditinggalkan pemegangnya" in sari.text(path)
