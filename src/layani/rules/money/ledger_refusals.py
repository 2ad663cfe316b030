"""What the money ledger says when it refuses an entry: what is wrong, with which value, why, and what to do."""

from collections.abc import Sequence

from layani.rules.money.accounts import KINDS, Account, Kind, Track
from layani.rules.money.amount import Money
from layani.rules.money.postings import Entry, EntryName
from layani.rules.refusal import Refusal
from layani.rules.text import Text

_LESS = Text(
    id="Periksa jumlahnya, atau catat lebih dahulu apa yang menambah akun itu.",
    en="Check the amount, or post first what adds to that account.",
)


def zero(entry: Entry) -> Refusal:
    """Nothing moves."""
    return Refusal(
        code="ledger-zero",
        reason=Text(
            id=f"Catatan '{entry.name}' memindahkan nol, dan catatan tanpa uang tidak membuktikan apa pun.",
            en=f"The entry '{entry.name}' moves nothing, and an entry without money proves nothing.",
        ),
        remedy=Text(id="Isi jumlahnya, atau jangan catat.", en="Give the amount, or post nothing."),
    )


def no_event(entry: Entry) -> Refusal:
    """No act stands behind it."""
    return Refusal(
        code="ledger-no-event",
        reason=Text(
            id=f"Catatan '{entry.name}' tidak menyebut peristiwa; uang hanya bergerak karena suatu tindakan.",
            en=f"The entry '{entry.name}' names no event; money moves only by an act.",
        ),
        remedy=Text(
            id="Sebut berkasnya dan nomor peristiwanya, mulai dari 1.",
            en="Name the case and the number of its event, from 1.",
        ),
    )


def unbalanced(entry: Entry, track: Track, left: int, currency: str) -> Refusal:
    """Debits and credits are not the same."""
    rest = Money(left, currency)
    return Refusal(
        code="ledger-unbalanced",
        reason=Text(
            id=f"Catatan '{entry.name}' tidak seimbang: di jalur '{track}' tersisa {rest.words('id')}, jadi ada uang "
            "yang muncul atau hilang.",
            en=f"The entry '{entry.name}' is not balanced: {rest.words('en')} are left over in the track '{track}', so "
            "money would appear or vanish.",
        ),
        remedy=Text(
            id="Sebut akun lawannya dengan jumlah yang sama.", en="Name the account on the other side, same amount."
        ),
    )


def other_currency(entry: Entry, found: str, wanted: str) -> Refusal:
    """The amount is in another currency than the book."""
    return Refusal(
        code="ledger-currency",
        reason=Text(
            id=f"Catatan '{entry.name}' memakai {found}, sedangkan buku ini {wanted}; keduanya tidak dijumlahkan.",
            en=f"The entry '{entry.name}' is in {found} and this book in {wanted}; the two do not add up.",
        ),
        remedy=Text(
            id=f"Catat dalam {wanted}, atau di buku mata uang itu.",
            en=f"Post it in {wanted}, or in that currency's book.",
        ),
    )


def posted_before(entry: Entry) -> Refusal:
    """The same event has made the same posting."""
    return Refusal(
        code="ledger-posted-before",
        reason=Text(
            id=f"'{entry.name}' sudah tercatat; satu peristiwa tidak memindahkan uang yang sama dua kali.",
            en=f"'{entry.name}' is posted already; one event does not move the same money twice.",
        ),
        remedy=Text(
            id="Bila memang catatan kedua, beri nomor berikutnya; bila ulangan, biarkan.",
            en="If it is a second posting of that kind, give it the next number; if it is a repetition, leave it.",
        ),
    )


def wrong_lines(entry: Entry) -> Refusal:
    """The lines are not those of its posting."""
    lines = ", ".join(f"{line.account} {line.amount.minor}" for line in entry.lines)
    return Refusal(
        code="ledger-wrong-lines",
        reason=Text(
            id=f"'{entry.name.posting}' tidak memindahkan uang begini: {lines}. Hanya jalan dalam tabel yang boleh.",
            en=f"'{entry.name.posting}' does not move money like this: {lines}. Only the ways in the table are open.",
        ),
        remedy=Text(
            id="Pakai jenis catatan yang memang memindahkan antara akun-akun itu.",
            en="Use the posting that moves between these accounts.",
        ),
    )


