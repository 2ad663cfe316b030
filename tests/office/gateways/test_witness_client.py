"""Asking a witness on the network: whatever the other side does, it ends at the deadline and is one of our faults."""

import socket
import threading
import time
from contextlib import closing, contextmanager

import pytest

from layani.office.gateways.witness_client import LARGEST_ANSWER, NoAnswer, ask, shown_checkpoint, shown_side_by_side
from layani.rules.record.cosigning import Fault
from tests.office.record.witnesses import Odd, serving
from tests.rules.record.small_log import signed_checkpoint
from tests.rules.record.vectors import ORIGIN, WITNESS_KEY

KEY = WITNESS_KEY.verifier.as_cosigner()
CHECKPOINT = signed_checkpoint(7, bytes(32))
DEADLINE = 0.7


def asked(address, old=0, prove=lambda old: ()):
    return ask(address, CHECKPOINT, KEY, old, prove, deadline=DEADLINE)


@contextmanager
def mute():
    """Accept connections and say nothing."""
    with closing(socket.create_server(("127.0.0.1", 0))) as listening:
        held = []

        def accept():
            while True:
                try:
                    held.append(listening.accept()[0])
                except OSError:
                    return

        threading.Thread(target=accept, daemon=True).start()
        yield f"127.0.0.1:{listening.getsockname()[1]}"
        listening.shutdown(socket.SHUT_RDWR)
        for one in held:
            one.close()


@pytest.mark.parametrize("scheme", ["http", "https"])
def test_a_witness_that_says_nothing_ends_at_the_deadline_before_and_within_the_handshake(scheme):
    with mute() as place:
        began = time.monotonic()
        assert asked(f"{scheme}://{place}/").fault is Fault.TIMEOUT
        assert time.monotonic() - began < DEADLINE + 2


def test_a_head_that_never_ends_ends_at_the_deadline():
    def drip(handler):
        try:
            handler.wfile.write(b"HTTP/1.1 200 OK\r\n")
            for n in range(60):
                handler.wfile.write(b"X-%d: x\r\n" % n)
                handler.wfile.flush()
                time.sleep(0.1)
        except OSError:
            return

    with serving(Odd(drip)) as server:
        began = time.monotonic()
        assert asked(server.address).fault is Fault.TIMEOUT
        assert time.monotonic() - began < DEADLINE + 2


def test_a_witness_without_tls_does_not_pass_for_one_with_it():
    with serving(Odd(lambda h: h.send(200, b""))) as server:
        assert asked(server.address.replace("http:", "https:")).fault is Fault.UNREACHABLE


def test_a_name_that_leads_nowhere_is_unreachable():
    assert asked("https://nobody.invalid/").fault is Fault.UNREACHABLE


def test_the_path_of_the_address_stands_before_that_of_the_protocol():
    paths = []

    def note(handler):
        paths.append((handler.command, handler.path))
        handler.send(422, b"")

    with serving(Odd(note)) as server:
        asked(f"{server.address}/layani/")
    assert paths == [
        ("POST", "/layani/add-checkpoint"),
        ("GET", "/layani/62a365fcaa5ce3ad6185e467c217579c62c610791bdfef5b276e238a2e273a47/checkpoint"),
    ]


def test_nothing_is_proven_from_a_size_that_we_never_had():
    def refuse(old):
        raise AssertionError(old)

    with serving(Odd(lambda h: h.send(409, b"900\n"))) as server:
        outcome = asked(server.address, old=900, prove=refuse)
    assert (outcome.fault, outcome.told) == (Fault.AHEAD, 900)


def test_the_right_answer_is_the_line_and_the_wrong_key_is_none():
    text = CHECKPOINT.split("\n\n")[0] + "\n"
    line = WITNESS_KEY.cosign(text, int(time.time()))
    with serving(Odd(lambda h: h.send(200, line.text().encode()))) as server:
        assert asked(server.address).line == line
    changed = line.text().replace("A", "B").encode()
    with serving(Odd(lambda h: h.send(200, changed))) as server:
        assert asked(server.address).fault is Fault.BAD_ANSWER


@pytest.mark.parametrize(("more", "fault"), [(0, None), (1, Fault.TOO_LARGE)])
def test_what_is_shown_is_read_up_to_the_bound(more, fault):
    with serving(Odd(lambda h: h.send(200, b"x" * (LARGEST_ANSWER + more)))) as server:
        if fault is None:
            assert shown_checkpoint(server.address, ORIGIN, deadline=5) == b"x" * LARGEST_ANSWER
            return
        with pytest.raises(NoAnswer) as none:
            shown_checkpoint(server.address, ORIGIN, deadline=5)
        assert none.value.fault is fault


def test_of_several_those_are_heard_who_answer_in_time():
    with serving(Odd(lambda h: h.send(200, b"seen"))) as good, mute() as silent:
        addresses = {"good": good.address, "silent": f"http://{silent}", "dead": "http://127.0.0.1:1"}
        began = time.monotonic()
        assert shown_side_by_side(addresses, ORIGIN, deadline=DEADLINE) == {"good": b"seen"}
        assert time.monotonic() - began < DEADLINE + 2
