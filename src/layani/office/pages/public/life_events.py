"""The life events under which services are found, in words; a service file names them by slug."""

from layani.rules.text import Text

WORDS = {
    "having-a-child": Text("Punya anak", "Having a child"),
    "starting-school": Text("Masuk sekolah", "Starting school"),
    "working": Text("Mencari kerja", "Finding work"),
    "getting-married": Text("Menikah", "Getting married"),
    "moving-home": Text("Pindah rumah", "Moving home"),
    "building-a-house": Text("Membangun rumah", "Building a house"),
    "starting-a-business": Text("Memulai usaha", "Starting a business"),
    "starting-an-association": Text("Mendirikan perkumpulan", "Starting an association"),
    "becoming-ill": Text("Sakit", "Falling ill"),
    "living-with-a-disability": Text("Hidup dengan disabilitas", "Living with a disability"),
    "retiring": Text("Pensiun", "Retiring"),
    "losing-a-relative": Text("Keluarga meninggal", "Losing a relative"),
    "turning-17": Text("Berumur 17 tahun", "Turning 17"),
    "running-out-of-money": Text("Kesulitan uang", "Running out of money"),
    "losing-documents": Text("Kehilangan dokumen", "Losing documents"),
    "finishing-school": Text("Lulus sekolah", "Finishing school"),
    "starting-work": Text("Mulai praktik atau bekerja", "Starting to practise or work"),
}


def life_event(slug: str) -> Text:
    """Return a life event in words; one that is not in the list is shown by its slug.

    >>> life_event("moving-home").en, life_event("going-abroad").en
    ('Moving home', 'Going abroad')
    """
    plain = slug.replace("-", " ").capitalize()
    return WORDS.get(slug, Text(plain, plain))
