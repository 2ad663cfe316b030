"""Receipts on paper for hours without the system: when one may be typed in, and what is missing of a block."""
