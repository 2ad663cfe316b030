"""Measures what the office costs: CPU by the system's accounting, speed, and ratios to pgbench of the same minute."""
