"""Settings shared by every way of running the portal.

`embedded` (the default), `production` and `testing` each import this module and add what differs.
Every environment variable is described in `docs/operations.md`.
"""

from datetime import timedelta
from pathlib import Path
from typing import Any

from portal.settings import environment, limits
from portal.settings.environment import env

BASE_DIR = Path(__file__).resolve().parent.parent.parent
# Everything the portal writes lives below this one folder.
VAR_DIR = Path(env.str("VAR_DIR", str(BASE_DIR / "var"))).resolve()

SITE_NAME = "Cantieri della Salute"

INSTALLED_APPS = [
    "home",
    "api",
    "search",
    "seguire",
    "istruttoria",
    "eventi",
    "patti",
    "candidature",
    "news",
    "riscontri",
    "glossario",
    "moduli",
    "territori",
    "portal",
    "wagtail.contrib.settings",
    "wagtail.contrib.redirects",
    "wagtail.contrib.simple_translation",
    "wagtail.locales",
    "wagtail.contrib.typed_table_block",
    "wagtail.embeds",
    "wagtail.sites",
    "wagtail.users",
    "wagtail.snippets",
    "wagtail.documents",
    "wagtail.images",
    "wagtail.search",
    "wagtail.admin",
    "wagtail",
    "wagtail_modeladmin",
    "taggit",
    "django_filters",
    "django_tasks",
    "django_tasks_db",
    "axes",
    "csp",
    "django.contrib.auth",
    "django.contrib.contenttypes",
    "django.contrib.sessions",
    "django.contrib.messages",
    "whitenoise.runserver_nostatic",
    "django.contrib.staticfiles",
    "django.forms",
]

MIDDLEWARE = [
    # First of all: the moment a request arrived decides whether an application is in time.
    "portal.web.middleware.ReceivedAtMiddleware",
    # Whatever is said, refusals too, is said in the language of the address.
    "portal.web.languages.LanguageOfAddressMiddleware",
    "django.middleware.security.SecurityMiddleware",
    "whitenoise.middleware.WhiteNoiseMiddleware",
    # Outside whatever sets a cookie: an answer with one is not for everybody.
    "portal.web.conditional_answers.ConditionalAnswersMiddleware",
    "django.contrib.sessions.middleware.SessionMiddleware",
    "django.middleware.common.CommonMiddleware",
    "django.middleware.csrf.CsrfViewMiddleware",
    "django.contrib.auth.middleware.AuthenticationMiddleware",
    "portal.web.languages.LanguageOfAccountMiddleware",
    "django.contrib.messages.middleware.MessageMiddleware",
    "django.middleware.clickjacking.XFrameOptionsMiddleware",
    "portal.web.middleware.ContentSecurityPolicyMiddleware",
    "portal.web.middleware.SecurityHeadersMiddleware",
    "portal.web.middleware.BodyLimitMiddleware",
    "portal.web.malformed_requests.CharsetMiddleware",
    "portal.web.staff_doors.StaffDoorsMiddleware",
    "portal.web.malformed_requests.StaffFormMiddleware",
    "portal.editorial.doors.RefusedPublishingMiddleware",
    "portal.editorial.late_previews.LatePreviewMiddleware",
    "portal.withdrawing.middleware.RedirectMiddleware",
    "axes.middleware.AxesMiddleware",
]

ROOT_URLCONF = "portal.urls"
WSGI_APPLICATION = "portal.wsgi.application"

TEMPLATES: list[dict[str, Any]] = [
    {
        "BACKEND": "django.template.backends.django.DjangoTemplates",
        "DIRS": [BASE_DIR / "templates"],
        "APP_DIRS": True,
        "OPTIONS": {
            "context_processors": [
                "django.template.context_processors.request",
                "django.contrib.auth.context_processors.auth",
                "django.contrib.messages.context_processors.messages",
            ],
        },
    },
]
FORM_RENDERER = "django.forms.renderers.TemplatesSetting"

AUTH_USER_MODEL = "portal.User"
AUTHENTICATION_BACKENDS = [
    "axes.backends.AxesStandaloneBackend",
    "portal.accounts.logins.StaffBackend",
]
AUTH_PASSWORD_VALIDATORS = [
    {"NAME": "django.contrib.auth.password_validation.UserAttributeSimilarityValidator"},
    {"NAME": "django.contrib.auth.password_validation.MinimumLengthValidator"},
    {"NAME": "django.contrib.auth.password_validation.CommonPasswordValidator"},
    {"NAME": "django.contrib.auth.password_validation.NumericPasswordValidator"},
]

LANGUAGE_CODE = "it"
LANGUAGES = [("it", "Italiano"), ("en", "English")]
LOCALE_PATHS = [BASE_DIR / "locale"]
TIME_ZONE = "Europe/Rome"
USE_I18N = True
USE_TZ = True

