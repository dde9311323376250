"""Invented people who signed up for the events."""

from demo.candidature.applications import Application, Move


def _person(
    name: str, municipality: str, day: int, hour: int, *moves: Move, **answers: object
) -> Application:
    first_name, last_name = name.split(" ", 1)
    return Application(
        first_name=first_name,
        last_name=last_name,
        municipality=municipality,
        sent=(day, hour),
        answers={"veste": "cittadino", **answers},
        moves=list(moves),
    )


# By address of the event.
SIGN_UPS: dict[str, list[Application]] = {
    "laboratorio-la-casa-che-vorrei": [
        _person("Sara Prova", "Pontassieve", -5, 10, predisporre=["bambini"]),
        _person("Tommaso Esempio", "Rufina", -4, 21, domanda="Ci sarà uno spazio per le associazioni?"),
        _person("Ugo Campioni", "Pelago", -3, 9, veste="operatore"),
        _person(
            "Viola Modelli",
            "Pontassieve",
            -2,
            14,
            veste="associazione",
            **{"quale-associazione": "Gruppo di lettura La Prova"},
        ),
    ],
    "formazione-online-ascolto-attivo": [
        _person("Zoe Dimostrini", "Volterra", -3, 12, collegamento="yes", prova="yes"),
        _person("Aldo Fittizi", "Capannori", -1, 18, collegamento="yes", veste="operatore"),
    ],
    "supervisione-per-chi-facilita": [
        _person("Bice Bozza", "Aulla", -12, 9, veste="operatore"),
        _person("Ciro Simulati", "Fivizzano", -11, 13),
        _person("Dora Inventati", "Pontremoli", -10, 8, veste="operatore"),
        _person("Ezio Prova", "Mulazzo", -9, 20),
        _person("Flora Esempio", "Tresana", -7, 11, domanda="Come si riparte dopo un incontro andato male?"),
        _person("Gaia Campioni", "Podenzana", -4, 16),
    ],
    "incontro-pubblico-partecipare-alla-salute": [
        _person("Ines Modelli", "Cortona", -38, 10),
        _person("Loris Dimostrini", "Lucignano", -35, 19, veste="operatore"),
        _person("Mila Fittizi", "Cortona", -30, 15, Move("withdraw", "", -24)),
        _person("Nadia Bozza", "Marciano della Chiana", -25, 12, predisporre=["gradini"]),
        _person("Oreste Simulati", "Cortona", -21, 9),
    ],
}
