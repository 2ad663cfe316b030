"""What the words of one kind of message are."""

from dataclasses import dataclass

from layani.rules.text import Text


@dataclass(frozen=True, slots=True)
class Wording:
    """One kind of message with its places.

    They are {office}, {number}, {link}, {answer_by}, {until}, {code}, {minutes} and {phone}, the office's; {service}
    and {by}, until when to object, for people whom an application names; {agent} and {stop}, who acts for somebody and
    the link by which that is stopped.
    """

    sms: Text
    subject: Text
    email: Text
