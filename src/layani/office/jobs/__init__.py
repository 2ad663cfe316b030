"""Sweeps over rows that are due, one file a job."""
