"""Every column that may hold something about a person goes by a rule of the schedule, or says why it need not.

A new sealed column, a new office-keyed code of a person, a new file or a new kind of key fails here until it is named.
"""

import pytest
from django.apps import apps
from django.db import models

from layani.office.jobs.sweep_orphans import OWNERS
from layani.office.tables.models import Document, Erasure, SignInCode, Webhook
from layani.rules.retention.schedule import (
    CASES,
    DRAFT,
    INSTRUCTION,
    MANDATE,
    PARTY,
    SIGN_IN_CODE,
    TICKET,
    UPLOAD,
    schedules,
)

CASE = "case"
"""Stands for the three rules of applications: what lies under an application's key goes with it."""
BY_RULE = {
    "Complaint.code": TICKET,
    "Complaint.sealed_number": TICKET,
    "Document.answer_mac": CASE,
    "Draft.sealed": DRAFT,
    "Event.sealed": CASE,
    "IdentityLink.subject_mac": PARTY,
    "Instruction.named": INSTRUCTION,
    "Instruction.sealed": INSTRUCTION,
    "Instruction.writer": INSTRUCTION,
    "Letter.sealed": CASE,
    "LetterPaper.sealed": CASE,
    "LookReason.sealed": CASE,
    "Mandate.scan": MANDATE,
    "Mandate.sealed": MANDATE,
    "OutsideNumber.code": CASE,
    "OutsideReminder.sealed": CASE,
    "Party.email_mac": PARTY,
    "Party.nik_mac": PARTY,
    "Party.phone_mac": PARTY,
    "Party.sealed": PARTY,
    "PartyPasskey.credential": PARTY,
    "PartyPasskey.data": PARTY,
    "Rectification.sealed": f"{CASE} {PARTY}",
    "RectificationAnswer.sealed": f"{CASE} {PARTY}",
    "SignInCode.code_hash": SIGN_IN_CODE,
    "SignInCode.sealed": SIGN_IN_CODE,
    "Signature.sealed": CASE,
    "Subject.code": CASE,
    "Survey.sealed_comment": CASE,
    "Ticket.contact_mac": TICKET,
    "Ticket.sealed_contact": TICKET,
    "TicketEvent.sealed": TICKET,
}
"""Column: the rule by which it goes. "Instruction.writer" and "named" are codes of officers: the row stays, as the
database demands, and says what an officer's id says elsewhere.
"""
NOT_OF_A_PERSON = {
    **dict.fromkeys(
        ("Case.head", "LogState.edge", "LogState.root", "Tile.data", "Drawn.source"), "of the record: digests alone"
    ),
    **dict.fromkeys(
        ("Attempt.salt", "Erasure.salt", "LedgerSeal.salt", "LookBatch.salt", "PaperLine.salt"),
        "a salt; no sealed part hangs on it",
    ),
    **dict.fromkeys(
        ("Event.once", "Event.request", "ProgramTicket.once", "ProgramTicket.request"),
        "an office-keyed code of a sending, by which it is done once; nothing can be read from it",
    ),
    **dict.fromkeys(
        ("Webhook.sealed", "Webhook.once", "Webhook.request", "Webhook.rotated", "ProgramToken.token_hash"),
        "of a program: its secrets and sendings, nobody's data",
    ),
    **dict.fromkeys(
        ("User.nik_mac", "StaffEntry.nik_mac", "Invitation.code"),
        "of an officer: kept with the ledger of staff, by which every act can be laid at somebody's door",
    ),
    **dict.fromkeys(("RecoveryCode.contact_mac", "RecoveryCode.code_hash"), "forgotten when the code is over"),
    "Tries.key": "an office-keyed count of tries, forgotten when its hour or day is over",
}
OTHERWISE_ERASED = {
    SignInCode: "swept with its key by sweep-orphans, by the rule 'sign-in-code'",
    Webhook: "holds a program's secret, and nothing about a person",
}


def columns():
    for model in apps.get_app_config("tables").get_models():
        for field in model._meta.concrete_fields:
            names_a_file = isinstance(field, models.ForeignKey) and field.related_model is Document
            if isinstance(field, models.BinaryField) or names_a_file or "sealed" in field.name:
                yield f"{model.__name__}.{field.name}"


def test_every_column_that_may_be_personal_has_a_rule_or_a_reason():
    assert sorted(columns()) == sorted(BY_RULE | NOT_OF_A_PERSON)
    assert not BY_RULE.keys() & NOT_OF_A_PERSON.keys()


@pytest.mark.parametrize("schedule", schedules(), ids=str)
def test_every_rule_that_is_named_stands_in_the_schedule(schedule):
    named = {rule for rules in BY_RULE.values() for rule in rules.split()} - {CASE} | set(CASES) | {UPLOAD}
    assert named == schedule.rules.keys(), "a rule that nothing goes by, or something that goes by no rule"


def test_whoever_has_a_key_can_be_erased_by_an_act_that_is_in_the_record():
    erasable = {field.related_model for field in Erasure._meta.concrete_fields if field.name != "outbox"} - {None}
    assert {one for one in OWNERS if one not in OTHERWISE_ERASED} == erasable
