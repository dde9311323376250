"""The description of the interface (OpenAPI 3.1), made from the shapes themselves."""

from typing import Any

import msgspec
from django.db.models import TextChoices

from api import asking
from api.resources import SOURCES, kinds
from api.shapes import Index, Problem
from candidature.pages.listing import State

Json = dict[str, Any]

VERSION = "1.0.0"
_ABOUT = (
    "Ciò che il portale dice a tutti sulle sue pagine, per i programmi. Si legge soltanto, senza chiave e "
    "senza limiti di riuso oltre alla licenza dei contenuti. Ogni risposta ha un `ETag`: chi lo rimanda con "
    "`If-None-Match` riceve 304 finché nulla è cambiato. Gli orari hanno il fuso di Roma. "
    "I nomi dei campi restano; nuovi campi possono aggiungersi."
)


def document(server: str, title: str, licence: tuple[str, str]) -> Json:
    """The whole description.

    Args:
        server: the address of the site.
        title: the name of the site.
        licence: of the contents, in words and as an address.
    """
    shapes = [
        Index,
        Problem,
        *(shape for source in SOURCES.values() for shape in (source.shape, source.listing)),
    ]
    answers, components = msgspec.json.schema_components(
        shapes, schema_hook=_choices, ref_template="#/components/schemas/{name}"
    )
    by_shape = dict(zip(map(str, shapes), answers, strict=True))
    words, address = licence
    paths: Json = {
        "/api/v1/": {
            "get": _operation("index", "Gli elenchi che ci sono.", by_shape[str(Index)], problems=("400",)),
        }
    }
    for source in SOURCES.values():
        paths[f"/api/v1/{source.name}/"] = {
            "get": _operation(
                source.name,
                source.about,
                by_shape[str(source.listing)],
                parameters=[_parameter(name) for name in source.parameters],
                problems=("400", "404"),
            )
        }
        paths[f"/api/v1/{source.name}/{{id}}/"] = {
            "get": _operation(
                f"{source.name}_id",
                f"Una voce sola di «{source.name}».",
                by_shape[str(source.shape)],
                parameters=[
                    {
                        "name": "id",
                        "in": "path",
                        "required": True,
                        "schema": {"type": "integer", "minimum": 1},
                    }
                ],
                problems=("400", "404"),
            )
        }
    return {
        "openapi": "3.1.0",
        "info": {
            "title": title,
            "version": VERSION,
            "description": _ABOUT,
            **({"license": {"name": words, **({"url": address} if address else {})}} if words else {}),
        },
        "servers": [{"url": server}],
        "paths": paths,
        "components": {"schemas": components},
    }


def _choices(kind: type) -> Json:
    """The schema of Django's choices, which msgspec does not know for what they are."""
    if not issubclass(kind, TextChoices):
        raise NotImplementedError
    said = "; ".join(f"«{value}»: {label}" for value, label in kind.choices if value)
    return {"type": "string", "enum": [value for value in kind.values if value], "description": said}


def _operation(
    name: str, summary: str, answer: Json, *, parameters: list[Json] | None = None, problems: tuple[str, ...]
) -> Json:
    problem = {"application/problem+json": {"schema": {"$ref": "#/components/schemas/Problem"}}}
    said = {"400": "Un parametro o un suo valore non esiste.", "404": "Non c’è, o non è pubblico."}
    return {
        "operationId": name,
        "summary": summary,
        "parameters": parameters or [],
        "responses": {
            "200": {"description": summary, "content": {"application/json": {"schema": answer}}},
            "304": {"description": "Nulla è cambiato."},
            **{code: {"description": said[code], "content": problem} for code in problems},
        },
    }


def _parameter(name: str) -> Json:
    about, schema = {
        asking.PAGE: ("Quale parte dell’elenco.", {"type": "integer", "minimum": 1, "default": 1}),
        asking.LANGUAGE: ("Solo le pagine in questa lingua.", {"type": "string", "enum": ["it", "en"]}),
        asking.SINCE: ("Solo ciò che è stato pubblicato da questo giorno in poi.", _DAY),
        asking.KIND: ("Solo un genere di pagine.", {"type": "string", "enum": sorted(kinds())}),
        asking.ZONE: ("Solo ciò che riguarda questa zona («zone_code»).", {"type": "string"}),
        asking.STATE: ("Solo un elenco di «Partecipa».", {"type": "string", "enum": list(State.values)}),
    }[name]
    return {"name": name, "in": "query", "description": about, "schema": schema}


_DAY = {"type": "string", "format": "date"}