STATIC_URL = "/static/"
STATIC_ROOT = VAR_DIR / "static"
MEDIA_URL = "/media/"
MEDIA_ROOT = VAR_DIR / "media"
# Files sent by applicants: never under MEDIA_ROOT, served only through a guarded view.
PRIVATE_ROOT = VAR_DIR / "private"
# Public files may be handed over by a web server that runs under another account.
FILE_UPLOAD_PERMISSIONS = 0o644
FILE_UPLOAD_DIRECTORY_PERMISSIONS = 0o755
STORAGES: dict[str, dict[str, Any]] = {
    "default": {"BACKEND": "django.core.files.storage.FileSystemStorage"},
    "private": {
        "BACKEND": "portal.media.durable_files.DurableStorage",
        "OPTIONS": {
            "location": str(PRIVATE_ROOT),
            "base_url": None,
            "file_permissions_mode": 0o600,
            "directory_permissions_mode": 0o700,
        },
    },
    "staticfiles": {"BACKEND": "whitenoise.storage.CompressedManifestStaticFilesStorage"},
}

# Whether the portal itself serves MEDIA_ROOT; in production usually the web server in front does.
SERVE_MEDIA = False
# Whether the web server and the worker refuse to start while an account of the demonstration exists.
REFUSE_DEMO_ACCOUNTS = False
# How many reverse proxies of ours stand in front and append to X-Forwarded-For.
TRUSTED_PROXIES = 0
# Whether the nearest proxy always writes when a request arrived, and how long ago that may be at most.
TRUST_ARRIVAL_TIME = False
ARRIVAL_MAX_SECONDS = 900

DEFAULT_AUTO_FIELD = "django.db.models.BigAutoField"
# Editing a form of seventy questions posts more than a thousand fields.
DATA_UPLOAD_MAX_NUMBER_FIELDS = 10_000
# The largest request: several attachments of one application together.
MAX_BODY_BYTES = 64 * 1024 * 1024

# What a visitor without an account may use in an hour, and how much the portal keeps.
LIMITS = limits.from_environment()

TASKS = {"default": {"BACKEND": "django_tasks_db.DatabaseBackend", "QUEUES": []}}

WAGTAIL_SITE_NAME = SITE_NAME
WAGTAILIMAGES_IMAGE_MODEL = "portal.PortalImage"
WAGTAILIMAGES_IMAGE_FORM_BASE = "portal.media.image_form.ImageForm"
WAGTAILDOCS_DOCUMENT_MODEL = "portal.PortalDocument"
WAGTAIL_CONTENT_LANGUAGES = LANGUAGES
WAGTAIL_I18N_ENABLED = True
WAGTAIL_ENABLE_UPDATE_CHECK = False
WAGTAIL_ENABLE_WHATS_NEW_BANNER = False
WAGTAIL_GRAVATAR_PROVIDER_URL = None
WAGTAILEMBEDS_FINDERS: list[dict[str, Any]] = []
# Staff choose theirs in their account; what is public is in the language of its address.
WAGTAILADMIN_PERMITTED_LANGUAGES = LANGUAGES
WAGTAIL_USER_TIME_ZONES = ["Europe/Rome"]
# As people here write dates; Wagtail's own calendar would otherwise take 05/06 for the sixth of May.
WAGTAIL_DATE_FORMAT = "%d/%m/%Y"
WAGTAIL_DATETIME_FORMAT = "%d/%m/%Y %H:%M"
# So that what the calendar writes is read back as the same day in English, too.
FORMAT_MODULE_PATH = ["portal.english"]
# How long the letters of a decision on many wait, so that it can be taken back.
BULK_LETTERS_WAIT_MINUTES = environment.whole_number(
    "BULK_LETTERS_WAIT_MINUTES", 1, environment.MOST_MINUTES, default=10, of="minutes"
)
# The address people reach the portal at; links in letters begin with it.
SITE_URL = environment.site_url(env.str("SITE_URL", "http://127.0.0.1:8000"), https=False)
WAGTAILADMIN_BASE_URL = SITE_URL
WAGTAILSEARCH_BACKENDS = {
    "default": {"BACKEND": "wagtail.search.backends.database", "SEARCH_CONFIG": "italian"},
}
TAGGIT_CASE_INSENSITIVE = True
# A first visit weighs at most 150 KB; at 65 our illustrations and most photographs look the same as at 85.
WAGTAILIMAGES_WEBP_QUALITY = 65
# As near to the original as WebP at 65, for photographs; drawings come out nearer (decision 111).
WAGTAILIMAGES_AVIF_QUALITY = 54
# What a public body publishes as a document; nothing that a browser would run.
WAGTAILDOCS_EXTENSIONS = ["csv", "docx", "ods", "odt", "p7m", "pdf", "pptx", "rtf", "txt", "xlsx", "zip"]

# Whether the worker asks other sites if what public pages link to is there.
CHECK_OUTSIDE_LINKS = environment.read("CHECK_OUTSIDE_LINKS", env.bool, "true or false", default=False)

