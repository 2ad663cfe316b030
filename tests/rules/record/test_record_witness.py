"""A witness cosigns what continues its past, and nothing else; each refusal is the one that the specification names."""

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from layani.rules.record.checkpoint import Checkpoint, sign_checkpoint
from layani.rules.record.encoding import Malformed, encode_base64
from layani.rules.record.merkle import EMPTY_ROOT, MemoryTree, consistency_proof, leaf_hash
from layani.rules.record.note import SigningKey
from layani.rules.record.witness import Refusal, Submission, judge, parse_submission
from tests.rules.record.small_log import signed_checkpoint
from tests.rules.record.vectors import CHECKPOINT_7, CONSISTENCY, LOG_KEY, ORIGIN, ROOTS, TREE, WITNESS_KEY

LOGS = (LOG_KEY.verifier,)
SEVEN = Checkpoint(ORIGIN, 7, ROOTS[7])
REQUEST_8 = """\
old 7
sIaT7C5yFZcTBkHoIR5+7cy0wmQTlj7ubB4u0W/7Gl8=
Rvb/rdPQagn/PFhg0nVci5gZ2330QlF4jH2OMYDejrE=
DrxdNDf74tsVi58Sah0RjjCBgQMdCpSfje3t68VY72o=
037kGJdt2VdTwcc4Yrk5j6Kiz5tP8P3+izDNlSCWFLc=

office.example/cases
8
XcnaeacGWamtVZy3Ad7ZoqudgjqtL0lgz+Nw7/RgQyg=

— office.example/cases +fY4/mfsJrqtCazBGrNJGNQLFbeZNuaqZQE9Y2knDlktojhQLLzKS9RlEeZ/HldekXMITUVoO+4XmQWQYk2YUciR5gU=
"""
ANSWER_8 = (
    "— ombudsman.example/w1 ZbD1VAAAAABo53g8i5ynluo1MYX2dlELmL0bwFXxvmpjqevZVonCa/2aL57Ml7ut1Vble4kQlHSy/eEIUGuiOQr/"
    "5lP4i2+MRD3uBA==\n"
)
SIZES = st.integers(1, 60)
LONG = MemoryTree(leaf_hash(b"%d" % i) for i in range(60))
OTHER = MemoryTree(leaf_hash(b"other %d" % i) for i in range(60))


def request(new: int, *, old: int = 0, proof=(), root: bytes | None = None, key: SigningKey = LOG_KEY) -> bytes:
    note = signed_checkpoint(new, ROOTS[new] if root is None else root, key=key)
    return Submission(old, tuple(proof), note.encode()).render()


def proof(old: int, new: int) -> list[bytes]:
    return consistency_proof(old, new, TREE.node)


def refused(data: bytes, last: Checkpoint | None = None) -> Refusal:
    with pytest.raises(Refusal) as caught:
        judge(data, LOGS, lambda _origin: last)
    return caught.value


def test_the_agreed_conversation_is_answered_to_the_byte():
    opened = judge(REQUEST_8.encode(), LOGS, {ORIGIN: SEVEN}.get)
    assert (opened.checkpoint.size, opened.checkpoint.root) == (8, ROOTS[8])
    assert WITNESS_KEY.cosign(opened.note.text, 1_760_000_060).text() == ANSWER_8


def test_a_request_is_read_and_written_alike():
    submission = parse_submission(REQUEST_8.encode())
    assert [encode_base64(one) for one in submission.proof] == list(CONSISTENCY[7, 8])
    assert submission.render() == REQUEST_8.encode()


def test_the_first_checkpoint_needs_no_proof_and_the_same_one_is_cosigned_again():
    assert judge(request(7), LOGS, {}.get).checkpoint.size == 7
    assert judge(request(7, old=7), LOGS, {ORIGIN: SEVEN}.get).checkpoint.size == 7


