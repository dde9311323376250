"""publiccode.yml keeps to standard 0.7, as far as a few rules can tell."""

import yaml

from ops.toolchain import ROOT


def test_it_names_what_the_standard_requires_within_its_limits() -> None:
    described = yaml.safe_load((ROOT / "publiccode.yml").read_text())

    assert described["publiccodeYmlVersion"] == "0.7"
    required = {"name", "url", "platforms", "developmentStatus", "softwareType", "description", "legal"}
    assert required | {"maintenance", "localisation"} <= described.keys()
    assert described["legal"]["license"] == "EUPL-1.2"
    assert "it" in described["description"]
    for text in described["description"].values():
        assert len(text["shortDescription"]) <= 150
        assert 150 <= len(text["longDescription"]) <= 10_000
        assert text["features"]


def test_the_licence_is_the_whole_european_union_public_licence() -> None:
    licence = (ROOT / "LICENSE").read_text()

    assert licence.startswith("European Union Public Licence\nV. 1.2")
    for article in range(1, 16):
        assert f"\n{article}. " in licence
    assert "Québec Free and Open-Source Licence" in licence
