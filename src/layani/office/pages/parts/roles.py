"""The titles of roles: those of the office's file, and those of the house."""

from layani.office.house import catalogue
from layani.rules.text import Text

HOUSE_ROLES = {
    "supervisor": Text("Pengawas", "Supervisor"),
    "auditor": Text("Pemeriksa (inspektorat)", "Auditor (inspectorate)"),
    "operator": Text("Operator sistem", "System operator"),
    "analyst": Text("Analis layanan", "Analyst of services"),
    "publisher": Text("Penerbit versi layanan", "Publisher of versions"),
}


def role_title(role: str) -> Text:
    """Return a role's title; one that is not there any more is shown by its name."""
    found = catalogue().office.roles.get(role)
    return found.title if found else HOUSE_ROLES.get(role, Text(role, role))
