"""Documents by API: a file is uploaded first, and the answer that names it is filed with the others."""

from typing import Annotated, Any

from django.http import Http404, HttpRequest, HttpResponse
from django.utils import timezone
from ninja import File, Form, Router
from ninja.errors import ValidationError
from ninja.files import UploadedFile
from pydantic import BaseModel, Field

from layani.office.actions.filing import AnswersRejected
from layani.office.actions.uploading import upload_for
from layani.office.api.applicants import ApplicantIn, require_possible
from layani.office.api.callers import needs, require_front_desk, require_service
from layani.office.api.cases import answered
from layani.office.house import catalogue
from layani.rules.catalogue import Field as Question
from layani.rules.catalogue import FieldProblem
from layani.rules.catalogue.model import IDENTITY_FIELDS
from layani.rules.text import Text

ROUTER = Router()


class DocumentIn(ApplicantIn):
    """For whom and for which question a file is: the applicant as in the filing, the service and its field.

    A person whom the office does not know yet is entered in the register as described here.
    """

    service: Annotated[str, Field(max_length=60, examples=["move-of-address"])]
    field: Annotated[str, Field(max_length=60, examples=["family_card"])]
    language: Annotated[str, Field(pattern="^(id|en)$")] = "id"


class DocumentOut(BaseModel):
    """The answer that names the file: put it, as it is, under the field's name into ``answers``."""

    id: str
    name: str
    type: str
    bytes: int
    sha256: str


@ROUTER.post("/", response={201: DocumentOut}, auth=needs("documents:upload"), summary="Upload a document")
def take(request: HttpRequest, about: Form[DocumentIn], file: File[UploadedFile]) -> HttpResponse:
    """Upload one file of one applicant: looked at, scanned, encrypted, and kept for 60 days unless it is filed.

    A file is what its content says, whatever its name and its declared type are.
    """
    require_front_desk(request.auth)
    _require_known(request)
    asked = _question(about)
    require_service(request.auth, about.service)
    person = about.person()
    require_possible(person, IDENTITY_FIELDS)
    value: dict[str, Any] = upload_for(person, asked, file, language=about.language, now=timezone.now())
    return answered(DocumentOut(**value), 201)


def _require_known(request: HttpRequest) -> None:
    """Refuse a part of the form that has no meaning; ninja passes over it in silence."""
    strange = sorted({*request.POST.keys(), *request.FILES.keys()} - {*DocumentIn.model_fields, "file"})
    if strange:
        raise ValidationError(
            [{"loc": ("form", name[:60]), "msg": "Extra inputs are not permitted"} for name in strange]
        )


def _question(about: DocumentIn) -> Question:
    """Return the question that asks for the file."""
    service = catalogue().services.get(about.service)
    if service is None:
        raise Http404(f"There is no service '{about.service}'.")
    asked = service.answers.fields.get(about.field)
    if asked is None or asked.kind != "file":
        files = ", ".join(name for name, one in service.answers.fields.items() if one.kind == "file") or "–"
        what = Text(
            id=f"Isian ini bukan pertanyaan berkas. Berkas diminta oleh: {files}.",
            en=f"This is no question for a file. Files are asked for by: {files}.",
        )
        raise AnswersRejected((FieldProblem("field", what),))
    return asked
