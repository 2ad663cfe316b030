"""A third party says when a letter was signed; where it does not, the letter is signed all the same and says so."""

import io
import os
import shutil
import subprocess
import threading
from datetime import UTC, datetime, timedelta
from hashlib import sha256
from http.server import BaseHTTPRequestHandler, HTTPServer

import pytest
from asn1crypto import keys, tsp
from asn1crypto import x509 as asn1_x509
from cryptography import x509
from cryptography.hazmat.primitives import hashes
from cryptography.hazmat.primitives.asymmetric import rsa
from cryptography.hazmat.primitives.serialization import Encoding, NoEncryption, PrivateFormat
from cryptography.x509.oid import ExtendedKeyUsageOID, NameOID
from pyhanko.pdf_utils.reader import PdfFileReader
from pyhanko.sign.timestamps import DummyTimeStamper

from layani.office.actions import issuing, signing
from layani.office.actions.comparing_letters import altered_letters
from layani.office.gateways.time_stamps import time_in
from layani.office.tables.models import Case, Event, Letter, Signature
from layani.office.tables.projection import event_of
from tests.office.officer.conftest import words_of
from tests.office.record.test_comparing import by_hand
from tests.office.signing.conftest import LATER, PASSPHRASE
from tests.office.signing.test_signing import pdfsig, with_pdfsig

STAMPED = datetime(2026, 11, 23, 2, 3, 4, tzinfo=UTC)


def authority(usage=ExtendedKeyUsageOID.TIME_STAMPING):
    """Return (certificate, key) of an authority of one's own making."""
    key = rsa.generate_private_key(public_exponent=65537, key_size=2048)
    name = x509.Name([x509.NameAttribute(NameOID.COMMON_NAME, "Penanda waktu (contoh)")])
    now = datetime.now(UTC)
    made = (
        x509.CertificateBuilder()
        .subject_name(name)
        .issuer_name(name)
        .public_key(key.public_key())
        .serial_number(x509.random_serial_number())
        .not_valid_before(now - timedelta(days=30))
        .not_valid_after(now + timedelta(days=365))
        .add_extension(x509.ExtendedKeyUsage([usage]), critical=True)
        .add_extension(
            x509.KeyUsage(
                digital_signature=True, content_commitment=True, key_encipherment=False, data_encipherment=False,
                key_agreement=False, key_cert_sign=False, crl_sign=False, encipher_only=False, decipher_only=False,
            ),
            critical=True,
        )
        .sign(key, hashes.SHA256())
    )  # fmt: skip
    return made, key


def stamper(made, key):
    cert = asn1_x509.Certificate.load(made.public_bytes(Encoding.DER))
    private = keys.PrivateKeyInfo.load(key.private_bytes(Encoding.DER, PrivateFormat.PKCS8, NoEncryption()))
    return DummyTimeStamper(cert, private, certs_to_embed=[cert], fixed_dt=STAMPED)


class Authority(BaseHTTPRequestHandler):
    """The stand-in of an authority: answers over HTTP as RFC 3161 says, with the stamper of its server."""

    def do_POST(self):  # noqa: N802  the standard library's own name
        asked = tsp.TimeStampReq.load(self.rfile.read(int(self.headers["Content-Length"])))
        body = self.server.stamper.request_tsa_response(asked).dump()
        self.send_response(200)
        self.send_header("Content-Type", self.server.kind)
        self.send_header("Content-Length", str(len(body)))
        self.end_headers()
        self.wfile.write(body)
        self.server.asked += 1

    def log_message(self, *said):
        """Say nothing."""


@pytest.fixture
def tsa(settings, tmp_path):
    """An authority that answers on this machine, and that the office trusts."""
    made, key = authority()
    server = HTTPServer(("127.0.0.1", 0), Authority)
    server.stamper, server.kind, server.asked = stamper(made, key), "application/timestamp-reply", 0
    thread = threading.Thread(target=server.serve_forever, daemon=True)
    thread.start()
    settings.TSA, settings.TSA_CA = f"http://127.0.0.1:{server.server_port}/", tmp_path / "tsa.pem"
    settings.TSA_CA.write_bytes(made.public_bytes(Encoding.PEM))
    yield server
    server.shutdown()
    server.server_close()


def signed_now(waiting, ben):
    assert signing.sign([waiting], PASSPHRASE, actor=ben, now=LATER).issued == 1
    return issuing.letter_pdf(Case.objects.get())


