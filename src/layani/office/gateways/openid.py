"""An identity provider by OpenID Connect: code with PKCE, discovery, and an ID token that is believed only when proved.

joserfc checks signatures and claims; what is asked, and in which order, stands here, because the answer is a citizen's
party and no Django user (docs/decisions/0057). Sources: OpenID Connect Core 1.0, sections 3.1.2 and 3.1.3.7; OpenID
Connect Discovery 1.0, section 4.3; RFC 7636 (PKCE, S256); RFC 9207 (iss in the answer); RFC 6749, section 2.3.1.
"""

import base64
import hashlib
import json
import logging
import secrets
import urllib.error
import urllib.request
from collections.abc import Mapping
from dataclasses import dataclass
from datetime import date
from typing import Any
from urllib.parse import quote, urlencode, urlsplit

from django.conf import settings
from django.core.cache import caches
from joserfc import jwk, jwt
from joserfc.errors import JoseError

from layani.rules.assurance import SEEN, asked_for, level_of

log = logging.getLogger(__name__)

ANSWER_WITHIN = 5  # seconds
LARGEST_ANSWER = 256_000  # bytes
KNOWN_FOR = 3_600  # seconds for which discovery and keys are remembered
LEEWAY = 60  # seconds by which two clocks may differ
# Signatures by the provider's own key. "none" and the HS family, whose key the client holds too, prove nothing.
ALGORITHMS = ("RS256", "RS384", "RS512", "PS256", "PS384", "PS512", "ES256", "ES384", "ES512", "EdDSA")
ENDPOINTS = ("authorization_endpoint", "token_endpoint", "jwks_uri")


class ProviderDown(Exception):
    """The identity provider does not answer, or not as a provider does."""


class NotProved(Exception):
    """What came back does not prove who somebody is."""


@dataclass(frozen=True, slots=True)
class Provider:
    """One identity provider. levels: acr -> assurance level; nik_claim: where the NIK stands."""

    issuer: str
    name: str
    client: str
    secret: str
    scopes: tuple[str, ...]
    nik_claim: str
    levels: Mapping[str, str]


@dataclass(frozen=True, slots=True)
class Begun:
    """What the session keeps between going there and coming back; each value is used once."""

    state: str
    nonce: str
    verifier: str


@dataclass(frozen=True, slots=True)
class Identity:
    """Who came back. level: the assurance of this sign-in; phone, email: only those that the provider has verified."""

    issuer: str
    subject: str
    level: str
    nik: str = ""
    name: str = ""
    birth_date: str = ""
    phone: str = ""
    email: str = ""


def provider() -> Provider | None:
    """Return the office's identity provider, or None where none is set."""
    if not settings.OIDC_ISSUER:
        return None
    return Provider(
        issuer=settings.OIDC_ISSUER.rstrip("/"),
        name=settings.OIDC_NAME or urlsplit(settings.OIDC_ISSUER).hostname or settings.OIDC_ISSUER,
        client=settings.OIDC_CLIENT,
        secret=settings.OIDC_SECRET,
        scopes=tuple(settings.OIDC_SCOPES),
        nik_claim=settings.OIDC_NIK,
        levels=settings.OIDC_LEVELS,
    )


def begin(at: Provider, *, back: str, needed: str = SEEN) -> tuple[str, Begun]:
    """Return the address to send the browser to, and what the session keeps; raises ProviderDown.

    back: our own address for the answer; needed: the level that is asked for, where the provider has a word for it
    """
    begun = Begun(*(secrets.token_urlsafe(32) for _ in range(3)))
    challenge = base64.urlsafe_b64encode(hashlib.sha256(begun.verifier.encode()).digest()).rstrip(b"=").decode()
    asked = {
        "response_type": "code",
        "client_id": at.client,
        "redirect_uri": back,
        "scope": " ".join(at.scopes),
        "state": begun.state,
        "nonce": begun.nonce,
        "code_challenge": challenge,
        "code_challenge_method": "S256",
        # On a phone that a household shares, the one who signed in there last must not be the one who is let in here.
        "prompt": "login",
    }
    if wanted := asked_for(needed, at.levels):
        asked["acr_values"] = " ".join(wanted)
    address = _discovered(at)["authorization_endpoint"]
    return f"{address}{'&' if '?' in address else '?'}{urlencode(asked)}", begun


