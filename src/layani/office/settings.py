"""The office's settings for Django, every one read from the environment (``layani settings`` lists them)."""

import os
from datetime import timedelta
from pathlib import Path

from csp.constants import NONE, SELF

from layani.office.database_address import database
from layani.office.environment import Environment, SettingError
from layani.office.gateways.secret_file import secret_from_file
from layani.office.gateways.witness_policy import WitnessesRefused, read_witnesses
from layani.rules.assurance import read_levels
from layani.rules.record.beacon import CAN_CHECK

read = Environment(os.environ)

MODE = read.choice("LAYANI_MODE", ["demo", "production"], "production", help="A demo shows test sign-ins and fakes.")
LAYANI_DEMO = MODE == "demo"
DEBUG = False

DATA = read.path("LAYANI_DATA", "var", help="Folder for the files that the office writes.")
CATALOGUE = read.path(
    "LAYANI_CATALOGUE", Path(__file__).parents[1] / "example_office", help="Folder of the office's services."
)
SITE_ADDRESS = read.url("LAYANI_SITE", "http://localhost:8000", help="The office's address on the web.")
ALLOWED_HOSTS = list(
    read.names("LAYANI_HOSTS", ["localhost", "127.0.0.1", "[::1]"], help="Host names that the office answers to.")
)
TLS = read.flag("LAYANI_TLS", not LAYANI_DEMO, help="Visitors reach the office by https.")

DATABASE_ADDRESS = read.url(
    "LAYANI_DATABASE_URL",
    f"sqlite:///{DATA / 'office.sqlite3'}",
    schemes=("sqlite", "postgresql", "postgres"),
    help="The office's database.",
)
DATABASES = {"default": database(DATABASE_ADDRESS)}
KEY_STORE = read.url(
    "LAYANI_KEYS_URL",
    f"sqlite:///{DATA / 'keys' / 'keys.sqlite3'}",
    schemes=("sqlite", "postgresql", "postgres"),
    help="Where the keys of cases and parties live: never in the office's database or in its backups.",
)
KEY_FOLDER = read.path(
    "LAYANI_KEY_FOLDER", DATA / "keys", help="Folder of the log's, the receipts' and the office's keys."
)
LOG_FOLDER = read.path("LAYANI_LOG_FOLDER", DATA / "log", help="Folder in which the record is published as files.")
FILE_FOLDER = read.path("LAYANI_FILE_FOLDER", DATA / "files", help="Folder of citizens' documents, each encrypted.")
LAKE_FOLDER = read.path("LAYANI_LAKE_FOLDER", DATA / "lake", help="Folder of the events as Parquet files.")
VERSION_FOLDER = read.path(
    "LAYANI_VERSION_FOLDER", DATA / "versions", help="Folder in which every version of a service is kept."
)
LOG_ORIGIN = read.text("LAYANI_LOG_ORIGIN", "", help="Name of the record for ever; empty takes the one of office.yaml.")
WITNESSES = read.text(
    "LAYANI_WITNESSES", "", help="File of witnesses and their quorum (tlog-policy); empty: nobody outside watches yet."
)
QUORUM_LIMIT = read.duration(
    "LAYANI_QUORUM_LIMIT", timedelta(hours=4), help="How long money is released without a quorum of witnesses."
)
if WITNESSES:
    try:
        read_witnesses(Path(WITNESSES))
    except WitnessesRefused as wrong:
        raise SettingError(f"LAYANI_WITNESSES is set, but {wrong}") from wrong
