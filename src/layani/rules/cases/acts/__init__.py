"""The acts, a file for each part of a case's life; a file is found by its ``ACTS``."""
