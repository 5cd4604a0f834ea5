"""All settings, read from the environment. Modes: production (default), demo (`make run`), test."""

from pathlib import Path
from typing import Any

from django.core.exceptions import ImproperlyConfigured

from sop_portal import environment as env
from sop_portal.databases import postgresql, sqlite
from sop_portal.demo_key import demo_key

BASE_DIR = Path(__file__).resolve().parent.parent
VAR_DIR = Path(env.text("SOP_PORTAL_VAR") or BASE_DIR / "var")
MODE = env.one_of("SOP_PORTAL_MODE", ("production", "demo", "test"), default="production")
DEMO = MODE == "demo"
PRODUCTION = MODE == "production"


def secret_key() -> str:
    """The signing key: given in production, made once in an ignored file for the demo, fixed in tests."""
    if MODE == "test":
        return "only-for-tests-" + "0123456789abcdef" * 4
    if DEMO:
        return demo_key(VAR_DIR)
    key = env.required("SOP_PORTAL_SECRET_KEY", "a random text of 50 characters or more, the same on every process.")
    if len(key) < 50 or len(set(key)) < 10:
        raise ImproperlyConfigured("SOP_PORTAL_SECRET_KEY is too easy to guess: take 50 random characters or more.")
    return key


SECRET_KEY = secret_key()
# Under which moderators stand in the figures of quality. Another key makes strangers of them all: keep it for ever.
PSEUDONYM_KEY = env.text("SOP_PORTAL_PSEUDONYM_KEY") or SECRET_KEY
DEBUG = env.flag("SOP_PORTAL_DEBUG", default=False)
if DEBUG and PRODUCTION:
    raise ImproperlyConfigured("SOP_PORTAL_DEBUG is on. It shows secrets to every visitor: turn it off in production.")
ALLOWED_HOSTS = env.hosts("SOP_PORTAL_HOSTS") or ([] if PRODUCTION else ["localhost", "127.0.0.1", "[::1]"])
if not ALLOWED_HOSTS:
    raise ImproperlyConfigured("Set SOP_PORTAL_HOSTS to the host names of this portal, with commas between them.")
CSRF_TRUSTED_ORIGINS = env.origins("SOP_PORTAL_ORIGINS")

INSTALLED_APPS = [
    "django.contrib.admin",
    "django.contrib.auth",
    "django.contrib.contenttypes",
    "django.contrib.sessions",
    "django.contrib.messages",
    "whitenoise.runserver_nostatic",
    "django.contrib.staticfiles",
    "allauth",
    "allauth.account",
    "reversion",
    "django_tasks",
    "django_tasks_db",
    "guidelines.text",
    "guidelines.frame",
    "guidelines.audit",
    "guidelines.catalogue",
    "guidelines.people",
    "guidelines.editions",
    "guidelines.reading",
    "guidelines.liaison",
    "guidelines.insights",
    "guidelines.quality",
    "guidelines.learning",
    "guidelines.programmes",
    "guidelines.api",
    "guidelines.desk",
    "guidelines.demo",
]
MIDDLEWARE = [
    # First, so that the redirect to HTTPS carries the headers too.
    "guidelines.frame.headers.headers",
    "django.middleware.security.SecurityMiddleware",
    # What stands below is made for browsers; programs that read come no further.
    "guidelines.api.door.door",
    "guidelines.liaison.feed_door.door",
    # Before all that a page needs which the browser has already.
    "guidelines.reading.unchanged.unchanged",
    # Before anything that looks up the session or the address.
    "guidelines.frame.nul.nul",
    "whitenoise.middleware.WhiteNoiseMiddleware",
    "django.contrib.sessions.middleware.SessionMiddleware",
    "guidelines.frame.body_limits.body_limits",
    "django.middleware.common.CommonMiddleware",
    "django.middleware.csrf.CsrfViewMiddleware",
    "django.contrib.auth.middleware.AuthenticationMiddleware",
    "guidelines.people.presence.presence",
    "guidelines.people.sessions.readers",
    "guidelines.people.middleware.person_language",
    "guidelines.people.locking.shared_computers",
    "guidelines.people.middleware.SignInRequired",
    "django.contrib.messages.middleware.MessageMiddleware",
    "django.middleware.clickjacking.XFrameOptionsMiddleware",
    "allauth.account.middleware.AccountMiddleware",
    "guidelines.editions.restricting.restricted",
    "guidelines.frame.refusals.refusals",
]
ROOT_URLCONF = "sop_portal.urls"
WSGI_APPLICATION = "sop_portal.wsgi.application"
TEMPLATES: list[dict[str, Any]] = [
    {
        "BACKEND": "django.template.backends.django.DjangoTemplates",
        "DIRS": [BASE_DIR / "templates"],
        "APP_DIRS": True,
        "OPTIONS": {
            "builtins": ["guidelines.frame.templatetags.frame"],
            "context_processors": [
                "django.template.context_processors.request",
                "django.contrib.auth.context_processors.auth",
                "django.contrib.messages.context_processors.messages",
                "guidelines.frame.context.page",
            ],
        },
    }
]