CLAMD = read.text("LAYANI_CLAMD", "", help="HOST:PORT of the malware scanner clamd; empty uses the fake in a demo.")
SMTP = read.url("LAYANI_SMTP", "", schemes=("smtp", "smtps"), help="Mail server; empty keeps messages inside (demo).")
SMS = read.url(
    "LAYANI_SMS", "", schemes=("http", "https"), help="SMS gateway taking JSON; empty keeps messages inside."
)
SMS_ALARM = read.number(
    "LAYANI_SMS_ALARM", 5_000, help="Text messages within 24 hours at which the operator is warned."
)
WHATSAPP = read.url(
    "LAYANI_WHATSAPP", "", schemes=("http", "https"), help="Cloud API that takes replies, with ?token=; empty: none."
)
WHATSAPP_SECRET = read.secret(
    "LAYANI_WHATSAPP_SECRET", "", help="App secret under which WhatsApp signs its webhook; empty takes no messages."
)
WHATSAPP_VERIFY = read.secret(
    "LAYANI_WHATSAPP_VERIFY", "", help="Token with which WhatsApp asks whether the webhook is ours."
)
SIGNING = read.choice(
    "LAYANI_SIGNING",
    ["none", "local", "ink", "fake"],
    "none",
    help="How letters are signed: none (the decision stands for it), local keys, ink on paper, or a fake (demo).",
)
SIGNING_KEYS = read.path(
    "LAYANI_SIGNING_KEYS", KEY_FOLDER / "signing", help="Folder of officers' signing keys: USERNAME.p12, USERNAME.pem."
)
TSA = read.url(
    "LAYANI_TSA",
    "",
    schemes=("https", "http"),
    help="Time-stamping authority (RFC 3161) for signed letters; empty: none.",
)
TSA_CA = read.path(
    "LAYANI_TSA_CA", KEY_FOLDER / "tsa-ca.pem", help="PEM file of the certificates that its time stamps must lead to."
)
if SIGNING == "fake" and not LAYANI_DEMO:
    raise SettingError("LAYANI_SIGNING is 'fake', whose signatures prove nothing. Write none, local or ink.")
OIDC_ISSUER = read.url(
    "LAYANI_OIDC", "", schemes=("https", "http"), help="OpenID Connect issuer by which citizens sign in; empty: none."
)
if OIDC_ISSUER.startswith("http:") and not LAYANI_DEMO:
    raise SettingError("LAYANI_OIDC begins with http:, where anybody could answer for the issuer. Write https://…")
OIDC_NAME = read.text("LAYANI_OIDC_NAME", "", help="What people call that account; empty takes the issuer's host.")
OIDC_CLIENT = read.text("LAYANI_OIDC_CLIENT", "", help="The office's client id at the issuer.")
OIDC_SECRET = read.secret("LAYANI_OIDC_SECRET", "", help="The client's secret; empty for a public client.")
OIDC_SCOPES = read.names("LAYANI_OIDC_SCOPES", ["openid", "profile"], help="Scopes that are asked of the issuer.")
OIDC_NIK = read.text("LAYANI_OIDC_NIK", "nik", help="The claim that holds the NIK.")
_levels = read.names("LAYANI_OIDC_ACR", [], help="What each acr is worth: ACR=declared, ACR=seen or ACR=high.")
try:
    OIDC_LEVELS = read_levels(_levels)
except ValueError as wrong:
    raise SettingError(f"LAYANI_OIDC_ACR: {wrong}. Write, for example: LAYANI_OIDC_ACR=urn:loa:2=seen") from wrong
if OIDC_ISSUER and not OIDC_CLIENT:
    raise SettingError("LAYANI_OIDC is set and LAYANI_OIDC_CLIENT is not. Write the client id that the issuer gave.")
BEACON = read.choice(
    "LAYANI_BEACON",
    ["local", "drand"],
    "local",
    help="Whose random number draws officers: drand (public, nobody can choose) or local (our own, and said so).",
)
BEACON_ADDRESS = read.url(
    "LAYANI_BEACON_ADDRESS", "https://api.drand.sh", schemes=("https", "http"), help="Where the beacon drand is asked."
)
if BEACON == "drand" and not CAN_CHECK:
    raise SettingError(
        "LAYANI_BEACON is 'drand', and the package that checks its signatures is missing. "
        "Install it: pip install 'layani[draw]', or write LAYANI_BEACON=local."
    )
WORK_INSIDE = read.flag("LAYANI_WORK_INSIDE", LAYANI_DEMO, help="The web process also runs the sweeps.")
MAX_UPLOAD = read.number("LAYANI_MAX_UPLOAD", 10_000_000, help="Largest upload in bytes, all files together.")
HEALTH_TOKEN = read.secret("LAYANI_HEALTH_TOKEN", "", help="Token with which a monitor may read /health/metrics.")
SECRET_KEY = read.secret("LAYANI_SECRET_KEY", "", help="Signs sessions; empty makes one in the key folder.")
SECRET_KEY = SECRET_KEY or secret_from_file(KEY_FOLDER / "session.key")

