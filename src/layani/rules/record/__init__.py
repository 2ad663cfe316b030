"""The transparency log: its mathematics and formats, on the standard library and cryptography alone."""
