"""No page, no API and no job grants or refuses but the page of the case, which asks the rules."""

import re
from pathlib import Path

OFFICE = Path(__file__).parents[3] / "src" / "layani"
DOORS = {"office/pages/officer/acting_here.py", "office/actions/deciding.py"}


def test_the_decision_has_one_door_in_the_office():
    calls = re.compile(r"deciding\.(?:grant|refuse)\(|Deed\(\"decide_(?:grant|refuse)\"")
    found = {
        str(file.relative_to(OFFICE))
        for file in (OFFICE / "office").rglob("*.py")
        if calls.search(file.read_text(encoding="utf-8"))
    }
    # The importer records what another office decided long ago; it decides nothing.
    assert {name for name in found if "import" not in name and "replay" not in name} == DOORS


def test_the_api_has_no_address_that_decides(client, db):
    description = client.get("/api/openapi.json").json()
    paths = " ".join(description["paths"])
    assert paths
    for word in ("grant", "refuse", "decide", "decision"):
        assert word not in paths
