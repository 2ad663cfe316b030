"""The public beacon: what quicknet, a network of many organisations (drand), signs every three seconds.

Nobody knows a round's signature before most of them have signed it, and nobody can sign it twice in two ways.
Checking it takes the package py_ecc (``pip install 'layani[draw]'``), which an office that draws locally does not need.
Source: drand's specification, scheme bls-unchained-g1-rfc9380; RFC 9380.
"""

import sys
from functools import cache
from hashlib import sha256
from importlib import import_module
from importlib.util import find_spec
from types import ModuleType
from typing import Final

CHAIN: Final = "52db9ba70e0cc0f6eaf7803dd07447a1f5477735fd3f661792ba94600c84e971"
"""Hash of quicknet's chain, in hex."""
QUICKNET: Final = f"drand/{CHAIN}"
PUBLIC_KEY: Final = bytes.fromhex(
    "83cf0f2896adee7eb8b5f01fcad3912212c437e0073e911fb90022d3e760183c8c4b450b6a0a6c3ac6a5776a2d1064510"
    "d1fec758c921cc22b0e17e63aaf4bcb5ed66304de9cf809bd274ca73bab4af5a6e9c76a4bc09e76eae8991ef5ece45a"
)
PACKAGE: Final = "py_ecc"


def _is_installed() -> bool:
    try:
        return find_spec(PACKAGE) is not None
    except ModuleNotFoundError:  # whoever allows the base package alone refuses even to look for another
        return False


CAN_CHECK = _is_installed()
_DOMAIN: Final = b"BLS_SIG_BLS12381G1_XMD:SHA-256_SSWU_RO_NUL_"
_HALF = 48


class CannotCheck(Exception):
    """The package that checks a signature of the beacon is not installed."""


def is_signature(round_: int, signature: bytes) -> bool:
    """Say whether ``signature`` (48 bytes) is quicknet's of a round; raises CannotCheck without the package."""
    if not CAN_CHECK:
        raise CannotCheck(f"A signature of the beacon is checked by the package {PACKAGE}: pip install 'layani[draw]'")
    curve, checks, points, hashing = _library()
    try:
        point = points.decompress_G1(int.from_bytes(signature, "big"))
        if len(signature) != _HALF or curve.is_inf(point) or not checks.subgroup_check(point):
            return False
    except ValueError:  # the bytes are no point of the curve
        return False
    message = hashing.hash_to_G1(sha256(round_.to_bytes(8, "big")).digest(), _DOMAIN, sha256)
    halves = (int.from_bytes(PUBLIC_KEY[:_HALF], "big"), int.from_bytes(PUBLIC_KEY[_HALF:], "big"))
    # e(key, message) = e(generator, signature), as one product so that the dear last step is done once.
    product = curve.pairing(points.decompress_G2(halves), curve.neg(message), final_exponentiate=False)
    product *= curve.pairing(curve.G2, point, final_exponentiate=False)
    return bool(curve.final_exponentiate(product) == curve.FQ12.one())


@cache
def _library() -> tuple[ModuleType, ...]:
    """Return the package's modules, loaded when the first signature is checked: that takes a third of a second.

    The package lifts Python's limit of nested calls to 100,000 when it is imported. A receipt of deeply nested JSON
    would then end the program instead of being refused, and what is used of it here needs no such depth.
    """
    nested = sys.getrecursionlimit()
    try:
        names = ("optimized_bls12_381", "bls.g2_primitives", "bls.point_compression", "bls.hash_to_curve")
        return tuple(import_module(f"{PACKAGE}.{name}") for name in names)
    finally:
        sys.setrecursionlimit(nested)
