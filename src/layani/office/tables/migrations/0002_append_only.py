"""The database itself refuses to edit or delete what happened, whoever asks."""

from django.db import migrations

# A leaf may get its place in the log, once; nothing else of it may change.
SQLITE = [
    *(
        f"""
        create trigger {table}_no_{verb} before {verb} on {table}
        begin select raise(abort, 'Layani: {table} is append-only; write a further event instead.'); end
        """
        for table in ("tables_event", "tables_attempt")
        for verb in ("update", "delete")
    ),
    """
    create trigger tables_outbox_no_update before update on tables_outbox
    when old.idx is not null or new.leaf <> old.leaf or new.id <> old.id
    begin select raise(abort, 'Layani: a leaf is never edited; it gets its place once.'); end
    """,
    """
    create trigger tables_outbox_no_delete before delete on tables_outbox
    begin select raise(abort, 'Layani: tables_outbox is append-only.'); end
    """,
]
POSTGRESQL = [
    """
    create function layani_append_only() returns trigger language plpgsql as $$
    begin raise exception 'Layani: % is append-only; write a further event instead.', tg_table_name; end $$
    """,
    *(
        f"create trigger {table}_append_only before update or delete on {table} "
        "for each row execute function layani_append_only()"
        for table in ("tables_event", "tables_attempt")
    ),
    """
    create trigger tables_outbox_no_update before update on tables_outbox for each row
    when (old.idx is not null or new.leaf is distinct from old.leaf or new.id <> old.id)
    execute function layani_append_only()
    """,
    "create trigger tables_outbox_no_delete before delete on tables_outbox "
    "for each row execute function layani_append_only()",
    *(
        f"create trigger {table}_no_truncate before truncate on {table} "
        "for each statement execute function layani_append_only()"
        for table in ("tables_event", "tables_attempt", "tables_outbox")
    ),
]


def install(apps, schema_editor):
    """Create the triggers of the database at hand."""
    statements = {"sqlite": SQLITE, "postgresql": POSTGRESQL}[schema_editor.connection.vendor]
    for statement in statements:
        schema_editor.execute(statement, params=None)


class Migration(migrations.Migration):
    """Append-only tables."""

    dependencies = [("tables", "0001_initial")]
    operations = [migrations.RunPython(install, migrations.RunPython.noop)]