DATABASE_URL = env.text("DATABASE_URL")
DATABASES = {"default": postgresql(DATABASE_URL, MODE) if DATABASE_URL else sqlite(VAR_DIR, MODE)}
DEFAULT_AUTO_FIELD = "django.db.models.BigAutoField"

REDIS_URL = env.text("REDIS_URL")
CACHES: dict[str, dict[str, Any]] = {
    "default": {"BACKEND": "django.core.cache.backends.locmem.LocMemCache", "LOCATION": "derived"},
    "shared": {"BACKEND": "django.core.cache.backends.db.DatabaseCache", "LOCATION": "shared_cache"},
}
if REDIS_URL:
    CACHES["shared"] = {"BACKEND": "django.core.cache.backends.redis.RedisCache", "LOCATION": REDIS_URL}
    # Whoever signs in waits for it.
    CACHES["shared"]["OPTIONS"] = {"socket_connect_timeout": 3, "socket_timeout": 3}

# How much of the pages that many read each process keeps, see guidelines/frame/keeping.py.
KEPT_BYTES = env.number("SOP_PORTAL_KEPT_MB", 128, least=1, most=100_000) * 2**20
# And how much all processes of a server share on disk, in a file that `serve` names: guidelines/frame/pool.py.
POOL_BYTES = env.number("SOP_PORTAL_POOL_MB", 512, least=1, most=100_000) * 2**20
POOL_FILE = Path(env.text("SOP_PORTAL_POOL_FILE")) if env.text("SOP_PORTAL_POOL_FILE") else None

# Work in the background, see guidelines/frame/tasks.py. `manage.py worker` does it; `serve` starts one.
TASKS = {"default": {"BACKEND": "django_tasks_db.DatabaseBackend"}}
# How many times sooner a job is tried again than it says: for tests that can't wait for hours.
JOB_HURRY = env.number("SOP_PORTAL_HURRY", 1, least=1, most=10_000)

# Mail goes where the environment says. Without a host it is written to the log of whoever sends, and goes nowhere.
EMAIL_HOST = env.text("SOP_PORTAL_MAIL_HOST")
EMAIL_PORT = env.number("SOP_PORTAL_MAIL_PORT", 587, least=1, most=65_535)
EMAIL_HOST_USER = env.text("SOP_PORTAL_MAIL_USER")
EMAIL_HOST_PASSWORD = env.text("SOP_PORTAL_MAIL_PASSWORD")
EMAIL_USE_TLS = env.flag("SOP_PORTAL_MAIL_STARTTLS", default=PRODUCTION)
EMAIL_USE_SSL = env.flag("SOP_PORTAL_MAIL_TLS", default=False)
EMAIL_TIMEOUT = env.number("SOP_PORTAL_MAIL_SECONDS", 20, least=1, most=300)
DEFAULT_FROM_EMAIL = env.text("SOP_PORTAL_MAIL_FROM") or "SOP Portal <sop-portal@localhost>"
if EMAIL_USE_TLS and EMAIL_USE_SSL:
    raise ImproperlyConfigured("Set SOP_PORTAL_MAIL_TLS or SOP_PORTAL_MAIL_STARTTLS, not both.")
