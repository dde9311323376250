from django.db import migrations, models


class Migration(migrations.Migration):

    dependencies = [
        ('candidature', '0013_words_by_page_and_zone'),
    ]

    operations = [
        migrations.AlterField(
            model_name='callpage',
            name='after_info_term',
            field=models.CharField(choices=[('wait', 'Resta in attesa: decide chi valuta'), ('remind', 'Parte un promemoria che dà una settimana in più, una volta sola; poi resta in attesa'), ('resume', 'Torna in istruttoria da sola, e chi l’ha inviata lo riceve per email'), ('close', 'Parte la comunicazione dei motivi ostativi; se entro dieci giorni non arriva nulla, si chiude')], default='wait', help_text='L’esito lo decide chi è responsabile. Due promemoria partono comunque prima del termine, due giorni e tre ore prima. Solo con l’ultima scelta il portale chiude da sé come incompleto ciò che nessuno ha completato, dopo averne comunicato i motivi (L. 241/1990, art. 10-bis); se arrivano osservazioni aspetta che qualcuno decida.', max_length=8, verbose_name='quando scade il termine di un’integrazione'),
        ),
        migrations.AlterField(
            model_name='startingvalues',
            name='after_info_term',
            field=models.CharField(choices=[('wait', 'Resta in attesa: decide chi valuta'), ('remind', 'Parte un promemoria che dà una settimana in più, una volta sola; poi resta in attesa'), ('resume', 'Torna in istruttoria da sola, e chi l’ha inviata lo riceve per email'), ('close', 'Parte la comunicazione dei motivi ostativi; se entro dieci giorni non arriva nulla, si chiude')], default='wait', help_text='L’esito lo decide chi è responsabile. Due promemoria partono comunque prima del termine, due giorni e tre ore prima. Solo con l’ultima scelta il portale chiude da sé come incompleto ciò che nessuno ha completato, dopo averne comunicato i motivi (L. 241/1990, art. 10-bis); se arrivano osservazioni aspetta che qualcuno decida.', max_length=8, verbose_name='quando scade il termine di un’integrazione'),
        ),
    ]