def two_subjects(entry: Entry, part: str, values: Sequence[str]) -> Refusal:
    """One entry is about two budget lines, cases or payments."""
    both = " / ".join(values)
    return Refusal(
        code="ledger-two-subjects",
        reason=Text(
            id=f"Catatan '{entry.name}' menyangkut lebih dari satu ({part}: {both}), jadi tidak dapat ditelusuri.",
            en=f"The entry '{entry.name}' is about more than one ({part}: {both}), so it could not be traced.",
        ),
        remedy=Text(id="Buat satu catatan untuk masing-masing.", en="Make one entry for each."),
    )


def payment_of_another(entry: Entry, payment: str, case: str) -> Refusal:
    """The payment's number belongs to another case."""
    return Refusal(
        code="ledger-payment-of-another",
        reason=Text(
            id=f"Pembayaran '{payment}' milik {case}; nomor pembayaran tidak dipakai untuk dua berkas.",
            en=f"The payment '{payment}' belongs to {case}; a payment's number is not used for two cases.",
        ),
        remedy=Text(id=f"Beri '{entry.name}' nomor baru.", en=f"Give '{entry.name}' a new number."),
    )


def paid_twice(payment: str, first: EntryName) -> Refusal:
    """The payment was released before."""
    return Refusal(
        code="ledger-paid-twice",
        reason=Text(
            id=f"Pembayaran '{payment}' sudah dilepas oleh '{first}', dan satu pembayaran dilepas satu kali saja.",
            en=f"The payment '{payment}' was released by '{first}', and one payment is released once.",
        ),
        remedy=Text(
            id="Bila uangnya kembali atau pelepasannya ditarik, buat pembayaran dengan nomor baru.",
            en="If the money came back or its release was taken back, make a payment with a new number.",
        ),
    )


def owed_before(payment: str, payable: Money) -> Refusal:
    """The payment's number is owed already."""
    return Refusal(
        code="ledger-owed-before",
        reason=Text(
            id=f"Pembayaran '{payment}' sudah dicatat harus dibayar, {payable.words('id')}.",
            en=f"The payment '{payment}' is payable already, {payable.words('en')}.",
        ),
        remedy=Text(id="Beri pembayaran berikutnya nomor sendiri.", en="Give the next payment a number of its own."),
    )


def in_part(payment: str, asked: Money, payable: Money) -> Refusal:
    """Less is released than the payment is."""
    return Refusal(
        code="ledger-in-part",
        reason=Text(
            id=f"Pembayaran '{payment}' sebesar {payable.words('id')}; melepas {asked.words('id')} saja akan "
            "menyisakan uang tanpa nomor.",
            en=f"The payment '{payment}' is {payable.words('en')}; releasing {asked.words('en')} would leave money "
            "without a number.",
        ),
        remedy=Text(
            id="Tarik kembali, lalu buat beberapa pembayaran yang lebih kecil.",
            en="Take it back and make several smaller payments.",
        ),
    )


def bank_line_twice(statement: str, first: EntryName) -> Refusal:
    """The line of the bank's statement is in the book."""
    return Refusal(
        code="ledger-bank-line-twice",
        reason=Text(
            id=f"Baris rekening koran '{statement}' sudah dicatat oleh '{first}'.",
            en=f"The statement line '{statement}' was posted by '{first}'.",
        ),
        remedy=Text(
            id="Periksa apakah rekening koran yang sama dimasukkan dua kali; tidak perlu dicatat lagi.",
            en="See whether the same statement was brought in twice; it need not be posted again.",
        ),
    )


def reverses_by_the_way(entry: Entry) -> Refusal:
    """An ordinary posting claims to take another back."""
    return Refusal(
        code="ledger-reverses-by-the-way",
        reason=Text(
            id=f"'{entry.name}' menyebut catatan yang ditarik, padahal jenisnya bukan penarikan.",
            en=f"'{entry.name}' names an entry that it takes back, but it is not a reversal.",
        ),
        remedy=Text(id="Pakai jenis penarikan.", en="Use the posting 'reverse'."),
    )


def nothing_to_reverse(entry: Entry) -> Refusal:
    """The entry to take back is not in the book."""
    return Refusal(
        code="ledger-nothing-to-reverse",
        reason=Text(
            id=f"'{entry.name}' menarik '{entry.reverses or '-'}', yang tidak ada di buku ini.",
            en=f"'{entry.name}' takes back '{entry.reverses or '-'}', which is not in this book.",
        ),
        remedy=Text(id="Sebut catatan yang ada.", en="Name an entry that is there."),
    )


