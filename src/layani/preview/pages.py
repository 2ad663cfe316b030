"""The preview's own pages: what is wrong, how the rules come out for answers typed in, and the letters."""

import html
import json
from collections.abc import Iterator, Mapping
from datetime import datetime
from typing import Any

from layani.preview.tried import Tried
from layani.rules.cases.clock import due
from layani.rules.catalogue import Service, check_answers, evaluate_rules, fee_for, required_documents, steps_for
from layani.rules.catalogue.beginning.samples import sample_answer
from layani.rules.catalogue.beginning.yaml_text import block
from layani.rules.catalogue.examples import held
from layani.rules.catalogue.model import OfficeFile
from layani.rules.catalogue.problems import CatalogueError
from layani.rules.catalogue.reading import parse_yaml
from layani.rules.catalogue.scope import office_facts
from layani.rules.catalogue.working_time import calendar_of, days_off

START = "/try/"
_STYLE = (
    "body{font:1.05rem/1.5 system-ui,sans-serif;max-width:60rem;margin:2rem auto;padding:0 1rem}"
    "textarea{width:100%;font:1rem/1.4 monospace}td,th{text-align:left;padding:.3rem .8rem .3rem 0;vertical-align:top}"
    ".error,.warning{border-left:.4rem solid #8a6100;padding-left:.8rem}.error{border-color:#b00020}"
)


def e(text: object) -> str:
    """Return text for a page."""
    return html.escape(str(text))


def page(title: str, body: str, language: str = "en") -> str:
    """Return a whole page of the preview."""
    return (
        f'<!doctype html><html lang="{language}"><head><meta charset="utf-8"><title>{e(title)}</title>'
        f'<meta name="viewport" content="width=device-width"><style>{_STYLE}</style></head>'
        f"<body><main><h1>{e(title)}</h1>{body}</main></body></html>"
    )


def problems_of(tried: Tried) -> str:
    """Return what is wrong, errors first, each with its file, line and what to write."""
    if not tried.problems:
        return "<p>No errors, no warnings.</p>"
    found = sorted(tried.problems, key=lambda problem: (problem.level, problem.file, problem.line))
    return "".join(f'<p class="{one.level}"><strong>{one.level}</strong>: {e(one)}</p>' for one in found)


def start(tried: Tried) -> str:
    """Return the first page: the problems, and where everything is."""
    body = problems_of(tried)
    if tried.service is None:
        body += "<p>Correct the files, save, and load this page again.</p>"
        return page(f"{tried.slug} cannot be shown yet", body)
    links = [
        (f"/service/{tried.slug}/", "The service's page, as citizens see it"),
        (f"/service/{tried.slug}/check/", "Whether I qualify"),
        (f"/apply/{tried.slug}/", "The form (sign in with one of the samples on /demo/)"),
        (f"{START}rules/", "The rules, for answers that you type in"),
        *((f"{START}letter/{name}", f"Letter {name}") for name in letter_names(tried.service)),
    ]
    items = "".join(f'<li><a href="{link}">{e(words)}</a></li>' for link, words in links)
    return page(f"{tried.slug}: {tried.service.name.en}", f"{body}<ul>{items}</ul>")


def letter_names(service: Service) -> list[str]:
    """Return the letters that there can be: of the outcomes, in both languages."""
    outcomes = ["granted", "refused"] + ["deemed_granted"] * (service.promise.if_late == "grant")
    return [f"{outcome}.{language}" for outcome in outcomes for language in ("id", "en")]


def rules(tried: Tried, typed: Mapping[str, str], now: datetime) -> str:
    """Return the page of the rules: the answers in a box, and how all comes out with them.

    typed:  {"answers": YAML, "example": title}, as posted
    now:    local time of the office, taken for the moment of the filing
    """
    service, office = tried.service, tried.office
    if service is None or office is None:
        return start(tried)
    text = typed.get("answers") or _as_yaml(_first(tried, typed.get("example", "")), service, now)
    choices = "".join(f"<option>{e(title)}</option>" for title in tried.worked)
    form = (
        f'<form method="get"><label>Begin with an example: <select name="example">{choices}</select></label> '
        '<button>Take it</button></form><form method="post"><label for="answers">Answers, as in examples.yaml</label>'
        f'<textarea id="answers" name="answers" rows="14">{e(text)}</textarea>'
        "<button>How do the rules come out?</button></form>"
    )
    try:
        answers = held(service, parse_yaml(text, "answers").values)
    except CatalogueError as fault:
        told = "".join(f'<p class="error">{e(problem)}</p>' for problem in fault.problems)
        return page("Rules", form + told + _back())
    return page("Rules", form + "".join(_results(service, office, answers, now)) + _back())


def _back() -> str:
    return f'<p><a href="{START}">Back</a></p>'


def _first(tried: Tried, wanted: str) -> Mapping[str, Any]:
    if wanted in tried.worked:
        return tried.worked[wanted]
    return next(iter(tried.worked.values()), {})


def _as_yaml(answers: Mapping[str, Any], service: Service, now: datetime) -> str:
    found = dict(answers) or {name: sample_answer(one, now.date()) for name, one in service.fields.items()}
    written = {name: value["name"] if _is_file(service, name, value) else value for name, value in found.items()}
    return "\n".join(block(written))


def _is_file(service: Service, name: str, value: Any) -> bool:
    return name in service.fields and service.fields[name].kind == "file" and isinstance(value, Mapping)


def _results(service: Service, office: OfficeFile, answers: dict[str, Any], now: datetime) -> Iterator[str]:
    problems = check_answers(service, answers)
    yield "<h2>Answers</h2>"
    yield from (f'<p class="error">{e(one.field)}: {e(one.text.en)} / {e(one.text.id)}</p>' for one in problems)
    yield "" if problems else "<p>They can be filed.</p>"
    yield "<h2>Rules</h2><table><tr><th>Rule<th>Outcome<th>What it read<th>Expression<th>Law</tr>"
    facts = office_facts(office, now.date(), days_off(office, now.date()))
    results = {result.rule: result for result in evaluate_rules(service, answers, facts)}
    for rule in service.rules:
        result = results.get(rule.id)
        came = result.outcome if result else "left out"
        read = ", ".join(
            f"{path} = {json.dumps(used, default=str)[:200]}" for path, used in (result.used if result else {}).items()
        )
        fix = f"<br>{e(rule.fix.en)}" if came == "failed" else f"<br>{e(result.why)}" if result and result.why else ""
        yield (
            f"<tr><td>{e(rule.id)}<br>{e(rule.says.en)}<td><strong>{came}</strong>{fix}<td>{e(read)}"
            f"<td><code>{e(rule.must.text)}</code><td>{e(service.law[rule.law].cite)}</tr>"
        )
    yield "</table><h2>What follows</h2><table>"
    calendar = calendar_of(office)
    ends = calendar.local(due(calendar, now.replace(tzinfo=calendar.timezone), service.promise.total))
    follows = {
        "fee": fee_for(service, answers).words("en"),
        "steps": ", ".join(
            f"{step.id} ({step.role}, {step.within.words().en})" for step in steps_for(service, answers)
        ),
        "documents": ", ".join(one.name for one in required_documents(service, answers)) or "none",
        "due, if it were complete now": f"{ends:%Y-%m-%d %H:%M}",
    }
    yield from (f"<tr><th>{e(key)}<td>{e(value)}</tr>" for key, value in follows.items())
    yield "</table>"
