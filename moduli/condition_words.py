"""When a question or a step is asked, in words."""

from collections.abc import Iterator, Mapping

from django.utils.text import get_text_list
from django.utils.translation import gettext as _

from moduli.kinds import kinds
from moduli.shape import OnlyIf, Question


def conditions_in_words(
    only_if: OnlyIf, questions: Mapping[str, Question], numbers: Mapping[str, int] | None = None
) -> str:
    """What must hold, as it follows on "only if"; empty where nothing must.

    Args:
        questions: of the form, by key.
        numbers: on paper, of the questions that have one, by key.
    """
    return get_text_list(list(_parts(only_if, questions, numbers or {})), _("e"))


def _parts(only_if: OnlyIf, questions: Mapping[str, Question], numbers: Mapping[str, int]) -> Iterator[str]:
    if "kinds" in only_if:
        labels = dict(kinds())
        # Within a sentence, and none of them is a name.
        named = [label[:1].lower() + label[1:] for kind in only_if["kinds"] if (label := labels.get(kind))]
        yield _("partecipi come %(kinds)s") % {"kinds": get_text_list(named, _("oppure"))}
    for answer in only_if.get("answers", []):
        question = questions.get(answer["question"])
        if question is None:
            continue
        labels = {option["key"]: option["label"] for option in question.get("options", [])}
        chosen = [f"«{labels[key]}»" for key in answer["options"] if key in labels]
        words = {"options": get_text_list(chosen, _("oppure"))}
        if number := numbers.get(answer["question"]):
            yield _("alla domanda %(number)d hai scelto %(options)s") % {**words, "number": number}
        else:
            yield _("alla domanda «%(label)s» hai scelto %(options)s") % {**words, "label": question["label"]}
