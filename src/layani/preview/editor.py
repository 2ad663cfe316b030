"""The editor of `layani try`: a file in a box, what is wrong with it beside it, and the page it makes."""

import hmac
import json
import secrets
from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from pathlib import Path
from typing import Any

from layani.preview.editing import (
    Changed,
    Held,
    NotSaved,
    as_typed,
    editable,
    held,
    may_be_edited,
    save,
    tried_with,
)
from layani.preview.pages import START, e, page, problems_of, say
from layani.preview.tried import Tried, read_tried
from layani.rules.catalogue.schema import SHIPPED

EDIT, WORDS = f"{START}edit/", f"{START}words/"
# A page elsewhere can send a form here, but cannot read this; every process of this server inherits it.
TOKEN = secrets.token_urlsafe(32)
AROUND = 2  # lines shown before and after one that is wrong
_STYLE = (
    "<style>body{max-width:none}.both{display:grid;gap:1.5rem;grid-template-columns:minmax(0,1fr)}"
    "@media(min-width:75rem){.both{grid-template-columns:minmax(0,3fr) minmax(0,2fr)}}"
    "textarea{box-sizing:border-box;white-space:pre;overflow-x:auto}"
    "iframe{width:100%;height:40rem;border:1px solid #777}pre{overflow-x:auto;background:#f3f3f3;padding:.5rem}"
    "button{font:inherit;padding:.4rem 1rem;margin:0 .5rem .5rem 0}"
    "</style>"
)
_BOX = 34  # rows


@dataclass(frozen=True)
class Asked:
    """What came from the form.

    doing: "check" looks at the text and saves nothing; "save" writes it
    mark:  of the file as it was opened
    """

    doing: str
    text: str
    mark: str
    token: str


def asked_in(posted: Mapping[str, str]) -> Asked | None:
    """Return what a posted form asks for; None where it came from elsewhere."""
    found = Asked(*(posted.get(name, "") for name in ("doing", "text", "mark", "token")))
    return found if hmac.compare_digest(found.token.encode(), TOKEN.encode()) else None


def files(folder: Path) -> str:
    """Return the page that lists the files."""
    here = editable(folder)
    items = "".join(f'<li><a href="{EDIT}{name}">{e(name)}</a></li>' for name in here)
    missing = [name for name in _usual(folder) if name not in here]
    more = "".join(f'<li><a href="{EDIT}{name}">{e(name)}</a></li>' for name in missing)
    started = f"<h2>{say('Belum ada', 'Not there yet')}</h2><ul>{more}</ul>" if more else ""
    return page(f"{folder.name}: berkas / files", f"<ul>{items}</ul>{started}{_links()}")


def editor(folder: Path, catalogue: Path, name: str, asked: Asked | None) -> str:
    """Return the page of one file, after doing what was asked."""
    if not may_be_edited(name):
        return files(folder)
    try:
        now = held(folder, name)
        if asked is None:
            return _editor(now, now.text, read_tried(folder, catalogue))
        if asked.doing != "save":
            told = _status("Diperiksa; belum disimpan.", "Checked; not saved yet.")
            tried = tried_with(folder, catalogue, name, asked.text)
            return _editor(Held(name, now.text, asked.mark), as_typed(asked.text), tried, told)
        saved = save(folder, name, asked.text, asked.mark)
    except NotSaved as fault:
        return _not_saved(folder, catalogue, name, asked, fault)
    return _editor(saved, saved.text, read_tried(folder, catalogue), _status("Tersimpan.", "Saved."))


def _not_saved(folder: Path, catalogue: Path, name: str, asked: Asked | None, fault: NotSaved) -> str:
    """Return the page with the text as it was typed, and why the file was left as it is."""
    if asked is None:
        return page(f"{folder.name}: {name}", f'<p class="error">{e(fault)}</p>{_links()}')
    text = as_typed(asked.text)
    tried = tried_with(folder, catalogue, name, text)
    if isinstance(fault, Changed):
        return _editor(fault.now, text, tried, _changed(fault.now))
    return _editor(Held(name, "", asked.mark), text, tried, _status("Tidak disimpan.", f"Not saved. {fault}"))


def refused() -> str:
    """Return the page for a form that this server did not make, or made before it was started anew."""
    why = say(
        "Formulir ini bukan dari program yang sedang berjalan. Buka berkasnya lagi, lalu tempelkan teks Anda.",
        "This form is not of the program that runs now. Open the file again and paste your text.",
    )
    return page("Tidak disimpan / Not saved", f"<p>{why}</p>{_links()}")


def too_long(most: int) -> str:
    """Return the page for a text that is longer than the server takes."""
    why = say(
        f"Teks terlalu panjang: paling banyak {most} bita. Tidak ada yang disimpan.",
        f"The text is too long: at most {most} bytes. Nothing was saved.",
    )
    return page("Tidak disimpan / Not saved", f"<p>{why}</p>{_links()}")


