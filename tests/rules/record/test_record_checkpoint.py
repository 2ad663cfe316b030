"""Checkpoints: only the log's own key speaks for it, and the text has one spelling."""

import base64

import pytest

from layani.rules.record.checkpoint import Checkpoint, open_checkpoint, parse_checkpoint, sign_checkpoint
from layani.rules.record.encoding import Malformed
from layani.rules.record.merkle import EMPTY_ROOT
from layani.rules.record.note import BadSignature, SigningKey, Unsigned, parse_vkey, with_signatures
from tests.rules.record.vectors import (
    CHECKPOINT_7,
    CHECKPOINT_7_TEXT,
    CHECKPOINT_8,
    LOG_KEY,
    LOG_VKEY,
    ORIGIN,
    ROOTS,
    SKYLIGHT,
    SKYLIGHT_WITNESS,
    TESSERA_15,
    TESSERA_VKEY,
    WITNESS_KEY,
    WITNESS_LINE_8,
    WITNESS_VKEY,
)

LOG, WITNESS = parse_vkey(LOG_VKEY), parse_vkey(WITNESS_VKEY)


@pytest.mark.parametrize(("size", "note"), [(7, CHECKPOINT_7), (8, CHECKPOINT_8)])
def test_the_agreed_checkpoints_open(size, note):
    opened = open_checkpoint(note.encode(), [LOG], [WITNESS])
    assert opened.checkpoint == Checkpoint(ORIGIN, size, ROOTS[size])


def test_we_sign_the_agreed_checkpoint():
    note = sign_checkpoint(8, ROOTS[8], LOG_KEY)
    assert note.render() == CHECKPOINT_8
    assert WITNESS_KEY.cosign(note.text, 1760000060).text() == WITNESS_LINE_8


def test_a_checkpoint_of_another_program_opens():
    opened = open_checkpoint(TESSERA_15.encode(), [parse_vkey(TESSERA_VKEY)])
    assert opened.checkpoint.size == 15


def test_a_witness_alone_does_not_make_a_checkpoint():
    with pytest.raises(Unsigned, match=r"rome2026h1\.example\.org"):
        open_checkpoint(SKYLIGHT.encode(), [LOG], [parse_vkey(SKYLIGHT_WITNESS)])


def test_a_trusted_log_cannot_speak_for_another():
    other = SigningKey.from_seed("other.example/log", bytes(32))
    note = other.sign(CHECKPOINT_7_TEXT)
    with pytest.raises(Unsigned, match="No trusted key of the log"):
        open_checkpoint(note.render().encode(), [LOG, other.verifier])
    both = with_signatures(LOG_KEY.sign(CHECKPOINT_7_TEXT), note.signatures)
    assert open_checkpoint(both.render().encode(), [LOG, other.verifier]).checkpoint.size == 7


def test_another_key_under_the_logs_name_is_not_trusted():
    thief = SigningKey.from_seed(ORIGIN, bytes(32))
    with pytest.raises(Unsigned):
        open_checkpoint(sign_checkpoint(7, ROOTS[7], thief).render().encode(), [LOG])


def test_a_changed_size_is_found():
    with pytest.raises(BadSignature):
        open_checkpoint(CHECKPOINT_7.replace("\n7\n", "\n8\n").encode(), [LOG])


def test_an_empty_log_has_the_root_of_the_empty_tree():
    assert (
        b"\n47DEQpj8HBSa+/TImW+5JCeuQeRkm5NMpJWZG3hSuFU=\n" in sign_checkpoint(0, EMPTY_ROOT, LOG_KEY).render().encode()
    )
    with pytest.raises(Malformed, match="empty log"):
        sign_checkpoint(0, ROOTS[7], LOG_KEY)


def test_extension_lines_are_kept():
    checkpoint = parse_checkpoint(CHECKPOINT_7_TEXT + "an extension\n")
    assert checkpoint.extensions == ("an extension",)
    assert checkpoint.text() == CHECKPOINT_7_TEXT + "an extension\n"


@pytest.mark.parametrize(
    "size", ["07", "+7", "-7", " 7", "7 ", "７", "٧", "", "1_0", "9223372036854775808", "1" * 5000]
)
def test_a_size_has_ascii_digits_and_no_leading_zero(size):
    with pytest.raises(Malformed, match="size in the checkpoint|not a checkpoint"):
        parse_checkpoint(CHECKPOINT_7_TEXT.replace("\n7\n", f"\n{size}\n"))


@pytest.mark.parametrize(
    "text",
    [
        "",
        "origin\n",
        "origin\n7\n",
        CHECKPOINT_7_TEXT[:-1],
        CHECKPOINT_7_TEXT + "\n",
        "\n" + CHECKPOINT_7_TEXT,
        CHECKPOINT_7_TEXT.replace("TIw=", "TIx="),
        f"o\n7\n{base64.b64encode(bytes(31)).decode()}\n",
    ],
)
def test_a_broken_checkpoint_is_refused(text):
    with pytest.raises(Malformed):
        parse_checkpoint(text)
