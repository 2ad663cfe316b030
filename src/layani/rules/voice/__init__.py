"""What citizens say of the service: the survey and its index."""
