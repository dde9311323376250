"""Production refuses to start with a wrong or missing setting, in one sentence."""

import subprocess
from collections.abc import Iterator
from pathlib import Path
from typing import Any

import pytest

from tests.portal.settings.programs import Programs, alone

GOOD = {
    "SECRET_KEY": "k7Qz-9xWv3Lp0RtYs8NdBf2HgJm5CaUe1ViOoTn4ZrXy6PbKqE",
    "DATABASE_URL": "postgresql://portal@db.example.org:5432/portal?sslmode=require",
    "CACHE_URL": "redis://cache.example.org:6379/0",
    "EMAIL_URL": "smtp+tls://portal:p%40ss@mail.example.org",
    "ALLOWED_HOSTS": "www.example.org,example.org",
    "SITE_URL": "https://www.example.org",
    "DEFAULT_FROM_EMAIL": "Cantieri della Salute <no-reply@example.org>",
}
SHOW = (
    "import portal.settings.production as s;"
    "print(s.EMAIL_HOST_PASSWORD, s.EMAIL_PORT, s.EMAIL_USE_TLS, s.DATABASES['default']['OPTIONS'])"
)


@pytest.fixture(scope="module")
def programs() -> Iterator[Programs]:
    with Programs() as started:
        yield started


def variables(tmp_path: Path, **changes: str | None) -> dict[str, str]:
    """Good ones; a change to None takes the variable away."""
    changed = {**GOOD, "VAR_DIR": str(tmp_path / "var"), **changes}
    return {name: value for name, value in changed.items() if value is not None}


def test_it_starts_when_everything_is_set(tmp_path: Path) -> None:
    started = alone("-c", SHOW, **variables(tmp_path))

    assert started.returncode == 0, started.stderr
    assert "p@ss 587 True" in started.stdout
    assert "'sslmode': 'require'" in started.stdout
    assert "'pool'" in started.stdout


@pytest.mark.parametrize("key", [GOOD["SECRET_KEY"], "short"])
def test_a_program_of_its_own_says_the_same(tmp_path: Path, programs: Programs, key: str) -> None:
    environment = variables(tmp_path, SECRET_KEY=key)

    by_itself, forked = alone("-c", SHOW, **environment), programs.run("-c", SHOW, **environment)

    assert (forked.returncode, forked.stdout) == (by_itself.returncode, by_itself.stdout)
    assert forked.stderr == by_itself.stderr


@pytest.mark.parametrize("name", [*GOOD, "VAR_DIR"])
@pytest.mark.parametrize("value", [None, " "], ids=["missing", "blank"])
def test_a_missing_variable_is_named_in_one_sentence(
    tmp_path: Path, programs: Programs, name: str, value: str | None
) -> None:
    refused(programs.run("-c", SHOW, **variables(tmp_path, **{name: value})), name)


