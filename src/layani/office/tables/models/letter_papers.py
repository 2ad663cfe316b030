"""The files of letters that nobody signed, as they were issued."""

from django.db import models

from layani.office.tables.models.papers import Letter


class LetterPaperQuerySet(models.QuerySet["LetterPaper"]):
    """Questions about files of letters."""

    def sealed_of(self, letter: Letter) -> bytes | None:
        """The file of a letter, still sealed; None where it was signed, or issued before files were kept."""
        found = self.filter(letter=letter).values_list("sealed", flat=True).first()
        return bytes(found) if found else None


class LetterPaper(models.Model):
    """The file of a letter that nobody signed, as it was issued: its act names the SHA-256 of these bytes.

    sealed: the PDF, under the case's key. A paper that was signed stands with its signature.
    """

    letter = models.OneToOneField(Letter, on_delete=models.PROTECT, related_name="paper")
    sealed = models.BinaryField()

    objects = LetterPaperQuerySet.as_manager()

    def __str__(self) -> str:
        return str(self.letter_id)
