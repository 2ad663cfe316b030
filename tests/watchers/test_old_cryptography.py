"""What an outsider runs needs nothing of ``cryptography`` that the 38 of Debian 12's own package does not have."""

import ast
from pathlib import Path

import pytest

from layani import key_file
from layani.rules.record import note
from layani.watchers import witness

PACKAGE = Path(key_file.__file__).parent
NEWER = {"private_bytes_raw", "public_bytes_raw"}
"""Methods of keys since ``cryptography`` 40."""
OUTSIDERS = ("*.py", "rules/**/*.py", "watchers/*.py", "commands/*.py")


class OldKey:
    """A key as ``cryptography`` 38 makes it."""

    def __init__(self, key):
        self._key = key

    def __getattr__(self, name):
        if name in NEWER:
            raise AttributeError(f"an Ed25519 key of cryptography 38 has no attribute '{name}'")
        found = getattr(self._key, name)
        return (lambda: OldKey(found())) if name == "public_key" else found


@pytest.fixture
def old(monkeypatch):
    """Let every key be one of ``cryptography`` 38."""
    for module in (key_file, note):

        class Old(OldKey):
            generate = staticmethod(lambda real=module.Ed25519PrivateKey: OldKey(real.generate()))
            from_private_bytes = staticmethod(
                lambda seed, real=module.Ed25519PrivateKey: OldKey(real.from_private_bytes(seed))
            )

        monkeypatch.setattr(module, "Ed25519PrivateKey", Old)


def test_a_witness_has_its_key_with_the_cryptography_of_debian_12(old, tmp_path):
    made = witness.Witness(tmp_path, "ombudsman.example/w1", (), {}).key
    again = witness.Witness(tmp_path, "ombudsman.example/w1", (), {}).key
    assert made.verifier == again.verifier and again.verifier.text().startswith("ombudsman.example/w1+")


def test_no_module_of_the_base_package_uses_a_newer_method():
    files = [file for name in OUTSIDERS for file in PACKAGE.glob(name)]
    used = {
        (file.name, one.attr)
        for file in files
        for one in ast.walk(ast.parse(file.read_text(encoding="utf-8")))
        if isinstance(one, ast.Attribute) and one.attr in NEWER
    }
    assert len(files) > 100 and not used
