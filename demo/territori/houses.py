"""The community house of Pontassieve, Pelago and Rufina, as far as the sources describe it."""

from demo.building.blocks import heading, text

ZONE = "fiorentina-sud-est"
SLUG = "casa-di-comunita-pontassieve-pelago-rufina"
TITLE = "Casa di Comunità di Pontassieve, Pelago e Rufina"
MUNICIPALITIES = ["Pontassieve", "Pelago", "Rufina"]
IMAGE = "casa-della-comunita"
ABSTRACT = (
    "Una futura casa per tre comuni della Fiorentina Sud-Est: prima ancora di aprire, si costruisce con chi "
    "ci lavorerà e chi la userà."
)
OPENING_NOTE = "in preparazione; data di apertura non disponibile"
BODY = [
    heading("Che cosa sarà"),
    text(
        "Le Case di Comunità sono i luoghi in cui la sanità territoriale incontra le persone: servizi "
        "sanitari e sociali vicini, professionisti che lavorano insieme, spazi aperti alle associazioni. "
        "Quella di Pontassieve, Pelago e Rufina è accompagnata da un percorso di avvio di Cantieri della "
        "Salute.",
    ),
    heading("Chi la prepara"),
    text(
        "Al percorso prendono parte operatori e operatrici dei servizi sociali e sanitari e numerosi medici "
        "di medicina generale. Seguiranno il Terzo settore, le associazioni e i cittadini dei tre comuni.",
    ),
    heading("Che cosa non sappiamo ancora"),
    text(
        "Indirizzo, servizi, orari e data di apertura non compaiono nelle fonti di questo portale. "
        "Compariranno qui quando la Società della Salute li comunicherà.",
    ),
]
