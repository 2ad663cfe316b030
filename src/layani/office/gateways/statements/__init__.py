"""Bank statements: files of other people's making, read with bounds and believed only where their sums agree."""
