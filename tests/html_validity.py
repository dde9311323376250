"""What a validator of HTML says of a page: what may stand in what, what an element must and may have.

The rules are those of the HTML standard that our pages could break. End tags that it lets one leave out are
asked for all the same: whoever forgets one meant something else. What a drawing (SVG) holds is not looked at.
"""

import re
from collections import Counter
from dataclasses import dataclass, field
from html.parser import HTMLParser

# A day, or a moment with its zone and at most thousandths of a second (HTML standard, `time`).
MOMENT = re.compile(r"\d{4}-\d\d-\d\d(T\d\d:\d\d(:\d\d(\.\d{1,3})?)?(Z|[+-]\d\d:?\d\d))?")
# Attributes that name something by its `id`.
NAMING = (
    "for",
    "aria-labelledby",
    "aria-describedby",
    "aria-controls",
    "aria-owns",
    "headers",
    "list",
    "form",
)


def _named(names: str) -> set[str]:
    return set(names.split())


VOID = _named("area base br col embed hr img input link meta source track wbr")
PHRASING = _named(
    "a abbr area audio b bdi bdo br button canvas cite code data datalist del dfn em embed i iframe "
    "img input ins kbd label link map mark math meta meter noscript object output picture progress q "
    "ruby s samp script select slot small span strong sub sup svg template textarea time u var video "
    "wbr"
)
HEADINGS = {"h1", "h2", "h3", "h4", "h5", "h6"}
FLOW = (
    PHRASING
    | HEADINGS
    | _named(
        "address article aside blockquote details dialog div dl fieldset figure footer form header hgroup "
        "hr main menu nav ol p pre search section table ul"
    )
)
SCRIPTS = {"script", "template"}
# What an element holds; one that is not named here holds no element. Of the transparent, see below.
_ONLY_PHRASING = _named(
    "abbr b bdi bdo button cite code data dfn em i kbd label mark meter output p pre progress q s "
    "samp small span strong sub sup time u var"
)
_ANY_FLOW = _named(
    "address article aside blockquote body caption dd details dialog div dt fieldset figcaption "
    "figure footer form header li main nav search section td template th"
)
HOLDS: dict[str, set[str]] = {
    **dict.fromkeys(_ONLY_PHRASING, PHRASING),
    **dict.fromkeys(_ANY_FLOW, FLOW),
    **dict.fromkeys(HEADINGS, PHRASING),
    "html": {"head", "body"},
    "head": {"title", "meta", "link", "base", "style", "script", "noscript", "template"},
    "legend": PHRASING | HEADINGS,
    "summary": PHRASING | HEADINGS,
    "ul": {"li"} | SCRIPTS,
    "ol": {"li"} | SCRIPTS,
    "menu": {"li"} | SCRIPTS,
    "dl": {"dt", "dd", "div"} | SCRIPTS,
    "table": {"caption", "colgroup", "thead", "tbody", "tfoot", "tr"} | SCRIPTS,
    "colgroup": {"col"},
    "thead": {"tr"} | SCRIPTS,
    "tbody": {"tr"} | SCRIPTS,
    "tfoot": {"tr"} | SCRIPTS,
    "tr": {"td", "th"} | SCRIPTS,
    "select": {"option", "optgroup", "hr"} | SCRIPTS,
    "optgroup": {"option"} | SCRIPTS,
    "datalist": {"option"} | PHRASING,
    "picture": {"source", "img"} | SCRIPTS,
    "hgroup": {"p"} | HEADINGS | SCRIPTS,
    "video": {"source", "track"} | FLOW,
    "audio": {"source", "track"} | FLOW,
    "details": {"summary"} | FLOW,
    "fieldset": {"legend"} | FLOW,
    "figure": {"figcaption"} | FLOW,
}
# These hold whatever the element around them may.
TRANSPARENT = {"a", "ins", "del", "map", "noscript", "object", "canvas", "slot"}
TEXT_ONLY = {"title", "option", "textarea", "script", "style"}
KNOWN = FLOW | VOID | set(HOLDS) | TRANSPARENT | TEXT_ONLY | {"html", "head", "body"}
# Where words themselves may not stand, between the elements.
WORDLESS = {name for name, held in HOLDS.items() if "a" not in held} | {"picture"}