INSTALLED_APPS = [
    "django.contrib.auth",
    "django.contrib.contenttypes",
    "django.contrib.sessions",
    "django.contrib.staticfiles",
    # Before allauth, so that our templates dress its views.
    "layani.office.pages",
    "layani.office.tables",
    "allauth",
    "allauth.account",
    "allauth.mfa",
]
MIDDLEWARE = [
    "layani.office.incident.Numbered",
    "django.middleware.security.SecurityMiddleware",
    "layani.office.packed.Packed",
    "layani.office.api_door.ApiDoor",
    "whitenoise.middleware.WhiteNoiseMiddleware",
    "layani.office.security_headers.OnePolicy",
    "django.contrib.sessions.middleware.SessionMiddleware",
    "django.middleware.locale.LocaleMiddleware",
    "django.middleware.common.CommonMiddleware",
    "django.middleware.csrf.CsrfViewMiddleware",
    "django.contrib.auth.middleware.AuthenticationMiddleware",
    "allauth.account.middleware.AccountMiddleware",
    "django.middleware.clickjacking.XFrameOptionsMiddleware",
    "layani.office.actor.ActorMiddleware",
    "layani.office.busy.Busy",
]
ROOT_URLCONF = "layani.office.urls"
WSGI_APPLICATION = "layani.office.wsgi.application"
TEMPLATES = [
    {
        "BACKEND": "django.template.backends.jinja2.Jinja2",
        "DIRS": [Path(__file__).parent / "pages", Path(__file__).parent / "pages" / "templates"],
        "OPTIONS": {
            "environment": "layani.office.pages.parts.template_engine.environment",
            "context_processors": ["layani.office.pages.parts.context.frame"],
        },
    },
    # What allauth and Django draw themselves, such as the boxes of a form.
    {"BACKEND": "django.template.backends.django.DjangoTemplates", "APP_DIRS": True},
]
DEFAULT_AUTO_FIELD = "django.db.models.BigAutoField"

AUTH_USER_MODEL = "tables.User"
AUTHENTICATION_BACKENDS = ["layani.office.tables.signed_in.OfficerBackend"]
AUTH_PASSWORD_VALIDATORS = [
    {"NAME": "django.contrib.auth.password_validation.MinimumLengthValidator", "OPTIONS": {"min_length": 12}},
    {"NAME": "django.contrib.auth.password_validation.CommonPasswordValidator"},
    {"NAME": "django.contrib.auth.password_validation.NumericPasswordValidator"},
    {
        "NAME": "django.contrib.auth.password_validation.UserAttributeSimilarityValidator",
        "OPTIONS": {"user_attributes": ("username", "full_name", "email")},
    },
]
ACCOUNT_LOGIN_METHODS = {"username"}
ACCOUNT_SIGNUP_FIELDS = ["username*", "password1*"]
ACCOUNT_EMAIL_VERIFICATION = "none"
ACCOUNT_ADAPTER = "layani.office.gateways.identity.OfficerAdapter"
ACCOUNT_LOGOUT_REDIRECT_URL = "/"
LOGIN_REDIRECT_URL = "/officer/"
LOGIN_URL = "/officer/sign-in/login/"
MFA_ADAPTER = "layani.office.gateways.second_factor.SealedSecrets"
MFA_FORMS = {
    "authenticate": "layani.office.gateways.one_time_codes.SignInOnce",
    "reauthenticate": "layani.office.gateways.one_time_codes.ConfirmOnce",
    "activate_totp": "layani.office.gateways.one_time_codes.ActivateOnce",
    "add_webauthn": "layani.office.gateways.passkeys.AddPasskey",
    "login_webauthn": "layani.office.gateways.passkeys.SignInWithPasskey",
    "authenticate_webauthn": "layani.office.gateways.passkeys.SecondStepWithPasskey",
    "reauthenticate_webauthn": "layani.office.gateways.passkeys.ConfirmWithPasskey",
}
MFA_SUPPORTED_TYPES = ["totp", "webauthn", "recovery_codes"]
MFA_PASSKEY_LOGIN_ENABLED = True
# A device that has not recognised its user proves that somebody has it, and nothing more.
MFA_WEBAUTHN_USER_VERIFICATION = "required"
MFA_TOTP_ISSUER = "Layani"
MFA_TOTP_TOLERANCE = 1  # the clock of a phone may be half a minute off
SESSION_ENGINE = "layani.office.tables.sessions"
SESSION_COOKIE_AGE = int(timedelta(hours=8).total_seconds())

