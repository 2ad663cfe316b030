"""The pages on which a version is proposed, discussed and published, as each of those who come to them."""

from datetime import timedelta

import pytest
from django.core.cache import cache
from django.urls import reverse
from django.utils import timezone

from layani.office.actions.publishing import Wanted, comment, propose
from layani.office.actions.replaying_rules import Replay
from layani.office.tables.models import Comment, Proposal
from tests.office.publishing.conftest import WHY, edit
from tests.office.security.visitors import officer_client, visitor

pytestmark = pytest.mark.django_db
SEATS = ("must: guests <= office.hall_seats", "must: guests <= office.hall_seats + 1")
TYPED = {"why_id": WHY.id, "why_en": WHY.en, "days": "14", "waived": ""}


@pytest.fixture
def proposal(folder, sari):
    """A proposal of today on which the public can comment for two weeks."""
    edit(folder, SEATS)
    return propose("hall-use", Wanted(WHY, 14), actor=sari, now=timezone.now())


def of(name, *values):
    return reverse(name, args=values)


def text(answer):
    return answer.content.decode()


def moment_words(proposal):
    """Return until when the public can comment, as an English reader reads it."""
    until = timezone.localtime(proposal.comments_until)
    return f"{until.day} {until:%B} {until.year}, {until:%H:%M}"


def test_an_analyst_proposes_what_the_file_says_and_reads_what_changes(folder):
    edit(folder, SEATS)
    client = officer_client("ayu", "analyst", headers={"accept-language": "en"})
    assert of("propose", "hall-use") in text(client.get(of("publishing")))
    assert client.get(of("propose", "hall-use")).status_code == 200
    answer = client.post(of("propose", "hall-use"), TYPED)
    made = Proposal.objects.undecided().get()
    assert answer["Location"] == of("proposal", made.pk)
    assert "office.hall_seats + 1" in text(client.get(answer["Location"]))


def test_what_was_typed_stands_there_again_beside_what_is_wrong(folder):
    edit(folder, SEATS)
    client = officer_client("ayu", "analyst")
    answer = client.post(of("propose", "hall-use"), TYPED | {"days": "0"})
    assert answer.status_code == 409 and WHY.id in text(answer)
    answer = client.post(of("propose", "hall-use"), TYPED | {"why_en": ""})
    assert answer.status_code == 422 and WHY.id in text(answer)
    assert not Proposal.objects.undecided().exists()


def test_a_publisher_does_not_propose_and_an_analyst_does_not_publish(folder, proposal):
    assert officer_client("cahya", "publisher").get(of("propose", "hall-use")).status_code == 403
    client = officer_client("ayu", "analyst")
    assert client.post(of("proposal", proposal.pk), {"doing": "publish"}).status_code == 403
    assert (
        client.post(of("proposal", proposal.pk), {"doing": "decline", "why": "Tidak jelas bagi warga"}).status_code
        == 403
    )
    assert not hasattr(Proposal.objects.get(pk=proposal.pk), "ruling")


@pytest.mark.parametrize("who", ["stranger", "citizen", "front-desk", "head", "operator", "auditor"])
def test_nobody_else_decides(folder, proposal, who):
    client = visitor(who)
    assert client.post(of("proposal", proposal.pk), {"doing": "publish"}).status_code in (302, 403)
    assert not hasattr(Proposal.objects.get(pk=proposal.pk), "ruling")


def test_a_publisher_waits_for_the_public_and_then_publishes(folder, proposal, sari):
    client = officer_client("cahya", "publisher", headers={"accept-language": "en"})
    read = text(client.get(of("proposal", proposal.pk)))
    assert 'value="publish"' not in read and 'value="decline"' in read
    assert f"It can be published once the time for public comments is over, {moment_words(proposal)}" in read
    answer = client.post(of("proposal", proposal.pk), {"doing": "publish"})
    assert answer.status_code == 409
    assert f"The public can comment until {moment_words(proposal)}." in text(answer)
    assert (
        client.post(of("proposal", proposal.pk), {"doing": "decline", "why": "Unclear to citizens"}).status_code == 302
    )
    waived = propose("hall-use", Wanted(WHY, 0, "Only a number was corrected"), actor=sari, now=proposal.proposed_at)
    assert 'value="publish"' in text(client.get(of("proposal", waived.pk)))
    assert client.post(of("proposal", waived.pk), {"doing": "publish"}).status_code == 302
    public = text(visitor("stranger", headers={"accept-language": "en"}).get(of("versions", "hall-use")))
    assert waived.digest in public and "published by a publisher" in public and "Sari" not in public
    page = text(visitor("stranger", headers={"accept-language": "en"}).get(of("consultation", waived.pk)))
    assert "Only a number was corrected" in page and "office.hall_seats + 1" in page


