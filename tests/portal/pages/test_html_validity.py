"""The rules of HTML that our pages are held to notice what breaks them."""

import pytest

from tests.html_validity import Validity


def problems(body: str) -> list[str]:
    head = "<head><meta charset=utf-8><title>Prova</title></head>"
    page = f"<!doctype html><html lang=it>{head}<body><main><h1>Prova</h1>{body}</main></body></html>"
    return Validity(page).problems()


@pytest.mark.parametrize(
    "body",
    [
        "<ul><li><a href='/'><span>Uno</span></a></li></ul>",
        "<a href='/'><div><p>Uno</p></div></a>",
        "<dl><div><dt>Ora</dt><dd><p>Le nove</p></dd></div></dl>",
        "<details><summary><h2>Uno</h2></summary><p>Due</p></details>",
        "<table><caption>Uno</caption><tbody><tr><th scope=row>a</th><td>b</td></tr></tbody></table>",
        "<fieldset><legend>Uno</legend><label for=a>A</label><input id=a type=text></fieldset>",
        "<svg viewBox='0 0 1 1' focusable=false><title>Uno</title><path d='M0'/></svg>",
        "<time datetime=2026-01-31>oggi</time><p>Uno<br>due</p>",
        "<span role=img aria-label=Uno></span><input type=hidden name=a>",
    ],
)
def test_what_is_valid_is_left_alone(body: str) -> None:
    assert problems(body) == []


@pytest.mark.parametrize(
    ("body", "told"),
    [
        ("<p><div>Uno</div></p>", "<div> in <p>"),
        ("<span><ul><li>Uno</li></ul></span>", "<ul> in <span>"),
        ("<p><a href='/'><h2>Uno</h2></a></p>", "<h2> in <p>"),
        ("<ul><div>Uno</div></ul>", "<div> in <ul>"),
        ("<ul>Uno</ul>", "words where none may be: 'Uno'"),
        ("<dl><div><p>Uno</p></div></dl>", "<p> in <div>"),
        ("<dl><dd>Uno</dd></dl>", "<dd> before any <dt>"),
        ("<a href='/'><button type=button>Uno</button></a>", "<button>, which is operated, within <a>"),
        (
            "<button type=button><span tabindex=0>Uno</span></button>",
            "<span>, which is operated, within <button>",
        ),
        ("<form><form></form></form>", "<form> within <form>"),
        ("<article><main></main></article>", "<main> within <article>"),
        ("<img src=/a.png>", "<img> wants alt"),
        ("<button>Uno</button>", "<button> is of no such type: None"),
        ("<input type=testo>", "<input> is of no such type: 'testo'"),
        ("<p id=a id=b>Uno</p>", "<p> has id 2 times"),
        ("<p align=center>Uno</p>", "<p> has no align"),
        ("<p aria-label=Uno>Uno</p>", "<p> has no role that could have a name"),
        ("<centre>Uno</centre>", "<centre> is not HTML"),
        ("<p>Uno", "</main>, where p is open"),
        ("<p>Uno</em></p>", "</em>, where p is open"),
        ("<div/>", "<div/> does not close itself"),
        ("<details><p>Uno</p></details>", "<details> without <summary>"),
        ("<fieldset><p>Uno</p><legend>Due</legend></fieldset>", "<legend> is not the first of <fieldset>"),
        ("<p id=a>Uno</p><p id=a>Due</p>", "the id 'a' 2 times"),
        ("<label for=b>Uno</label>", "nothing has the id 'b'"),
        ("<p id=''>Uno</p>", "an empty or spaced id ''"),
        ("<time datetime='31/01/2026'>oggi</time>", "datetime of <time> cannot be '31/01/2026'"),
        ("<a href='/uno due'>Uno</a>", "href of <a> cannot be '/uno due'"),
        ("<img src=/a.png alt='' width=50%>", "width of <img> cannot be '50%'"),
        ("<h3>Uno</h3>", "<h1> is followed by <h3>"),
        ("<h1>Uno</h1>", "2 main headings"),
        ("<picture><source srcset=/a.avif></picture>", "<picture> without one <img>"),
    ],
)
def test_what_breaks_a_rule_is_told(body: str, told: str) -> None:
    assert any(told in problem for problem in problems(body)), problems(body)
