"""XDatenfelder 2 and 3, the German federal format for the fields of forms.

Source: the element names of the standard as its published tools read them (namespace urn:xoev-de:fim:standard:
xdatenfelder_2 and _3.0.0); the code lists of data and field types are those of both versions. Not read against the
standard's own schema.
"""

import json
from collections.abc import Iterator, Mapping
from typing import Final

from layani.rules.catalogue.beginning.forms.found import FoundForm, FoundQuestion, NotAForm, row_limits
from layani.rules.catalogue.beginning.forms.xml_tree import Element, tree_of

KINDS: Final[Mapping[str, str]] = {
    "text": "text",
    "text_latin": "text",
    "date": "date",
    "bool": "yes no",
    "num": "number",
    "num_int": "number",
    "num_currency": "money",
    "file": "file",
}
LONG_FROM: Final = 200
"""Characters from which on a text gets a larger box."""

LONGEST: Final = 5_000
_LIMITS: Final = {"maxLength": "longest", "minValue": "least", "maxValue": "most"}


def read_xdatenfelder(content: bytes) -> FoundForm:
    """Return the form of a schema, a group or a field in XDatenfelder 2 or 3; raises NotAForm."""
    root = tree_of(content)
    schema = next((child for child in root.children if child.name in ("stammdatenschema", "datenfeldgruppe")), None)
    if not root.name.startswith("xdatenfelder.") or schema is None:
        raise NotAForm("it is XML, but no XDatenfelder schema. Export the 'Stammdatenschema', version 2 or 3.")
    form = FoundForm(_title(schema))
    form.left += _rules(schema)
    _walk(form, schema, (), optional=False)
    return form


def _title(one: Element) -> str:
    general = next(iter(one.all("allgemeineAngaben")), one)
    names = ("bezeichnungEingabe", "bezeichnung", "name", "bezeichnungAusgabe")
    return next((found for name in names for where in (one, general) if (found := where.get(name))), "")


def _rules(one: Element) -> Iterator[str]:
    for rule in one.all("regel"):
        said = rule.get("freitextRegel") or rule.get("definition") or rule.get("name") or "without words"
        yield f"a rule of '{_title(one)}', to be written under rules: {said[:300]}"


def _walk(form: FoundForm, group: Element, above: tuple[str, ...], *, optional: bool) -> None:
    for structure in group.all("struktur"):
        amount = structure.get("anzahl") or "1:1"
        may_miss = optional or amount.startswith("0")
        for holder in structure.all("enthaelt"):
            for one in holder.children:
                several = amount.partition(":")[2] not in ("0", "1", "")
                if several and not form.in_row and one.name == "datenfeldgruppe" and _listed(form, one, amount):
                    continue
                if several:
                    form.left.append(f"'{_title(one)}' can be given several times ({amount}); here it is asked once")
                if one.name == "datenfeldgruppe":
                    titles = (*above, _title(one))
                    form.left += _rules(one)
                    form.page(": ".join(filter(None, titles)))
                    _walk(form, one, titles, optional=may_miss)
                elif one.name == "datenfeld":
                    _field(form, one, may_miss)


def _listed(form: FoundForm, group: Element, amount: str) -> bool:
    """Take a group that can be given several times as a list; say whether it can be one."""
    inner = FoundForm(_title(group), in_row=True)
    _walk(inner, group, (), optional=False)
    least, _, most = amount.partition(":")
    limits = row_limits(*(int(one) if one.isdigit() else 0 for one in (least, most)))
    if not form.listed(_title(group), inner, limits):
        return False
    form.left += _rules(group)
    if least == "0":
        form.pages[-2][1][-1].required = False
    return True


def _field(form: FoundForm, one: Element, optional: bool) -> None:
    general = next(iter(one.all("allgemeineAngaben")), one)
    label = _title(one)
    kind = one.get("datentyp", "code") or general.get("datentyp", "code")
    way = one.get("feldart", "code") or general.get("feldart", "code")
    form.left += _rules(one)
    if way in ("label", "hidden", "locked") or kind not in KINDS:
        if way == "label" or kind in ("obj", ""):
            form.left.append(f"the text '{label}', which asks nothing")
            return
        form.left.append(f"'{label}' ({way or 'input'}, {kind}) is asked as a text")
    hint = one.get("hilfetextEingabe") or general.get("hilfetextEingabe")
    found = FoundQuestion(one.get("identifikation", "id") or label, label, KINDS.get(kind, "text"), hint, not optional)
    if way == "select":
        _choose(form, one, found)
    else:
        _limit(one, found)
    form.question(found)


def _choose(form: FoundForm, one: Element, found: FoundQuestion) -> None:
    values = [value for holder in one.all("werte") for value in holder.all("wert")]
    if values:
        found.kind = "choice"
        found.options = tuple((value.get("code"), value.get("name") or value.get("code")) for value in values)
        return
    found.kind = "text"
    lists = [code for code in _below(one) if code.name in ("canonicalVersionUri", "canonicalIdentification", "urn")]
    named = lists[0].text.strip() if lists else "not named"
    form.left.append(f"'{found.label}' chooses from a list of its own ({named}): write it with is: choice and of:")


def _limit(one: Element, found: FoundQuestion) -> None:
    given = _given(one)
    if found.kind == "text" and given.get("longest", 0) > LONG_FROM:
        found.kind = "long text"
    keys = {"text": ("longest",), "long text": ("longest",), "number": ("least", "most"), "money": ("least", "most")}
    found.limits = {key: given[key] for key in keys.get(found.kind, ()) if key in given}
    if "longest" in found.limits:
        found.limits["longest"] = min(max(found.limits["longest"], 1), LONGEST)


def _given(one: Element) -> dict[str, int]:
    """Return the limits: attributes in version 3, a piece of JSON in version 2."""
    given: dict[str, object] = {}
    for precise in one.all("praezisierung"):
        given |= precise.attributes
        try:
            said = json.loads(precise.text or "{}")
        except ValueError:
            continue
        given |= said if isinstance(said, dict) else {}
    found = {}
    for theirs, ours in _LIMITS.items():
        try:
            found[ours] = int(float(str(given[theirs])))
        except (KeyError, ValueError, OverflowError):
            continue
    return found


def _below(one: Element) -> Iterator[Element]:
    for child in one.children:
        yield child
        yield from _below(child)
