"""The committed stylesheet leaves out unused classes: no page may look different for it."""

import shutil
import subprocess
from pathlib import Path

import pytest
from django.conf import settings
from playwright.sync_api import Page, Route, ViewportSize

from tests.browser.conftest import DESKTOP, PHONE, Visit

FRONTEND = Path(settings.BASE_DIR) / "frontend"
WHOLE = "/static/portal/css/whole.css"
# One of each kind of page; between them they hold every block, include and form control.
PATHS = [
    "/",
    "/il-programma/",
    "/partecipa/",
    "/partecipa/partner-punto-di-ascolto/",
    "/partecipa/laboratorio-la-casa-che-vorrei/",
    "/territori/fiorentina-sud-est/",
    "/territori/fiorentina-sud-est/avvio-casa-di-comunita-pontassieve-pelago-rufina/",
    "/novita/",
    "/linee-guida/partecipare-in-una-casa-di-comunita/",
    "/domande-frequenti/",
    "/contatti/",
    "/cerca/?q=salute",
    "/cerca/?q=xyzxyz",
]
DIFFERENCES_SHOWN = 10


@pytest.fixture(scope="module")
def unpurged(tmp_path_factory: pytest.TempPathFactory) -> str:
    """The stylesheet with every class of Bootstrap Italia that the portal imports."""
    if not shutil.which("npm"):
        pytest.fail(
            "Comparing with the whole of Bootstrap Italia needs npm (Node 18.17 or newer).", pytrace=False
        )
    if not (FRONTEND / "node_modules").exists():
        _npm("ci", "--ignore-scripts")
    output = tmp_path_factory.mktemp("frontend")
    _npm("run", "build", "--", "--keep-all", "--out", str(output))
    return (output / "css/portal.css").read_text()


@pytest.mark.parametrize("size", [DESKTOP, PHONE], ids=["desktop", "phone"])
def test_dropping_unused_classes_changes_no_page(size: ViewportSize, visitor: Visit, unpurged: str) -> None:
    guest = visitor(size)
    wrong: list[str] = []
    for path in PATHS:
        guest.visit(path)
        wrong += [f"{path} {line}" for line in _differences(guest.page, unpurged)]
    assert not wrong, _told(wrong)


def test_dropping_unused_classes_changes_no_form_with_errors(visitor: Visit, unpurged: str) -> None:
    guest = visitor(DESKTOP)
    guest.expected.add(422)
    guest.visit("/partecipa/partner-punto-di-ascolto/")
    guest.page.get_by_role("button", name="Nuova candidatura").click()
    guest.page.get_by_role("button", name="Avanti", exact=True).click()
    guest.page.get_by_role("alert").wait_for()
    wrong = _differences(guest.page, unpurged)
    assert not wrong, _told(wrong)


def _npm(*arguments: str) -> None:
    done = subprocess.run(["npm", *arguments], cwd=FRONTEND, capture_output=True, text=True, check=False)
    assert done.returncode == 0, f"npm {' '.join(arguments)}:\n{done.stdout}\n{done.stderr}"


def _differences(page: Page, css: str) -> list[str]:
    """Where a computed style of this page changes when the whole stylesheet takes the lean one's place.

    All details and the menu are opened first. What the browser draws before and after an element counts too.
    """

    def answer(route: Route) -> None:
        route.fulfill(body=css, content_type="text/css")

    page.route(f"**{WHOLE}", answer)
    found: list[str] = page.evaluate(_COMPARE_STYLES, WHOLE)
    page.unroute(f"**{WHOLE}")
    return found


def _told(wrong: list[str]) -> str:
    return f"{len(wrong)} differences, such as:\n" + "\n".join(wrong[:DIFFERENCES_SHOWN])


_COMPARE_STYLES = """
async (whole) => {
  for (const details of document.querySelectorAll("details")) details.open = true;
  document.getElementById("menu-principale")?.classList.replace("is-closed", "is-open");
  const elements = [...document.body.querySelectorAll("*")];
  // The same of every element, but for properties of one's own, whose values show where they are used.
  const names = [...getComputedStyle(document.body)].filter((name) => !name.startsWith("--"));
  const read = () => elements.flatMap((element) => [null, "::before", "::after"].flatMap((pseudo) => {
    const style = getComputedStyle(element, pseudo);
    if (pseudo && style.content === "none") return [{ element, pseudo, values: [] }];
    const values = names.map((name) => `${name}: ${style.getPropertyValue(name)}`);
    return [{ element, pseudo, values }];
  }));
  // One that comes between the two readings may be a fraction higher than the room that was kept for it.
  for (const picture of document.images) picture.loading = "eager";
  await Promise.all([...document.images].map((picture) => picture.decode().catch(() => undefined)));
  const fonts = async () => {
    document.body.getBoundingClientRect();
    await document.fonts.ready;
  };
  await fonts();
  const lean = read();
  const old = document.querySelector('link[rel=stylesheet][href*="/css/portal"]');
  const link = document.createElement("link");
  link.rel = "stylesheet";
  link.href = whole;
  // Beside the old one until it is there: a moment without styles would start transitions.
  const loaded = new Promise((resolve, reject) => { link.onload = resolve; link.onerror = reject; });
  old.after(link);
  await loaded;
  old.remove();
  await fonts();
  for (const animation of document.getAnimations()) animation.finish();
  return read().flatMap(({ element, pseudo, values }, index) => {
    const before = new Set(lean[index].values);
    const own = element.className.baseVal ?? element.className;
    return values
      .filter((value) => !before.has(value))
      .map((value) => `${element.localName}.${own}${pseudo ?? ""}: only with everything ${value}`);
  });
}
"""
