"""Trust policies: other programs' files are read, contradictions are refused with the line."""

import pytest

from layani.rules.record.encoding import Malformed
from layani.rules.record.note import SigningKey, VerifierKey, parse_vkey
from layani.rules.record.policy import parse_policy
from tests.rules.record.vectors import ACKNOWLEDGEMENT_KEY, LOG_VKEY, POLICY, WITNESS_KEY, WITNESS_VKEY

LOG, WITNESS = parse_vkey(LOG_VKEY), parse_vkey(WITNESS_VKEY)
KEYS = {
    name: SigningKey.from_seed(f"{name}.example", name.encode().ljust(32)) for name in ("X1", "X2", "X3", "Y1", "Y2")
}
COSIGNERS = {name: key.verifier.as_cosigner() for name, key in KEYS.items()}


def test_the_agreed_policy_is_read():
    policy = parse_policy(POLICY.encode())
    assert policy.logs == (LOG,)
    assert policy.cosigners == (WITNESS,)
    assert policy.is_quorum(frozenset({WITNESS}))
    assert not policy.is_quorum(frozenset())


def test_without_a_quorum_no_witness_is_asked_for():
    assert parse_policy(b"quorum none").is_quorum(frozenset())


def test_groups_of_groups_count_as_the_specification_says():
    lines = [f"witness {name} {key.text()}" for name, key in COSIGNERS.items()]
    lines += ["group X 2 X1 X2 X3", "group Y any Y1 Y2", "group both all X Y", "quorum both"]
    policy = parse_policy("\n".join(lines).encode())

    def enough(*names):
        return policy.is_quorum(frozenset(COSIGNERS[name] for name in names))

    assert enough("X1", "X3", "Y2")
    assert enough("X1", "X2", "X3", "Y1", "Y2")
    assert not enough("X1", "Y1", "Y2")
    assert not enough("X1", "X2", "X3")
    assert not enough()


def test_a_witness_in_the_older_spelling_is_the_same_witness():
    older = f"witness w {WITNESS_KEY.verifier.text()}\nquorum w\n"
    assert parse_policy(older.encode()).cosigners == (WITNESS,)


def test_a_witness_that_cannot_be_checked_here_counts_as_absent():
    post_quantum = VerifierKey("press.example/w2", 6, bytes(1312))
    policy = parse_policy(f"witness w {post_quantum.text()}\nquorum w".encode())
    assert policy.cosigners == ()
    assert not policy.is_quorum(frozenset())


def test_the_acknowledgement_key_stands_in_a_comment_and_is_no_log():
    policy = parse_policy(f"{POLICY}# acknowledgement {ACKNOWLEDGEMENT_KEY.verifier.text()}\n".encode())
    assert policy.acknowledgements == (ACKNOWLEDGEMENT_KEY.verifier,)
    assert policy.logs == (LOG,)


def test_comments_blank_lines_and_tabs_are_passed_over():
    spaced = POLICY.replace(" ", "\t \t").replace("\n", "\t\n \n  # comment, café\n")
    assert parse_policy(spaced.encode()) == parse_policy(POLICY.encode())


def test_thirty_two_of_each_are_read():
    keys = [SigningKey.from_seed(f"k{i}.example", bytes([i] * 32)).verifier for i in range(64)]
    lines = [f"log {key.text()}" for key in keys[:32]]
    lines += [f"witness w{i} {key.as_cosigner().text()}" for i, key in enumerate(keys[32:])]
    lines += [f"group g{i} any w{i}" for i in range(32)] + ["quorum g31"]
    policy = parse_policy("\n".join(lines).encode())
    assert (len(policy.logs), len(policy.witnesses), len(policy.groups)) == (32, 32, 32)


@pytest.mark.parametrize(
    ("text", "fault"),
    [
        (b"", "0 quorum lines"),
        (b"quorum none\nquorum none", "2 quorum lines"),
        (b"quorum nobody", "line 1: 'nobody' is not defined"),
        (b"quorum", "form: quorum"),
        (b"trust everyone\nquorum none", "line 1: 'trust' is unknown"),
        (b"log\nquorum none", "form: log"),
        (b"log a b c\nquorum none", "form: log"),
        (b"log not-a-key\nquorum none", r"line 1: .*NAME\+ID\+BASE64"),
        (f"log {WITNESS_VKEY}\nquorum none".encode(), "type 0x04, which cannot stand here"),
        (f"log {LOG_VKEY}\nlog {LOG_VKEY}\nquorum none".encode(), "line 2: .*listed twice"),
        (f"witness none {WITNESS_VKEY}\nquorum none".encode(), "'none' is taken"),
        (f"{POLICY}witness ombudsman {LOG_VKEY}".encode(), "'ombudsman' is taken"),
        (f"{POLICY}witness other {WITNESS_VKEY}".encode(), "listed twice"),
        (f"{POLICY}group other any ombudsman".encode(), "member twice"),
        (f"{POLICY}group other 2 outsiders".encode(), "'2' of 1 members"),
        (f"{POLICY}group other 0 outsiders".encode(), "'0' of 1 members"),
        (f"{POLICY}group other 01 outsiders".encode(), "'01' of 1 members"),
        (f"{POLICY}group other １ outsiders".encode(), "of 1 members"),
        (f"{POLICY}group other any other".encode(), "'other' is not defined"),
        (f"{POLICY}group other any none".encode(), "'none' is not defined"),
        (
            f"{POLICY}# acknowledged-until {ACKNOWLEDGEMENT_KEY.verifier.text()} 2026-11-23T08:15:00Z".encode(),
            "line 5: The key of .* must stand on one 'acknowledgement' line above",
        ),
        (
            f"{POLICY}# acknowledgement {ACKNOWLEDGEMENT_KEY.verifier.text()}\n"
            f"# acknowledged-until {ACKNOWLEDGEMENT_KEY.verifier.text()} today".encode(),
            "line 6: The time until which the key may sign",
        ),
        (
            f"{POLICY}# acknowledgement {ACKNOWLEDGEMENT_KEY.verifier.text()}\n"
            f"# acknowledgement-compromised {ACKNOWLEDGEMENT_KEY.verifier.text()} 2026-11-23T08:15:00Z".encode(),
            "line 6: The key of .* is listed twice",
        ),
        (
            f"{POLICY}# acknowledgement-compromised {ACKNOWLEDGEMENT_KEY.verifier.text()} 17".encode(),
            "line 5: The time from which the key was taken is '17'",
        ),
        (f"{POLICY}# acknowledgement of receipt".encode(), "line 5: The line must have the form: # acknowledgement"),
        (b"quorum none\r\n", "control character"),
        (b"quorum none\0", "control character"),
        (b"\xffquorum none", "not UTF-8"),
        (b"#" * 200_001, "200001 bytes"),
    ],
)
def test_a_broken_policy_is_refused_with_its_line(text, fault):
    with pytest.raises(Malformed, match=fault):
        parse_policy(text)
