"""What the values of some columns mean: transitions, outcomes, and the ways in which people write nothing."""


def _words(text: str) -> tuple[str, ...]:
    return tuple(text.split())


FINISHED = frozenset(
    _words(
        "complete completed finish finished end ended done closed resolved selesai klaar afgerond abgeschlossen "
        "termine completo completado ate_abort pi_abort withdraw autoskip manualskip"
    )
)
"""Transitions after which a step is over (XES lifecycle extension, and plain words)."""

LIFECYCLE = FINISHED | frozenset(
    _words(
        "start started begin schedule scheduled assign assigned reassign reassigned suspend suspended resume resumed "
        "unknown enqueue create created mulai dimulai ditugaskan open opened in_progress inprogress"
    )
)

NOTHING = frozenset(
    _words(
        "empty unknown null none nil nan n/a na #n/a undefined missing nihil kosong - -- . ? (null) (empty) (blank) "
        "onbekend unbekannt inconnu desconocido"
    )
)
"""How people write that there is no value."""

GRANTED = _words(
    "granted approved accepted disetujui dikabulkan diterbitkan terbit verleend toegekend goedgekeurd genehmigt "
    "bewilligt accord aprobad aprovad concedid awarded setuju kabul"
)
REFUSED = _words(
    "refused rejected denied declined ditolak tolak geweigerd afgewezen abgelehnt versagt refus rejet rechazad "
    "denegad negado indeferid niet-verleend disapproved unapproved unaccepted"
)
"""Beginnings and parts of words are enough: 'Permohonan ditolak', 'Vergunning verleend'."""


def value_sql(key: str) -> str:
    """Return SQL for the trimmed text of a column, null where it says that there is nothing."""
    nothing = ", ".join(f"'{word}'" for word in sorted(NOTHING))
    return f"CASE WHEN lower(trim({key})) IN ({nothing}) THEN NULL ELSE nullif(trim({key}), '') END"


def outcome_sql(key: str) -> str:
    """Return SQL that puts an outcome into granted, refused, other or null; words of refusal are sought first."""
    text = f"lower(trim({key}))"
    refused = " OR ".join(f"contains({text}, '{word}')" for word in [*REFUSED, "not granted", "not approved"])
    granted = " OR ".join(f"contains({text}, '{word}')" for word in GRANTED)
    return (
        f"CASE WHEN {value_sql(key)} IS NULL THEN NULL WHEN {refused} THEN 'refused' WHEN {granted} THEN 'granted' "
        "ELSE 'other' END"
    )
