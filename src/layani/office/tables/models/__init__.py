"""The tables, one subject a file."""

from layani.office.tables.models.attempts import Attempt
from layani.office.tables.models.authorities import AuthorityEntry, AuthorityRuling
from layani.office.tables.models.beside import Beside
from layani.office.tables.models.cases import Case, Event
from layani.office.tables.models.channel_figures import ChannelFigures
from layani.office.tables.models.discretions import Discretion, DiscretionRuling
from layani.office.tables.models.door_figures import DoorFigures
from layani.office.tables.models.draws import Draw, Drawn, DrawPool
from layani.office.tables.models.expediting import Expedite
from layani.office.tables.models.instructions import Instruction
from layani.office.tables.models.looks import Look
from layani.office.tables.models.mandates import Agent, AgentLook, Mandate, MandateEvent, ProxyFiling
from layani.office.tables.models.outside_numbers import OutsideNumber
from layani.office.tables.models.paper import PaperBlock, PaperNote, PaperWindow, PaperWindowEnd
from layani.office.tables.models.papers import DemoMessage, Document, Draft, Figures, Letter, Message, Pulse, Survey
from layani.office.tables.models.people import IdentityLink, Party, Role, SignInCode, User
from layani.office.tables.models.program_tickets import ProgramTicket
from layani.office.tables.models.programs import Program, ProgramToken
from layani.office.tables.models.publications import Comment, Proposal, Ruling
from layani.office.tables.models.rankings import Ranking, RankingLine
from layani.office.tables.models.record import Checkpoint, LogState, Outbox, Tile
from layani.office.tables.models.remembered import Remembered
from layani.office.tables.models.retention import Erasure, Hold, HoldRuling
from layani.office.tables.models.signatures import Signature
from layani.office.tables.models.staff import Invitation, StaffEntry, StaffRuling
from layani.office.tables.models.subjects import Subject
from layani.office.tables.models.system_use import SystemUse
from layani.office.tables.models.tickets import Ticket, TicketCase, TicketEvent, TicketMessage
from layani.office.tables.models.tries import Tries
from layani.office.tables.models.webhooks import Delivery, ProgramCase, Webhook

__all__ = [
    "Agent", "AgentLook", "Attempt", "AuthorityEntry", "AuthorityRuling", "Beside", "Case", "ChannelFigures",
    "Checkpoint", "Comment", "Delivery", "DemoMessage", "Discretion", "DiscretionRuling", "Document", "DoorFigures",
    "Draft", "Draw", "DrawPool", "Drawn", "Erasure", "Event", "Expedite", "Figures", "Hold", "HoldRuling",
    "IdentityLink", "Instruction", "Invitation", "Letter", "LogState", "Look", "Mandate", "MandateEvent", "Message",
    "Outbox", "OutsideNumber", "PaperBlock", "PaperNote", "PaperWindow", "PaperWindowEnd", "Party", "Program",
    "ProgramCase", "ProgramTicket", "ProgramToken", "Proposal", "ProxyFiling", "Pulse", "Ranking", "RankingLine",
    "Remembered", "Role", "Ruling", "SignInCode", "Signature", "StaffEntry", "StaffRuling", "Subject", "Survey",
    "SystemUse", "Ticket", "TicketCase", "TicketEvent", "TicketMessage", "Tile", "Tries", "User", "Webhook",
]  # fmt: skip
