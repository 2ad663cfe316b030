"""Published and agreed values: the RFC 6962 test tree, keys made of counted bytes, notes of other people's programs."""

import base64

from layani.rules.record.merkle import MemoryTree, leaf_hash
from layani.rules.record.note import SigningKey

LEAVES = [
    bytes.fromhex(x)
    for x in ("", "00", "10", "2021", "3031", "40414243", "5051525354555657", "606162636465666768696a6b6c6d6e6f")
]
ROOTS = [
    bytes.fromhex(x)
    for x in (
        "e3b0c44298fc1c149afbf4c8996fb92427ae41e4649b934ca495991b7852b855",
        "6e340b9cffb37a989ca544e6bb780a2c78901d3fb33738768511a30617afa01d",
        "fac54203e7cc696cf0dfcb42c92a1d9dbaf70ad9e621f4bd8d98662f00e3c125",
        "aeb6bcfe274b70a14fb067a5e5578264db0fa9b51af5e0ba159158f329e06e77",
        "d37ee418976dd95753c1c73862b9398fa2a2cf9b4ff0fdfe8b30cd95209614b7",
        "4e3bbb1f7b478dcfe71fb631631519a3bca12c9aefca1612bfce4c13a86264d4",
        "76e67dadbcdf1e10e1b74ddc608abd2f98dfb16fbce75277b5232a127f2087ef",
        "ddb89be403809e325750d3d263cd78929c2942b7942a34b77e122c9594a74c8c",
        "5dc9da79a70659a9ad559cb701ded9a2ab9d823aad2f4960cfe370eff4604328",
    )
]
TREE = MemoryTree(map(leaf_hash, LEAVES))

INCLUSION_5_OF_7 = [
    base64.b64decode(x)
    for x in (
        "vBoGQ7EuTS18d5GPROD095qDi2z57FtcKD4fTYhZnms=",
        "sIaT7C5yFZcTBkHoIR5+7cy0wmQTlj7ubB4u0W/7Gl8=",
        "037kGJdt2VdTwcc4Yrk5j6Kiz5tP8P3+izDNlSCWFLc=",
    )
]
CONSISTENCY = {
    (3, 7): (
        "ApjRIpBtz8EIkstTpzmS/FufST6kybrbJ7eRtBJ6f+c=",
        "B1Bqhf2d0vEg62lPhgEeW7RmLlxBWmKRcDPUqWJEh+c=",
        "+sVCA+fMaWzw38tCySodnbr3CtnmIfS9jZhmLwDjwSU=",
        "g327FS6bB5AQcX6E6GXaTrwPoZioBtWdMb8VrM7yLQ4=",
    ),
    (4, 7): ("g327FS6bB5AQcX6E6GXaTrwPoZioBtWdMb8VrM7yLQ4=",),
    (6, 7): (
        "DrxdNDf74tsVi58Sah0RjjCBgQMdCpSfje3t68VY72o=",
        "sIaT7C5yFZcTBkHoIR5+7cy0wmQTlj7ubB4u0W/7Gl8=",
        "037kGJdt2VdTwcc4Yrk5j6Kiz5tP8P3+izDNlSCWFLc=",
    ),
    (7, 8): (
        "sIaT7C5yFZcTBkHoIR5+7cy0wmQTlj7ubB4u0W/7Gl8=",
        "Rvb/rdPQagn/PFhg0nVci5gZ2330QlF4jH2OMYDejrE=",
        "DrxdNDf74tsVi58Sah0RjjCBgQMdCpSfje3t68VY72o=",
        "037kGJdt2VdTwcc4Yrk5j6Kiz5tP8P3+izDNlSCWFLc=",
    ),
}

ORIGIN = "office.example/cases"
LOG_KEY = SigningKey.from_seed(ORIGIN, bytes(range(0x00, 0x20)))
WITNESS_KEY = SigningKey.from_seed("ombudsman.example/w1", bytes(range(0x20, 0x40)))
ACKNOWLEDGEMENT_KEY = SigningKey.from_seed(f"{ORIGIN}/acknowledgement", bytes(range(0x60, 0x80)))

LOG_VKEY = "office.example/cases+f9f638fe+AQOhB7/zzhC+HXDdGOdLwJln5NYwm6UNXx3chmQSVTG4"
WITNESS_VKEY = "ombudsman.example/w1+65b0f554+BCmsuuFBvMrwsi4alNNNC8c2HlJtC/4SyJeUvJMilm3X"

