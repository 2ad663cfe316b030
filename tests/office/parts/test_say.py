"""Both languages stand side by side, and a template that forgets one does not even load."""

import pytest
from django.template import engines
from django.utils import translation
from jinja2 import TemplateSyntaxError

from layani.rules.text import Text


def said(source: str, language: str = "id", **values: object) -> str:
    with translation.override(language):
        return engines["jinja2"].from_string(source).render(values)


def test_each_reader_gets_their_language():
    source = '{% say "Selamat datang" "Welcome" %}'
    assert (said(source), said(source, "en")) == ("Selamat datang", "Welcome")


def test_an_unknown_language_is_served_in_indonesian():
    assert said('{% say "Ya" "Yes" %}', "fr") == "Ya"


def test_places_are_filled_in_both_languages():
    source = '{% say "Halo, {name}" "{name}, hello" name=who %}'
    assert (said(source, who="Carla"), said(source, "en", who="Carla")) == ("Halo, Carla", "Carla, hello")


def test_what_people_wrote_is_escaped():
    assert "<script>" not in said('{% say "Halo, {name}" "Hello, {name}" name=who %}', who="<script>")


def test_a_value_that_looks_like_a_place_stays_words():
    source = '{% say "{a} dan {b}" "{a} and {b}" a=one b=two %}'
    assert said(source, one="{b}", two="x") == "{b} dan x"


def test_the_words_can_be_kept_for_later():
    assert said('{% say "Ya" "Yes" as title %}[{{ title }}]', "en") == "[Yes]"


@pytest.mark.parametrize(
    ("source", "why"),
    [
        ('{% say "Halo" %}', "the English sentence is missing"),
        ("{% say %}", "the Indonesian sentence is missing"),
        ('{% say "" "Hello" %}', "the Indonesian sentence is missing"),
        ('{% say "Halo" english %}', "the English sentence is missing"),
        ('{% say "Halo, {name}" "Hello, {name}" %}', "{name} in the Indonesian sentence has no value"),
        ('{% say "Halo, {name}" "Hello" name=who %}', "'name' is given but the English sentence has no {name}"),
        ('{% say "Halo" "Hello" name=who %}', "'name' is given but the Indonesian sentence has no {name}"),
        ('{% say "Halo" "Hello" who %}', "'who' is not a value"),
    ],
)
def test_a_faulty_sentence_is_refused_when_the_template_is_read(source, why):
    with pytest.raises(TemplateSyntaxError, match=why.replace("{", r"\{").replace("}", r"\}")):
        engines["jinja2"].from_string(source)


def test_a_text_of_the_catalogue_is_said_in_the_readers_language_and_escaped():
    text = Text(id="Surat <b>", en="Letter <b>")
    assert said("{{ text|say_text }}", "en", text=text) == "Letter &lt;b&gt;"
    assert said("{{ text|say_text }}", text="Carla & Co") == "Carla &amp; Co"
    assert said("{{ text|say_text }}", text=None) == ""
