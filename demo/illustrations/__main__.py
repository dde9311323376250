"""Write the SVG files and render them: `python -m frontend.illustrations [name …]`."""

import io
import subprocess
import sys
import tempfile
from pathlib import Path

from PIL import Image

from . import countryside, gatherings, logos, services, towns
from .shapes import HEIGHT, WIDTH

FOLDER = Path(__file__).parent
RENDERED = FOLDER.parent.parent / "demo" / "images"
LARGEST = 60 * 1024
CHROMIUM = (
    "chromium",
    "--headless",
    "--no-sandbox",
    "--disable-gpu",
    "--disable-background-networking",
    "--disable-component-update",
    "--disable-sync",
    "--no-first-run",
    "--hide-scrollbars",
)


def render(svg: Path, target: Path) -> None:
    """Render one picture as WebP, lowering the quality until it weighs at most `LARGEST` bytes."""
    with tempfile.TemporaryDirectory() as folder:
        page, shot = Path(folder, "page.html"), Path(folder, "shot.png")
        page.write_text(f"<style>*{{margin:0}}svg{{display:block}}</style>{svg.read_text()}")
        subprocess.run(
            [*CHROMIUM, f"--screenshot={shot}", f"--window-size={WIDTH},{HEIGHT}", page.as_uri()],
            check=True,
            capture_output=True,
        )
        picture = Image.open(shot).convert("RGB").crop((0, 0, WIDTH, HEIGHT))
    for quality in range(88, 40, -6):
        data = io.BytesIO()
        picture.save(data, "WEBP", quality=quality, method=6)
        if data.tell() <= LARGEST:
            break
    target.write_bytes(data.getvalue())


def main(names: list[str]) -> None:
    RENDERED.mkdir(exist_ok=True)
    scenes = {**countryside.SCENES, **towns.SCENES, **gatherings.SCENES, **services.SCENES, **logos.SCENES}
    for name in names or scenes:
        svg = FOLDER / f"{name}.svg"
        svg.write_text(scenes[name]())
        target = RENDERED / f"{name}.webp"
        render(svg, target)
        print(f"{target.name}: {target.stat().st_size // 1024} KB")


main(sys.argv[1:])
