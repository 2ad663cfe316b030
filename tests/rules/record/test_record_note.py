"""Signed notes, keys and cosignatures: what other programs made is read, what was changed is not."""

import pytest
from cryptography.hazmat.primitives.asymmetric.ed25519 import Ed25519PrivateKey
from hypothesis import given, settings
from hypothesis import strategies as st

from layani.rules.record.encoding import Malformed
from layani.rules.record.note import (
    COSIGNATURE,
    BadSignature,
    SignatureLine,
    SigningKey,
    Unsigned,
    VerifierKey,
    open_note,
    parse_note,
    parse_vkey,
    with_signatures,
)
from tests.rules.record.vectors import (
    CHECKPOINT_7,
    CHECKPOINT_7_TEXT,
    LOG_KEY,
    LOG_LINE_7,
    LOG_VKEY,
    SKYLIGHT,
    SKYLIGHT_WITNESS,
    SPEC_NOTE,
    SPEC_VKEY,
    TESSERA_15,
    TESSERA_VKEY,
    WITNESS_KEY,
    WITNESS_LINE_7,
    WITNESS_VKEY,
)

KNOWN = [parse_vkey(LOG_VKEY), parse_vkey(WITNESS_VKEY)]


@pytest.mark.parametrize("vkey", [SPEC_VKEY, LOG_VKEY, WITNESS_VKEY, TESSERA_VKEY, SKYLIGHT_WITNESS])
def test_a_key_is_read_and_written_alike(vkey):
    assert parse_vkey(vkey).text() == vkey


def test_our_keys_have_the_agreed_spelling():
    assert LOG_KEY.verifier.text() == LOG_VKEY
    assert WITNESS_KEY.verifier.as_cosigner().text() == WITNESS_VKEY
    assert WITNESS_KEY.verifier.text().startswith("ombudsman.example/w1+cdb51368+ASms")


@pytest.mark.parametrize(("note", "vkey"), [(SPEC_NOTE, SPEC_VKEY), (TESSERA_15, TESSERA_VKEY)])
def test_notes_of_other_programs_open(note, vkey):
    assert open_note(note.encode(), [parse_vkey(vkey)]).signed_by(parse_vkey(vkey))


def test_a_cosignature_of_another_program_opens_and_an_unknown_type_is_passed_over():
    opened = open_note(SKYLIGHT.encode(), [parse_vkey(SKYLIGHT_WITNESS)])
    [(_, line)] = opened.verified
    assert line.cosigned_at.timestamp() == 1767139200


def test_we_sign_exactly_the_agreed_bytes():
    note = LOG_KEY.sign(CHECKPOINT_7_TEXT)
    assert note.signatures[0].text() == LOG_LINE_7
    line = WITNESS_KEY.cosign(CHECKPOINT_7_TEXT, 1760000000)
    assert line.text() == WITNESS_LINE_7
    assert with_signatures(note, [line]).render() == CHECKPOINT_7


def test_both_signers_are_found():
    opened = open_note(CHECKPOINT_7.encode(), KNOWN)
    assert [key.name for key, _ in opened.verified] == ["office.example/cases", "ombudsman.example/w1"]


def test_a_note_without_a_trusted_signer_is_not_opened():
    with pytest.raises(Unsigned, match="office.example/cases"):
        open_note(CHECKPOINT_7.encode(), [parse_vkey(SPEC_VKEY)])


def test_a_false_signature_of_a_known_key_spoils_the_whole_note():
    forged = SignatureLine("ombudsman.example/w1", KNOWN[1].id, bytes(72)).text()
    with pytest.raises(BadSignature, match="ombudsman"):
        open_note((CHECKPOINT_7_TEXT + "\n" + LOG_LINE_7 + forged).encode(), KNOWN)
    assert open_note((CHECKPOINT_7_TEXT + "\n" + LOG_LINE_7 + forged).encode(), KNOWN[:1]).verified


@pytest.mark.parametrize("signature", [b"", b"\0" * 7, b"\0" * 8, b"\0" * 71, b"\xff" * 72])
def test_a_cosignature_of_the_wrong_length_or_time_does_not_verify(signature):
    assert not KNOWN[1].verifies(CHECKPOINT_7_TEXT, signature)


def test_a_cosignature_is_not_accepted_as_the_logs_signature():
    """The same key in both roles: what a witness signs may never pass for what a log signs."""
    witness_as_log = VerifierKey("ombudsman.example/w1", 1, KNOWN[1].public)
    line = WITNESS_KEY.cosign(CHECKPOINT_7_TEXT, 1760000000)
    assert not witness_as_log.verifies(CHECKPOINT_7_TEXT, line.signature)
    assert not witness_as_log.verifies(CHECKPOINT_7_TEXT, line.signature[8:])


def test_a_note_may_have_seventeen_signatures_and_grease_among_them():
    grease = [SignatureLine(f"grease.example/{i}", bytes([i] * 4), bytes(range(i + 1))) for i in range(16)]
    note = with_signatures(LOG_KEY.sign(CHECKPOINT_7_TEXT), grease)
    assert len(open_note(note.render().encode(), KNOWN).verified) == 1


