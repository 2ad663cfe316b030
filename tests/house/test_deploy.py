"""The files in ``deploy``: units that are hardened, and proxies that agree with what the office reads and sets."""

import configparser
import os
import re
import shutil
import subprocess
from datetime import timedelta
from pathlib import Path

import pytest

from layani.office import network
from layani.office.pages.page import discover_pages

ROOT = Path(__file__).parents[2]
DEPLOY = ROOT / "deploy"
UNITS = sorted((DEPLOY / "systemd").glob("*.service"))
SETTINGS = (ROOT / "src/layani/office/settings.py").read_text(encoding="utf-8")
AROUND_THE_FILES = 100_000  # bytes of a form beside its files
NGINX = (DEPLOY / "nginx/layani.conf").read_text(encoding="utf-8")
PASSED = (DEPLOY / "nginx/layani-proxy.conf").read_text(encoding="utf-8")
CADDY = (DEPLOY / "caddy/Caddyfile").read_text(encoding="utf-8")


def unit(file):
    read = configparser.RawConfigParser(strict=False, interpolation=None)
    read.optionxform = str
    read.read_string(file.read_text(encoding="utf-8"))
    return read


def largest_upload():
    return int(re.search(r'"LAYANI_MAX_UPLOAD", ([\d_]+)', SETTINGS)[1].replace("_", ""))


@pytest.mark.parametrize("file", UNITS, ids=lambda file: file.stem)
def test_a_unit_has_a_user_of_its_own_and_can_write_only_where_it_says(file):
    service = unit(file)["Service"]
    for key, value in {
        "User": "layani", "NoNewPrivileges": "yes", "ProtectSystem": "strict", "ProtectHome": "yes",
        "PrivateTmp": "yes", "CapabilityBoundingSet": "", "UMask": "0077",
    }.items():  # fmt: skip
        assert service[key] == value, key
    assert service["ReadWritePaths"].split()[0] == "/srv/layani/data"
    assert "LoadCredential" in service
    assert not re.search(r"PASSWORD|TOKEN=[^%]", service.get("Environment", ""))


@pytest.mark.parametrize("file", UNITS, ids=lambda file: file.stem)
def test_every_command_and_setting_of_a_unit_exists(file):
    text = file.read_text(encoding="utf-8")
    for command in re.findall(r"ExecStart=\S*/layani (\S+)", text):
        assert (ROOT / f"src/layani/commands/{command}.py").exists()
    for name in re.findall(r"(LAYANI_\w+?)(?:_FILE)?=", text):
        assert f'"{name}"' in SETTINGS


@pytest.mark.parametrize("file", UNITS, ids=lambda file: file.stem)
def test_systemd_finds_a_unit_well_protected(file):
    if not shutil.which("systemd-analyze"):
        pytest.skip("systemd-analyze is not on this machine; the units were read, not checked by systemd")
    command = ["systemd-analyze", "security", "--offline=yes", "--threshold=20", str(file)]
    done = subprocess.run(command, capture_output=True, text=True, check=False)
    if "Overall exposure" not in done.stdout:
        pytest.skip(f"systemd-analyze cannot look at units here: {done.stderr.strip()[:200]}")
    assert done.returncode == 0, done.stdout[-2000:]


def test_the_proxies_take_no_less_and_hardly_more_than_the_office():
    for text in (NGINX, CADDY):
        sizes = {int(size) for size in re.findall(r"(?:client_max_body_size|max_size|request_buffers) (\d+)", text)}
        assert sizes == {largest_upload() + AROUND_THE_FILES}
    assert "proxy_request_buffering on" in NGINX


def test_the_proxies_set_the_headers_that_the_office_reads_and_no_others():
    read = re.search(r'SECURE_PROXY_SSL_HEADER = \("HTTP_(\w+)", "https"\)', SETTINGS)[1]
    addresses = re.search(r'"HTTP_(X_FORWARDED_\w+)"', Path(network.__file__).read_text(encoding="utf-8"))[1]
    wanted = {read.replace("_", "-"), addresses.replace("_", "-")}
    nginx = dict(re.findall(r"proxy_set_header (\S+) (.+);", PASSED))
    assert {name.upper() for name, value in nginx.items() if name.startswith("X-") and value != '""'} == wanted
    assert nginx["X-Forwarded-Proto"] == "$scheme"
    # The office takes the last address; nginx adds its own there, Caddy puts its own in the place of all.
    assert nginx["X-Forwarded-For"] == "$proxy_add_x_forwarded_for"
    caddy = dict(re.findall(r"header_up (X-\S+) (\S+)", CADDY))
    assert {name.upper() for name in caddy} == wanted
    assert caddy == {"X-Forwarded-Proto": "{scheme}", "X-Forwarded-For": "{remote_host}"}


