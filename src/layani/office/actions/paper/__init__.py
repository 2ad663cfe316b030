"""Receipts on paper: blocks are printed, hours declared, numbers typed in, and every number is accounted for."""
