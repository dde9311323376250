"""What is posted holds nothing that nobody could have typed."""

from django.utils.datastructures import MultiValueDict

from portal.forms.text import plain_text_data


def test_text_is_freed_from_what_no_keyboard_types() -> None:
    data = plain_text_data({"a": "uno\x00\x07\ud800\tdue\r\ntre\rquattro", "b": 7})
    assert data["a"] == "uno\tdue\ntre\nquattro"
    assert data["b"] == 7
    assert plain_text_data(MultiValueDict({"a": ["x", "y\x00"]})).getlist("a") == ["x", "y"]
