"""Finds one rule per file: a rule is added by adding its file, and no list is edited."""

import importlib
import pkgutil
from types import ModuleType
from typing import Any


def discover(package: ModuleType, constant: str) -> dict[str, Any]:
    """Return {module name: value of ``constant``} for every module of ``package`` that defines it.

    A module without the constant is support code and is passed over. Order is the module names', so that it is
    the same on every machine.
    """
    found: dict[str, Any] = {}
    for info in sorted(pkgutil.iter_modules(package.__path__), key=lambda info: info.name):
        module = importlib.import_module(f"{package.__name__}.{info.name}")
        if hasattr(module, constant):
            found[info.name] = getattr(module, constant)
    return found
