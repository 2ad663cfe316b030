"""Who signs for whom in the demo: an acting head, a mandate, and a head who is away with nobody to sign."""

from datetime import datetime, timedelta

from layani.office.actions.authorising import Power, confirm_power, enter_power
from layani.office.actor import Actor, officer_actor, roles_today
from layani.office.house import calendar
from layani.office.tables.models.people import User
from layani.rules.text import Text

ENTERS, CONFIRMS = "oki", "citra"
AWAY_DAYS, ACTING_DAYS = 14, 90


def powers_to_sign(now: datetime) -> None:
    """Enter and confirm them, as two officers of the demo do.

    The post at the manpower desk is vacant, so the head of civil registration acts for it. The secretary signs for the
    head of the district by mandate, but revokes nothing. The head of public information is away and nobody acts: the
    visitor can enter who does.
    """
    today = calendar().local(now).date()
    since = today - timedelta(days=7)
    powers = (
        Power(
            "manpower-head", "plt", "800/27/2026 (contoh)", since, since, today + timedelta(days=ACTING_DAYS), "evi"
        ),
        Power(
            "head", "mandate", "800/12/2026 (contoh)", since, since, None, "sinta",
            signs_as=Text("Sekretaris Camat", "Secretary of the district"), not_acts=("revoke",),
        ),
        Power(
            "information-head", "away", "800/31/2026 (contoh)", since, today, today + timedelta(days=AWAY_DAYS)
        ),
    )  # fmt: skip
    for power in powers:
        row = enter_power(power, actor=_officer(ENTERS), now=now)
        confirm_power(row.pk, actor=_officer(CONFIRMS), now=now)


def _officer(username: str) -> Actor:
    user = User.objects.get(username=username)
    return officer_actor(user, roles=roles_today(user), two_factor=True)
