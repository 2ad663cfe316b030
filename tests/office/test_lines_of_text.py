"""Text of several lines keeps them on a page, and what is typed is never taken for HTML."""

import pytest
from django.template.defaultfilters import linebreaksbr as djangos
from django.utils.safestring import mark_safe

from layani.office.pages.parts.template_engine import linebreaksbr


@pytest.mark.parametrize("text", ["one", "a & <b>", "one\ntwo", "one\r\ntwo <i>", "", mark_safe("<b>bold</b>"), 7])
def test_lines_are_broken_as_django_breaks_them(text):
    assert str(linebreaksbr(text)) == str(djangos(text))
