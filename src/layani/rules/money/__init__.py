"""Amounts in whole minor units, and the fees of a service."""
