"""Invented citizens who answered the closed call for community activators."""

from datetime import date
from typing import Any

from django.utils import timezone

from demo.candidature.applications import Application, Move


def _answers(why: str, strengths: list[str], when: list[str], hours: str, story: str = "") -> dict[str, Any]:
    told = {"gia-fatto": "yes", "quali": story} if story else {"gia-fatto": "no"}
    return {
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
        birth_date=date(1961, 3, 12),
        answers=_answers(
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
        birth_date=date(1988, 11, 2),
        answers=_answers(
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
        # Under age whenever the demonstration is loaded.
        birth_date=date(timezone.localdate().year - 17, 1, 20),
        guardian="Paola Campioni",
        answers=_answers(
            "Nella mia classe nessuno sa che cosa sia un consultorio. Potrei spiegarlo meglio di un "
            "manifesto.",
            ["racconto", "organizzo"],
            ["pomeriggio", "sabato"],
            "fino-4",
        ),
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
        birth_date=date(1955, 7, 30),
        answers=_answers(
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
        birth_date=date(1979, 5, 18),
        answers=_answers(
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
        birth_date=date(1996, 9, 9),
        answers=_answers(
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
        birth_date=date(1984, 2, 27),
        answers=_answers(
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
        first_name="Pia",
        last_name="Ipotetici",
        municipality="Carrara",
        sent=(-29, 19),
        birth_date=date(1990, 3, 8),
        answers=_answers(
            "Vivo a Carrara e i miei genitori a Fivizzano: ci vado ogni fine settimana.",
            ["conosco"],
            ["sabato"],
            "fino-4",
        ),
        moves=[
            Move("take", "revisore", -16),
            Move(
                "forewarn",
                "responsabile",
                -5,
                reason="È riservato a chi vive in uno dei comuni della Lunigiana, e Carrara non lo è.",
                due_days=16,
            ),
        ],
    ),
    Application(
        first_name="Piero",
        last_name="Simulati",
        municipality="Mulazzo",
        sent=(-28, 8),
        birth_date=date(1970, 12, 5),
        answers=_answers(
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
        birth_date=date(1992, 6, 14),
        answers=_answers(
            "Sono tornata a vivere qui e non conosco quasi nessuno: mi sembra un buon modo per cominciare.",
            ["lingue", "racconto"],
            ["sera"],
            "fino-4",
        ),
        moves=[],
    ),
]