@pytest.mark.parametrize(
    ("name", "value"),
    [
        ("SECRET_KEY", "short"),
        ("SECRET_KEY", "a" * 60),
        ("SECRET_KEY", "password" * 8),
        ("SECRET_KEY", "segreto-segreto-segreto-segreto-segreto-segreto-segreto"),
        ("SECRET_KEY", "password1password2password3password4password5password6"),
        ("SECRET_KEY", "django-insecure-k7Qz-9xWv3Lp0RtYs8NdBf2HgJm5CaUe1ViOoTn4ZrXy6PbKqE"),
        ("SECRET_KEY", "embedded-default-key-refused-by-the-production-settings"),
        ("DATABASE_URL", "sqlite:////tmp/portal.sqlite3"),
        ("DATABASE_URL", "mysql://root@localhost/portal"),
        ("DATABASE_URL", "postgresql://portal@db.example.org"),
        ("DATABASE_URL", "nonsense"),
        ("CACHE_URL", "memcached://localhost"),
        ("CACHE_URL", "redis://cache.example.org:6379/abc"),
        ("CACHE_URL", "redis://cache.example.org:6379/0/1"),
        ("CACHE_URL", "redis://cache.example.org:abc/0"),
        ("EMAIL_URL", "http://mail.example.org"),
        ("EMAIL_URL", "smtp://mail.example.org:port"),
        ("ALLOWED_HOSTS", "*"),
        ("ALLOWED_HOSTS", "https://www.example.org"),
        ("ALLOWED_HOSTS", "www.example.org:443"),
        ("ALLOWED_HOSTS", "www.example.org example.org"),
        ("SITE_URL", "http://www.example.org"),
        ("SITE_URL", "https://portal:secret@www.example.org"),
        ("SITE_URL", "https://www.example.org/portale"),
        ("SITE_URL", "www.example.org"),
        ("SITE_URL", "https://altrove.example.org"),
        ("DEFAULT_FROM_EMAIL", "nobody"),
        ("DEFAULT_FROM_EMAIL", "Cantieri <no-reply@example.org"),
        ("DEFAULT_FROM_EMAIL", "Cantieri no-reply@example.org>"),
        ("DEFAULT_FROM_EMAIL", "Cantieri <no-reply@example.org> altro"),
        ("DEFAULT_FROM_EMAIL", '"Cantieri <no-reply@example.org>'),
        ("DEFAULT_FROM_EMAIL", "Cantieri <no reply@example.org>"),
        ("DEFAULT_FROM_EMAIL", "uno@example.org, due@example.org"),
        ("DEFAULT_FROM_EMAIL", "Cantieri\nBcc: <uno@example.org>"),
        ("DEFAULT_FROM_EMAIL", "Cantieri <non-rispondere@demo.example>"),
        ("DEBUG", "true"),
        ("SERVE_MEDIA", "perhaps"),
        ("TRUSTED_PROXIES", "0"),
        ("TRUSTED_PROXIES", "many"),
        ("TRUSTED_PROXIES", "-1"),
        ("TRUSTED_PROXIES", "99999999999"),
        ("ARRIVAL_MAX_SECONDS", "0"),
        ("ARRIVAL_MAX_SECONDS", "3601"),
        ("VAR_DIR", "/proc/nowhere"),
        ("VAR_DIR", "var"),
        ("VAR_DIR", "./var"),
        ("VAR_DIR", "~/var"),
    ],
)
def test_a_wrong_value_is_named_in_one_sentence(
    tmp_path: Path, programs: Programs, name: str, value: str
) -> None:
    refused(programs.run("-c", SHOW, **variables(tmp_path, **{name: value})), name)


@pytest.mark.parametrize(
    ("name", "value"),
    [
        ("SECRET_KEY", "0123456789" + "85739204817365920418" + "46372819405617283940"),
        ("SECRET_KEY", "b851ba62e9c3cfb1834e35bd4ef87e3d5286bd2d47ea8fa83b"),
        ("CACHE_URL", "rediss://:p%40ss@cache.example.org/12"),
        ("CACHE_URL", "redis://cache.example.org"),
        ("ALLOWED_HOSTS", ".example.org"),
        ("DEFAULT_FROM_EMAIL", "no-reply@example.org"),
        ("DEFAULT_FROM_EMAIL", '"Cantieri, la Regione" <no-reply@example.org>'),
        ("SITE_URL", "https://www.example.org:8443/"),
        ("TRUSTED_PROXIES", "2"),
    ],
)
def test_an_unusual_but_right_value_is_taken(
    tmp_path: Path, programs: Programs, name: str, value: str
) -> None:
    started = programs.run("-c", SHOW, **variables(tmp_path, **{name: value}))

    assert started.returncode == 0, started.stderr


@pytest.mark.parametrize(
    "module", ["portal.settings.nowhere", "nowhere", "", "portal.urls_", "json", ".portal"]
)
@pytest.mark.parametrize(
    "command", [("manage.py", "check"), ("-c", "import portal.wsgi")], ids=["command line", "web server"]
)
def test_a_settings_module_that_is_none_is_named_in_one_sentence(
    tmp_path: Path, programs: Programs, command: Any, module: str
) -> None:
    started = programs.run(*command, DJANGO_SETTINGS_MODULE=module, VAR_DIR=str(tmp_path))

    refused(started, "DJANGO_SETTINGS_MODULE")


