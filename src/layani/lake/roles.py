"""What a column may be in an event log, and how offices name such columns in several languages.

A name is cut into words ("endDatePlanned", "nomor_berkas", "CaseID"). It names a role when every word belongs to the
role's vocabulary and at least one is a telling word. The lists hold words, not whole headers, so that new combinations
are understood; nothing here belongs to one file.
"""

import re
import unicodedata
from dataclasses import dataclass
from typing import Literal

from layani.rules.text import Text

Level = Literal["case", "event", "any"]


@dataclass(frozen=True, slots=True)
class Role:
    """One meaning a column can have.

    telling: words one of which must occur; earlier ones are stronger.
    also:    further words that may stand beside them.
    exact:   whole names of well-known tools and standards, which win over words; earlier ones are stronger.
    level:   whether the value belongs to the case (the same in all its events) or to the event.
    """

    key: str
    label: Text
    telling: tuple[str, ...]
    also: frozenset[str]
    exact: tuple[str, ...] = ()
    level: Level = "any"
    is_time: bool = False


def _words(text: str) -> tuple[str, ...]:
    return tuple(text.split())


IDS = frozenset(
    _words("id no nr num number nomor nomer nummer numero key code kode identifier ref reference kenmerk sleutel")
)
NAMING = frozenset(_words("name nama naam nom nombre nome title judul label"))
TIMES = _words(
    "timestamp datetime waktu time tanggal tgl date datum tijdstip tijd zeitstempel zeitpunkt zeit fecha hora data "
    "heure horodatage jam at stamp utc local when ts dt dtm"
)
CASES = _words(
    "case kasus perkara zaak berkas permohonan pengajuan dossier expediente trace vorgang akte caso processo cas "
    "ticket tiket request application aanvraag antrag demande solicitud solicitacao registrasi pendaftaran "
    "registration incident claim order agenda instance process proses"
)
ENDS = _words(
    "end ended close closed closing closure complete completed completion finish finished done resolved issued "
    "decided decision selesai terbit diterbitkan keputusan penyelesaian besluit einde eind afgehandeld afhandeling "
    "fin ende abschluss cierre conclusao termino"
)
STARTS = _words(
    "start started begin begun mulai inicio debut anfang beginn aanvang received receive receipt arrival arrived "
    "submitted submission open opened created creation lodged masuk terima diterima penerimaan daftar ontvangst "
    "ontvangen eingang entrada reception ingediend"
)
DEADLINES = _words(
    "deadline due duedate batas tenggat jatuh tempo bataswaktu sla frist plazo prazo echeance streefdatum uiterlijke "
    "fatale limit limite latest target promised planned gepland geplande rencana geplant previsto prevu"
)

