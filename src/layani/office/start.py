"""Starts Django for a command."""

import os

import django


def start_django() -> None:
    """Make the office's settings and tables usable; a second call changes nothing."""
    os.environ.setdefault("DJANGO_SETTINGS_MODULE", "layani.office.settings")
    django.setup()