# Where webhooks may be: https on these ports, at public addresses. Tests and the demo may have one beside them.
WEBHOOK_PORTS = env.numbers("SOP_PORTAL_WEBHOOK_PORTS", (443,))
WEBHOOK_LOOPBACK = env.flag("SOP_PORTAL_WEBHOOK_LOOPBACK", default=False)
for _name, _on in (("SOP_PORTAL_WEBHOOK_LOOPBACK", WEBHOOK_LOOPBACK), ("SOP_PORTAL_HURRY", JOB_HURRY > 1)):
    if _on and PRODUCTION:
        raise ImproperlyConfigured(f"{_name} is for tests and the demo. Take it away in production.")
EMAIL_BACKEND = f"django.core.mail.backends.{'smtp' if EMAIL_HOST else 'console'}.EmailBackend"

AUTH_USER_MODEL = "people.Person"
PASSWORD_HASHERS = ["django.contrib.auth.hashers.Argon2PasswordHasher"]
if MODE == "test":
    PASSWORD_HASHERS = ["django.contrib.auth.hashers.MD5PasswordHasher"]
AUTH_PASSWORD_VALIDATORS = [
    {"NAME": "django.contrib.auth.password_validation.UserAttributeSimilarityValidator"},
    {"NAME": "django.contrib.auth.password_validation.MinimumLengthValidator", "OPTIONS": {"min_length": 10}},
    {"NAME": "django.contrib.auth.password_validation.CommonPasswordValidator"},
    {"NAME": "django.contrib.auth.password_validation.NumericPasswordValidator"},
]
LOGIN_URL = "sign_in"
LOGIN_REDIRECT_URL = "home"
LOGOUT_REDIRECT_URL = "sign_in"

# Accounts: django-allauth without sign-up and mails. people/urls.py names its pages that can be reached.
AUTHENTICATION_BACKENDS = ["guidelines.people.backends.EmployeeBackend"]
ACCOUNT_ADAPTER = "guidelines.people.adapter.Adapter"
ACCOUNT_USER_MODEL_USERNAME_FIELD = "employee_id"
ACCOUNT_LOGIN_METHODS = {"username"}
ACCOUNT_SIGNUP_FIELDS = ["username*", "password1*"]
ACCOUNT_EMAIL_VERIFICATION = "none"
ACCOUNT_SESSION_REMEMBER = True
# allauth counts tries in the default cache, which every process has for itself: people/attempts.py counts instead.
ACCOUNT_RATE_LIMITS = False
# How many proxies of ours stand in front and append to X-Forwarded-For. 0 believes no header, only the connection.
ALLAUTH_TRUSTED_PROXY_COUNT = env.number(
    "SOP_PORTAL_PROXIES", int(env.flag("SOP_PORTAL_BEHIND_PROXY", default=False)), most=10
)
if not REDIS_URL:
    # Over this number the table drops the oldest keys by name, limits in use among them; Django's default is 300.
    CACHES["shared"]["OPTIONS"] = {"MAX_ENTRIES": 100_000}

LANGUAGE_CODE = "en"
# Each of them wholly: half a translation would be read out with the wrong sounds. See CONTRIBUTING.md.
LANGUAGES = [("en", "English"), ("vi", "Tiếng Việt")]
LOCALE_PATHS = [BASE_DIR / "locale"]
LANGUAGE_COOKIE_AGE = 365 * 24 * 3600  # of the switch on the sign-in page; after sign-in the person’s setting counts
TIME_ZONE = "UTC"
USE_TZ = True
USE_I18N = True

