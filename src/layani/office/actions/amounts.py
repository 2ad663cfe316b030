"""What a case costs and pays, as its events keep it."""

from collections.abc import Mapping
from typing import Any

from layani.rules.catalogue import Service
from layani.rules.catalogue.amounts.plan import conditions_in, plan_of
from layani.rules.catalogue.fees import reckon_fee, reckon_pays


def amounts_of(service: Service, answers: Mapping[str, Any], facts: Mapping[str, Any]) -> dict[str, Any]:
    """Return {"fee": …, "pays": …} in minor units, with the lines that may be kept in the open.

    What cannot be told is left out: an imported case, which nobody asked these questions, must not look free. Where
    a step has to find first what the fee is worked out from, "fee_waits" names it.
    """
    found = {"fee": reckon_fee(service, answers, facts)}
    if pays := reckon_pays(service, answers, facts):
        found["pays"] = pays
    waits = found["fee"].waits
    told = {
        name: {"minor": one.amount.minor, "currency": one.amount.currency, **({"why": one.kept} if one.kept else {})}
        for name, one in found.items()
        if one.amount is not None
    }
    return {**told, **({"fee_waits": list(waits)} if waits else {})}


def conditions_of(service: Service, answers: Mapping[str, Any], facts: Mapping[str, Any]) -> dict[str, Any]:
    """Return {"conditions": {part: role}} as the events of filing and answering keep it; {} for a plan without any."""
    found = conditions_in(plan_of(service, answers, facts))
    return {"conditions": found} if found else {}
