"""The preview's own pages: what is wrong, how the rules come out for answers typed in, and the letters."""

import html
import json
from collections.abc import Iterator, Mapping
from datetime import datetime
from typing import Any

from layani.preview.tried import Tried
from layani.rules.cases.clock import due
from layani.rules.catalogue import (
    Rule,
    RuleResult,
    Service,
    check_answers,
    evaluate_rules,
    required_documents,
    steps_for,
)
from layani.rules.catalogue.anonymous.writing import written, written_fields
from layani.rules.catalogue.beginning.samples import sample_answer
from layani.rules.catalogue.beginning.yaml_text import block
from layani.rules.catalogue.course_work import Found
from layani.rules.catalogue.definition import meant
from layani.rules.catalogue.examples import Worked, held, held_by
from layani.rules.catalogue.fees import reckon_fee
from layani.rules.catalogue.findings import findings_problems
from layani.rules.catalogue.model import OfficeFile, Step
from layani.rules.catalogue.partly import LETTER
from layani.rules.catalogue.problems import CatalogueError
from layani.rules.catalogue.reading import parse_yaml
from layani.rules.catalogue.rows import rows_at_fault
from layani.rules.catalogue.scope import FINDINGS, office_facts
from layani.rules.catalogue.working_time import calendar_of, days_off
from layani.rules.money.amount import Money

START = "/try/"
SIGN_IN = f"{START}sign-in/"
EDITED = ("Sunting berkasnya di sini", "Edit the files here")
_STYLE = (
    "body{font:1.05rem/1.5 system-ui,sans-serif;max-width:60rem;margin:2rem auto;padding:0 1rem}"
    "textarea{width:100%;box-sizing:border-box;font:1rem/1.4 monospace}td,code{overflow-wrap:anywhere}"
    "td,th{text-align:left;padding:.3rem .8rem .3rem 0;vertical-align:top}"
    ".scroll{overflow-x:auto}.scroll table{min-width:44rem}"
    ".error,.warning{border-left:.4rem solid #8a6100;padding-left:.8rem}.error{border-color:#b00020}"
)


def e(text: object) -> str:
    """Return text for a page."""
    return html.escape(str(text))


def say(id: str, en: str) -> str:
    """Return words in both languages, for a page that has no switch between them."""
    return f'{e(id)} <span lang="en">/ {e(en)}</span>'


def page(title: str, body: str, language: str = "id") -> str:
    """Return a whole page of the preview."""
    return (
        f'<!doctype html><html lang="{language}"><head><meta charset="utf-8"><title>{e(title)}</title>'
        f'<meta name="viewport" content="width=device-width"><style>{_STYLE}</style></head>'
        f"<body><main><h1>{e(title)}</h1>{body}</main></body></html>"
    )


def problems_of(tried: Tried) -> str:
    """Return what is wrong, errors first, each with its file, line and what to write."""
    if not tried.problems:
        return f"<p>{say('Tidak ada kesalahan atau peringatan.', 'No errors, no warnings.')}</p>"
    found = sorted(tried.problems, key=lambda problem: (problem.level, problem.file, problem.line))
    return "".join(f'<p class="{one.level}"><strong>{one.level}</strong>: {e(one)}</p>' for one in found)


def start(tried: Tried) -> str:
    """Return the first page: the problems, and where everything is."""
    body = problems_of(tried)
    if tried.service is None:
        again = say(
            "Perbaiki berkasnya, simpan, lalu muat ulang halaman ini.",
            "Correct the files, save, and load this page again.",
        )
        edit = f'<p><a href="{START}edit/">{say(*EDITED)}</a></p>'
        return page(f"{tried.slug}: belum dapat ditampilkan / cannot be shown yet", f"{body}<p>{again}</p>{edit}")
    links = [
        (f"{START}edit/", say(*EDITED)),
        (
            f"/service/{tried.slug}/",
            say("Halaman layanan, seperti dilihat warga", "The service's page, as citizens see it"),
        ),
        (f"/service/{tried.slug}/check/", say("Apakah saya memenuhi syarat", "Whether I qualify")),
        (f"{START}rules/", say("Aturan, untuk jawaban yang Anda ketik", "The rules, for answers that you type in")),
        *((f"{START}letter/{name}", say(f"Surat {name}", f"letter {name}")) for name in letter_names(tried.service)),
    ]
    items = "".join(f'<li><a href="{link}">{words}</a></li>' for link, words in links)
    # One button signs the sample person in and opens the form.
    words = say("Isi formulirnya, masuk sebagai orang contoh", "Fill in the form, signed in as the sample person")
    form = f'<form method="post" action="{SIGN_IN}"><button>{words}</button></form>'
    return page(f"{tried.slug}: {tried.service.name.id}", f"{body}{form}<ul>{items}</ul>")