LANGUAGE_CODE = "id"
LANGUAGES = [("id", "Bahasa Indonesia"), ("en", "English")]
LANGUAGE_COOKIE_SAMESITE = "Lax"
LANGUAGE_COOKIE_HTTPONLY = True
TIME_ZONE = "Asia/Jakarta"
USE_TZ = True

# The first holds what all processes must know together: how often somebody tried to sign in. Pages remember near them.
CACHES = {
    "default": {
        "BACKEND": "django.core.cache.backends.db.DatabaseCache",
        "LOCATION": "tables_remembered",
        "OPTIONS": {"MAX_ENTRIES": 50_000},
    },
    "near": {"BACKEND": "django.core.cache.backends.locmem.LocMemCache"},
}

STATIC_URL = "/static/"
STATIC_ROOT = DATA / "static"
STORAGES = {
    "default": {"BACKEND": "django.core.files.storage.InMemoryStorage"},
    "staticfiles": {"BACKEND": "whitenoise.storage.CompressedManifestStaticFilesStorage"},
}
STATICFILES_DIRS = [Path(__file__).parent / "pages" / "parts" / "static"]
# Answers go through the form; a larger body than all files together is refused before it is read.
DATA_UPLOAD_MAX_MEMORY_SIZE = 1_000_000
FILE_UPLOAD_MAX_MEMORY_SIZE = MAX_UPLOAD
FILE_UPLOAD_HANDLERS = [
    "layani.office.gateways.file_store.RefuseHugeUploads",
    "django.core.files.uploadhandler.MemoryFileUploadHandler",
]
# A date has three boxes, an address four, and the counter's form has every question of a service on one page.
DATA_UPLOAD_MAX_NUMBER_FIELDS = 2_000

SECURE_SSL_REDIRECT = TLS
SECURE_HSTS_SECONDS = int(timedelta(days=365).total_seconds()) if TLS else 0
SECURE_HSTS_INCLUDE_SUBDOMAINS = TLS
SECURE_HSTS_PRELOAD = TLS
SECURE_REFERRER_POLICY = "same-origin"
SESSION_COOKIE_SECURE = CSRF_COOKIE_SECURE = LANGUAGE_COOKIE_SECURE = TLS
CSRF_FAILURE_VIEW = "layani.office.pages.parts.errors.form_expired"
X_FRAME_OPTIONS = "DENY"
if TLS:
    SECURE_PROXY_SSL_HEADER = ("HTTP_X_FORWARDED_PROTO", "https")
    CSRF_TRUSTED_ORIGINS = [f"https://{host}" for host in ALLOWED_HOSTS if host != "*"]
CONTENT_SECURITY_POLICY = {
    "DIRECTIVES": {
        "default-src": [NONE],
        "style-src": [SELF],
        "font-src": [SELF],
        "img-src": [SELF, "data:"],
        "script-src": [NONE],
        "form-action": [SELF],
        "base-uri": [NONE],
        "frame-ancestors": [NONE],
    }
}

LOGGING = {
    "version": 1,
    "disable_existing_loggers": False,
    "filters": {"no_personal_data": {"()": "layani.office.gateways.program_log.WithoutPersonalData"}},
    "formatters": {"json": {"()": "layani.office.gateways.program_log.JsonLines"}},
    "handlers": {"stderr": {"class": "logging.StreamHandler", "formatter": "json", "filters": ["no_personal_data"]}},
    "root": {"handlers": ["stderr"], "level": "WARNING"},
    # It names the passkeys of those who sign in.
    "loggers": {"fido2": {"level": "WARNING"}},
}
SETTINGS = read.settings
