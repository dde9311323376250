"""Words that wait for the language of whoever reads them are not put together before."""

import ast
from collections.abc import Iterator
from pathlib import Path

from django.utils import translation

from ops.toolchain import ROOT
from riscontri.problems.form import ProblemForm
from tests.ops.test_nothing_unused import own_files


def _lazy_names(module: ast.Module) -> set[str]:
    """What a module calls the functions that translate later."""
    imported = [node for node in ast.walk(module) if isinstance(node, ast.ImportFrom)]
    names = [name for node in imported for name in node.names if name.name.endswith("_lazy")]
    return {name.asname or name.name for name in names}


def _put_together(tree: ast.AST, lazy: set[str]) -> Iterator[int]:
    """The lines at which a lazily translated text is filled in while the module loads."""
    if isinstance(tree, ast.FunctionDef | ast.AsyncFunctionDef | ast.Lambda):
        return
    text: ast.AST | None = None
    if isinstance(tree, ast.BinOp) and isinstance(tree.op, ast.Mod):
        text = tree.left
    elif isinstance(tree, ast.Call) and isinstance(tree.func, ast.Attribute):
        text = tree.func.value
    elif isinstance(tree, ast.FormattedValue):
        text = tree.value
    if isinstance(text, ast.Call) and isinstance(text.func, ast.Name) and text.func.id in lazy:
        yield text.lineno
    for part in ast.iter_child_nodes(tree):
        yield from _put_together(part, lazy)


def _lines(source: str) -> list[int]:
    module = ast.parse(source)
    return list(_put_together(module, _lazy_names(module)))


def _found_in(path: Path) -> list[str]:
    return [f"{path.relative_to(ROOT)}:{line}" for line in _lines(path.read_text())]


def test_no_text_is_filled_in_while_a_module_loads() -> None:
    """It would be that of the language in which the first visitor of a process came."""
    assert [found for path in own_files() for found in _found_in(path)] == []


def test_such_a_text_is_found() -> None:
    translates = "from django.utils.translation import gettext_lazy as _\n"
    for source in (
        'class Form:\n    a = Field(label=_("%(n)d anni") % {"n": 3})',
        'A = _("{n} anni").format(n=3)',
        """A = f"{_('Anni')}: 3" """,
    ):
        assert _lines(translates + source), source
    assert not _lines(translates + 'def label():\n    return _("%d anni") % 3')


def test_a_form_speaks_the_language_of_each_visitor() -> None:
    said = []
    for language in ("it", "en"):
        with translation.override(language):
            said.append(str(ProblemForm().fields["what"].help_text)[:13])

    assert said == ["Che cosa vole", "What you want"]
