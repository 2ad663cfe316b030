"""A phone without JavaScript: opens pages, reads their forms as a browser would, fills them in and sends them."""

from dataclasses import dataclass, field
from html.parser import HTMLParser

from django.test import Client


@dataclass
class Form:
    """A form of a page: where it goes, and what would be sent if nothing were typed."""

    action: str
    method: str
    values: dict[str, list[str]] = field(default_factory=dict)
    names: set[str] = field(default_factory=set)
    choices: dict[str, set[str]] = field(default_factory=dict)


class _Forms(HTMLParser):
    def __init__(self):
        super().__init__()
        self.found, self._open, self._list, self._area = [], None, None, None
        self.ids, self.text = [], []

    def handle_starttag(self, tag, attrs):
        a = dict(attrs)
        if "id" in a:
            self.ids.append(a["id"])
        if tag == "form":
            self._open = Form(a.get("action", ""), a.get("method", "get"))
            self.found.append(self._open)
        elif self._open is not None and tag in ("select", "option", "textarea", "input"):
            getattr(self, f"_{tag}")(a)

    def _select(self, a):
        self._list = a["name"]
        self._open.names.add(a["name"])

    def _option(self, a):
        form, name = self._open, self._list
        form.choices.setdefault(name, set()).add(a.get("value", ""))
        if "selected" in a or name not in form.values:
            form.values[name] = [a.get("value", "")]

    def _textarea(self, a):
        self._area = a["name"]
        self._open.names.add(self._area)
        self._open.values[self._area] = [""]

    def _input(self, a):
        form, name = self._open, a.get("name")
        if name is None:
            return
        form.names.add(name)
        if a.get("type") in ("radio", "checkbox"):
            form.choices.setdefault(name, set()).add(a.get("value", "on"))
            if "checked" in a:
                form.values.setdefault(name, []).append(a.get("value", "on"))
        elif a.get("type") != "file":
            form.values[name] = [a.get("value", "")]

    def handle_endtag(self, tag):
        if tag == "form":
            self._open = None
        elif tag == "select":
            self._list = None
        elif tag == "textarea":
            self._area = None

    def handle_data(self, data):
        self.text.append(data)
        if self._area:
            self._open.values[self._area] = [data]


class Phone:
    """One browser; ``page`` is the last answer, ``at`` its address."""

    def __init__(self, client=None):
        self.client = client or Client()
        self.page, self.at = None, "/"

    def open(self, address):
        self.page = self.client.get(address, follow=True)
        return self._arrived(address)

    def forms(self):
        reader = _Forms()
        reader.feed(self.page.content.decode())
        return reader

    def form(self):
        """The form of the page's main part: the last one that is posted and is not the frame's."""
        own = [one for one in self.forms().found if one.action not in ("/language/", "/sign-out/")]
        posted = [one for one in own if one.method == "post"]
        posted[0].action = posted[0].action or self.at
        return posted[0]

    def fill(self, *, button=None, **typed):
        """Fill in the form and send it; what the form does not have cannot be filled in. A form may be sent again."""
        self.send(self.filled(**typed), button=button)
        return self

    def filled(self, **typed):
        form = self.form()
        for name, value in typed.items():
            name = name.replace("__", "-")
            assert name in form.names, f"{name} is not on the page; there are {sorted(form.names)}"
            if isinstance(value, str) and name in form.choices:
                assert value in form.choices[name], f"{name} has no {value}: {form.choices[name]}"
            form.values[name] = value
        return form

    def send(self, form, button=None):
        data = {**form.values, **({button: "1"} if button else {})}
        self.page = self.client.post(form.action, data, follow=True)
        return self._arrived(form.action)

    def _arrived(self, address):
        chain = getattr(self.page, "redirect_chain", [])
        self.at = chain[-1][0].split("#")[0] if chain else address.split("#")[0]
        return self

    @property
    def text(self):
        return " ".join(" ".join(self.forms().text).split())
