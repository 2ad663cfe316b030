"""The numbers that other systems gave, by a code: the same one in two cases of a service is a mistake or worse."""

from django.db import models

from layani.office.tables.models.cases import Case


class OutsideNumber(models.Model):
    """The number of one case in another system; code: office-keyed, nothing else can be read from it."""

    case = models.ForeignKey(Case, on_delete=models.CASCADE, related_name="+")
    code = models.BinaryField(max_length=16, unique=True)

    def __str__(self) -> str:
        return str(self.case_id)