ROLES = (
    Role(
        "case",
        Text(id="perkara", en="case"),
        CASES,
        IDS | {"of", "the"},
        exact=("case:concept:name", "caseid", "case", "traceid", "case id", "sr number", "casekey"),
    ),
    Role(
        "activity",
        Text(id="kegiatan", en="activity"),
        _words(
            "activity activities aktivitas aktifitas kegiatan activiteit aktivitat aktivitaet activite actividad "
            "atividade event kejadian peristiwa task taak tugas tarea tarefa tache step langkah tahap tahapan stap "
            "etape etapa schritt paso action actie aksi tindakan handeling aktion accion acao operation status state"
        ),
        IDS
        | NAMING
        | {"description", "omschrijving", "keterangan", "type", "process", "proses", "case", "text", "of", "en", "de"},
        exact=("concept:name", "activity", "activity name", "event", "task"),
        level="event",
    ),
    Role(
        "label",
        Text(id="nama kegiatan", en="name of the activity"),
        _words("activityname activity kegiatan activiteit aktivitas aktivitat task taak event step tahap description"),
        NAMING
        | {"en", "eng", "english", "id", "nl", "de", "fr", "es", "description", "omschrijving", "keterangan", "text"},
        exact=("activity name en", "activity name id", "activity_en", "activity label", "nama kegiatan"),
        level="event",
    ),
    Role(
        "time",
        Text(id="waktu peristiwa", en="time of the event"),
        (*TIMES, *ENDS),
        frozenset(ENDS)
        | {
            "event",
            "activity",
            "kegiatan",
            "peristiwa",
            "kejadian",
            "of",
            "recorded",
            "occurred",
            "actual",
            "and",
            "dan",
        }
        | {
            "task",
            "step",
            "tahap",
            "log",
            "proses",
            "process",
            "aktivitas",
            "catat",
            "dicatat",
            "full",
            "iso",
            "ms",
            "unix",
        }
        | {"epoch", "change", "changed", "update", "updated", "waktu", "tag"},
        exact=("time:timestamp", "timestamp", "complete timestamp", "completetimestamp", "event time", "end timestamp"),
        level="event",
        is_time=True,
    ),
    Role(
        "clock",
        Text(id="jam (terpisah dari tanggal)", en="clock (apart from the date)"),
        _words("jam time hour clock tijd uhrzeit heure hora pukul waktu"),
        frozenset({"event", "kegiatan", "of", "day", "selesai", "proses"}),
        level="event",
    ),
    Role(
        "started",
        Text(id="mulai dikerjakan", en="start of work on the step"),
        _words("start started begin mulai inicio debut anfang beginn aanvang starttime begintijd"),
        frozenset(TIMES) | {"event", "activity", "kegiatan", "task", "step", "of"},
        exact=("start timestamp", "start_timestamp", "starttimestamp", "start time"),
        level="event",
        is_time=True,
    ),
    Role(
        "due",
        Text(id="tenggat langkah", en="deadline of the step"),
        DEADLINES,
        frozenset(TIMES) | frozenset(ENDS) | {"by", "event", "activity", "task", "step", "kegiatan", "akhir", "for"},
        level="event",
        is_time=True,
    ),
    Role(
        "resource",
        Text(id="petugas", en="officer"),
        _words(
            "resource officer official petugas pegawai pelaksana operator user username pengguna employee staff "
            "medewerker gebruiker behandelaar bearbeiter sachbearbeiter benutzer mitarbeiter utilisateur agent "
            "agente usuario funcionario recurso ressource performer performed executed handled done completed "
            "handler worker actor aktor assignee assigned clerk originator nip person persona pejabat pemroses owner"
        ),
        IDS | NAMING | {"org", "by", "to", "event", "activity", "task", "case", "kegiatan"},
        exact=("org:resource", "resource", "officer", "petugas", "user"),
    ),
    Role(
        "group",
        Text(id="unit kerja", en="team or unit"),
        _words(
            "group grup team tim department departemen dept unit division divisi afdeling bagian seksi bidang dinas "
            "abteilung gruppe equipe groupe departement departamento grupo role peran rol jabatan opd skpd instansi "
            "kantor desk meja subdit section"
        ),
        IDS | NAMING | {"org", "kerja", "of", "user", "resource", "case", "petugas", "assignment"},
        exact=("org:group", "org:role", "group", "department", "unit kerja"),
    ),
    Role(
        "lifecycle",
        Text(id="tahap peristiwa (mulai, selesai, …)", en="transition (start, complete, …)"),
        _words("lifecycle transition eventtype status state event type"),
        IDS | {"life", "cycle", "of", "task", "activity"},
        exact=("lifecycle:transition", "lifecycle", "transition", "eventtype", "event type"),
        level="event",
    ),
    Role(
        "service",
        Text(id="jenis layanan", en="kind of service"),
        _words(
            "service layanan pelayanan product produk jenis soort kind category kategori categorie izin perizinan "
            "permit type typ tipo parts onderdelen dienst servicio servico subject onderwerp"
        ),
        IDS | NAMING | frozenset(CASES) | {"of"},
        exact=("case:service", "case:case_type", "case type", "service", "jenis layanan", "case:product"),
        level="case",
    ),
    Role(
        "channel",
        Text(id="saluran", en="channel"),
        _words("channel kanal saluran kanaal ingangskanaal intakechannel jalur loket canal medium media intake"),
        IDS | NAMING | frozenset(CASES) | {"masuk", "of", "in", "type", "layanan", "entry"},
        level="case",
    ),
    Role(
        "responsible",
        Text(id="penanggung jawab perkara", en="officer answering for the case"),
        _words(
            "responsible penanggung jawab verantwoordelijke responsable responsavel zustandig owner handler "
            "behandelaar caseworker petugas officer manager"
        ),
        IDS | NAMING | frozenset(CASES) | {"actor", "officer", "of", "for"},
        exact=("case:responsible", "case:responsible_actor", "responsible_actor", "case owner", "case handler"),
        level="case",
    ),
    Role(
        "deadline",
        Text(id="tenggat perkara", en="deadline of the case"),
        DEADLINES,
        frozenset(TIMES)
        | frozenset(ENDS)
        | frozenset(CASES)
        | {"by", "akhir", "layanan", "of", "for", "legal", "statutory"},
        exact=("case:deadline", "deadline", "due date", "batas waktu", "jatuh tempo"),
        level="case",
        is_time=True,
    ),
    Role(
        "case_start",
        Text(id="perkara diterima", en="case received"),
        STARTS,
        frozenset(TIMES) | frozenset(CASES) | {"of", "on", "registrasi", "registered", "request"},
        exact=(
            "case:startdate",
            "case:start",
            "case:reg_date",
            "received at",
            "startdate",
            "tanggal permohonan",
            "tgl permohonan",
            "tanggal pengajuan",
            "application date",
            "request date",
            "aanvraagdatum",
            "datum aanvraag",
            "date de demande",
        ),
        level="case",
        is_time=True,
    ),
    Role(
        "case_end",
        Text(id="perkara selesai", en="case closed"),
        ENDS,
        frozenset(TIMES) | frozenset(CASES) | {"of", "on", "actual"},
        exact=("case:enddate", "case:end", "closed at", "enddate"),
        level="case",
        is_time=True,
    ),
    Role(
        "outcome",
        Text(id="hasil", en="outcome"),
        _words(
            "outcome result resultaat hasil keputusan putusan decision besluit ergebnis entscheidung resultat "
            "resultado disposition verdict status afloop"
        ),
        IDS | NAMING | frozenset(CASES) | {"final", "akhir", "end", "eind", "of", "type"},
        level="case",
    ),
)

