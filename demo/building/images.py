"""The illustrations, drawn by the project itself (`demo/illustrations`), and what each of them shows."""

from pathlib import Path

from django.core.files import File

from portal.models import PortalImage

FOLDER = Path(__file__).parent.parent / "images"
CREDIT = "Illustrazione del portale"

# File name without suffix: (title, alternative text).
IMAGES: dict[str, tuple[str, str]] = {
    "colline": (
        "Colline toscane",
        "Illustrazione: colline con campi di grano, una strada bianca tra i cipressi e un borgo in cima.",
    ),
    "alta-val-di-cecina-valdera": (
        "Città murata sul colle",
        "Illustrazione: una città murata in cima a un colle, con la torre e una strada bianca che sale.",
    ),
    "amiata-val-dorcia-valdichiana-senese": (
        "La montagna e la strada dei cipressi",
        "Illustrazione: una strada bianca tra due file di cipressi e, sullo sfondo, una grande montagna.",
    ),
    "valdichiana-aretina": (
        "Campi e casa colonica",
        "Illustrazione: una casa colonica con il portico tra campi coltivati, balle di fieno e girasoli.",
    ),
    "fiorentina-nord-ovest": (
        "La piana e il colle",
        "Illustrazione: le case della piana davanti agli orti e, dietro, un colle con il campanile.",
    ),
    "fiorentina-sud-est": (
        "Il ponte sul fiume",
        "Illustrazione: un ponte di pietra ad arcate sul fiume, tre persone che lo attraversano e il paese.",
    ),
    "lunigiana": (
        "Castello e montagne",
        "Illustrazione: un castello su uno sperone di roccia, un borgo, il fiume e le montagne.",
    ),
    "piana-di-lucca": (
        "Le mura alberate",
        "Illustrazione: persone che passeggiano sulle mura alberate, con una torre coperta di lecci.",
    ),
    "laboratorio": (
        "Laboratorio di progettazione",
        "Illustrazione: otto persone attorno a un tavolo pieno di foglietti colorati.",
    ),
    "colloquio": (
        "Conversazione in ambulatorio",
        "Illustrazione: una medica e un’infermiera parlano con una coppia di cittadini anziani.",
    ),
    "piazza": (
        "Incontro pubblico in piazza",
        "Illustrazione: persone sedute in una piazza ascoltano tre relatori; qualcuno alza la mano.",
    ),
    "formazione": (
        "Incontro di formazione",
        "Illustrazione: una formatrice indica una lavagna davanti a un gruppo di persone sedute.",
    ),
    "attivatori": (
        "Attivatori di comunità",
        "Illustrazione: quattro persone con borse e volantini camminano nel paese e salutano un vicino.",
    ),
    "incontro-online": (
        "Incontro online",
        "Illustrazione: un computer portatile con sei persone collegate in videoconferenza.",
    ),
    "casa-della-comunita": (
        "Casa della Comunità",
        "Illustrazione: l’ingresso di una Casa della Comunità con medici, famiglie e persone anziane.",
    ),
    "banchetto-associazione": (
        "Il banchetto di un’associazione",
        "Illustrazione: due volontari dietro un banchetto a righe parlano con tre passanti.",
    ),
    "sportello-orientamento": (
        "Sportello di orientamento",
        "Illustrazione: uno sportello con un’operatrice al telefono, un collega e due persone in attesa.",
    ),
    "linee-guida": (
        "Un fascicolo aperto",
        "Illustrazione: un fascicolo aperto su un tavolo, con foglietti, una matita e una tazza.",
    ),
    "valutazione": (
        "Leggere i dati",
        "Illustrazione: due persone a un tavolo discutono davanti a un grafico appeso alla parete.",
    ),
    "giardino-di-quartiere": (
        "Incontro in giardino",
        "Illustrazione: persone di età diverse si incontrano in un giardino davanti al paese.",
    ),
    "logo-associazione": (
        "Logo di un’associazione inventata",
        "Illustrazione: due mani di colori diversi tengono una casa.",
    ),
}


def load_images() -> None:
    """Adds the illustrations that are not there yet."""
    present = set(PortalImage.objects.filter(credit=CREDIT).values_list("title", flat=True))
    for name, (title, description) in IMAGES.items():
        if title in present:
            continue
        with (FOLDER / f"{name}.webp").open("rb") as file:
            image = PortalImage(title=title, description=description, credit=CREDIT)
            image.file.save(f"{name}.webp", File(file), save=True)


def image(name: str) -> PortalImage:
    """The illustration of this name.

    Raises:
        KeyError: no illustration has this name.
        PortalImage.DoesNotExist: `load_images` has not run.
    """
    found: PortalImage = PortalImage.objects.get(title=IMAGES[name][0], credit=CREDIT)
    return found