@pytest.mark.parametrize("value", ["", " ", ":8000", "8000", "127.0.0.1", "127.0.0.1:99999", "unix:"])
def test_the_web_server_listens_nowhere_unless_told_where(
    tmp_path: Path, programs: Programs, value: str
) -> None:
    started = programs.run("-c", "import portal.startup.gunicorn", BIND=value, VAR_DIR=str(tmp_path))

    refused(started, "BIND")


@pytest.mark.parametrize("value", ["0.0.0.0:8000", "[::1]:8000", "unix:/run/portal.sock", "localhost:80"])
def test_the_web_server_listens_where_it_is_told(tmp_path: Path, programs: Programs, value: str) -> None:
    started = programs.run(
        "-c", "import portal.startup.gunicorn as g; print(g.bind)", BIND=value, VAR_DIR=str(tmp_path)
    )

    assert started.stdout.strip() == value, started.stderr


@pytest.mark.parametrize(
    ("name", "value"),
    [
        ("TRUSTED_PROXIES", "11"),
        ("TRUSTED_PROXIES", "-1"),
        ("PREVIEW_LINK_DAYS", "91"),
        ("PREVIEW_LINK_DAYS", "0"),
        ("NOTE_EDIT_MINUTES", "10081"),
        ("PAGE_CACHE_MB", "4097"),
        ("PAGE_CACHE_MB", "0"),
        ("BULK_LETTERS_WAIT_MINUTES", "10081"),
        ("LIMIT_DRAFTS_PER_HOUR", "1000001"),
    ],
)
def test_no_number_is_taken_beyond_its_bounds(
    tmp_path: Path, programs: Programs, name: str, value: str
) -> None:
    refused(programs.run("manage.py", "check", VAR_DIR=str(tmp_path), **{name: value}), name)


@pytest.mark.parametrize(
    ("files", "texts", "starts"),
    [
        ("500", "500", False),
        ("500", "501", False),
        (None, "500", False),
        ("100", None, False),
        ("500", "499", True),
    ],
)
def test_texts_are_refused_only_when_files_are_since_long(
    tmp_path: Path, programs: Programs, files: str | None, texts: str | None, starts: bool
) -> None:
    chosen = {"DISK_FREE_MB": files, "DISK_FREE_FOR_TEXT_MB": texts}
    started = programs.run(
        "-c",
        "import portal.settings.embedded",
        VAR_DIR=str(tmp_path),
        **{name: value for name, value in chosen.items() if value is not None},
    )

    if starts:
        assert started.returncode == 0, started.stderr
    else:
        refused(started, "DISK_FREE_FOR_TEXT_MB")


@pytest.mark.parametrize("value", ["0", "129", "99999999999", "two"])
def test_the_web_server_starts_no_number_of_processes_without_measure(
    tmp_path: Path, programs: Programs, value: str
) -> None:
    started = programs.run("-c", "import portal.startup.gunicorn", WEB_WORKERS=value, VAR_DIR=str(tmp_path))

    refused(started, "WEB_WORKERS")


def test_the_embedded_portal_refuses_links_that_lead_elsewhere_too(
    tmp_path: Path, programs: Programs
) -> None:
    elsewhere = "http://altrove.example.org"
    started = programs.run("manage.py", "check", SITE_URL=elsewhere, VAR_DIR=str(tmp_path))

    refused(started, "SITE_URL")


def refused(started: subprocess.CompletedProcess[str], name: str) -> None:
    assert started.returncode == 1
    assert started.stdout == ""
    [sentence] = started.stderr.strip().splitlines()
    assert sentence.startswith("The portal cannot start: ")
    assert name in sentence
    assert sentence.endswith((".", ")."))