# Whether public pages are answered from the memory of each process, and how much of it they may take.
PAGE_CACHE = environment.read("PAGE_CACHE", env.bool, "true or false", default=True)
PAGE_CACHE_MB = environment.whole_number("PAGE_CACHE_MB", 1, 4096, default=64, of="megabytes")

# Whether what was read and drawn for an edition is remembered (`portal.edition.memory`).
EDITION_MEMORY = True

# Addresses whose pages belong to one person: never compressed, never with an ETag.
PERSONAL_PATHS = ("/candidature/", "/en/candidature/", "/seguire/", "/en/seguire/", "/firme/")
# Counts, outside the database, the letters that left: never put it back from a backup
# (`portal.outbox.departures`).
DEPARTURES_FILE = VAR_DIR / "run" / "letters.json"
# Its time says when something could last not be written (`portal.health.outages`).
OUTAGES_FILE = VAR_DIR / "run" / "could-not-write"
DEFAULT_FROM_EMAIL = env.str("DEFAULT_FROM_EMAIL", "Cantieri della Salute <non-rispondere@demo.example>")
SERVER_EMAIL = DEFAULT_FROM_EMAIL

# Types of question of this portal beside those in `moduli/types/`, see docs/question-type.md.
MODULI_QUESTION_TYPES = [
    "candidature.question_types.municipality.MunicipalityType",
    "candidature.question_types.listed.ListedType",
]
# The kinds of applicants that questions may be meant for, see `moduli.kinds`.
MODULI_KINDS = "candidature.submissions.applicants.ApplicantKind"

LOGIN_URL = "wagtailadmin_login"
LOGIN_REDIRECT_URL = "wagtailadmin_home"
# What is restricted to staff asks them to log in where they always do.
WAGTAIL_FRONTEND_LOGIN_URL = "/admin/login/"
WAGTAIL_PASSWORD_REQUIRED_TEMPLATE = "password_required.html"  # noqa: S105
WAGTAILDOCS_PASSWORD_REQUIRED_TEMPLATE = "password_required.html"  # noqa: S105
SESSION_COOKIE_AGE = 12 * 3600

# Failed logins are counted for an account from an address: nobody can lock a colleague out from elsewhere.
AXES_LOCKOUT_PARAMETERS = [["username", "ip_address"]]
AXES_FAILURE_LIMIT = 5
AXES_COOLOFF_TIME = timedelta(minutes=15)
AXES_RESET_ON_SUCCESS = True
AXES_RESET_COOL_OFF_ON_FAILURE_DURING_LOCKOUT = False
AXES_USERNAME_FORM_FIELD = "username"
AXES_USERNAME_CALLABLE = "portal.accounts.logins.login_name"
AXES_CLIENT_IP_CALLABLE = "portal.web.visitors.client_address"
AXES_LOCKOUT_TEMPLATE = "429.html"
AXES_ENABLE_ADMIN = False
AXES_DISABLE_ACCESS_LOG = True

# How often one visitor may be wrong before waiting (`portal.entrances.doors`): accounts in fifteen minutes,
# guesses of one page's password in fifteen minutes, letters for a new password in an hour, to one address or
# from one visitor.
LOGIN_FAILED_ACCOUNTS = 20
PAGE_PASSWORD_GUESSES = 10
PASSWORD_LETTERS_TO_ADDRESS = 3
PASSWORD_LETTERS_FROM_CLIENT = 10

SECURE_REFERRER_POLICY = "same-origin"
X_FRAME_OPTIONS = "DENY"
CONTENT_SECURITY_POLICY = {
    "DIRECTIVES": {
        "default-src": ["'self'"],
        "img-src": ["'self'", "data:"],
        "object-src": ["'none'"],
        "base-uri": ["'none'"],
        "form-action": ["'self'"],
        "frame-ancestors": ["'none'"],
    }
}
# Wagtail's admin writes scripts and styles into its pages, and frames previews of ours.
ADMIN_CONTENT_SECURITY_POLICY = {
    "default-src": ["'self'"],
    "script-src": ["'self'", "'unsafe-inline'", "'unsafe-eval'"],
    "style-src": ["'self'", "'unsafe-inline'"],
    "img-src": ["'self'", "data:", "blob:"],
    "object-src": ["'none'"],
    "base-uri": ["'self'"],
    "form-action": ["'self'"],
    "frame-ancestors": ["'self'"],
}

LOGGING = {
    "version": 1,
    "disable_existing_loggers": False,
    "formatters": {"json": {"()": "portal.logs.redaction.JsonFormatter"}},
    "handlers": {"console": {"class": "logging.StreamHandler", "formatter": "json"}},
    "root": {"handlers": ["console"], "level": "WARNING"},
    "loggers": {
        "django": {"handlers": ["console"], "level": "WARNING", "propagate": False},
        "django_tasks": {"level": "WARNING"},
        "django_tasks_db": {"level": "WARNING"},
        "portal": {"level": "INFO"},
    },
}