def page_of(client):
    return words_of(client.get(f"/letter/{Letter.objects.get().code}/"))


def test_the_letter_carries_the_time_of_the_authority_and_says_so(tsa, local, waiting, ben, client):
    pdf = signed_now(waiting, ben)
    assert tsa.asked and time_in(pdf) == STAMPED == Signature.objects.get().stamped_at
    assert event_of(Event.objects.get(act="issue")).data["signature"]["time"] == STAMPED.isoformat()
    assert "dipastikan penyedia penanda waktu" in page_of(client)


@with_pdfsig
def test_an_independent_reader_finds_the_stamped_signature_valid(tsa, local, waiting, ben, tmp_path):
    said = pdfsig(signed_now(waiting, ben), tmp_path)
    assert "Signature is Valid" in said and "ETSI.CAdES.detached" in said and "Total document signed" in said


@pytest.mark.skipif(
    shutil.which("openssl") is None and not os.environ.get("CI"),
    reason="openssl is missing: sudo apt-get install openssl",
)
def test_openssl_finds_the_token_to_be_the_authoritys_and_of_this_signature(
    tsa, settings, local, waiting, ben, tmp_path
):
    signed = PdfFileReader(io.BytesIO(signed_now(waiting, ben))).embedded_regular_signatures[0].signer_info
    stamps = [
        one["values"][0] for one in signed["unsigned_attrs"] if one["type"].native == "signature_time_stamp_token"
    ]
    (tmp_path / "token.der").write_bytes(stamps[0].dump())
    digest = sha256(signed["signature"].native).hexdigest()
    command = ["openssl", "ts", "-verify", "-token_in", "-in", tmp_path / "token.der", "-CAfile", settings.TSA_CA]
    for said, holds in ((digest, True), ("00" * 32, False)):
        done = subprocess.run([*command, "-digest", said], capture_output=True, text=True, check=False)
        assert ("Verification: OK" in done.stdout + done.stderr) is holds, done.stderr


def plain(pdf, client):
    assert time_in(pdf) is None and Signature.objects.get().stamped_at is None
    assert "time" not in event_of(Event.objects.get(act="issue")).data["signature"]
    assert "tidak dipastikan pihak ketiga" in page_of(client)


def test_without_an_authority_the_letter_says_whose_clock_it_is(local, waiting, ben, client):
    plain(signed_now(waiting, ben), client)


def test_an_authority_that_is_down_holds_nothing_up(tsa, settings, local, waiting, ben, client, caplog):
    settings.TSA = "http://127.0.0.1:9/"
    plain(signed_now(waiting, ben), client)
    assert "signed without a time stamp" in caplog.text


def test_an_authority_that_answers_something_else_holds_nothing_up(tsa, local, waiting, ben, client):
    tsa.kind = "text/html"
    plain(signed_now(waiting, ben), client)


def test_the_token_of_a_stranger_is_not_taken(tsa, local, waiting, ben, client):
    tsa.stamper = stamper(*authority())
    plain(signed_now(waiting, ben), client)


def test_a_certificate_that_is_not_for_time_stamps_is_not_taken(tsa, settings, local, waiting, ben, client):
    made, key = authority(ExtendedKeyUsageOID.EMAIL_PROTECTION)
    tsa.stamper = stamper(made, key)
    settings.TSA_CA.write_bytes(made.public_bytes(Encoding.PEM))
    plain(signed_now(waiting, ben), client)


@pytest.mark.parametrize("content", [None, b"", b"no certificate"])
def test_a_ca_file_that_cannot_be_read_holds_nothing_up(content, tsa, settings, local, waiting, ben, client):
    settings.TSA_CA.unlink() if content is None else settings.TSA_CA.write_bytes(content)
    plain(signed_now(waiting, ben), client)


@pytest.mark.parametrize("change", ["stamped_at = null", "how = 'ink'", "stamped_at = '2020-01-01 00:00:00+00:00'"])
def test_another_way_or_time_of_signing_in_the_register_is_found(change, tsa, local, waiting, ben):
    signed_now(waiting, ben)
    assert list(altered_letters()) == []
    by_hand(f"update tables_signature set {change}")  # noqa: S608  of this test
    told = "was signed in another way, or at another confirmed time, than its act says"
    assert list(altered_letters()) == [(f"letter {Letter.objects.get()}", told)]
