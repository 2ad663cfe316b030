"""What the law and the office's own definitions say, in pure Python: no clock, no network, no database."""