def test_every_place_of_the_proxy_passes_the_same_headers_to_the_port_of_the_unit():
    port = re.search(r"--port (\d+)", (DEPLOY / "systemd/layani-web.service").read_text(encoding="utf-8"))[1]
    assert f"server 127.0.0.1:{port};" in NGINX
    assert f"reverse_proxy 127.0.0.1:{port} " in CADDY
    assert NGINX.count("proxy_pass http://layani;") == NGINX.count("include /etc/nginx/layani-proxy.conf;") == 2


def test_only_tls_that_is_still_safe_and_one_voice_on_strict_transport():
    assert "ssl_protocols TLSv1.2 TLSv1.3;" in NGINX
    assert "protocols tls1.2 tls1.3" in CADDY
    # The office itself says it, for a year; two headers of different words would be none.
    assert f"timedelta(days={timedelta(days=365).days})" in SETTINGS
    assert not re.search(r"(?im)^\s*(add_header|header)\s+Strict", NGINX + CADDY)


def test_the_rate_of_signing_in_is_limited_where_people_sign_in():
    pattern = re.compile(re.search(r"location ~ (\S+) \{", NGINX)[1])
    paths = [f"/{page.path}" for page in discover_pages() if page.path.startswith(("sign-in/", "officer/sign-in/"))]
    assert len(paths) >= 2
    assert all(pattern.match(path) for path in paths)
    assert not any(pattern.match(f"/{page.path}") for page in discover_pages() if "sign-in/" not in page.path)


def test_no_log_of_the_proxy_holds_a_query_a_referrer_or_a_header():
    (said,) = re.findall(r"log_format \w+ '([^']+)'", NGINX)
    assert set(re.findall(r"\$\w+", said)).isdisjoint(
        {"$request", "$request_uri", "$args", "$query_string", "$http_referer", "$http_cookie", "$remote_addr"}
    )
    assert re.findall(r"error_log \S+ (\w+);", NGINX) == ["crit"]
    assert not re.search(r"(?m)^\s*log\b", CADDY)


def test_every_log_is_forgotten_by_the_same_day():
    rotated = (DEPLOY / "logs/logrotate-layani.conf").read_text(encoding="utf-8")
    journal = (DEPLOY / "logs/journald-layani.conf").read_text(encoding="utf-8")
    assert re.search(r"maxage (\d+)", rotated)[1] == re.search(r"MaxRetentionSec=(\d+)day", journal)[1] == "90"
    for log in re.findall(r"(?:access|error)_log (/\S+)", NGINX):
        assert log in rotated


def test_nginx_itself_takes_the_files(tmp_path):
    program = os.environ.get("NGINX") or shutil.which("nginx") or shutil.which("nginx", path="/usr/sbin")
    if not program:
        pytest.skip("nginx is not on this machine; its files were read, not checked by nginx")
    command = ["openssl", "req", "-x509", "-newkey", "rsa:2048", "-nodes", "-days", "1", "-subj", "/CN=x"]
    pair = [tmp_path / "privkey.pem", tmp_path / "fullchain.pem"]
    subprocess.run([*command, "-keyout", pair[0], "-out", pair[1]], check=True, capture_output=True)
    said = NGINX.replace("/etc/ssl/layani", str(tmp_path)).replace("/var/log/nginx", str(tmp_path))
    said = said.replace("/etc/nginx/layani-proxy.conf", str(DEPLOY / "nginx/layani-proxy.conf"))
    said = said.replace("listen 80;", "listen 18080;").replace("[::]:80;", "[::]:18080;").replace("443", "18443")
    main = tmp_path / "nginx.conf"
    folders = "".join(
        f"{name}_temp_path {tmp_path}/{name};" for name in ("client_body", "proxy", "fastcgi", "uwsgi", "scgi")
    )
    main.write_text(f"pid {tmp_path}/pid; error_log stderr; events {{}} http {{ {folders}\n{said} }}", encoding="utf-8")
    done = subprocess.run([program, "-t", "-c", str(main)], capture_output=True, text=True, check=False)
    assert done.returncode == 0, done.stderr
