"""The test sign-ins of a demo: made at its first start, shown on its landing page, never known to a real office."""

import base64
import json
import secrets
from dataclasses import asdict, dataclass
from pathlib import Path


@dataclass(frozen=True)
class DemoSignIn:
    """One role to try. ``totp`` is the base32 secret of the second factor; empty for a citizen, who gets a code."""

    username: str
    name: str
    roles: tuple[str, ...]
    password: str = ""
    totp: str = ""
    nik: str = ""
    phone: str = ""


FILE = "demo-sign-ins.json"
WORDS = ("melati", "kenanga", "mawar", "anggrek", "cempaka", "dahlia", "teratai", "kamboja")


def new_password() -> str:
    """Return a password that a visitor can type on a phone."""
    return f"{secrets.choice(WORDS)}-{secrets.choice(WORDS)}-{secrets.randbelow(9000) + 1000}"


def new_totp() -> str:
    """Return a fresh secret for one-time codes, base32."""
    return base64.b32encode(secrets.token_bytes(20)).decode("ascii")


def read_sign_ins(folder: Path) -> tuple[DemoSignIn, ...]:
    """Return the demo's sign-ins; none before the demo's first start."""
    file = folder / FILE
    if not file.exists():
        return ()
    rows = json.loads(file.read_text(encoding="utf-8"))
    return tuple(DemoSignIn(**{**row, "roles": tuple(row["roles"])}) for row in rows)


def write_sign_ins(folder: Path, sign_ins: tuple[DemoSignIn, ...]) -> None:
    """Keep them beside the other secrets of the demo."""
    file = folder / FILE
    file.touch(mode=0o600)
    file.write_text(json.dumps([asdict(one) for one in sign_ins], indent=1), encoding="utf-8")
