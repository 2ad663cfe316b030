"""Registers the tables with Django."""

from django.apps import AppConfig


class TablesConfig(AppConfig):
    """All tables of the office live in this one Django app."""

    name = "layani.office.tables"
    label = "tables"
