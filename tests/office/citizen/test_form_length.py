"""The number of pages of a form never grows while it is filled in."""

import re

import pytest

from tests.office.citizen.files import PDF, sent
from tests.office.citizen.phone import Phone
from tests.office.citizen.test_journey import MOVE as TYPED

COUNT = re.compile(r"bagian (\d+) dari (paling banyak )?(\d+)")
MOVE = "/apply/move-of-address"
ALONE = {"family": {"family_role": "head", "movers": "1"}}
WITH_MANY = {
    "family": {"family_role": "member", "movers": "2"},
    "consent": {"head_agrees": "yes"},
    "consent-letter": {"consent_letter": sent(PDF, "setuju.pdf")},
    "movers": {"mover_names": "Dan"},
}


@pytest.mark.parametrize("family", [ALONE, WITH_MANY])
def test_the_number_of_parts_never_grows(browser, family):
    phone, seen = Phone(browser).open(f"{MOVE}/"), []
    for typed in {**TYPED, **family}.values():
        seen.append(counted(phone))
        for file in typed.values():
            if hasattr(file, "seek"):
                file.seek(0)
        phone.fill(**typed)
    assert phone.at == f"{MOVE}/check/"
    places, totals, _ = zip(*seen, strict=True)
    assert places == tuple(range(1, len(seen) + 1))
    assert list(totals) == sorted(totals, reverse=True)
    assert totals[-1] >= len(seen)


def test_where_nothing_is_open_any_more_the_number_is_certain(browser):
    phone = Phone(browser).open(f"{MOVE}/")
    assert not counted(phone)[2]
    phone.open("/apply/residence-letter/")
    phone.fill().fill(**TYPED["new-address"]).fill(tenancy="own")
    assert counted(phone) == (4, 5, False), "whether there is a fifth depends on the answer here"
    phone.fill(purpose="other")
    assert counted(phone) == (5, 5, True)


def counted(phone):
    """Return (place, total, whether it is certain) as the page says them."""
    place, at_most, total = COUNT.search(phone.text).groups()
    return int(place), int(total), not at_most


def test_a_part_without_a_heading_of_its_own_is_named(browser):
    assert re.search(r"bagian 2 dari paling banyak \d+: Alamat lama", Phone(browser).open(f"{MOVE}/old-address/").text)
