"""Layani: public services as promises that anyone can check."""

__version__ = "0.1.0"
