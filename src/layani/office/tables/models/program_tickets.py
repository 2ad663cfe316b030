"""Tickets that other systems opened at the front door."""

from typing import Self

from django.db import models

from layani.office.tables.models.programs import Program
from layani.office.tables.models.tickets import Ticket


class ProgramTicketQuerySet(models.QuerySet["ProgramTicket"]):
    """Questions about the tickets of a system."""

    def of_system(self, program: int, system: str) -> Self:
        """Those that came through any program of a system; without a system, through this program alone."""
        return self.filter(program__system=system) if system else self.filter(program=program)


class ProgramTicket(models.Model):
    """That a ticket was opened through a program; once, request: codes of its idempotency key and of what was sent."""

    program = models.ForeignKey(Program, on_delete=models.PROTECT, related_name="+")
    ticket = models.OneToOneField(Ticket, on_delete=models.CASCADE, related_name="through")
    once = models.BinaryField(max_length=16, unique=True)
    request = models.BinaryField(max_length=16)

    objects = ProgramTicketQuerySet.as_manager()

    def __str__(self) -> str:
        return f"{self.ticket_id} through {self.program_id}"
