"""Controls of questions that other forms borrow: a day, a telephone number, a bounded text, files."""

from moduli.types.base import AttachmentsField
from moduli.types.date import DateField
from moduli.types.limited_text import LimitedTextField
from moduli.types.phone import PhoneField, readable_phone

__all__ = ["AttachmentsField", "DateField", "LimitedTextField", "PhoneField", "readable_phone"]
