"""The binding list: what may stand on it, and what may still be asked of somebody who brings it."""

from collections.abc import Collection, Mapping

from layani.rules.catalogue.model import Service


def nameable(service: Service) -> Mapping[str, str]:
    """Return what a list may name: field -> id of the law by which the service's file asks it.

    What no law names is not demanded at the door, and what the office holds already (identity) neither.
    """
    named: dict[str, str] = {}
    for one in service.fields.values():
        law = one.law or (one.evidence.law if one.evidence else None)
        if law and one.source is None:
            named[one.name] = law
    return named


def beyond(items: Collection[str], listed: Collection[str]) -> frozenset[str]:
    """Return what is asked although it does not stand on the list.

    >>> sorted(beyond(["contract", "photo"], ["contract"]))
    ['photo']
    """
    return frozenset(items) - frozenset(listed)
