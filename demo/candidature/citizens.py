"""Invented citizens who answered the closed call for community activators."""

from typing import Any

from demo.candidature.applications import Application, Move


def _answers(
    born: str, why: str, strengths: list[str], when: list[str], hours: str, story: str = ""
) -> dict[str, Any]:
    told = {"gia-fatto": "yes", "quali": story} if story else {"gia-fatto": "no"}
    return {
        "nascita": born,
        "maggiorenne": "yes",
        "perche": why,
        **told,
        "punti-di-forza": strengths,
        "quando": when,
        "ore": hours,
    }


CLOSED_CALL_APPLICATIONS = [
    Application(
        first_name="Gina",
        last_name="Prova",
        municipality="Aulla",
        sent=(-45, 9),
        answers=_answers(
            "1961-03-12",
            "Da quando sono in pensione mi chiedono tutti come si prenota una visita. Tanto vale farlo bene.",
            ["ascolto", "conosco"],
            ["mattina", "pomeriggio"],
            "fino-8",
            "Per dieci anni ho tenuto la biblioteca parrocchiale, aperta due pomeriggi a settimana.",
        ),
        moves=[
            Move("take", "revisore", -20),
            Move("admit", "revisore", -14),
            Move("accept", "responsabile", -6),
        ],
    ),
    Application(
        first_name="Hassan",
        last_name="Esempio",
        municipality="Villafranca in Lunigiana",
        sent=(-44, 18),
        answers=_answers(
            "1988-11-02",
            "Parlo arabo e francese e spesso accompagno i vicini allo sportello. Vorrei che lo sportello "
            "venisse da loro.",
            ["lingue", "ascolto"],
            ["sera", "sabato"],
            "fino-4",
            "Traduco come volontario agli incontri tra scuola e famiglie.",
        ),
        files={"curriculum": "curriculum-esempio.pdf"},
        moves=[
            Move("take", "revisore", -20),
            Move("admit", "revisore", -14),
            Move("accept", "responsabile", -6),
        ],
    ),
    Application(
        first_name="Irene",
        last_name="Campioni",
        municipality="Pontremoli",
        sent=(-40, 11),
        answers={
            **_answers(
                "2009-01-20",
                "Nella mia classe nessuno sa che cosa sia un consultorio. Potrei spiegarlo meglio di un "
                "manifesto.",
                ["racconto", "organizzo"],
                ["pomeriggio", "sabato"],
                "fino-4",
            ),
            "maggiorenne": "no",
            "tutore-nome": "Paola Campioni",
            "tutore-telefono": "0187 000001",
            "tutore-email": "paola.campioni@example.org",
        },
        moves=[
            Move("take", "revisore", -19),
            Move("admit", "revisore", -13),
            Move("accept", "responsabile", -6),
        ],
    ),
    Application(
        first_name="Lino",
        last_name="Modelli",
        municipality="Fivizzano",
        sent=(-38, 20),
        answers=_answers(
            "1955-07-30",
            "Nel mio paese siamo rimasti in sessanta: o ci aiutiamo o chiudiamo.",
            ["conosco", "organizzo"],
            ["mattina", "sabato"],
            "oltre-8",
        ),
        moves=[
            Move("take", "revisore", -19),
            Move("admit", "revisore", -13),
            Move(
                "reserve",
                "responsabile",
                -6,
                reason="La candidatura è idonea. I posti sono esauriti: se uno si libera ti contattiamo, in "
                "ordine di graduatoria.",
            ),
        ],
    ),
    Application(
        first_name="Mara",
        last_name="Dimostrini",
        municipality="Bagnone",
        sent=(-36, 16),
        answers=_answers(
            "1979-05-18",
            "Faccio la parrucchiera: le persone mi raccontano tutto. Mi piacerebbe sapere a chi "
            "indirizzarle.",
            ["ascolto", "conosco", "racconto"],
            ["sera"],
            "fino-4",
        ),
        moves=[
            Move("take", "revisore", -18),
            Move("admit", "revisore", -10),
            Move(
                "propose_accept",
                "revisore",
                -2,
                reason="Incontra ogni giorno molte persone di un comune che non ha ancora attivatori.",
            ),
        ],
    ),
    Application(
        first_name="Nico",
        last_name="Fittizi",
        municipality="Licciana Nardi",
        sent=(-33, 22),
        answers=_answers(
            "1996-09-09",
            "Lavoro in un bar e vedo chi viene ogni giorno e chi smette di venire.",
            ["ascolto", "conosco"],
            ["mattina"],
            "fino-8",
        ),
        moves=[
            Move("take", "revisore", -17),
            Move(
                "request_info",
                "revisore",
                -8,
                reason="Non è chiaro se puoi frequentare gli incontri di formazione, che si tengono di sera. "
                "Puoi confermarlo o indicare un’alternativa?",
                due_days=18,
            ),
        ],
    ),
    Application(
        first_name="Olga",
        last_name="Bozza",
        municipality="Massa",
        sent=(-30, 13),
        answers=_answers(
            "1984-02-27",
            "Vivo a Massa ma lavoro in Lunigiana da anni, e vorrei dare una mano dove passo le mie giornate.",
            ["organizzo"],
            ["pomeriggio"],
            "fino-4",
        ),
        moves=[
            Move("take", "revisore", -17),
            Move(
                "reject",
                "responsabile",
                -6,
                reason="L’avviso è riservato a chi vive in uno dei comuni della Lunigiana.",
            ),
        ],
    ),
    Application(
        first_name="Piero",
        last_name="Simulati",
        municipality="Mulazzo",
        sent=(-28, 8),
        answers=_answers(
            "1970-12-05",
            "Ho una stanza grande e una stufa: è lì che si potrebbe cominciare.",
            ["organizzo", "conosco"],
            ["sera", "sabato"],
            "fino-8",
            "Organizzo la veglia di dicembre, con cena per tutto il paese.",
        ),
        moves=[Move("take", "revisore", -9)],
    ),
    Application(
        first_name="Rita",
        last_name="Inventati",
        municipality="Zeri",
        sent=(-26, 17),
        answers=_answers(
            "1992-06-14",
            "Sono tornata a vivere qui e non conosco quasi nessuno: mi sembra un buon modo per cominciare.",
            ["lingue", "racconto"],
            ["sera"],
            "fino-4",
        ),
        moves=[],
    ),
]