def identity(at: Provider, begun: Begun, answer: Mapping[str, str], *, back: str) -> Identity:
    """Return who came back with this answer; raises NotProved or ProviderDown."""
    if not secrets.compare_digest(answer.get("state", ""), begun.state):
        raise NotProved("state")
    if answer.get("iss", at.issuer).rstrip("/") != at.issuer:
        raise NotProved("iss")
    if "code" not in answer:
        raise NotProved("no code")
    given = _exchange(at, begun, answer["code"], back)
    claims = _checked(at, str(given.get("id_token", "")), begun.nonce)
    return _identity(at, claims, _more(at, claims, str(given.get("access_token", ""))))


def leave_address(at: Provider, *, back: str) -> str | None:
    """Return where somebody ends their session at the provider too, or None where it has no such page or is down."""
    try:
        address = _discovered(at).get("end_session_endpoint")
    except ProviderDown:
        return None
    return f"{address}?{urlencode({'client_id': at.client, 'post_logout_redirect_uri': back})}" if address else None


def _identity(at: Provider, claims: Mapping[str, Any], more: Mapping[str, Any]) -> Identity:
    def said(name: str) -> str:
        value = claims.get(name, more.get(name, ""))
        return value.strip()[:200] if isinstance(value, str) else ""

    def verified(name: str) -> str:
        found = claims if name in claims else more
        return said(name) if found.get(f"{name}_verified") is True else ""

    return Identity(
        issuer=at.issuer,
        subject=str(claims["sub"]),
        level=level_of(str(claims.get("acr", "")), at.levels),
        nik=said(at.nik_claim),
        name=said("name"),
        birth_date=_day(said("birthdate")),
        phone=verified("phone_number"),
        email=verified("email"),
    )


def _day(words: str) -> str:
    try:
        return date.fromisoformat(words).isoformat()
    except ValueError:  # OpenID Connect allows a year alone, and 0000 for none
        return ""


def _exchange(at: Provider, begun: Begun, code: str, back: str) -> Mapping[str, Any]:
    sent = {"grant_type": "authorization_code", "code": code, "redirect_uri": back, "code_verifier": begun.verifier}
    headers = {"Content-Type": "application/x-www-form-urlencoded"}
    if at.secret:
        pair = f"{quote(at.client, safe='')}:{quote(at.secret, safe='')}".encode()
        headers["Authorization"] = f"Basic {base64.b64encode(pair).decode()}"
    else:
        sent["client_id"] = at.client
    return _fetched(_discovered(at)["token_endpoint"], urlencode(sent).encode(), headers)


def _checked(at: Provider, token: str, nonce: str) -> Mapping[str, Any]:
    """Return the claims of an ID token that this provider signed for this sign-in; raises NotProved."""
    claims = _signed(at, token)
    audience = claims.get("aud")
    rules = jwt.JWTClaimsRegistry(
        leeway=LEEWAY,
        iss={"essential": True, "value": at.issuer if claims.get("iss") != f"{at.issuer}/" else f"{at.issuer}/"},
        aud={"essential": True, "value": at.client},
        exp={"essential": True},
        iat={"essential": True},
        sub={"essential": True},
        nonce={"essential": True, "value": nonce},
    )
    try:
        rules.validate(dict(claims))
    except JoseError as fault:
        raise NotProved(f"{type(fault).__name__}: {getattr(fault, 'claim', '')}") from None
    several = isinstance(audience, list) and len(audience) > 1
    if (several or "azp" in claims) and claims.get("azp") != at.client:
        raise NotProved("azp")
    return claims