def test_an_empty_log_is_cosigned_and_grows_without_proof():
    empty = Checkpoint(ORIGIN, 0, EMPTY_ROOT)
    assert judge(request(0), LOGS, {}.get).checkpoint == empty
    assert judge(request(7), LOGS, {ORIGIN: empty}.get).checkpoint.size == 7


FOREIGN = SigningKey.from_seed("elsewhere.example/log", bytes(range(32)))
IMPOSTOR = SigningKey.from_seed(ORIGIN, bytes(range(1, 33)))
HASH_LINE = f"{encode_base64(bytes(32))}\n".encode()
BAD_EMPTY = LOG_KEY.sign(f"{ORIGIN}\n0\n{encode_base64(ROOTS[7])}\n").render()


@pytest.mark.parametrize(
    ("data", "last", "status"),
    [
        (b"", None, 400),
        (b"old x\n\n" + CHECKPOINT_7.encode(), None, 400),
        (b"old 00\n\n" + CHECKPOINT_7.encode(), None, 400),
        (b"new 0\n\n" + CHECKPOINT_7.encode(), None, 400),
        (b"old 0\nAAAA\n\n" + CHECKPOINT_7.encode(), None, 400),
        (
            b"old 0\n" + b"\n".join([encode_base64(bytes(32)).encode()] * 64) + b"\n\n" + CHECKPOINT_7.encode(),
            None,
            400,
        ),
        (b"old 0\n\nonly a text\n", None, 400),
        (b"old 0\n\n" + LOG_KEY.sign(f"{ORIGIN}\nseven\n").render().encode(), None, 400),
        (b"old 0\n\n\xff", None, 400),
        (request(7, key=FOREIGN), None, 404),
        (request(7, key=IMPOSTOR), None, 403),
        (request(7).replace(b"\n7\n", b"\n8\n"), None, 403),
        (request(7, old=8), SEVEN, 400),
        (request(8, old=6, proof=proof(6, 8)), SEVEN, 409),
        (request(8), SEVEN, 409),
        (request(8, old=7, proof=proof(7, 8)), None, 409),
        (b"old 0\n\n" + BAD_EMPTY.encode(), None, 422),
        (request(7, proof=proof(6, 7)), None, 422),
        (request(8, old=7, proof=proof(6, 8)), SEVEN, 422),
        (request(8, old=7), SEVEN, 422),
        (request(7, old=7, root=ROOTS[6]), SEVEN, 422),
        (request(7, old=7, proof=proof(6, 7)), SEVEN, 422),
    ],
)
def test_each_refusal_has_its_status(data, last, status):
    assert refused(data, last).status == status


def test_an_empty_log_with_a_false_root_and_a_false_signature_is_forbidden_first():
    assert refused(b"old 0\n\n" + IMPOSTOR.sign(BAD_EMPTY.split("\n\n")[0] + "\n").render().encode()).status == 403


def test_a_conflict_says_the_size_alone():
    assert refused(request(8), SEVEN).body() == "7\n"
    assert refused(request(8, old=7, proof=proof(7, 8))).body() == "0\n"


@given(old=SIZES, new=SIZES)
@settings(max_examples=200)
def test_a_witness_goes_forward_with_one_history_and_never_to_another(old, new):
    old, new = sorted((old, new))
    last = Checkpoint(ORIGIN, old, LONG.root(old))
    path = tuple(consistency_proof(old, new, LONG.node))
    honest = Submission(old, path, sign_checkpoint(new, LONG.root(new), LOG_KEY).render().encode())
    assert judge(honest.render(), LOGS, lambda _: last).checkpoint.size == new
    false = tuple(consistency_proof(old, new, OTHER.node))
    for forked in (path, false):
        other = Submission(old, forked, sign_checkpoint(new, OTHER.root(new), LOG_KEY).render().encode())
        assert refused(other.render(), last).status == 422
    if old > 1:
        assert refused(request(1, old=old, root=LONG.root(1)), last).status == 400


def test_a_request_that_is_too_large_is_not_read():
    with pytest.raises(Malformed, match="more than"):
        parse_submission(b"old 0\n\n" + b"x" * 1_200_000)
