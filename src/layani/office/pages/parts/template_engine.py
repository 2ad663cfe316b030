"""The templates' language: Jinja2 with our filters, both languages side by side, and nothing that computes."""

from functools import cache, lru_cache
from typing import Any

from django.template.defaultfilters import linebreaks_filter, urlize
from django.template.defaultfilters import linebreaksbr as broken_lines
from django.templatetags.static import static
from django.urls import reverse
from jinja2 import ChainableUndefined, Environment, pass_context
from jinja2.runtime import Context
from markupsafe import escape

from layani.office.pages.parts import words
from layani.office.pages.parts.closing import ending_of, endings_of, has_ended
from layani.office.pages.parts.context import address_of
from layani.office.pages.parts.say import Say, in_english, language
from layani.office.pages.parts.signing_in import sign_in_problem, sign_in_problems
from layani.rules.text import Text

FILTERS = (
    words.ago, words.attributes, words.cited, words.clock, words.date_value, words.day, words.decimal, words.few,
    words.invented,
    words.iso, words.moment, words.month, words.named, words.period, words.remaining, words.rupiah, words.term,
    words.thousands, words.unlocalized, words.weekday, sign_in_problem, sign_in_problems, urlize,
)  # fmt: skip


def environment(**options: Any) -> Environment:
    """Return the environment that Django's Jinja2 backend asks for; a value that a page does not give is empty."""
    # There are as many templates as files, so all are kept; Jinja's own cache of 400 seeks each asked one in a queue.
    fixed = {"undefined": ChainableUndefined, "autoescape": True, "cache_size": -1}
    made = Environment(extensions=[Say], **{**options, **fixed})  # noqa: S701
    made.filters.update(
        {one.__name__: one for one in FILTERS},
        linebreaks=linebreaks_filter,
        linebreaksbr=linebreaksbr,
        say_text=say_text,
    )
    made.tests["in_english"] = in_english
    made.globals.update(
        url=url, address_of=address_of, static=cache(static), unread=words.unread,
        ending_of=ending_of, endings_of=endings_of, has_ended=has_ended,
    )  # fmt: skip
    return made


def linebreaksbr(value: Any) -> str:
    """As Django's filter, which looks for the ends of lines at ten times the cost; most answers have one line."""
    text = str(value)
    return broken_lines(text) if "\n" in text or "\r" in text else escape(text)


@pass_context
def say_text(context: Context, text: Any) -> str:
    """As ``words.say_text``, in the language that the page's frame has found: a page asks it a hundred times."""
    if isinstance(text, Text):
        return text.in_(context.get("language") or language())
    return words.say_text(text)


@lru_cache(maxsize=1024)
def url(name: str, *values: Any) -> str:
    """Return the address of a page; raises NoReverseMatch. A page names the same few again and again."""
    return reverse(name, args=values)
