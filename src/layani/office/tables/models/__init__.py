"""The tables, one subject a file."""

from layani.office.tables.models.agent_organisations import AgentMember, AgentOrganisation, AgentQuarter
from layani.office.tables.models.attempts import Attempt
from layani.office.tables.models.authorities import AuthorityEntry, AuthorityRuling
from layani.office.tables.models.beside import Beside
from layani.office.tables.models.blanks import BlankLine, BlankSeen, BlankSeries
from layani.office.tables.models.cases import Case, Event
from layani.office.tables.models.channel_figures import ChannelFigures
from layani.office.tables.models.complaints import Complaint
from layani.office.tables.models.discretions import Discretion, DiscretionRuling
from layani.office.tables.models.door_figures import DoorFigures
from layani.office.tables.models.draws import Draw, Drawn, DrawPool
from layani.office.tables.models.epochs import EpochIndex
from layani.office.tables.models.exemptions import AfterDraw, AfterFinding, DoneAlone, Exemption, ExemptionRuling
from layani.office.tables.models.expediting import Expedite
from layani.office.tables.models.instructions import Instruction
from layani.office.tables.models.key_changes import KeyChange
from layani.office.tables.models.letter_papers import LetterPaper
from layani.office.tables.models.looks import Look, LookBatch, LookReason
from layani.office.tables.models.mandates import Agent, AgentLook, Mandate, MandateEvent, ProxyAct, ProxyFiling
from layani.office.tables.models.outside_numbers import OutsideNumber
from layani.office.tables.models.outside_reminders import OutsideReminder
from layani.office.tables.models.paper import (
    PaperBlock,
    PaperLine,
    PaperNote,
    PaperOffer,
    PaperTaken,
    PaperWindow,
    PaperWindowEnd,
)
from layani.office.tables.models.papers import DemoMessage, Document, Draft, Figures, Letter, Message, Pulse, Survey
from layani.office.tables.models.passkeys import PartyPasskey
from layani.office.tables.models.people import IdentityLink, Party, Role, SignInCode, User
from layani.office.tables.models.program_tickets import ProgramTicket
from layani.office.tables.models.programs import Program, ProgramToken
from layani.office.tables.models.publications import Comment, Proposal, Ruling
from layani.office.tables.models.rankings import Ranking, RankingLine
from layani.office.tables.models.record import Checkpoint, LogState, Outbox, Tile
from layani.office.tables.models.recovery import ReceiptRenewal, RecoveryCode
from layani.office.tables.models.rectifying import Rectification, RectificationAnswer, RectificationTold
from layani.office.tables.models.remembered import Remembered
from layani.office.tables.models.retention import Erasure, Hold, HoldRuling
from layani.office.tables.models.seals import LedgerSeal
from layani.office.tables.models.second_officers import SecondOfficer
from layani.office.tables.models.signatures import Signature
from layani.office.tables.models.staff import Invitation, StaffEntry, StaffRuling
from layani.office.tables.models.subjects import Subject
from layani.office.tables.models.system_use import SystemUse
from layani.office.tables.models.tickets import Ticket, TicketCase, TicketEvent, TicketMessage
from layani.office.tables.models.tries import Tries
from layani.office.tables.models.webhooks import Delivery, ProgramCase, Webhook
from layani.office.tables.models.witnessing import Cosignature, Restoration, Witnessed, WitnessState

__all__ = [
    "AfterDraw", "AfterFinding", "Agent", "AgentLook", "AgentMember", "AgentOrganisation", "AgentQuarter",
    "Attempt", "AuthorityEntry", "AuthorityRuling", "Beside", "BlankLine", "BlankSeen", "BlankSeries", "Case",
    "ChannelFigures", "Checkpoint", "Comment", "Complaint", "Cosignature", "Delivery", "DemoMessage", "Discretion",
    "DiscretionRuling", "Document", "DoneAlone", "DoorFigures", "Draft", "Draw", "DrawPool", "Drawn", "EpochIndex",
    "Erasure", "Event", "Exemption", "ExemptionRuling", "Expedite", "Figures", "Hold", "HoldRuling", "IdentityLink",
    "Instruction", "Invitation", "KeyChange", "LedgerSeal", "Letter", "LetterPaper", "LogState", "Look", "LookBatch",
    "LookReason", "Mandate", "MandateEvent",
    "Message", "Outbox", "OutsideNumber", "OutsideReminder", "PaperBlock", "PaperLine", "PaperNote", "PaperOffer",
    "PaperTaken", "PaperWindow", "PaperWindowEnd", "Party", "PartyPasskey", "Program", "ProgramCase",
    "ProgramTicket", "ProgramToken", "Proposal", "ProxyAct", "ProxyFiling", "Pulse", "Ranking", "RankingLine",
    "ReceiptRenewal", "RecoveryCode", "Rectification", "RectificationAnswer", "RectificationTold", "Remembered",
    "Restoration", "Role", "Ruling", "SecondOfficer", "SignInCode", "Signature", "StaffEntry", "StaffRuling",
    "Subject", "Survey", "SystemUse", "Ticket", "TicketCase", "TicketEvent", "TicketMessage", "Tile", "Tries",
    "User", "Webhook", "WitnessState", "Witnessed",
]  # fmt: skip