CHECKPOINT_7_TEXT = "office.example/cases\n7\n3bib5AOAnjJXUNPSY814kpwpQreUKjS3fhIslZSnTIw=\n"
LOG_LINE_7 = (
    "— office.example/cases "
    "+fY4/to5+aP+/QcQu03jHEwixaSZhta5FRLV58b3aE+WI6F8gfPSaVNFDkUZQo9ZRbyWdIQ0+h+CzQ0OAFrM0227lwk=\n"
)
WITNESS_LINE_7 = (
    "— ombudsman.example/w1 "
    "ZbD1VAAAAABo53gAi/OVOvcrWuLVb35NAcKWvPw6j9C+zZ0oCMb1Zv24JbS7Hj6bW3Zckdwych39uyUZ/GvWwz6J0aiFOeZME+yhDA==\n"
)
CHECKPOINT_7 = f"{CHECKPOINT_7_TEXT}\n{LOG_LINE_7}{WITNESS_LINE_7}"
CHECKPOINT_8 = (
    "office.example/cases\n8\nXcnaeacGWamtVZy3Ad7ZoqudgjqtL0lgz+Nw7/RgQyg=\n\n"
    "— office.example/cases "
    "+fY4/mfsJrqtCazBGrNJGNQLFbeZNuaqZQE9Y2knDlktojhQLLzKS9RlEeZ/HldekXMITUVoO+4XmQWQYk2YUciR5gU=\n"
)
WITNESS_LINE_8 = (
    "— ombudsman.example/w1 "
    "ZbD1VAAAAABo53g8i5ynluo1MYX2dlELmL0bwFXxvmpjqevZVonCa/2aL57Ml7ut1Vble4kQlHSy/eEIUGuiOQr/5lP4i2+MRD3uBA==\n"
)
PROOF_5_OF_7 = (
    "c2sp.org/tlog-proof@v1\nextra ZGVtbw==\nindex 5\n"
    "vBoGQ7EuTS18d5GPROD095qDi2z57FtcKD4fTYhZnms=\n"
    "sIaT7C5yFZcTBkHoIR5+7cy0wmQTlj7ubB4u0W/7Gl8=\n"
    "037kGJdt2VdTwcc4Yrk5j6Kiz5tP8P3+izDNlSCWFLc=\n\n" + CHECKPOINT_7
)
POLICY = f"""log {LOG_VKEY} https://log.office.example/
witness ombudsman {WITNESS_VKEY}
group outsiders 1 ombudsman
quorum outsiders
"""

# The specification's own example, and notes made by other programs.
SPEC_VKEY = "example.com/foo+530d903a+AekyeRrm56hApGFkyQR4ZCbV54Id2LKaANYcrnKv3U2k"
SPEC_NOTE = (
    "This is an example message.\n\n— example.com/foo "
    "Uw2QOkn8srV1yJGh2VYRlL1Tnagv1YEq6TfXppzi2ONncAlTgK7Ztg1ERYNZXsYjOBH3mFXmRKuwHjG1Yu72IneyaQM=\n"
)
TESSERA_VKEY = "example.com/log/testdata+33d7b496+AeHTu4Q3hEIMHNqc6fASMsq3rKNx280NI+oO5xCFkkSx"
TESSERA_WORDS = b"one two three four five six seven eit nain ten ileven twelf threeten fourten fivten".split()
TESSERA_15 = (
    "example.com/log/testdata\n15\nrKbDipCvhuX1GZ7g5BBe8sA6BbJ7ja/1nk427v383cs=\n\n"
    "— example.com/log/testdata "
    "M9e0luh4jTG+UMBqOUo9/q+yAEvx1ilBEniMvjf1zfcBOhg+CKubMt53MvIt/uEWP6zdkdIQzd/fmwlM/dlPWF74ewI=\n"
)
SKYLIGHT_WITNESS = "witness.example.org+b8a2cf20+BFLN3yikSfFkVAJtrnh/CiY3Zozkoy7clp+P7XB28qUN"
SKYLIGHT = (
    "rome2026h1.example.org\n300\nlCkHUpkmVBEms2r2T1K6Og69+wUuuN3MIEW1/ezu2v0=\n\n"
    "— rome2026h1.example.org kVB1JgAAAZtxtEwABAMARzBFAiEAi+mTa2xjL1IdWpH82OeciGsGvwRAP+f1WkfKaSZCfFECIHoNPZ/"
    "Q3y6UNzvKOO9cuLr6V16vPNfhwhle9f6r5H/Z\n"
    "— witness.example.org uKLPIAAAAABpVGeAhm2bOvKc3LaB9PFN1ruG19Y5yqslmcAAbhftnn1Zznmo0LXFZq4LGvqKqLX8jWlwLKasxEGTLIqA"
    "VusneCBmBw==\n"
)