def test_the_text_may_have_empty_lines():
    note = LOG_KEY.sign("first\n\nsecond\n\n")
    assert parse_note(note.render().encode()) == note


@pytest.mark.parametrize(
    ("data", "fault"),
    [
        (b"", "no signatures"),
        (b"text\n", "no signatures"),
        (b"text\n\n", "no signatures"),
        (SPEC_NOTE.encode()[:-1], "no signatures"),
        (SPEC_NOTE.encode() + b"\n", "no signatures"),
        (SPEC_NOTE.replace("—", "-").encode(), "not a signature line"),
        (SPEC_NOTE.replace("This", "Th\x00is").encode(), "control character"),
        (SPEC_NOTE.replace("\n", "\r\n").encode(), "control character"),
        (b"\xff" + SPEC_NOTE.encode(), "not UTF-8"),
        (SPEC_NOTE.replace("Uw2Q", "Uw2-").encode(), "not base64"),
        (SPEC_NOTE.replace("yaQM=", "yaQN=").encode(), "canonical"),
        (SPEC_NOTE.replace("yaQM=", "yaQM").encode(), "not base64"),
        (SPEC_NOTE.replace("example.com/foo", "example.com/f+o").encode(), "cannot name a key"),
        (SPEC_NOTE.replace("example.com/foo", "example.com/f\u2003o").encode(), "cannot name a key"),
        (SPEC_NOTE.replace("example.com/foo ", "").encode(), "not a signature line"),
        ("text\n\n— name AAAA\n".encode(), "too few"),
        (b"text\n\n" + b"\xe2\x80\x94 name AAAAAAA=\n" * 101, "101 signatures"),
        (b"x" * 1_000_001, "1000001 bytes"),
    ],
)
def test_a_broken_note_is_refused_with_the_fault(data, fault):
    with pytest.raises(Malformed, match=fault):
        open_note(data, [parse_vkey(SPEC_VKEY)])


@pytest.mark.parametrize(
    ("vkey", "fault"),
    [
        ("example.com/foo", r"NAME\+ID\+BASE64"),
        (SPEC_VKEY.replace("530d903a", "530D903A"), "id is"),
        (SPEC_VKEY.replace("530d903a", "530d903b"), "id is"),
        (SPEC_VKEY.replace("foo", "fooo"), "id is"),
        (SPEC_VKEY.replace("530d903a", "٥٣٠٩٩٠٣٤"), "id is"),
        ("+530d903a+AekyeRrm56hApGFkyQR4ZCbV54Id2LKaANYcrnKv3U2k", "cannot name a key"),
        ("a b+530d903a+AekyeRrm56hApGFkyQR4ZCbV54Id2LKaANYcrnKv3U2k", "cannot name a key"),
        ("example.com/foo+530d903a+", "empty"),
        ("example.com/foo+530d903a+AekyeRrm", "has 5 bytes"),
    ],
)
def test_a_broken_key_is_refused_with_the_fault(vkey, fault):
    with pytest.raises(Malformed, match=fault):
        parse_vkey(vkey)


@pytest.mark.parametrize("text", ["", "no newline", "tab\t\n", "nul\0\n"])
def test_what_no_one_could_read_is_not_signed(text):
    with pytest.raises(ValueError, match="cannot be signed"):
        LOG_KEY.sign(text)


@settings(max_examples=300)
@given(data=st.data())
def test_a_changed_byte_in_a_signed_note_never_opens_as_another_text(data):
    note = bytearray(CHECKPOINT_7.encode())
    at = data.draw(st.integers(0, len(note) - 1))
    note[at] ^= data.draw(st.integers(1, 255))
    try:
        opened = open_note(bytes(note), KNOWN)
    except (Malformed, BadSignature, Unsigned):
        return
    assert opened.text == CHECKPOINT_7_TEXT  # only another signer's name or id was hit: that line is now unknown
    assert len(opened.verified) == 1


@given(text=st.text(st.characters(min_codepoint=32, codec="utf-8")), seed=st.binary(min_size=32, max_size=32))
def test_what_is_signed_opens_again(text, seed):
    key = SigningKey.from_seed("a.example", seed)
    note = key.sign(text + "\n")
    assert open_note(note.render().encode(), [key.verifier]).text == text + "\n"


def test_a_key_that_is_no_point_of_the_curve_verifies_nothing():
    assert not VerifierKey("a.example", 1, b"\xff" * 32).verifies("text\n", bytes(64))
    assert not VerifierKey("a.example", COSIGNATURE, b"\xff" * 32).verifies("text\n", bytes(72))
    assert not VerifierKey("a.example", 6, bytes(1312)).verifies("text\n", bytes(2428))


def test_a_signing_key_is_made_from_any_private_key():
    key = SigningKey("a.example", Ed25519PrivateKey.generate())
    assert open_note(key.sign("x\n").render().encode(), [key.verifier]).signed_by(key.verifier)