# Ancestors in which an element may not be.
NOT_WITHIN: dict[str, set[str]] = {
    "form": {"form"},
    "label": {"label"},
    "main": {"article", "aside", "nav", "section", "main", "header", "footer"},
    "header": {"header", "footer", "address", "dt"},
    "footer": {"header", "footer", "address", "dt"},
    "address": {"address"},
    **{name: {"address", "dt", "th", "caption"} for name in ("article", "aside", "nav", "section")},
    **{name: {"address", "dt", "th"} for name in HEADINGS},
    "table": {"caption"},
}
OPERATED = {"a", "button", "details", "embed", "iframe", "label", "select", "textarea", "input"}

GLOBAL = _named(
    "accesskey autocapitalize autocorrect autofocus class contenteditable dir draggable enterkeyhint "
    "hidden id inert inputmode is itemid itemprop itemref itemscope itemtype lang nonce part popover role "
    "slot spellcheck style tabindex title translate"
)
_SIZE = {"width", "height"}
OWN: dict[str, set[str]] = {
    "a": _named("href target download ping rel hreflang type referrerpolicy"),
    "area": _named("alt coords shape href target download ping rel referrerpolicy"),
    "audio": _named("src crossorigin preload autoplay loop muted controls"),
    "base": {"href", "target"},
    "blockquote": {"cite"},
    "button": _named(
        "disabled form formaction formenctype formmethod formnovalidate formtarget name popovertarget "
        "popovertargetaction type value command commandfor"
    ),
    "canvas": _SIZE,
    "col": {"span"},
    "colgroup": {"span"},
    "data": {"value"},
    "del": {"cite", "datetime"},
    "details": {"open", "name"},
    "dialog": {"open"},
    "embed": {"src", "type"} | _SIZE,
    "fieldset": {"disabled", "form", "name"},
    "form": _named("accept-charset action autocomplete enctype method name novalidate target rel"),
    "iframe": _named("src srcdoc name sandbox allow allowfullscreen referrerpolicy loading") | _SIZE,
    "img": _named(
        "alt src srcset sizes crossorigin usemap ismap referrerpolicy decoding loading fetchpriority"
    )
    | _SIZE,
    "input": _named(
        "accept alt autocomplete checked dirname disabled form formaction formenctype formmethod "
        "formnovalidate formtarget list max maxlength min minlength multiple name pattern placeholder "
        "popovertarget readonly required size src step type value capture"
    )
    | _SIZE,
    "ins": {"cite", "datetime"},
    "label": {"for"},
    "li": {"value"},
    "link": _named(
        "href crossorigin rel media integrity hreflang type referrerpolicy sizes imagesrcset imagesizes "
        "as blocking color disabled fetchpriority"
    ),
    "map": {"name"},
    "meta": _named("name http-equiv content charset media property"),
    "meter": _named("value min max low high optimum"),
    "object": _named("data type name form") | _SIZE,
    "ol": {"reversed", "start", "type"},
    "optgroup": {"disabled", "label"},
    "option": {"disabled", "label", "selected", "value"},
    "output": {"for", "form", "name"},
    "progress": {"value", "max"},
    "q": {"cite"},
    "script": _named(
        "src type nomodule async defer crossorigin integrity referrerpolicy blocking fetchpriority"
    ),
    "select": _named("autocomplete disabled form multiple name required size"),
    "source": _named("type media src srcset sizes") | _SIZE,
    "style": {"media", "blocking"},
    "td": {"colspan", "rowspan", "headers"},
    "textarea": _named(
        "autocomplete cols dirname disabled form maxlength minlength name placeholder readonly required "
        "rows wrap"
    ),
    "th": {"colspan", "rowspan", "headers", "scope", "abbr"},
    "time": {"datetime"},
    "track": {"kind", "src", "srclang", "label", "default"},
    "video": _named("src crossorigin poster preload autoplay playsinline loop muted controls") | _SIZE,
}
# One of each set must be there.
REQUIRED: dict[str, list[set[str]]] = {
    "html": [{"lang"}],
    "img": [{"src"}, {"alt"}],
    "link": [{"href", "imagesrcset"}, {"rel"}],
    "meta": [{"charset", "content"}, {"charset", "name", "http-equiv", "property"}],
    "optgroup": [{"label"}],
    "iframe": [{"title"}],
    "area": [{"alt"}],
    "track": [{"src"}],
}
TYPES = {
    "button": {"submit", "button", "reset"},
    "input": _named(
        "button checkbox color date datetime-local email file hidden image month number password radio "
        "range reset search submit tel text time url week"
    ),
}
NUMBERS = {"width", "height", "colspan", "rowspan", "maxlength", "minlength", "rows", "cols", "size", "span"}
ADDRESSES = {"href", "src", "action", "formaction", "poster", "cite"}
# Elements of no role have no name either (ARIA, naming prohibited).
NAMELESS = _named("b code del div em i ins p q s samp small span strong sub sup time u")


