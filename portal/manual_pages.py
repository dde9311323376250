"""Where the manual tells of the frame, and of Wagtail's own pages."""

from portal.manual.places import Place

PLACES = [
    # Its register, a letter and what becomes of it.
    Place("portal_outboxmessage_modeladmin_* outbox_*", "responsabili", "posta-in-uscita"),
    Place("wagtailadmin_home", "README", "la-prima-schermata"),
    Place("wagtailadmin_account", "README", "come-si-entra"),
    Place("wagtailadmin_explore*", "redazione", "trovare-creare-e-modificare-una-pagina"),
    Place("wagtailadmin_pages:add*", "redazione", "trovare-creare-e-modificare-una-pagina"),
    Place("wagtailadmin_pages:edit", "redazione", "bozze-e-salvataggio-automatico"),
    Place("wagtailadmin_pages:unpublish* wagtailadmin_pages:delete", "redazione", "togliere-dal-sito"),
    Place("simple_translation:*", "redazione", "pagine-in-inglese"),
    Place("wagtaillocales:*", "responsabili", "lingue-amministrazione"),
    Place("wagtailimages:*", "redazione", "immagini"),
    Place("wagtaildocs:*", "redazione", "documenti"),
    Place("wagtailusers_*", "responsabili", "account-e-gruppi-amministrazione"),
    Place("wagtailadmin_workflows:*", "responsabili", "approvare-le-pagine"),
    Place("wagtailsnippets_portal_announcement:*", "redazione", "annunci-su-tutte-le-pagine"),
    Place("pages_to_reread*", "redazione", "pagine-da-rileggere"),
    Place("broken_links*", "redazione", "collegamenti-interrotti"),
    Place("wagtailsettings:*", "redazione", "pagina-iniziale-menu-piè-di-pagina"),
]
