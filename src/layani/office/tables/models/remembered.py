"""What all processes remember together for a while: the tries to sign in, as allauth counts them."""

from django.db import models


class Remembered(models.Model):
    """A row of Django's database cache, whose columns these are; no code of ours reads or writes it."""

    cache_key = models.CharField(max_length=255, primary_key=True)
    value = models.TextField()
    expires = models.DateTimeField(db_index=True)

    def __str__(self) -> str:
        return f"until {self.expires}"
