"""Receipts on paper for hours without the system: blocks, hours, typing in, and asking for one that was not."""
