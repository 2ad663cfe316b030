"""What the lint knows and no program should hold: words, minutes and amounts, each file with its source and status."""

from importlib.resources import files
from typing import Any

from layani.rules.catalogue.reading import parse_yaml


def read_data(name: str) -> Any:
    """Return the content of one file of this folder, by its name without .yaml."""
    text = files(__package__).joinpath(f"{name}.yaml").read_text(encoding="utf-8")
    return parse_yaml(text, f"{name}.yaml").values
