"""``layani rules`` shows every rule file there is, and needs no office to do so."""

import subprocess
import sys
from pathlib import Path

import pytest

from layani.cli import main
from layani.rules.cases.decider import RULES

ROOM = Path(__file__).parents[2] / "src" / "layani" / "rules"


@pytest.mark.parametrize(("room", "constant"), [("controls", "CONTROL = "), ("indicators", "INDICATOR = ")])
def test_every_rule_file_is_listed(capsys, room, constant):
    assert main(["rules"]) == 0
    listed = capsys.readouterr().out
    files = [f.name for f in (ROOM / room).glob("*.py") if f"\n{constant}" in f.read_text(encoding="utf-8")]
    assert files
    assert [name for name in files if f"({name})" not in listed] == []


def test_every_act_is_listed_with_who_may_do_it(capsys):
    main(["rules"])
    listed = capsys.readouterr().out
    assert all(f"  {kind} " in listed for kind in RULES)
    assert "deem_granted    by importer, system" in listed


def test_the_list_speaks_indonesian(capsys):
    main(["rules", "--language", "id"])
    assert "Empat mata" in capsys.readouterr().out


def test_django_is_not_started_for_it():
    code = "import sys; from layani.cli import main; main(['rules']); sys.exit('django.apps' in sys.modules)"
    assert subprocess.run([sys.executable, "-c", code], capture_output=True, check=False).returncode == 0
