import django.db.models.deletion
import modelcluster.contrib.taggit
import modelcluster.fields
from django.db import migrations, models


class Migration(migrations.Migration):

    initial = True

    dependencies = [
        ('news', '0001_initial'),
        ('territori', '0001_initial'),
    ]

    operations = [
        migrations.AddField(
            model_name='newspage',
            name='territories',
            field=modelcluster.fields.ParentalManyToManyField(blank=True, help_text='La notizia compare anche nelle pagine di questi territori.', related_name='newspages', to='territori.territorypage', verbose_name='territori'),
        ),
        migrations.AddField(
            model_name='newstopic',
            name='content_object',
            field=modelcluster.fields.ParentalKey(on_delete=django.db.models.deletion.CASCADE, related_name='news_topics', to='news.newspage'),
        ),
        migrations.AddField(
            model_name='newstopic',
            name='tag',
            field=models.ForeignKey(on_delete=django.db.models.deletion.CASCADE, related_name='news_topics', to='news.topic'),
        ),
        migrations.AddField(
            model_name='newspage',
            name='topics',
            field=modelcluster.contrib.taggit.ClusterTaggableManager(blank=True, help_text='Scegli tra gli argomenti esistenti.', through='news.NewsTopic', to='news.Topic', verbose_name='argomenti'),
        ),
    ]
