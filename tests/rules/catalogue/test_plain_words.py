"""What the lint calls hard to read, and what it leaves alone."""

import time

import pytest

from layani.rules.catalogue.data import read_data
from layani.rules.catalogue.lint.words import faults_of

PLAIN = [
    ("id", "Datang ke loket dinas, lalu tunjukkan KTP Anda kepada direktur di sana."),
    ("id", "Surat Anda diperiksa petugas. Hasilnya dikirim lewat SMS. Suratnya dicetak di loket."),
    ("id", "https://jdih.kemendagri.go.id/peraturan-menteri-dalam-negeri-yang-panjang"),
    ("en", "Your file is checked and sent on. You can see where it is at any time."),
    ("en", "The need is great, and the reader is tired."),
]


@pytest.mark.parametrize(("language", "text"), PLAIN)
def test_plain_text_is_left_alone(language, text):
    assert list(faults_of(text, language)) == []


def test_each_kind_of_fault_is_told_once_a_text():
    text = "Dimohon datang. " * 50 + "Ini diambil, dibaca, ditulis. " * 50
    assert len(list(faults_of(text, "id"))) == 2


def test_every_word_of_the_list_has_a_plain_one_that_is_not_on_the_list_itself():
    for language in ("id", "en"):
        for phrases, plain in read_data("plain_words")["instead"][language].items():
            assert plain.strip(), phrases
            assert not [what for what, _, _ in faults_of(plain, language) if "regulation" in what], phrases


def test_the_longest_text_that_the_grammar_takes_is_read_in_a_moment():
    begun = time.process_time()
    for text in ("a" * 4000, "di" * 2000, "dimohon " * 500, "is not " * 570, "di a" * 1000, "- " * 2000):
        list(faults_of(text, "id"))
        list(faults_of(text, "en"))
    assert time.process_time() - begun < 1
