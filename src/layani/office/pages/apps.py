"""The pages as a Django application, so that their template tags are found."""

from django.apps import AppConfig


class PagesConfig(AppConfig):
    """Names the application ``pages``; it has no tables of its own."""

    name = "layani.office.pages"
    label = "pages"
    verbose_name = "Pages"