BY_KEY = {role.key: role for role in ROLES}
VOCABULARY = frozenset(word for role in ROLES for word in (*role.telling, *role.also)) | frozenset(TIMES)
SHORTEST_PART = 2
LEVEL_BEFORE = re.compile(r"^(case|trace|event)[ _.]+(?=[a-z]+:)")
"""As some tools write it: "case concept:name", "event time:timestamp"."""


def words_of(name: str) -> tuple[str, ...]:
    """Return the words of a column's name.

    >>> words_of("case:endDatePlanned"), words_of("NOMORBERKAS"), words_of("Tanggal_Selesai")
    (('end', 'date', 'planned'), ('nomor', 'berkas'), ('tanggal', 'selesai'))
    """
    plain = unicodedata.normalize("NFKD", name.removeprefix("case:")).encode("ascii", "ignore").decode()
    spaced = re.sub(r"(?<=[a-z0-9])(?=[A-Z])|(?<=[A-Z])(?=[A-Z][a-z])", " ", plain)
    found: list[str] = []
    for word in re.findall(r"[a-z]+|\d+", spaced.lower()):
        found.extend(_parts(word))
    return tuple(found)


def fit(role: Role, name: str) -> float:
    """Return how well a column's name fits a role: 0 not at all, 100 and more for a well-known name.

    >>> fit(BY_KEY["case"], "nomor_berkas") > 0, fit(BY_KEY["case"], "waktu")
    (True, 0.0)
    """
    known = LEVEL_BEFORE.sub(lambda found: "" if found[1] == "event" else "case:", name.strip().casefold())
    if known in role.exact:
        return 200.0 - role.exact.index(known)
    squeezed = re.sub(r"[^a-z0-9:]", "", known)
    exact = [re.sub(r"[^a-z0-9:]", "", one) for one in role.exact]
    if squeezed in exact:
        return 150.0 - exact.index(squeezed)
    words = [word for word in words_of(name) if not word.isdigit()]
    telling = [role.telling.index(word) for word in words if word in role.telling]
    if not telling or any(word not in role.telling and word not in role.also for word in words):
        return 0.0
    return 100.0 - min(telling) / 2 - 4 * (len(words) - 1)


def _parts(word: str) -> tuple[str, ...]:
    """Cut a word that is not known into two or three that are."""
    if word in VOCABULARY or len(word) > 40:
        return (word,)
    for cut in range(len(word) - SHORTEST_PART, SHORTEST_PART - 1, -1):
        head, tail = word[:cut], word[cut:]
        if head in VOCABULARY:
            rest = _parts(tail)
            if all(part in VOCABULARY for part in rest):
                return (head, *rest)
    return (word,)
