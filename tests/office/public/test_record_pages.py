"""The record as strangers fetch it: right types, right caching, for every site, and not one file beside it."""

from datetime import timedelta

import pytest
from django.core.cache import caches
from django.urls import reverse
from django.utils import timezone

from layani.cli import main
from layani.office.gateways.log_keys import log_key
from layani.office.jobs import integrate_record
from layani.office.tables.models import Outbox, WitnessState
from layani.rules.record.checkpoint import open_checkpoint
from layani.rules.record.note import ED25519, SigningKey, VerifierKey
from layani.rules.record.policy import parse_policy
from layani.rules.record.tiles import FULL, Tile, parse_bundle
from tests.office.record.witnesses import policy_file

LEAVES = FULL + 3


@pytest.fixture
def folder(settings, tmp_path):
    settings.KEY_FOLDER, settings.LOG_FOLDER = tmp_path / "keys", tmp_path / "log"
    return settings.LOG_FOLDER


@pytest.fixture
def published(transactional_db, folder, now):
    Outbox.objects.bulk_create(Outbox(leaf=f"leaf {place}") for place in range(LEAVES))
    integrate_record.run(now)
    return folder


def test_a_stranger_reads_the_whole_record_and_verifies_it(client, published):
    policy = parse_policy(client.get("/record/policy").content)
    opened = open_checkpoint(client.get("/record/checkpoint").content, policy.logs)
    assert opened.checkpoint.size == LEAVES
    entries = []
    for tile in (Tile(-1, 0, FULL), Tile(-1, 1, LEAVES - FULL)):
        answer = client.get(f"/record/{tile.path}")
        assert answer.status_code == 200
        entries += parse_bundle(answer.content, tile.width)
    assert entries == [f"leaf {place}".encode() for place in range(LEAVES)]


def test_whoever_follows_the_paths_of_the_checkpoint_has_a_whole_copy(client, published, tmp_path, capsys):
    copy = tmp_path / "copy"
    copy.mkdir()
    (copy / "checkpoint").write_bytes(client.get("/record/checkpoint").content)
    (copy / "policy").write_bytes(client.get("/record/policy").content)
    assert main(["verify", "paths", str(copy / "checkpoint")]) == 0
    for path in capsys.readouterr().out.splitlines():
        (copy / path).parent.mkdir(parents=True, exist_ok=True)
        (copy / path).write_bytes(client.get(f"/record/{path}").content)
    assert main(["verify", "tiles", str(copy), "--policy", str(copy / "policy")]) == 0
    assert f"all {LEAVES} entries" in capsys.readouterr().out


def test_a_tile_may_be_kept_for_ever_and_the_checkpoint_for_a_moment(client, published):
    tile, checkpoint = client.get("/record/tile/0/000"), client.get("/record/checkpoint")
    assert tile["Content-Type"] == "application/octet-stream"
    assert "immutable" in tile["Cache-Control"]
    assert checkpoint["Content-Type"] == "text/plain; charset=utf-8"
    assert checkpoint["Cache-Control"] == "public, max-age=1"


@pytest.mark.parametrize("path", ["checkpoint", "policy", "tile/0/000", "tile/0/999"])
def test_programs_on_every_site_may_read(client, published, path):
    assert client.get(f"/record/{path}")["Access-Control-Allow-Origin"] == "*"


def test_what_is_not_there_yet_is_kept_by_no_cache(client, published):
    answer = client.get("/record/tile/0/999")
    assert (answer.status_code, answer["Cache-Control"]) == (404, "no-store")


@pytest.mark.parametrize(
    "rest",
    [
        "../keys/log.key", "0/../../../keys/log.key", "0/..%2f..%2fkeys/log.key", "%2e%2e/%2e%2e/keys/log.key",
        "/etc/passwd", "0//000", "0/000/", "0/0", "0/0000", "00/000", "64/000", "-1/000", "0/000.p/0", "0/000.p/256",
        "0/000.p/01", "0/x000/000", "0/001.p/3/..", "entries/000%00", "0/٠٠٠", "0/000?x=../../..", "entries/000.p/3\n",
        "0/" + "x999/" * 400 + "999",
    ],
)  # fmt: skip
def test_no_path_leads_out_of_the_record(client, published, rest):
    (published.parent / "keys").mkdir(exist_ok=True)
    answer = client.get(f"/record/tile/{rest}")
    assert answer.status_code == 404 or b"leaf hash" not in answer.content
    assert b"PRIVATE" not in answer.content
    if "?" not in rest:
        assert answer.status_code == 404