def letter_names(service: Service) -> list[str]:
    """Return the letters that there can be: of the outcomes, in both languages."""
    outcomes = ["granted", "refused"] + ["deemed_granted"] * (service.promise.if_late == "grant")
    outcomes += [LETTER] * any(step.partly for step in service.steps)
    return [f"{outcome}.{language}" for outcome in outcomes for language in ("id", "en")]


def rules(tried: Tried, typed: Mapping[str, str], now: datetime) -> str:
    """Return the page of the rules: the answers in a box, and how all comes out with them.

    typed:  {"answers": YAML, "findings": YAML by step, "example": title}, as posted
    now:    local time of the office, taken for the moment of the filing
    """
    service, office = tried.service, tried.office
    if service is None or office is None:
        return start(tried)
    first = _first(tried, typed.get("example", ""))
    text = typed.get("answers") or _as_yaml(first.answers, service, now)
    # Once something is posted, an empty box means that nothing is found yet.
    found = typed.get("findings", "") if typed.get("answers") else _found_as_yaml(first, service)
    form = _form(tried, text, found)
    try:
        answers = held(service, parse_yaml(text, "answers").values)
        findings, wrong = _findings(service, found)
    except CatalogueError as fault:
        told = "".join(f'<p class="error">{e(problem)}</p>' for problem in fault.problems)
        return page("Aturan / Rules", form + told + _back())
    told = "".join(f'<p class="error">{one}</p>' for one in wrong)
    return page("Aturan / Rules", form + told + "".join(_results(service, office, answers, findings, now)) + _back())


def _finding(service: Service) -> list[Step]:
    """Return the steps that find something."""
    return [step for step in service.steps if step.finds]


def _found_as_yaml(worked: Worked, service: Service) -> str:
    """Return what the steps of an example found, by the step's id as examples.yaml has it."""
    found = {
        step.id: written_fields(step.finds.fields, worked.findings[step.name])
        for step in _finding(service)
        if step.finds and step.name in worked.findings
    }
    return "\n".join(block(found)) if found else ""


def _findings(service: Service, text: str) -> tuple[dict[str, dict[str, Any]], list[str]]:
    """Return the findings typed in, by the step's name in expressions, and what is wrong with them in words."""
    typed_in = parse_yaml(text, "findings").values if text.strip() else {}
    steps = {step.id: step for step in _finding(service)}
    found: dict[str, dict[str, Any]] = {}
    wrong: list[str] = []
    for name, values in typed_in.items():
        step = steps.get(name)
        if step is None or step.finds is None:
            wrong.append(e(f"No step that finds something is called '{name}'. {meant(name, steps)}"))
        elif not isinstance(values, dict):
            wrong.append(e(f"'{name}': write what it found below it, each on a line of its own: NAME: VALUE"))
        else:
            found[step.name] = held_by(step.finds.fields, values)
            problems = findings_problems(step, found[step.name])
            wrong += [f"{e(name)}.{e(one.field)}: {say(one.text.id, one.text.en)}" for one in problems]
    return found, wrong


def _form(tried: Tried, text: str, found: str) -> str:
    choices = "".join(f"<option>{e(title)}</option>" for title in tried.worked)
    return (
        f'<form method="get"><label>{say("Mulai dengan contoh:", "Begin with an example:")} '
        f'<select name="example">{choices}</select></label> <button>{say("Ambil", "Take it")}</button></form>'
        f'<form method="post"><label for="answers">{say("Jawaban (examples.yaml)", "Answers")}</label>'
        f'<textarea id="answers" name="answers" rows="14">{e(text)}</textarea>'
        f"{_findings_box(tried, found)}"
        f"<button>{say('Bagaimana hasilnya?', 'How do they come out?')}</button></form>"
    )


def _findings_box(tried: Tried, found: str) -> str:
    """Return the box for what the steps find; "" for a service whose steps find nothing."""
    steps = _finding(tried.service) if tried.service else []
    if not steps:
        return ""
    label = say(f"Yang ditemukan pada {', '.join(one.id for one in steps)}", "What these steps found; empty: not yet")
    return (
        f'<label for="findings">{label}</label><textarea id="findings" name="findings" rows="8">{e(found)}</textarea>'
    )