def _signed(at: Provider, token: str) -> Mapping[str, Any]:
    """Return what a token says that one of the provider's keys has signed; unknown keys are fetched anew, once."""
    for fresh in (False, True):
        try:
            return dict(jwt.decode(token, _keys(at, fresh=fresh), algorithms=list(ALGORITHMS)).claims)
        except (JoseError, ValueError) as fault:
            why = type(fault).__name__
    raise NotProved(why)


def _keys(at: Provider, *, fresh: bool) -> jwk.KeySet:
    address = _discovered(at)["jwks_uri"]
    try:
        return jwk.KeySet.import_key_set(_remembered(f"keys {address}", address, fresh=fresh))  # type: ignore[arg-type]
    except (JoseError, KeyError, TypeError, ValueError) as fault:
        raise ProviderDown(f"The keys of the identity provider are not understood ({type(fault).__name__}).") from None


def _more(at: Provider, claims: Mapping[str, Any], access_token: str) -> Mapping[str, Any]:
    """Return what the provider tells besides the token, if it tells it of the same person."""
    address = _discovered(at).get("userinfo_endpoint")
    if at.nik_claim in claims or not address or not access_token:
        return {}
    told = _fetched(address, None, {"Authorization": f"Bearer {access_token}"})
    if told.get("sub") != claims["sub"]:
        raise NotProved("userinfo of another subject")
    return told


def _discovered(at: Provider) -> Mapping[str, str]:
    """Return what the provider says of itself; raises ProviderDown."""
    found = _remembered(f"openid {at.issuer}", f"{at.issuer}/.well-known/openid-configuration")
    if str(found.get("issuer", "")).rstrip("/") != at.issuer:
        raise ProviderDown("The identity provider calls itself by another name than LAYANI_OIDC.")
    missing = [name for name in ENDPOINTS if not isinstance(found.get(name), str)]
    insecure = [value for name, value in found.items() if name.endswith(("_endpoint", "_uri")) and _open(value)]
    if missing or (insecure and not settings.LAYANI_DEMO):
        raise ProviderDown("The identity provider's own description lacks an address, or has one without https.")
    return found


def _open(address: Any) -> bool:
    return not str(address).startswith("https://")


def _remembered(name: str, address: str, *, fresh: bool = False) -> Mapping[str, Any]:
    key = hashlib.sha256(name.encode()).hexdigest()
    found = None if fresh else caches["near"].get(key)
    if found is None:
        found = _fetched(address, None, {})
        caches["near"].set(key, found, KNOWN_FOR)
    return dict(found)


class _NoRedirect(urllib.request.HTTPRedirectHandler):
    def redirect_request(self, *args: Any) -> None:
        """Follow no redirect: a code or a token must not travel to an address that nobody set."""


_STAYS_THERE = urllib.request.build_opener(_NoRedirect)


def _fetched(address: str, body: bytes | None, headers: Mapping[str, str]) -> Mapping[str, Any]:
    """Return the JSON object at an address of the provider; raises NotProved (it said no) or ProviderDown."""
    request = urllib.request.Request(address, body, {"Accept": "application/json", **headers})  # noqa: S310  checked
    try:
        with _STAYS_THERE.open(request, timeout=ANSWER_WITHIN) as answer:
            content = answer.read(LARGEST_ANSWER + 1)
        found = json.loads(content) if len(content) <= LARGEST_ANSWER else None
    except urllib.error.HTTPError as fault:
        fault.close()
        if body is not None and 400 <= fault.code < 500:
            raise NotProved(f"the token endpoint answered {fault.code}") from None
        raise ProviderDown(f"The identity provider answered {fault.code}.") from None
    except (OSError, ValueError, RecursionError) as fault:
        raise ProviderDown(f"The identity provider did not answer ({type(fault).__name__}).") from None
    if not isinstance(found, dict):
        raise ProviderDown("The identity provider's answer is not a JSON object of a fair size.")
    return found
