"""What the text of a patto is made of: words alone, so that nothing outside can change what was signed."""

from django.utils.translation import gettext_lazy as _

from portal.blocks import BodyBlock


class PattoBlock(BodyBlock):
    """The blocks of a body that hold words and name nothing that stands elsewhere."""

    image = None
    documents = None
    call_to_action = None
    contacts = None
    table = None
    figures = None

    class Meta:
        label = _("Testo del patto")
        required = False
