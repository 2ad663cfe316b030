"""What happens when a person says that something held about them is wrong: by when, by whom, and by which road."""