# Of these, one comes first, and alone.
FIRST = {"fieldset": "legend", "details": "summary", "table": "caption"}
# Of these there is one on a page.
ONE_OF = {"h1": "main headings", "title": "titles", "main": "main parts"}


@dataclass
class _Open:
    """An element that is still open, and what it held so far."""

    tag: str
    line: int
    children: list[str] = field(default_factory=list)


class Validity(HTMLParser):
    """Reads a page and notes what is wrong with it."""

    def __init__(self, html: str) -> None:
        super().__init__()
        self._open: list[_Open] = []
        self._found: list[str] = []
        self._ids: list[str] = []
        self._references: list[str] = []
        self._levels: list[int] = []
        self._seen: Counter[str] = Counter()
        if not html.lstrip().lower().startswith("<!doctype html>"):
            self._note("no doctype")
        self.feed(html)
        self.close()
        for one in self._open:
            self._note(f"<{one.tag}> of line {one.line} is never closed")

    def problems(self) -> list[str]:
        """All that is wrong, a line each."""
        steps = zip([0, *self._levels], self._levels, strict=False)
        return [
            *self._found,
            *(f"the id {one!r} {times} times" for one, times in Counter(self._ids).items() if times > 1),
            *(f"nothing has the id {one!r}" for one in self._references if one not in self._ids),
            *(f"<h{before}> is followed by <h{after}>" for before, after in steps if after > before + 1),
            *(f"{self._seen[tag]} {words}" for tag, words in ONE_OF.items() if self._seen[tag] != 1),
        ]

    def handle_starttag(self, tag: str, attributes: list[tuple[str, str | None]]) -> None:
        given = {name: value or "" for name, value in attributes}
        for name, times in Counter(name for name, _value in attributes).items():
            if times > 1:
                self._note(f"<{tag}> has {name} {times} times")
        self._check_names(given)
        if not self._is_drawn:
            self._seen[tag] += 1
            if tag in HEADINGS:
                self._levels.append(int(tag[1]))
            self._check_place(tag, given)
            if tag != "svg":
                self._check_attributes(tag, given)
        if self._open:
            self._open[-1].children.append(tag)
        if tag not in VOID:
            self._open.append(_Open(tag, self.getpos()[0]))

    def handle_startendtag(self, tag: str, attributes: list[tuple[str, str | None]]) -> None:
        self.handle_starttag(tag, attributes)
        if tag not in VOID:
            self._open.pop()
            if not self._is_drawn:
                self._note(f"<{tag}/> does not close itself")

    def handle_endtag(self, tag: str) -> None:
        if tag in VOID:
            self._note(f"</{tag}> closes what has no end")
        elif not self._open or self._open[-1].tag != tag:
            self._note(f"</{tag}>, where {' '.join(one.tag for one in self._open[-1:]) or 'nothing'} is open")
            if any(one.tag == tag for one in self._open):
                while self._open.pop().tag != tag:
                    pass
        else:
            self._check_children(self._open.pop())

    def handle_data(self, data: str) -> None:
        if data.strip() and not self._is_drawn and (not self._open or self._open[-1].tag in WORDLESS):
            self._note(f"words where none may be: {data.strip()[:40]!r}")

    @property
    def _is_drawn(self) -> bool:
        """Whether we are within a drawing, which has elements and attributes of its own."""
        return any(one.tag == "svg" for one in self._open)

    def _note(self, problem: str) -> None:
        self._found.append(f"line {self.getpos()[0]}: {problem}")

    def _check_names(self, given: dict[str, str]) -> None:
        if "id" in given:
            self._ids.append(given["id"])
            if given["id"].split() != [given["id"]]:
                self._note(f"an empty or spaced id {given['id']!r}")
        for name in NAMING:
            if name in given:
                self._references += given[name].split() or [""]

    def _check_place(self, tag: str, given: dict[str, str]) -> None:
        if tag not in KNOWN:
            self._note(f"<{tag}> is not HTML")
            return
        holder, held = self._holder()
        if tag not in held:
            self._note(f"<{tag}> in <{holder}>")
        within = {one.tag for one in self._open}
        for one in sorted(NOT_WITHIN.get(tag, set()) & within):
            self._note(f"<{tag}> within <{one}>")
        if (tag in OPERATED and given.get("type") != "hidden") or "tabindex" in given:
            for one in sorted(within & {"a", "button"}):
                self._note(f"<{tag}>, which is operated, within <{one}>")

    def _holder(self) -> tuple[str, set[str]]:
        """The innermost element that has a say in what it holds, and what that is."""
        for place in reversed(range(len(self._open))):
            tag = self._open[place].tag
            if tag == "div" and place and self._open[place - 1].tag == "dl":
                return tag, {"dt", "dd"} | SCRIPTS
            if tag not in TRANSPARENT:
                return tag, HOLDS.get(tag, set())
        return "", {"html"}

    def _check_attributes(self, tag: str, given: dict[str, str]) -> None:
        for name in set(given) - GLOBAL - OWN.get(tag, set()):
            if not name.startswith(("data-", "aria-")):
                self._note(f"<{tag}> has no {name}")
        for one in REQUIRED.get(tag, []):
            if not one & set(given):
                self._note(f"<{tag}> wants {' or '.join(sorted(one))}")
        if tag in TYPES and given.get("type") not in TYPES[tag]:
            self._note(f"<{tag}> is of no such type: {given.get('type')!r}")
        if tag in NAMELESS and "role" not in given and {"aria-label", "aria-labelledby"} & set(given):
            self._note(f"<{tag}> has no role that could have a name")
        for name, value in given.items():
            if not _is_well_written(name, value):
                self._note(f"{name} of <{tag}> cannot be {value!r}")

    def _check_children(self, closed: _Open) -> None:
        first = FIRST.get(closed.tag)
        if first in closed.children and (closed.children[0] != first or closed.children.count(first) > 1):
            self._note(f"<{first}> is not the first of <{closed.tag}>")
        if closed.tag == "details" and "summary" not in closed.children:
            self._note("<details> without <summary>")
        if closed.tag == "figure" and "figcaption" in closed.children[1:-1]:
            self._note("<figcaption> in the midst of <figure>")
        if closed.tag == "dl" and closed.children[:1] == ["dd"]:
            self._note("<dd> before any <dt>")
        if closed.tag == "picture" and closed.children.count("img") != 1:
            self._note("<picture> without one <img>")


def _is_well_written(name: str, value: str) -> bool:
    if name == "datetime":
        return MOMENT.fullmatch(value) is not None
    if name in NUMBERS:
        return value.isdecimal()
    if name in ADDRESSES:
        return not re.search(r"\s", value) and (bool(value) or name == "href")
    return True
