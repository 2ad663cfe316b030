"""The tables, one subject a file."""

from layani.office.tables.models.attempts import Attempt
from layani.office.tables.models.authorities import AuthorityEntry, AuthorityRuling
from layani.office.tables.models.beside import Beside
from layani.office.tables.models.cases import Case, Event
from layani.office.tables.models.door_figures import DoorFigures
from layani.office.tables.models.expediting import Expedite
from layani.office.tables.models.instructions import Instruction
from layani.office.tables.models.looks import Look
from layani.office.tables.models.papers import DemoMessage, Document, Draft, Figures, Letter, Message, Pulse, Survey
from layani.office.tables.models.people import IdentityLink, Party, Program, Role, SignInCode, User
from layani.office.tables.models.publications import Comment, Proposal, Ruling
from layani.office.tables.models.rankings import Ranking, RankingLine
from layani.office.tables.models.record import Checkpoint, LogState, Outbox, Tile
from layani.office.tables.models.remembered import Remembered
from layani.office.tables.models.signatures import Signature
from layani.office.tables.models.staff import Invitation, StaffEntry, StaffRuling
from layani.office.tables.models.subjects import Subject
from layani.office.tables.models.tickets import Ticket, TicketCase, TicketEvent, TicketMessage
from layani.office.tables.models.tries import Tries

__all__ = [
    "Attempt", "AuthorityEntry", "AuthorityRuling", "Beside", "Case", "Checkpoint", "Comment", "DemoMessage",
    "Document", "DoorFigures", "Draft", "Event", "Expedite", "Figures", "IdentityLink", "Instruction", "Invitation",
    "Letter", "LogState", "Look", "Message", "Outbox", "Party", "Program", "Proposal", "Pulse", "Ranking",
    "RankingLine", "Remembered", "Role", "Ruling", "SignInCode", "Signature", "StaffEntry", "StaffRuling", "Subject",
    "Survey", "Ticket", "TicketCase", "TicketEvent", "TicketMessage", "Tile", "Tries", "User",
]  # fmt: skip