def test_anybody_comments_without_a_name_and_in_both_languages(folder, proposal):
    for language, words in (("id", "Tanggapan: 1"), ("en", "Comments: 1")):
        Comment.objects.all().delete()
        client = visitor("stranger", headers={"accept-language": language})
        assert client.post(of("consultation", proposal.pk), {"text": "<b>Bagus</b>"}).status_code == 302
        page = text(client.get(of("consultation", proposal.pk)))
        assert words in page and "&lt;b&gt;Bagus" in page and "<b>Bagus" not in page
    assert client.post(of("consultation", proposal.pk), {"text": ""}).status_code == 422


def test_comments_from_one_network_are_limited_and_what_was_typed_is_kept(folder, proposal):
    cache.clear()
    client = visitor("stranger")
    codes = [client.post(of("consultation", proposal.pk), {"text": f"Ke-{n}"}).status_code for n in range(21)]
    assert codes == [302] * 20 + [409]
    assert Comment.objects.count() == 20


def test_a_hidden_comment_is_counted_and_its_reason_is_shown(folder, proposal):
    said = comment(proposal.pk, "rahasia orang", now=proposal.proposed_at + timedelta(seconds=1))
    form = {"doing": "hide", "comment": str(said.pk), "why": "Menyebut data orang lain"}
    assert officer_client("ayu", "analyst").post(of("proposal", proposal.pk), form).status_code == 403
    assert officer_client("cahya", "publisher").post(of("proposal", proposal.pk), form).status_code == 302
    page = text(visitor("stranger", headers={"accept-language": "id"}).get(of("consultation", proposal.pk)))
    assert "rahasia orang" not in page and "Menyebut data orang lain" in page and "Tanggapan: 1" in page


@pytest.mark.parametrize("typed", ["²", "9" * 30, "-1", "", "٣"])
def test_a_comment_that_can_be_none_is_a_bad_request(folder, proposal, typed):
    form = {"doing": "hide", "comment": typed, "why": "Menyebut data orang lain"}
    assert officer_client("cahya", "publisher").post(of("proposal", proposal.pk), form).status_code == 400


def test_lists_ask_the_same_number_of_questions_for_one_and_for_many(folder, proposal, django_assert_max_num_queries):
    stranger = visitor("stranger")
    for n in range(40):
        comment(proposal.pk, f"Ke-{n}", now=proposal.proposed_at)
    with django_assert_max_num_queries(6):
        page = text(stranger.get(of("consultation", proposal.pk)))
    assert "Ke-39" in page and "Ke-14" not in page and "?before=" in page


def test_what_is_not_there_is_not_found(folder):
    assert visitor("stranger").get(of("consultation", 12345)).status_code == 404
    client = officer_client("cahya", "publisher")
    assert client.get(of("proposal", 12345)).status_code == 404


def test_the_page_says_how_many_past_cases_were_not_judged_and_why(folder, sari, monkeypatch):
    told = Replay(looked_at=2, of=50, unanswered=40, erased=3)
    monkeypatch.setattr("layani.commands.compare.replay", lambda *_, **__: told)
    edit(folder, SEATS)
    made = propose("hall-use", Wanted(WHY, 14), actor=sari, now=timezone.now())
    shown = text(officer_client("ayu", "analyst", headers={"accept-language": "en"}).get(of("proposal", made.pk)))
    assert "2 of 50 applications were judged." in shown
    for words in ("40, imported without answers", "3, their answers were erased", "5, older"):
        assert f"Not judged: {words}" in shown


def test_an_analyst_reads_which_folder_is_read_and_how_to_edit_although_nothing_differs_yet(folder, settings):
    shown = text(officer_client("ayu", "analyst", headers={"accept-language": "en"}).get(of("publishing")))
    assert f"<code>{settings.CATALOGUE.name}/</code>" in shown and "<code>layani try SERVICE</code>" in shown
    assert str(settings.CATALOGUE) not in shown, "where it lies on the machine is nobody's business"
    assert "layani try" not in text(officer_client("cahya", "publisher").get(of("publishing")))