def test_a_file_that_is_not_a_tile_is_not_sent_even_if_it_lies_there(client, published):
    (published / "tile" / "0" / "secret").write_text("x")
    assert client.get("/record/tile/0/secret").status_code == 404


@pytest.mark.django_db
def test_before_the_first_act_the_page_says_that_the_record_is_empty(client, folder):
    assert "masih kosong" in client.get("/record/").content.decode()
    assert client.get("/record/checkpoint").status_code == 404


def test_the_page_shows_size_keys_and_the_signed_checkpoint(client, published, django_assert_num_queries):
    with django_assert_num_queries(2):
        page = client.get("/record/", headers={"accept-language": "en"}).content.decode()
    assert f">{LEAVES}<" in page
    assert log_key().verifier.text().replace("+", "&#x2B;") in page or log_key().verifier.text() in page
    assert (published / "checkpoint").read_text().splitlines()[2] in page.replace("&#x2B;", "+")


def test_nobody_can_write_there(client, published):
    for name in ("record", "record-checkpoint", "record-policy"):
        assert client.post(reverse(name)).status_code == 405


def english(client, path="/record/"):
    return client.get(path, headers={"accept-language": "en"}).content.decode().replace("&#x2B;", "+")


def test_without_witnesses_the_page_says_that_nobody_outside_watches(client, published):
    page = english(client)
    assert "Nobody outside watches yet" in page
    assert "layani witness serve" in page and "layani mirror http" in page


@pytest.fixture
def watched(settings, published, now):
    """A record that two witnesses are to watch, a quorum of both, and one of them contradicts it."""
    keys = [SigningKey.from_seed(f"{name}.example/w", bytes([n]) * 32) for n, name in enumerate(("court", "press"))]
    lines = [
        f"witness {key.name.split('.')[0]} {key.verifier.as_cosigner().text()} https://w.example/\n" for key in keys
    ]
    settings.WITNESSES = policy_file(published.parent / "witnesses", lines, 2)
    return [key.verifier.as_cosigner() for key in keys]


def seen(keys, at, **more):
    for key in keys:
        values = {"since": at, "due_at": at, "size": LEAVES, "line_size": LEAVES, "line": f"— {key.name} AAAA\n"}
        WitnessState.objects.create(vkey=key.text(), **values, cosigned_at=at, kept_at=at, **more)


def test_the_page_names_each_witness_with_both_spellings_of_its_key(client, watched, django_assert_num_queries):
    seen(watched, timezone.now())
    with django_assert_num_queries(3):
        page = english(client)
    assert "Enough witnesses see this record" in page
    for key in watched:
        assert key.text() in page
        assert VerifierKey(key.name, ED25519, key.public).text() in page
        assert f"— {key.name} AAAA" in page


@pytest.mark.parametrize(
    ("hours", "says"),
    [(1, "Not enough witnesses since"), (5, "releases of money wait")],
)
def test_a_missing_quorum_is_said_with_what_waits(hours, says, client, watched):
    seen(watched[:1], timezone.now())
    seen(watched[1:], timezone.now() - timedelta(hours=hours), fault="timeout")
    page = english(client)
    assert says in page
    assert "Does not answer in time" in page
    assert ("since" in page and "Money is released only when" in page) == (hours == 5)


def test_only_a_demo_calls_its_witness_a_sample(client, settings, watched):
    seen(watched, timezone.now())
    caches["near"].clear()
    assert "proves nothing to anybody outside" in english(client)
    caches["near"].clear()
    settings.LAYANI_DEMO = False
    assert "proves nothing to anybody outside" not in english(client)


def test_witnesses_that_were_never_asked_are_shown_as_such(client, watched):
    assert "never yet" in english(client)


def test_a_witness_without_a_quorum_line_is_waited_for_in_nothing(client, settings, watched, published):
    settings.WITNESSES = policy_file(published.parent / "none", [f"witness a {watched[0].text()}\n"])
    page = english(client)
    assert "no number of them is asked for" in page
    assert "asked by file" in page