def cannot_be_reversed(first: Entry) -> Refusal:
    """What the bank said, or a reversal, is not taken back."""
    return Refusal(
        code="ledger-cannot-be-reversed",
        reason=Text(
            id=f"'{first.name}' tidak dapat ditarik: ucapan bank hanya diubah bank, dan penarikan tidak ditarik.",
            en=f"'{first.name}' cannot be taken back: only the bank changes what the bank said, and a reversal stands.",
        ),
        remedy=Text(
            id="Tunggu baris koreksi dari bank, atau catat lagi tindakannya sebagai catatan baru.",
            en="Wait for the bank's own correcting line, or post the act anew.",
        ),
    )


def reversed_before(first: Entry, by: EntryName) -> Refusal:
    """It was taken back before."""
    return Refusal(
        code="ledger-reversed-before",
        reason=Text(id=f"'{first.name}' sudah ditarik oleh '{by}'.", en=f"'{first.name}' was taken back by '{by}'."),
        remedy=Text(id="Tidak ada yang perlu ditarik lagi.", en="There is nothing left to take back."),
    )


def not_the_opposite(entry: Entry, first: Entry) -> Refusal:
    """The counter-entry is not the exact opposite."""
    return Refusal(
        code="ledger-not-the-opposite",
        reason=Text(
            id=f"'{entry.name}' tidak persis kebalikan '{first.name}', jadi menyisakan sesuatu yang tak terlihat.",
            en=f"'{entry.name}' is not exactly the opposite of '{first.name}', so something unseen would stay.",
        ),
        remedy=Text(
            id="Tarik seluruhnya, lalu catat yang benar.", en="Take back the whole of it, then post what is right."
        ),
    )


def beyond_bounds(entry: Entry, account: Account) -> Refusal:
    """The balance would be greater than any that is kept exactly."""
    return Refusal(
        code="ledger-beyond-bounds",
        reason=Text(
            id=f"Dengan '{entry.name}' akun '{account}' melebihi jumlah terbesar yang dikenal di sini.",
            en=f"By '{entry.name}' the account '{account}' would pass the largest amount known here.",
        ),
        remedy=Text(id="Periksa jumlah nolnya.", en="Check the number of zeros."),
    )


_MEANS: dict[Kind, tuple[str, Text]] = {
    Kind.FREE: (
        "ledger-line-overdrawn",
        Text(
            id="Ubah anggaran lebih dahulu, atau tunggu sampai ada yang dibebaskan.",
            en="Change the budget first, or wait until something is freed.",
        ),
    ),
    Kind.COMMITTED: (
        "ledger-more-than-committed",
        Text(
            id="Bayar sebesar yang dijanjikan, atau buat keputusan dan komitmen baru.",
            en="Pay what was committed, or make a new decision and commitment.",
        ),
    ),
    Kind.PAYABLE: (
        "ledger-more-than-payable",
        Text(
            id="Lepas sebesar yang harus dibayar.",
            en="Release what is payable.",
        ),
    ),
    Kind.RECEIVABLE: (
        "ledger-more-than-due",
        Text(
            id="Catat sisanya sebagai kelebihan bayar; uang itu kembali kepada pembayarnya.",
            en="Post the rest as overpaid; it goes back to its payer.",
        ),
    ),
    Kind.UNMATCHED: (
        "ledger-more-than-arrived",
        Text(id="Bagi hanya sebesar yang masuk.", en="Share out only what has arrived."),
    ),
}


def overdrawn(entry: Entry, account: Account, asked: Money, held: Money) -> Refusal:
    """An account would pass zero."""
    code, remedy = _MEANS.get(account.kind, ("ledger-overdrawn", _LESS))
    says = KINDS[account.kind].says
    of = " ".join(account.of)
    return Refusal(
        code=code,
        reason=Text(
            id=f"'{entry.name}' meminta {asked.words('id')} dari '{says.id}' ({of}), yang berisi {held.words('id')}.",
            en=f"'{entry.name}' asks {asked.words('en')} of '{says.en}' ({of}), which holds {held.words('en')}.",
        ),
        remedy=remedy,
    )
