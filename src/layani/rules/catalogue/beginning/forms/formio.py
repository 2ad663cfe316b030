"""Form.io: forms as JSON, a tree of components.

Source: the component types and keys that the form builder writes ("type", "key", "label", "validate", "conditional");
checked against no schema, for there is none.
"""

import json
from collections.abc import Mapping
from typing import Any, Final

from layani.rules.catalogue.beginning.forms.found import FoundForm, FoundQuestion, NotAForm, row_limits

KINDS: Final[Mapping[str, str]] = {
    "textfield": "text",
    "textarea": "long text",
    "number": "number",
    "currency": "money",
    "checkbox": "yes no",
    "selectboxes": "several",
    "select": "choice",
    "radio": "choice",
    "email": "email",
    "phoneNumber": "phone",
    "datetime": "date",
    "day": "date",
    "file": "file",
}
PAGES: Final = frozenset({"panel", "fieldset", "container", "well", "form"})
AROUND: Final = frozenset({"columns", "table", "tabs"})
SEVERAL_TIMES: Final = frozenset({"datagrid", "editgrid"})
SILENT: Final = frozenset({"button"})
CODE: Final = ("calculateValue", "customConditional", "customDefaultValue", "logic")
DEEPEST: Final = 60


def read_formio(content: bytes) -> FoundForm:
    """Return the form of a Form.io definition; raises NotAForm."""
    try:
        read = json.loads(content)
    except (ValueError, RecursionError) as fault:
        raise NotAForm("it is not JSON, or nested too deep. Export the form definition again.") from fault
    if not isinstance(read, dict) or not isinstance(read.get("components"), list):
        raise NotAForm(
            "it is JSON, but no Form.io form: it has no list 'components'. Export the form, not its answers."
        )
    form = FoundForm(_text(read.get("title") or read.get("name")))
    _walk(form, read["components"], 0)
    return form


def _text(value: Any) -> str:
    return value if isinstance(value, str) else ""


def _walk(form: FoundForm, components: Any, depth: int) -> None:
    if depth > DEEPEST:
        raise NotAForm("it is nested too deep for a form. Export a smaller part.")
    for one in components if isinstance(components, list) else ():
        if isinstance(one, dict):
            _component(form, one, depth)


def _component(form: FoundForm, one: Mapping[str, Any], depth: int) -> None:
    kind, label = _text(one.get("type")), _text(one.get("label") or one.get("title") or one.get("key"))
    if kind in SILENT:
        return
    if kind in SEVERAL_TIMES and not form.in_row and _rows(form, one, label, depth):
        return
    if kind in PAGES or kind in SEVERAL_TIMES:
        form.page(_text(one.get("title") or one.get("label") or one.get("legend")))
        if kind in SEVERAL_TIMES or one.get("multiple"):
            form.left.append(f"'{label}' can be given several times; here it is asked once")
    for inner in ("components", *AROUND, "rows"):
        _inside(form, one.get(inner), depth)
    if kind in PAGES | AROUND | SEVERAL_TIMES:
        return
    if kind not in KINDS:
        form.left.append(f"'{label}' ({kind or 'no type'}), for which there is no kind of question here")
        return
    form.question(_question(form, one, kind, label))


def _rows(form: FoundForm, one: Mapping[str, Any], label: str, depth: int) -> bool:
    """Take a grid as a list; say whether it can be one."""
    inner = FoundForm(label, in_row=True)
    _inside(inner, one.get("components"), depth)
    given = one.get("validate")
    limits = [_whole(given.get(key)) if isinstance(given, dict) else 0 for key in ("minLength", "maxLength")]
    return form.listed(label or "list", inner, row_limits(*limits))


def _whole(value: Any) -> int:
    try:
        return max(int(float(value)), 0)
    except (TypeError, ValueError, OverflowError):
        return 0


def _inside(form: FoundForm, inner: Any, depth: int) -> None:
    """Walk through what stands in columns and rows: lists of components, at whatever depth."""
    for part in inner if isinstance(inner, list) else ():
        if isinstance(part, list):
            _inside(form, part, depth + 1)
        elif isinstance(part, dict):
            _walk(form, part["components"] if "type" not in part and "components" in part else [part], depth + 1)
    if depth > DEEPEST:
        raise NotAForm("it is nested too deep for a form. Export a smaller part.")


def _question(form: FoundForm, one: Mapping[str, Any], kind: str, label: str) -> FoundQuestion:
    given = one.get("validate")
    validate = given if isinstance(given, dict) else {}
    found = FoundQuestion(
        key=_text(one.get("key")) or label,
        label=label,
        kind=KINDS[kind],
        hint=_text(one.get("description") or one.get("tooltip")),
        required=bool(validate.get("required")),
        limits=_limits(validate, KINDS[kind]),
        shown_if=_shown_if(one.get("conditional")),
    )
    if found.kind in ("choice", "several"):
        found.options = _options(one)
        if one.get("multiple") and found.kind == "choice":
            found.kind = "several"
        if not found.options:
            form.left.append(f"'{label}' chooses from a list of its own: write it with is: choice and of:")
            found.kind = "text"
    elif one.get("multiple"):
        form.left.append(f"'{label}' can be given several times; here it is asked once")
    form.left += [f"'{label}' computes something ({key}), to be written as a rule" for key in CODE if one.get(key)]
    if validate.get("custom") or validate.get("pattern"):
        form.left.append(f"'{label}' has a check of its own, to be written under rules:")
    return found


def _limits(validate: Mapping[str, Any], kind: str) -> dict[str, int]:
    keys = {"longest": "maxLength"} if kind in ("text", "long text") else {}
    if kind in ("number", "money"):
        keys = {"least": "min", "most": "max"}
    found = {}
    for ours, theirs in keys.items():
        try:
            found[ours] = int(float(validate[theirs]))
        except (KeyError, TypeError, ValueError, OverflowError):
            continue
    if "longest" in found:
        found["longest"] = min(max(found["longest"], 1), 5_000)
    return found


def _options(one: Mapping[str, Any]) -> tuple[tuple[str, str], ...]:
    data = one.get("data")
    values = one.get("values") or (data.get("values") if isinstance(data, dict) else None)
    found: dict[str, str] = {}
    for value in values if isinstance(values, list) else ():
        if isinstance(value, dict) and str(value.get("value", "")).strip():
            found.setdefault(str(value["value"]), _text(value.get("label")) or str(value["value"]))
    return tuple(found.items())


def _shown_if(conditional: Any) -> tuple[str, str] | None:
    """Return the simple condition of a component; one that hides it is put the other way round where it can be."""
    if not isinstance(conditional, dict) or not conditional.get("when"):
        return None
    wanted, show = str(conditional.get("eq", "")), str(conditional.get("show")).lower() == "true"
    if not show and wanted.lower() in ("true", "false"):
        wanted = "false" if wanted.lower() == "true" else "true"
    elif not show:
        wanted = f"not {wanted}"
    return str(conditional["when"]), wanted
