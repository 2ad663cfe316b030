"""A witness without a network: asked and answered by files, with the commands that a person types."""

from datetime import UTC, datetime, timedelta

import pytest

from layani.cli import main
from layani.office.gateways.log_keys import trust_policy
from layani.office.tables.models import Cosignature, Witnessed, WitnessState
from layani.watchers.witness import Witness
from tests.office.record.test_ask_witnesses import public, publish
from tests.office.record.witnesses import policy_file

pytestmark = pytest.mark.django_db


@pytest.fixture
def now():
    return datetime.now(UTC).replace(microsecond=0)


@pytest.fixture
def court(own_record, settings):
    """A witness that is asked by file alone; its policy is the office's public one."""
    (own_record / "policy").write_text(trust_policy())
    witness = Witness(own_record / "court", "court.example/w", [])
    vkey = witness.key.verifier.as_cosigner().text()
    settings.WITNESSES = policy_file(own_record / "witnesses", [f"witness court {vkey}\n"], 1)
    return own_record


def answered(folder):
    command = ["witness", "once", folder / "court", "--name", "court.example/w", "--policy", folder / "policy"]
    return main([str(one) for one in (*command, folder / "request", folder / "answer")])


def ask(folder, *more):
    return main(["record", "ask", "court", str(folder / "request"), *more])


def take(folder):
    return main(["record", "take", "court", str(folder / "answer")])


def test_a_request_is_carried_out_and_its_answer_back(court, now):
    for size, total in ((5, 5), (300, 305)):
        publish(size, now)
        assert (ask(court), answered(court), take(court)) == (0, 0, 0)
        assert Witnessed.objects.newest().size == total
        assert b"court.example/w" in public(court)


def test_an_answer_to_an_older_request_is_refused_and_says_so(court, now, capsys):
    publish(5, now)
    ask(court)
    answered(court)
    publish(5, now)
    ask(court)
    assert take(court) == 1
    assert "over the 10 entries that it was asked about last" in capsys.readouterr().err
    assert not Cosignature.objects.exists()


def test_the_record_may_have_grown_before_the_answer_comes_back(court, now):
    publish(5, now)
    ask(court)
    answered(court)
    publish(5, now)
    assert take(court) == 0
    assert Witnessed.objects.get().size == 5
    assert b"court.example/w" not in public(court)


def test_a_witness_that_cosigned_another_size_is_asked_anew(court, now, capsys):
    publish(5, now)
    ask(court)
    answered(court)  # the answer is lost on the way
    publish(5, now)
    ask(court)
    assert answered(court) == 1
    assert "cosigned 5 last" in capsys.readouterr().err
    assert (ask(court, "--old", "5"), answered(court), take(court)) == (0, 0, 0)
    assert WitnessState.objects.get().size == 10


@pytest.mark.parametrize("content", [b"", b"\xff", b"x" * 200_000, "— court.example/w AAAAAAAA\n".encode()])
def test_what_is_no_answer_is_refused(content, court, now):
    publish(5, now)
    ask(court)
    (court / "answer").write_bytes(content)
    assert take(court) == 1
    assert not Cosignature.objects.exists()


def test_nothing_is_taken_that_was_not_asked(court, now, capsys):
    publish(5, now)
    (court / "answer").write_text("x")
    assert take(court) == 2
    assert "was not asked yet" in capsys.readouterr().err
    assert main(["record", "ask", "clerk", str(court / "request")]) == 2
    assert "Known are: court" in capsys.readouterr().err
    assert ask(court, "--old", "9") == 2
    assert "is said to have cosigned 9 entries; the record has 5" in capsys.readouterr().err
    assert take(court) == 2
    assert ask(court) == 0
    (court / "answer").unlink()
    assert take(court) == 2


def test_an_empty_record_asks_for_nothing(court, capsys):
    assert ask(court) == 2
    assert "still empty" in capsys.readouterr().err


def test_an_old_answer_counts_from_when_it_was_signed(court, now):
    publish(5, now)
    ask(court)
    answered(court)
    assert take(court) == 0
    WitnessState.objects.update(kept_at=now + timedelta(days=3))  # as if it had been carried for three days
    row = WitnessState.objects.get()
    assert row.last_seen == row.cosigned_at