STATIC_URL = "static/"
STATIC_ROOT = VAR_DIR / "static"
STATICFILES_DIRS = [BASE_DIR / "static"]
# Images of guidelines. Served by a view that asks who may see them, never by the web server itself.
MEDIA_ROOT = VAR_DIR / "media"
STORAGES = {
    "default": {"BACKEND": "django.core.files.storage.FileSystemStorage"},
    "staticfiles": {"BACKEND": "guidelines.frame.bundling.Storage"},
}
if MODE == "test":
    STORAGES["staticfiles"] = {"BACKEND": "django.contrib.staticfiles.storage.StaticFilesStorage"}
    WHITENOISE_USE_FINDERS = True
    WHITENOISE_AUTOREFRESH = True
# How large a file of checked decisions may be that is sent by the page; `import_checks` takes larger ones.
CHECKS_BYTES = env.number("SOP_PORTAL_CHECKS_MB", 100, least=1, most=2_000) * 2**20

# Security. Headers that Django does not set, and the Content-Security-Policy, are in frame/headers.py.
HTTPS = PRODUCTION
SECURE_SSL_REDIRECT = HTTPS and env.flag("SOP_PORTAL_SSL_REDIRECT", default=True)
SECURE_PROXY_SSL_HEADER = (
    ("HTTP_X_FORWARDED_PROTO", "https") if env.flag("SOP_PORTAL_BEHIND_PROXY", default=False) else None
)
SECURE_HSTS_SECONDS = env.number("SOP_PORTAL_HSTS_SECONDS", 31_536_000) if HTTPS else 0
SECURE_HSTS_INCLUDE_SUBDOMAINS = HTTPS
SECURE_HSTS_PRELOAD = HTTPS
SECURE_REFERRER_POLICY = "same-origin"
SECURE_CROSS_ORIGIN_OPENER_POLICY = "same-origin"
SESSION_ENGINE = "guidelines.people.session_store"
SESSION_COOKIE_SECURE = CSRF_COOKIE_SECURE = LANGUAGE_COOKIE_SECURE = HTTPS
SESSION_COOKIE_HTTPONLY = CSRF_COOKIE_HTTPONLY = LANGUAGE_COOKIE_HTTPONLY = True
SESSION_COOKIE_SAMESITE = CSRF_COOKIE_SAMESITE = LANGUAGE_COOKIE_SAMESITE = "Lax"
SESSION_COOKIE_AGE = 12 * 3600
X_FRAME_OPTIONS = "DENY"
CSRF_FAILURE_VIEW = "guidelines.frame.errors.csrf_failure"
WHITENOISE_ALLOW_ALL_ORIGINS = False
DATA_UPLOAD_MAX_MEMORY_SIZE = 1024 * 1024
# A text of 500 rules and their cases, block by block with every field; the size above bounds it first.
DATA_UPLOAD_MAX_NUMBER_FIELDS = 20_000
FILE_UPLOAD_MAX_MEMORY_SIZE = 1024 * 1024

# `manage.py serve`. On loopback unless told otherwise: a proxy with TLS stands in front of a production portal.
SERVE = {
    "host": env.text("SOP_PORTAL_LISTEN") or "127.0.0.1",
    "port": env.number("PORT", 8000, most=65_535),
    "workers": env.number("SOP_PORTAL_WORKERS", 2, least=1, most=64),
    "threads": env.number("SOP_PORTAL_THREADS", 4, least=1, most=64),
}

# To stderr, one line an event, for whatever runs the process to keep. Deeds are not here: they are AuditEvents.
LOGGING: dict[str, Any] = {
    "version": 1,
    "disable_existing_loggers": False,
    "formatters": {"line": {"format": "{asctime} {levelname} {name}: {message}", "style": "{"}},
    "handlers": {"stderr": {"class": "logging.StreamHandler", "formatter": "line"}},
    "root": {"handlers": ["stderr"], "level": "WARNING"},
    "loggers": {
        "django": {"handlers": ["stderr"], "level": "WARNING", "propagate": False},
        # Refusals (403, 404, 409, 422) are answers, not incidents; their pages say why.
        "django.request": {"level": "ERROR"},
        "guidelines": {"level": "INFO"},
    },
}
