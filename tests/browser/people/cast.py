"""Who takes part in an ordinary day, and what each of them does the same way in every story."""

from django.core.cache import cache
from django.utils import timezone

from layani.office.actions.staffing import Officer, enter_officer
from layani.office.actor import officer_actor, roles_today
from layani.office.tables.models import User
from tests.browser.test_citizen_journey import code
from tests.browser.test_citizen_journey import press as send
from tests.office.conftest import CARLA
from tests.office.officer.conftest import PASSWORD, SECRET


def enter(name, *roles):
    """Enter an officer who can sign in, and return them as actor."""
    cache.clear()
    person = Officer(name, name.title(), roles, PASSWORD, totp=SECRET)
    enter_officer(person, since=timezone.localdate(), check_password=False)
    user = User.objects.get(username=name)
    return officer_actor(user, two_factor=True, roles=roles_today(user))


def sign_in_as_carla(carla, *, newcomer=False):
    """Carla types her NIK and the code that her phone gets."""
    carla.page.locator("[name=nik]").fill(CARLA.nik)
    if newcomer:
        carla.page.get_by_text("Baru pertama kali di sini?").click()
        carla.page.locator("[name=name]").fill(CARLA.name)
        carla.page.locator("[name=phone]").fill("0812 3456 7890")
    send(carla)
    carla.page.locator("[name=code]").fill(code())
    send(carla)


def real_faults(opened):
    """What was found wrong, but that a form was sent back on purpose (409)."""
    return [fault for fault in opened.faults if "409" not in fault]