def _back() -> str:
    return f'<p><a href="{START}">{say("Kembali", "Back")}</a></p>'


def _first(tried: Tried, wanted: str) -> Worked:
    if wanted in tried.worked:
        return tried.worked[wanted]
    return next(iter(tried.worked.values()), Worked())


def _as_yaml(answers: Mapping[str, Any], service: Service, now: datetime) -> str:
    found = dict(answers) or {name: sample_answer(one, now.date()) for name, one in service.fields.items()}
    return "\n".join(block(written(service, found)))


def _results(
    service: Service, office: OfficeFile, answers: dict[str, Any], findings: Found, now: datetime
) -> Iterator[str]:
    facts = {**office_facts(office, now.date(), days_off(office, now.date())), FINDINGS: findings}
    service = service.on(facts)
    problems = check_answers(service, answers)
    yield f"<h2>{say('Jawaban', 'Answers')}</h2>"
    yield from (f'<p class="error">{e(one.field)}: {say(one.text.id, one.text.en)}</p>' for one in problems)
    yield "" if problems else f"<p>{say('Dapat diajukan.', 'They can be filed.')}</p>"
    yield f"<h2>{say('Aturan', 'Rules')}</h2>"
    yield '<div class="scroll" tabindex="0" role="region" aria-label="Aturan / Rules"><table><tr>'
    for head in (("Aturan", "Rule"), ("Hasil", "Outcome"), ("Yang dibaca", "What it read"), ("Syarat", "Condition")):
        yield f"<th>{say(*head)}"
    yield f"<th>{say('Hukum', 'Law')}</tr>"
    results = {result.rule: result for result in evaluate_rules(service, answers, facts, findings)}
    yield from (_rule(service, rule, results.get(rule.id)) for rule in service.rules)
    yield f"</table></div><h2>{say('Akibatnya', 'What follows')}</h2><table>"
    yield from (f"<tr><th>{key}<td>{value}</tr>" for key, value in _follows(service, office, answers, facts, now))
    yield "</table>"


def _rule(service: Service, rule: Rule, result: RuleResult | None) -> str:
    """Return a rule's row: how it came out, what it read, and what one can do."""
    came = result.outcome if result else "left out"
    used = result.used if result else {}
    read = ", ".join(f"{path} = {json.dumps(value, default=str)[:200]}" for path, value in used.items())
    more = say(rule.fix.id, rule.fix.en) if came == "failed" else e(result.why) if result else ""
    rows = rows_at_fault(service.fields, result.rows) if result else None
    more += f"<br>{say(rows.id, rows.en)}" if rows else ""
    return (
        f"<tr><td>{e(rule.id)}<br>{say(rule.says.id, rule.says.en)}<td><strong>{came}</strong><br>{more}<td>{e(read)}"
        f"<td><code>{e(rule.must.text)}</code><td>{e(service.law[rule.law].cite)}</tr>"
    )


def _money(amount: Money) -> str:
    return say(amount.words("id"), amount.words("en"))


def _follows(
    service: Service, office: OfficeFile, answers: Mapping[str, Any], facts: Mapping[str, Any], now: datetime
) -> Iterator[tuple[str, str]]:
    found = reckon_fee(service, answers, facts)
    amount = say("tidak dapat dihitung", found.why) if found.amount is None else _money(found.amount)
    yield say("Biaya", "Fee"), amount
    for line in found.lines:
        yield say(line.says.id, line.says.en), _money(line.amount) if line.amount else "–"
    steps = [(step, step.within.words()) for step in steps_for(service, answers, facts)]
    within = [f"{step.id} ({step.role}, {say(words.id, words.en)})" for step, words in steps]
    yield say("Langkah", "Steps"), ", ".join(within)
    documents = [say(one.label.id, one.label.en) for one in required_documents(service, answers)]
    yield say("Dokumen", "Documents"), ", ".join(documents) or "–"
    calendar = calendar_of(office)
    ends = calendar.local(due(calendar, now.replace(tzinfo=calendar.timezone), service.promise.total))
    yield say("Tenggat bila lengkap sekarang", "Due, if complete now"), f"{ends:%Y-%m-%d %H:%M}"
