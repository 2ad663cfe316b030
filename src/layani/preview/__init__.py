"""One service live while it is edited: every page load reads its files again."""