def _editor(now: Held, text: str, tried: Tried, told: str = "") -> str:
    buttons = (
        f'<button name="doing" value="check">{say("Periksa", "Check")}</button>'
        f'<button name="doing" value="save">{say("Simpan", "Save")}</button>'
    )
    # A box drops the first line end that follows its tag.
    form = (
        f'<form method="post" action="{EDIT}{now.name}"><p><label for="text">{e(now.name)}</label></p>{buttons}'
        f'<textarea id="text" name="text" rows="{_BOX}" spellcheck="false" autocapitalize="off">\n{e(text)}</textarea>'
        f'<input type="hidden" name="mark" value="{now.mark}"><input type="hidden" name="token" value="{TOKEN}">'
        "</form>"
    )
    wrong = "".join(_excerpts(tried, now.name, text)) or problems_of(tried)
    beside = f"<div><h2>{say('Temuan', 'Findings')}</h2>{wrong}{_shown(tried, now.name)}</div>"
    body = f'{_STYLE}{_links()}{told}<div class="both"><div>{form}</div>{beside}</div>'
    return page(f"{tried.slug}: {now.name}", body)


def _excerpts(tried: Tried, name: str, text: str) -> Iterator[str]:
    """Yield what is wrong, this file's first, each with the lines around it."""
    lines, mine = text.split("\n"), f"{tried.slug}/{name}"
    order = sorted(tried.problems, key=lambda one: (one.file != mine, one.level, one.file, one.line))
    for one in order:
        yield f'<div class="{one.level}"><strong>{one.level}</strong>: {e(one)}'
        if one.file == mine and 0 < one.line <= len(lines):
            first = max(one.line - AROUND, 1)
            shown = enumerate(lines[first - 1 : one.line + AROUND], start=first)
            marked = "\n".join(f"{'>' if number == one.line else ' '} {number:4} {line}" for number, line in shown)
            yield f'<pre tabindex="0">{e(marked)}</pre>'
        yield "</div>"


def _shown(tried: Tried, name: str) -> str:
    """Return the page that the saved files make, in a frame: the letter for a letter, else the service's page."""
    if tried.service is None:
        return ""
    letter = name.removeprefix("letters/").removesuffix(".md")
    address = f"{START}letter/{letter}" if name.startswith("letters/") else f"/service/{tried.slug}/"
    title = say("Seperti dilihat warga, sesudah disimpan", "As citizens see it, once saved")
    return f'<h2>{title}</h2><iframe src="{address}" title="{e(tried.slug)}"></iframe>'


def _status(id: str, en: str) -> str:
    return f'<p role="status"><strong>{say(id, en)}</strong></p>'


def _changed(now: Held) -> str:
    summary = say("Isi berkas sekarang", "What the file holds now")
    why = _status(
        "Tidak disimpan: program lain sudah mengubah berkas ini sejak Anda membukanya. Teks Anda ada di kotak; "
        "tekan Simpan sekali lagi untuk menggantikan isi berkas dengan teks Anda.",
        "Not saved: another program has changed this file since you opened it. Your text is in the box; press Save "
        "once more to put it in the place of what the file holds.",
    )
    return f'{why}<details><summary>{summary}</summary><pre tabindex="0">{e(now.text)}</pre></details>'


def _usual(folder: Path) -> list[str]:
    letters = [f"letters/{outcome}.{language}.md" for outcome in ("granted", "refused") for language in ("id", "en")]
    return ["service.yaml", "examples.yaml", *letters]


def _links() -> str:
    return (
        f'<p><a href="{START}">{say("Semua", "Everything")}</a> · <a href="{EDIT}">{say("Berkas", "Files")}</a> · '
        f'<a href="{WORDS}">{say("Kata-kata berkas layanan", "The words of a service file")}</a> · '
        f'<a href="{START}rules/">{say("Coba aturannya", "Try the rules")}</a></p>'
    )


def words() -> str:
    """Return every key that a service file can have, with what it means and how it is written; from the JSON Schema."""
    schema = json.loads(SHIPPED["service"].read_text(encoding="utf-8"))
    parts = "".join(_part(name, one) for name, one in [("service.yaml", schema), *sorted(schema["$defs"].items())])
    return page("Kata-kata berkas layanan / The words of a service file", f'{_links()}<div lang="en">{parts}</div>')


def _part(name: str, one: Mapping[str, Any]) -> str:
    rows = "".join(_key(key, value, key in one.get("required", ())) for key, value in one.get("properties", {}).items())
    about = f"<p>{e(one['description'])}</p>" if one.get("description") else ""
    keys = f"<table><tr><th>key<th>means<th>for example</tr>{rows}</table>" if rows else ""
    return f'<h2 id="{e(name)}">{e(name.removesuffix("Entry"))}</h2>{about}{keys}' if about or keys else ""


def _key(key: str, value: Mapping[str, Any], required: bool) -> str:
    example = "<br>".join(f"<code>{e(one)}</code>" for one in value.get("examples", ()))
    parts = sorted({found for found in _references(value)})
    more = "".join(f' <a href="#{e(one)}">{e(one.removesuffix("Entry"))}</a>' for one in parts)
    must = " <strong>(must be there)</strong>" if required else ""
    return f"<tr><th><code>{e(key)}</code>{must}<td>{e(value.get('description', ''))}{more}<td>{example}</tr>"


def _references(value: Any) -> Iterator[str]:
    if isinstance(value, Mapping):
        if isinstance(value.get("$ref"), str):
            yield value["$ref"].rpartition("/")[2]
        for one in value.values():
            yield from _references(one)
    elif isinstance(value, list):
        for one in value:
            yield from _references(one)
