"""Words whose white space is seen."""

from django.template import Context, Template


def render(source: str, **context: object) -> str:
    return Template("{% load text_tags %}" + source).render(Context(context))


def test_a_fact_keeps_the_line_breaks_of_its_value_and_adds_none() -> None:
    assert render("{% fact label value %}", label="Ufficio", value="Piazza\nGrande") == (
        "<div><dt>Ufficio</dt><dd>Piazza\nGrande</dd></div>"
    )


def test_a_fact_without_value_is_not_shown() -> None:
    assert render("{% fact label value %}", label="Ufficio", value="") == ""
    assert render("{% fact_block label %}\n  {{ value }}\n{% endfact_block %}", label="Ufficio") == ""


def test_a_fact_escapes_words_and_keeps_markup() -> None:
    source = "{% fact_block label %}\n  <b>{{ value }}</b>\n{% endfact_block %}"

    assert render(source, label="R&S", value="<i>") == (
        "<div><dt>R&amp;S</dt><dd><b>&lt;i&gt;</b></dd></div>"
    )


def test_words_of_several_lines_stand_on_one_and_no_break_spaces_stay() -> None:
    source = "{% document_title %}\n  {{ first }}\n  · {{ second }}\n{% enddocument_title %}"

    assert render(source, first="A & B", second="2\u00a0MB") == "<title>A &amp; B · 2\u00a0MB</title>"
