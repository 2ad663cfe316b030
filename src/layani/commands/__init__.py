"""The layani commands, one file a command."""
