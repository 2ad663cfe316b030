"""Preventive controls: one file stops one kind of act before it happens."""
