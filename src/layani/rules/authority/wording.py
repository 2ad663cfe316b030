"""In which form of words a letter is signed: in one's own name, a.n., u.b., Plt. or Plh."""

from collections.abc import Iterable

from layani.rules.authority.model import Entry, Register
from layani.rules.text import Text


def signature_lines(entry: Entry, register: Register) -> tuple[Text, ...]:
    """Return the lines that stand above the name of who signs, the first first.

    The short forms are those of official letters in Indonesia; the English says them out and keeps them in brackets.
    Source: Permendagri 1/2023 on official letters of local governments (recalled; the form is still to be read there).
    """
    post = register.title(entry.post)
    if entry.kind in ("plt", "plh"):
        return (_acting(entry.kind, post),)
    if entry.kind != "mandate":
        return (post,)
    own = (entry.signs_as,) if entry.signs_as else ()
    head = Text(f"a.n. {post.id}", f"On behalf of the {_within(post.en)} (a.n.)")
    if entry.through is None:
        return (head, *own)
    return (head, Text(f"{entry.through.id},", f"{entry.through.en},"), Text("u.b.", "and for that post (u.b.)"), *own)


def in_one_line(entry: Entry, register: Register) -> Text:
    """Return the same in one line, as a list or a refusal says it."""
    lines = signature_lines(entry, register)
    return Text(in_a_line(line.id for line in lines), in_a_line(line.en for line in lines))


def in_a_line(lines: Iterable[str]) -> str:
    """Return lines in one; "u.b." belongs to the post that follows it.

    >>> in_a_line(["a.n. Camat", "Sekretaris,", "u.b.", "Kepala Seksi"])
    'a.n. Camat, Sekretaris, u.b. Kepala Seksi'
    """
    return ", ".join(line.rstrip(",") for line in lines).replace("u.b., ", "u.b. ").replace("u.b.), ", "u.b.) ")


def _acting(kind: str, post: Text) -> Text:
    if kind == "plt":
        return Text(f"Plt. {post.id}", f"Acting {_within(post.en)} (Plt.)")
    return Text(f"Plh. {post.id}", f"Acting {_within(post.en)} for these days (Plh.)")


def _within(title: str) -> str:
    """Return an English title as it stands within a sentence; an abbreviation keeps its capitals.

    >>> _within("Head of the district"), _within("OSS guide")
    ('head of the district', 'OSS guide')
    """
    return title if title[1:2].isupper() else title[:1].lower() + title[1:]
