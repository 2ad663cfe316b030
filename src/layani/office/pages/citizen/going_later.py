"""Save and go on later: what was left empty holds nobody back, and what was typed wrongly is not lost in silence."""

from collections.abc import Iterable

from django.http import HttpRequest

from layani.rules.catalogue.kind import Posted


def leaving(request: HttpRequest, lost: Iterable[str], posted: Posted) -> bool:
    """Say whether whoever pressed "go on later" may go, when nothing is kept of these questions or boxes.

    Nobody is kept on a page because an answer or a file is not there yet; the page is asked again before anything is
    sent. An answer that was typed and cannot be kept is shown again, for its words would be gone.
    """
    return "leave" in request.POST and not any(_written(request, name, posted) for name in lost)


def _written(request: HttpRequest, name: str, posted: Posted) -> bool:
    """Say whether anything was sent for a question: a file, or words in its box or in one of its boxes."""
    own = [values for key, values in posted.items() if key == name or key.startswith(f"{name}-")]
    return name in request.FILES or any(value.strip() for values in own for value in values)
