"""The simulated city: made-up people and cases for the demo and for measuring."""
