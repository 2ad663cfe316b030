"""Who may sign what on which day, and in which form of words: the office's authority register, read by rules."""
