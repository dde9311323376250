"""What staff type to say something in words of their own, and of what they read the letter."""

from typing import Any

from django import forms
from django.core.exceptions import ValidationError
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from candidature.letters import own_words
from candidature.letters.own_words import LETTERS, LONGEST, Words
from candidature.submissions.models import Submission
from portal.forms.text import PlainTextForm

# How many of the newest submissions are offered to read the letter on.
OFFERED = 30


class WordsForm(PlainTextForm):
    """The words of one letter.

    Whatever is wrong with a placeholder is told beside the text in which it stands.
    """

    text = forms.CharField(
        label=gettext_lazy("Che cosa è successo"),
        required=False,
        max_length=LONGEST,
        widget=forms.Textarea(attrs={"rows": 6}),
        help_text=gettext_lazy(
            "Viene dopo «Gentile …,», perciò comincia con una minuscola. Una riga vuota divide i capoversi. "
            "Vuoto: le parole del portale."
        ),
    )
    next = forms.CharField(
        label=gettext_lazy("Che cosa succede ora"),
        required=False,
        max_length=LONGEST,
        widget=forms.Textarea(attrs={"rows": 4}),
        help_text=gettext_lazy(
            "Che cosa accade, quando, e che cosa deve fare chi legge. Vuoto: le parole del portale."
        ),
    )
    # The row that was on the screen; empty where there was none.
    seen = forms.IntegerField(required=False, min_value=1, widget=forms.HiddenInput)
    submission = forms.TypedChoiceField(
        label=gettext_lazy("Leggila su"),
        required=False,
        coerce=int,
        empty_value=None,
        help_text=gettext_lazy(
            "La motivazione è di esempio. Chi legge una candidatura vera resta nel suo registro."
        ),
    )

    def __init__(
        self, letter: str, kind: str, offered: list[Submission], data: Any = None, **kwargs: Any
    ) -> None:
        super().__init__(data, **kwargs)
        self.letter, self.kind = letter, kind
        if not LETTERS[letter].says_next:
            del self.fields["next"]
        if not offered:
            del self.fields["submission"]
            return
        choices = [(one.pk, f"{one.reference} – {one.applicant_name}") for one in offered]
        self.fields["submission"].choices = [  # type: ignore[attr-defined]
            ("", _("Una persona inventata")),
            *choices,
        ]

    @property
    def words(self) -> Words:
        return Words(self.cleaned_data.get("text", ""), self.cleaned_data.get("next", ""))

    def clean(self) -> dict[str, Any]:
        cleaned: dict[str, Any] = super().clean() or self.cleaned_data
        try:
            own_words.check(self.letter, self.kind, self.words)
        except ValidationError as error:
            for name, problems in error.error_dict.items():
                self.add_error(name, problems)
        return cleaned
