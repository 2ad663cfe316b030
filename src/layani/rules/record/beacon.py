"""The public beacon: what quicknet, a network of many organisations (drand), signs every three seconds.

Nobody knows a round's signature before most of them have signed it, and nobody can sign it twice in two ways.
Checking it takes the package py_ecc (``pip install 'layani[draw]'``), which an office that draws locally does not need.
Source: drand's specification, scheme bls-unchained-g1-rfc9380; RFC 9380.
"""

import sys
from hashlib import sha256
from typing import Final

# The package lifts Python's limit of nested calls to 100,000 when it is imported. A receipt of deeply nested JSON would
# then end the program instead of being refused, and what is used of it here needs no such depth.
_NESTED = sys.getrecursionlimit()
try:
    from py_ecc.bls.g2_primitives import subgroup_check
    from py_ecc.bls.hash_to_curve import hash_to_G1
    from py_ecc.bls.point_compression import decompress_G1, decompress_G2
    from py_ecc.optimized_bls12_381 import FQ12, G2, final_exponentiate, is_inf, neg, pairing
except ImportError:
    CAN_CHECK = False
else:
    CAN_CHECK = True
finally:
    sys.setrecursionlimit(_NESTED)

CHAIN: Final = "52db9ba70e0cc0f6eaf7803dd07447a1f5477735fd3f661792ba94600c84e971"
"""Hash of quicknet's chain, in hex."""
QUICKNET: Final = f"drand/{CHAIN}"
PUBLIC_KEY: Final = bytes.fromhex(
    "83cf0f2896adee7eb8b5f01fcad3912212c437e0073e911fb90022d3e760183c8c4b450b6a0a6c3ac6a5776a2d1064510"
    "d1fec758c921cc22b0e17e63aaf4bcb5ed66304de9cf809bd274ca73bab4af5a6e9c76a4bc09e76eae8991ef5ece45a"
)
PACKAGE: Final = "py_ecc"
_DOMAIN: Final = b"BLS_SIG_BLS12381G1_XMD:SHA-256_SSWU_RO_NUL_"
_HALF = 48


class CannotCheck(Exception):
    """The package that checks a signature of the beacon is not installed."""


def is_signature(round_: int, signature: bytes) -> bool:
    """Say whether ``signature`` (48 bytes) is quicknet's of a round; raises CannotCheck without the package."""
    if not CAN_CHECK:
        raise CannotCheck(f"A signature of the beacon is checked by the package {PACKAGE}: pip install 'layani[draw]'")
    try:
        point = decompress_G1(int.from_bytes(signature, "big"))
        if len(signature) != _HALF or is_inf(point) or not subgroup_check(point):
            return False
    except ValueError:  # the bytes are no point of the curve
        return False
    message = hash_to_G1(sha256(round_.to_bytes(8, "big")).digest(), _DOMAIN, sha256)
    halves = (int.from_bytes(PUBLIC_KEY[:_HALF], "big"), int.from_bytes(PUBLIC_KEY[_HALF:], "big"))
    # e(key, message) = e(generator, signature), as one product so that the dear last step is done once.
    product = pairing(decompress_G2(halves), neg(message), final_exponentiate=False)
    product *= pairing(G2, point, final_exponentiate=False)
    return bool(final_exponentiate(product) == FQ12.one())
