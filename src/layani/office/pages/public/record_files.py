"""Sends the record's public files: the folder that c2sp.org/tlog-tiles describes, and nothing beside it."""

from pathlib import Path

from django.conf import settings
from django.http import HttpResponse

from layani.office.gateways.published_log import CHECKPOINT
from layani.rules.record.encoding import Malformed
from layani.rules.record.tiles import parse_tile_path

TEXT = "text/plain; charset=utf-8"
# A tile's name says what is in it, so what was fetched once is right for ever.
FOR_EVER = "public, max-age=31536000, immutable"
FOR_A_MOMENT = "public, max-age=1"
NOT_KEPT = "no-store"


def tile_file(path: str) -> HttpResponse:
    """Return the tile at a path such as ``tile/0/x001/067.p/12``, or 404 for what is not one, or not there."""
    try:
        tile = parse_tile_path(path)
    except Malformed:
        return missing("This is not the path of a tile; see c2sp.org/tlog-tiles.\n")
    # The path is written anew from the numbers in it, so nothing that was typed reaches the file system.
    return _sent(Path(settings.LOG_FOLDER) / tile.path, "application/octet-stream", FOR_EVER)


def checkpoint_file() -> HttpResponse:
    """Return the newest checkpoint, or 404 before the first one."""
    return _sent(Path(settings.LOG_FOLDER) / CHECKPOINT, TEXT, FOR_A_MOMENT)


def for_everyone(response: HttpResponse) -> HttpResponse:
    """Let programs on other sites read the answer: whoever checks us should not need our permission."""
    response["Access-Control-Allow-Origin"] = "*"
    return response


def missing(words: str) -> HttpResponse:
    """Answer 404 in plain words; no cache may keep it, for what is missing now may come in a second."""
    answer = HttpResponse(words, status=404, content_type=TEXT)
    answer["Cache-Control"] = NOT_KEPT
    return for_everyone(answer)


def _sent(file: Path, media_type: str, caching: str) -> HttpResponse:
    try:
        content = file.read_bytes()
    except FileNotFoundError:
        return missing("The record has no such file (yet).\n")
    answer = HttpResponse(content, content_type=media_type)
    answer["Cache-Control"] = caching
    return for_everyone(answer)
