"""Pages for the inspectorate."""
