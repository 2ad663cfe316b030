"""Messages fit one SMS, in words that every phone can show, and name nobody."""

import string

import pytest

from layani.rules.voice.messages import ONE_SMS, TWO_SMS, WORDINGS, written, written_to_others
from layani.rules.voice.wordings import mandates

VALUES = {
    "office": "Kecamatan Sukamaju",
    "number": "SKM-2026-7KQ4-M2XD",
    "link": "https://layanan.sukamaju.go.id/case/SKM-2026-7KQ4-M2XD/",
    "answer_by": "30 September 2026",
    "until": "30 September 2031",
    "code": "204913",
    "minutes": 10,
    "phone": "+62 21 5550 1234",
    "service": "Surat keterangan ahli waris dan surat kuasa",
    "by": "paling lambat 30 September 2026",
    "agent": "Kusumawardhaningrat Sastranegara Wijaya",  # who acts, never for whom
    "stop": "https://layanan.sukamaju.go.id/stop/mandate/01234567-89ab-cdef-0123-456789abcdef/0123456789ABCDEF/",
}
# The part of the GSM 03.38 alphabet that needs one septet and that ASCII has too.
GSM = set(string.ascii_letters + string.digits + " \n!\"#%&'()*+,-./:;<=>?@_$")


@pytest.mark.parametrize("language", ["id", "en"])
@pytest.mark.parametrize("kind", WORDINGS)
def test_a_text_message_fits_into_one(kind, language):
    text = written(kind, VALUES, language).sms
    # Who is named has no page that says the rest; who stops what an agent does needs a long link.
    longest = TWO_SMS if kind.startswith("named-") or kind in mandates.WORDINGS else ONE_SMS
    assert len(text) <= longest, f"{len(text)} characters"
    assert set(text) <= GSM


@pytest.mark.parametrize("kind", WORDINGS)
def test_a_message_has_no_place_for_anything_personal(kind):
    wording = WORDINGS[kind]
    texts = [t for text in (wording.sms, wording.subject, wording.email) for t in (text.id, text.en)]
    places = {name for text in texts for _, name, _, _ in string.Formatter().parse(text) if name}
    assert places <= VALUES.keys()


@pytest.mark.parametrize("kind", WORDINGS)
def test_both_languages_say_the_same_places(kind):
    wording = WORDINGS[kind]
    for text in (wording.sms, wording.subject, wording.email):
        found = [sorted(n for _, n, _, _ in string.Formatter().parse(t) if n) for t in (text.id, text.en)]
        assert found[0] == found[1]


def test_a_mail_is_signed_by_the_office():
    assert written("granted", VALUES, "id").email.endswith("\n\nKecamatan Sukamaju")


def test_who_did_not_apply_reads_indonesian_and_by_e_mail_english_too():
    told = written_to_others("named-filed", {"id": VALUES, "en": {**VALUES, "service": "Heirs' statement"}})
    assert "Keberatan" in told.sms and "object" not in told.sms
    assert told.email.index("menyebut Anda") < told.email.index("Heirs' statement") < told.email.index("if you object")
