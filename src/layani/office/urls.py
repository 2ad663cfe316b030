"""Every address of the office: the pages and the API find their own files."""

from django.urls import include, path
from django.views.i18n import set_language

from layani.office.api.router import api
from layani.office.pages.page import url_patterns

urlpatterns = [
    path("language/", set_language, name="set_language"),
    path("officer/sign-in/", include("layani.office.pages.officer.sign_in")),
    path("api/", api.urls),
    *url_patterns(),
]
handler400 = "layani.office.pages.parts.errors.bad_request"
handler403 = "layani.office.pages.parts.errors.forbidden"
handler404 = "layani.office.pages.parts.errors.not_found"
handler429 = "layani.office.pages.parts.errors.too_many_requests"
handler500 = "layani.office.busy.server_error"
