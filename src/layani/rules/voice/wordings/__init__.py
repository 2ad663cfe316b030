"""The words of every message, by what it is about; one module for each kind of occasion."""
