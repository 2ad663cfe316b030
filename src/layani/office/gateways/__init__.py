"""The outside world, each gateway with a fake beside it."""
