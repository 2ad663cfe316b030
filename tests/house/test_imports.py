"""What may import what, where the import contracts of pyproject.toml cannot say it."""

import ast
import subprocess
import sys
from collections.abc import Iterator
from pathlib import Path

import pytest

SOURCE = Path(__file__).parents[2] / "src"
RULES = SOURCE / "layani" / "rules"


def imported(file: Path) -> Iterator[str]:
    """Yield the dotted name of everything that a module imports, wherever in the file."""
    package = [*file.relative_to(SOURCE).parent.parts]
    for node in ast.walk(ast.parse(file.read_text(encoding="utf-8"))):
        if isinstance(node, ast.Import):
            yield from (alias.name for alias in node.names)
        elif isinstance(node, ast.ImportFrom):
            start = package[: len(package) - node.level + 1] if node.level else []
            module = ".".join([*start, *([node.module] if node.module else [])])
            yield from (f"{module}.{alias.name}" for alias in node.names)


def defines(file: Path, constant: str) -> bool:
    tree = ast.parse(file.read_text(encoding="utf-8"))
    targets = [t for n in tree.body if isinstance(n, ast.Assign) for t in n.targets]
    targets += [n.target for n in tree.body if isinstance(n, ast.AnnAssign)]
    return any(isinstance(t, ast.Name) and t.id == constant for t in targets)


@pytest.mark.parametrize(("room", "constant"), [("controls", "CONTROL"), ("indicators", "INDICATOR")])
def test_a_rule_imports_no_other_rule_of_its_room(room, constant):
    rules = {f.stem for f in (RULES / room).glob("*.py") if defines(f, constant)}
    crossing = [
        f"{name} imports {target}"
        for name in sorted(rules)
        for target in imported(RULES / room / f"{name}.py")
        if target.split(".")[:3] == ["layani", "rules", room] and {*target.split(".")[3:4]} & (rules - {name})
    ]
    assert crossing == []


def test_the_record_needs_only_the_standard_library_and_cryptography():
    ours = {"layani.rules.record", "layani.rules.refusal", "layani.rules.text"}
    strange = [
        f"{file.name} imports {name}"
        for file in sorted((RULES / "record").rglob("*.py"))
        for name in imported(file)
        if name.split(".")[0] not in {*sys.stdlib_module_names, "cryptography"}
        and not any(f"{name}.".startswith(f"{prefix}.") for prefix in ours)
    ]
    assert strange == []


BARE = """
import importlib.abc, importlib.util, pkgutil, sys
ALLOWED = {*sys.stdlib_module_names, "layani", "cryptography", "cffi", "_cffi_backend", "pycparser"}

class OnlyTheBase(importlib.abc.MetaPathFinder):
    def find_spec(self, name, path=None, target=None):
        if name.split(".")[0] not in ALLOWED:
            raise ModuleNotFoundError(f"{name} is not in the base package", name=name)

sys.meta_path.insert(0, OnlyTheBase())
import layani.rules.record
for module in pkgutil.walk_packages(layani.rules.record.__path__, "layani.rules.record."):
    importlib.import_module(module.name)
    print(module.name)
assert "django" not in sys.modules
"""


def test_the_verifier_starts_where_only_the_base_package_is_installed():
    """Run as a program of its own, in which any package beyond ``requirements/base.txt`` cannot be imported."""
    done = subprocess.run([sys.executable, "-c", BARE], capture_output=True, text=True, check=False)
    assert done.returncode == 0, done.stderr
    modules = {f.stem for f in (RULES / "record").glob("*.py")} - {"__init__"}
    assert {line.rsplit(".", 1)[-1] for line in done.stdout.split()} >= modules


def test_no_module_has_a_name_that_says_nothing():
    empty = {"utils", "util", "helpers", "helper", "base", "core", "common", "misc"}
    named = {f.relative_to(SOURCE) for f in SOURCE.rglob("*.py") if f.stem in empty or f.parent.name in empty}
    # Django finds a database's engine by this name alone.
    assert named == {Path("layani/office/tables/postgresql/base.py")}
