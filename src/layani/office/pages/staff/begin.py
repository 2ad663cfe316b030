"""An officer sets their own password by a link for once; then they sign in and set up the second factor."""

from datetime import timedelta

from django.core.exceptions import ValidationError
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.utils import timezone
from django.views.decorators.cache import never_cache
from django.views.decorators.debug import sensitive_post_parameters

from layani.office.actions.inviting import accept, invited
from layani.office.actions.trying import Limit, count_try
from layani.office.house import calendar
from layani.office.network import network_address
from layani.office.pages.page import Page, Readers
from layani.rules.refusal import Refused
from layani.rules.text import Text

PER_ADDRESS = Limit("invitation-from-address", most=30, span=timedelta(hours=1))
PROBLEMS = {
    "password_too_short": Text("Paling sedikit 12 huruf atau angka.", "At least 12 letters or digits."),
    "password_too_common": Text(
        "Kata sandi ini terlalu umum. Pakai beberapa kata Anda sendiri.",
        "This password is too common. Take a few words of your own.",
    ),
    "password_entirely_numeric": Text(
        "Kata sandi tidak boleh hanya angka. Tambahkan huruf, misalnya beberapa kata.",
        "A password cannot be digits alone. Add letters, such as a few words.",
    ),
    "password_too_similar": Text(
        "Terlalu mirip dengan nama atau surel Anda.", "It is too much like your name or e-mail."
    ),
    "differ": Text("Kedua kata sandi tidak sama. Ketik lagi.", "The two passwords differ. Type them again."),
}


@never_cache
@sensitive_post_parameters("password", "again")
def begin(request: HttpRequest, code: str) -> HttpResponse:
    """Ask twice for a password, and set it; every link that is not valid is answered alike."""
    now = timezone.now()
    today = calendar().local(now).date()
    try:
        count_try(PER_ADDRESS, network_address(request), now)
        row = invited(code, now=now, today=today)
        if request.method != "POST":
            return render(request, "staff/begin.html", {"user": row.user})
        password = request.POST.get("password", "")
        if password != request.POST.get("again", ""):
            raise ValidationError("", code="differ")
        accept(code, password, now=now, today=today)
    except ValidationError as fault:
        told = [PROBLEMS.get(one.code or "", PROBLEMS["password_too_common"]) for one in fault.error_list]
        return render(request, "staff/begin.html", {"user": row.user, "faults": told}, status=422)
    except Refused as refused:
        return render(request, "staff/begin.html", {"user": None, "refusals": refused.refusals}, status=410)
    return redirect("account_login")


PAGE = Page(path="officer/begin/<str:code>/", name="begin", view=begin, readers=Readers.EVERYONE)
