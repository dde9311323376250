"""Answers that a form accepts, to whatever it asks."""

import random
from collections.abc import Iterable, Sequence
from datetime import date, timedelta
from typing import Any

from stdnum import iban, luhn
from stdnum.it import codicefiscale

from candidature.models import ReferenceListVersion
from demo.crowd.people import FIRST_NAMES, surname
from moduli import Answers, Question, Schema
from territori.models import Municipality

_SENTENCES = (
    "Testo inventato per misurare.",
    "Vorremmo mettere a disposizione uno spazio e qualche ora alla settimana.",
    "Abbiamo già lavorato con le scuole e con i medici di famiglia della zona.",
    "La proposta riguarda chi vive da solo e chi assiste un familiare.",
)
# Of ten questions that may be left out, so many are answered.
_ANSWERED_OF_TEN = 7
_FIRST_DAY = date(2026, 1, 1)
_CONSONANTS = "BCDFGLMNPRSTVZ"
_MONTHS = "ABCDEHLMPRST"


class Answering:
    """Answers from one source of chance."""

    def __init__(self, chance: random.Random, municipalities: Sequence[Municipality]) -> None:
        self.chance = chance
        self._municipalities = municipalities
        self._lists: dict[int, list[tuple[str, str]]] = {}

    def answers(self, schema: Schema) -> Answers:
        """Of a form as it asks one kind of applicant: what an answer opens is answered, nothing hidden is."""
        answers: Answers = {}
        for step in schema["steps"]:
            self._all(step["questions"], answers)
        return answers

    def _all(self, questions: Iterable[Question], answers: Answers) -> None:
        for question in questions:
            if not question["required"] and self.chance.randrange(10) >= _ANSWERED_OF_TEN:
                continue
            answer = self._one(question)
            if answer is None:
                continue
            answers[question["key"]] = answer
            chosen = answer if isinstance(answer, list) else [answer]
            for option in question.get("options", ()):
                if option["key"] in chosen:
                    self._all(option["questions"], answers)

    def _one(self, question: Any) -> Any:
        chance = self.chance
        match question["type"]:
            case "long_text":
                return " ".join(chance.choice(_SENTENCES) for _sentence in range(3))
            case "short_text" | "address":
                return chance.choice(_SENTENCES)
            case "one_choice" | "yes_no" | "scale" | "publication_consent":
                entering = [option for option in question["options"] if "leads_out" not in option]
                return chance.choice(entering)["key"]
            case "several_choices":
                most = question["max_choices"] or len(question["options"])
                chosen = chance.sample(range(len(question["options"])), k=chance.randint(1, most))
                return [question["options"][place]["key"] for place in sorted(chosen)]
            case "ranking":
                keys = [option["key"] for option in question["options"]]
                return chance.sample(keys, k=question["places"] or len(keys))
            case "number":
                return str(self._within(question, 1, 100))
            case "money":
                return f"{self._within(question, 1, 9999)}.{chance.randrange(100):02d}"
            case "date":
                return (_FIRST_DAY + timedelta(days=chance.randrange(700))).isoformat()
            case "email" | "pec":
                return f"{surname(chance).lower().replace('ò', 'o')}@prova.example"
            case "phone":
                return f"+390552{chance.randrange(10**6):06d}"
            case "tax_code":
                return self._tax_code()
            case "vat_number":
                begins = f"{chance.randrange(10**7):07d}100"
                return begins + luhn.calc_check_digit(begins)
            case "iban":
                return self._iban()
            case "web_address":
                return f"https://www.prova.example/{chance.randrange(10**5)}"
            case "municipality":
                place = chance.choice(self._municipalities)
                return {"code": place.cadastral_code, "label": f"{place.name} ({place.province})"}
            case "list_entry":
                code, label = chance.choice(self._entries(question["list_version"]))
                return {"code": code, "label": label}
            case "table":
                rows = range(chance.randint(max(1, question["min_rows"]), min(4, question["max_rows"])))
                return [{column["key"]: self._one(column) for column in question["columns"]} for _row in rows]
            case "signature":
                return {"name": f"{chance.choice(FIRST_NAMES)} {surname(chance)}"}
            case "declaration":
                return True
            case _:
                return None

    def _within(self, question: Any, lowest: int, highest: int) -> int:
        """A whole number between the bounds of a question, the highest excluded."""
        lowest = int(float(question["minimum"])) if question["minimum"] else lowest
        highest = int(float(question["maximum"])) if question["maximum"] else highest
        return self.chance.randrange(lowest, highest)

    def _entries(self, version: int) -> list[tuple[str, str]]:
        if version not in self._lists:
            self._lists[version] = ReferenceListVersion.objects.get(pk=version).pairs()
        return self._lists[version]

    def _tax_code(self) -> str:
        """Of the right form and with the right check letter, born in no municipality that there is."""
        chance = self.chance
        letters = "".join(chance.choices(_CONSONANTS, k=6))
        born = f"{chance.randint(40, 99):02d}{chance.choice(_MONTHS)}{chance.randint(1, 28):02d}"
        begins = f"{letters}{born}Z9{chance.randrange(100):02d}"
        return begins + codicefiscale.calc_check_digit(begins)

    def _iban(self) -> str:
        """Of the right form and with both checks right, at a bank that there is not."""
        account = f"0000099999{self.chance.randrange(10**12):012d}"
        own = codicefiscale.calc_check_digit(account) + account
        return f"IT{iban.calc_check_digits(f'IT00{own}')}{own}"
