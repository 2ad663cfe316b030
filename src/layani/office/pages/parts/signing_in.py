"""Our own words for what allauth finds wrong when an officer signs in: it gives a code, and its words stay unsaid."""

from typing import Any

from django.core.exceptions import NON_FIELD_ERRORS

from layani.rules.text import Text

MISSING = {
    "login": Text("Tulis nama pengguna Anda.", "Write your user name."),
    "password": Text("Tulis kata sandi Anda.", "Write your password."),
    "code": Text("Tulis kode dari telepon Anda.", "Write the code from your phone."),
}
TOO_MANY = Text(
    "Terlalu banyak percobaan. Tunggu lima menit, lalu coba lagi.",
    "There were too many tries. Wait five minutes, then try again.",
)
# allauth's code -> what is wrong and what to do. Which of name and password is wrong, nobody is told.
WORDS = {
    "username_password_mismatch": Text(
        "Nama pengguna dan kata sandi ini tidak cocok. Periksa keduanya; huruf besar dan kecil dibedakan.",
        "This user name and password do not match. Look at both; capital and small letters differ.",
    ),
    "incorrect_password": Text(
        "Kata sandi ini tidak cocok. Ketik sekali lagi.", "That password is not right. Type it again."
    ),
    "incorrect_code": Text(
        "Kode itu tidak cocok, atau sudah terpakai. Tunggu sampai telepon menampilkan kode baru, lalu ketik kode itu.",
        "That code is not right, or was used already. Wait until your phone shows a new one, then type that.",
    ),
    "too_many_login_attempts": TOO_MANY,
    "rate_limited": TOO_MANY,
}
UNKNOWN = Text("Isian ini tidak dapat dipakai. Periksa lagi.", "This cannot be used. Look at it again.")
# What concerns the whole form stands at this box.
OF_THE_FORM = "password"


def sign_in_problem(field: Any) -> Text | None:
    """Return what is wrong with one box of an allauth form, or None."""
    faults = field.form.errors.as_data()
    names = (field.name, NON_FIELD_ERRORS) if field.name == OF_THE_FORM else (field.name,)
    found = next((fault for name in names for fault in faults.get(name, ())), None)
    if found is None:
        return None
    return MISSING.get(field.name, UNKNOWN) if found.code == "required" else WORDS.get(found.code, UNKNOWN)


def sign_in_problems(form: Any) -> list[tuple[str, Text]]:
    """Return (id of its box, what is wrong) of a whole allauth form, in the order of its boxes."""
    told = [(field.id_for_label, problem) for field in form if (problem := sign_in_problem(field))]
    # A form without a box for it, such as that which removes a phone, still says that something is wrong.
    return told or ([("", UNKNOWN)] if form.errors else [])
