"""A version that would break a bundle or a renewal is not proposed; an office does not open with a TODO left."""

import re

import pytest

from layani.commands import compare
from layani.office import house
from layani.office.actions import publishing
from layani.office.actions.publishing import Wanted, open_office, propose
from layani.office.tables.models import Proposal, Ruling
from layani.rules.catalogue import CatalogueError
from layani.rules.refusal import Refused
from tests.office.publishing.conftest import WHY, edit

pytestmark = pytest.mark.django_db
BUNDLE, GRANT = "losing-a-relative", "death-grant"
PERMIT, RENEWAL = "health-practice-permit", "health-practice-permit-renewal"


def refused(service, sari, now):
    with pytest.raises(Refused) as stopped:
        propose(service, Wanted(WHY, 0, "Perbaikan saja"), actor=sari, now=now)
    (refusal,) = stopped.value.refusals
    assert refusal.code == "has-errors" and not Proposal.objects.filter(ruling=None).exists()
    return refusal.reason.en


def test_a_question_that_a_bundle_needs_cannot_be_renamed_without_the_bundle(folder, sari, now):
    bundle = house.catalogue().bundles[BUNDLE]
    one = next(one for one in bundle.joined if one.after and one.after[0].otherwise)
    ground = one.after[0].otherwise
    text = (folder / one.slug / "service.yaml").read_text(encoding="utf-8")
    assert f"id: {ground}\n" in text
    examples = folder / one.slug / "examples.yaml"
    examples.write_text(examples.read_text(encoding="utf-8").replace(f"ground: {ground}", f"ground: {ground}-new"))
    edit(folder, (f"id: {ground}\n", f"id: {ground}-new\n"), service=one.slug)
    said = refused(one.slug, sari, now)
    assert "/bundle.yaml: line " in said and f"has no ground '{ground}'" in said


def test_what_a_renewal_takes_over_cannot_be_taken_away(folder, sari, now):
    renews = house.catalogue().services[RENEWAL].renews
    pages = {page.id for page in house.catalogue().services[PERMIT].pages}
    name = next(one for one in (*renews.keeps, *renews.takes) if one not in pages)
    for path in (folder / PERMIT).rglob("*"):
        if path.is_file():
            path.write_text(re.sub(rf"\b{name}\b", f"other_{name}", path.read_text(encoding="utf-8")), encoding="utf-8")
    edit(folder, service=PERMIT)
    said = refused(PERMIT, sari, now)
    assert f"{RENEWAL}/service.yaml" in said and f"does not ask '{name}'" in said


def test_what_was_wrong_before_is_no_fault_of_this_version(folder):
    path = folder / BUNDLE / "bundle.yaml"
    path.write_text(path.read_text(encoding="utf-8").replace("service: death-grant", "service: death-grants"))
    edit(folder, ("minutes: 5", "minutes: 6"))
    assert compare.compared(folder / "hall-use", 5)["errors"] == []


def test_who_closes_a_service_is_warned_of_the_bundle_that_joins_it(folder):
    closes = (
        "closes:\n  last_day: 2027-03-01\n  law: %s\n  says: {id: Selesai., en: Over.}\n"
        "  instead: {says: {id: Ke loket., en: At the counter.}}\n  letters: {id: Tetap., en: They stay.}\n"
    )
    law = house.catalogue().services[GRANT].rules[0].law
    edit(folder, ("\nsteps:", f"\n{closes % law}steps:"), service=GRANT)
    found = compare.compared(folder / GRANT, 5)
    assert found["errors"] == []
    assert any(f"'{GRANT}' takes no applications after 2027-03-01." in one for one in found["warnings"])


def test_an_office_does_not_open_while_citizens_would_read_a_todo(not_open, now):
    edit(not_open, ("en: Use of the community hall", "en: TODO the hall"), version="2026-11-01")
    with pytest.raises(CatalogueError, match="hall-use/service.yaml: line 4: the text still says TODO"):
        open_office(house.catalogue(), now=now)
    assert not Ruling.objects.exists() and not Proposal.objects.exists()


def test_a_mark_in_a_remark_and_a_demo_do_not_keep_it_closed(not_open, now, settings):
    path = not_open / "hall-use" / "service.yaml"
    path.write_text(path.read_text(encoding="utf-8") + "# TODO look at the hours again\n", encoding="utf-8")
    assert len(open_office(house.catalogue(), now=now)) == len(house.catalogue().services)


def test_a_demo_opens_with_one(not_open, now, settings):
    settings.LAYANI_DEMO = True
    edit(not_open, ("en: Use of the community hall", "en: TODO the hall"), version="2026-11-01")
    assert "hall-use" in open_office(house.catalogue(), now=now)


def test_a_draft_that_still_has_the_version_in_force_is_told_apart(folder):
    edit(folder, ("minutes: 5", "minutes: 6"), version="2026-11-01")
    assert publishing.still_called("hall-use") == "2026-11-01"
    edit(folder, version="2027-02-01")
    assert publishing.still_called("hall-use") == ""
