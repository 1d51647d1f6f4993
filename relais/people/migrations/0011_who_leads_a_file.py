from django.conf import settings
from django.db import migrations, models


class Migration(migrations.Migration):
    dependencies = [
        ("accounts", "0009_places_close"),
        ("people", "0010_files_counted_and_listed_by_index"),
        migrations.swappable_dependency(settings.AUTH_USER_MODEL),
    ]
    operations = [
        migrations.AddField(
            model_name="file",
            name="lead",
            field=models.ForeignKey(
                blank=True,
                db_index=False,
                editable=False,
                null=True,
                on_delete=models.RESTRICT,
                related_name="+",
                to=settings.AUTH_USER_MODEL,
            ),
        ),
        migrations.RemoveIndex(model_name="file", name="files_of_a_scope"),
        migrations.AddIndex(
            model_name="file",
            index=models.Index(fields=["organisation", "closed_at", "service", "person", "id", "lead"], name="files_of_a_scope"),
        ),
    ]
