"""Which words leave a promise a way out, and which only sound like it."""

import pytest

from layani.rules.catalogue.lint.promise import escape_in

ESCAPES = [
    ("id", "Selesai dua hari bila pejabat ada di tempat."),
    ("id", "Jika jaringan internet lancar, surat terbit hari itu juga."),
    ("id", "Dengan catatan Camat tidak dinas luar."),
    ("id", "Satu hari, selama sistem SIAK tidak gangguan."),
    ("id", "KTP dicetak apabila blangko tersedia."),
    ("en", "One day, provided the head of the district is in the office."),
    ("en", "The same day, if our network is stable."),
    ("en", "Printed at once as long as blank cards are in stock."),
]
NONE = [
    ("id", "Bila petugas menemukan ada kekurangan, Anda diberi tahu sekali."),
    ("id", "Setelah petugas memeriksa berkas, surat tersedia di akun Anda."),
    ("id", "Selama petugas memeriksa, berkas Anda tersedia di akun Anda."),
    ("id", "Bila kepala keluarga setuju, unggah suratnya."),
    ("en", "When the officer has checked it, the letter is available."),
    ("en", "If you come to the office, staff are available to help."),
]


@pytest.mark.parametrize(("language", "text"), ESCAPES)
def test_a_way_out_is_seen_in_any_text(language, text):
    assert escape_in(text, language, promised=False)


@pytest.mark.parametrize(("language", "text"), NONE)
def test_an_ordinary_condition_is_left_alone(language, text):
    assert escape_in(text, language, promised=False) is None


def test_loose_words_count_only_where_a_time_or_a_guarantee_is_promised():
    text = "Lurah menandatangani apabila berada di tempat."
    assert escape_in(text, "id", promised=True) == "apabila berada di tempat"
    assert escape_in(text, "id", promised=False) is None
