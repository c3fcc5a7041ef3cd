"""``causerie doctor``: what is missing before the bot can serve, and how to mend it."""

import asyncio
import json
import os
import sys
from collections.abc import Iterator
from glob import escape
from pathlib import Path
from typing import Any

import click

from bot.chat_front.terminal import Terminal
from bot.cli.database import open_database
from bot.cli.desk import prepared, run, shared
from bot.cli.tree import Leaf
from bot.commands.reply import Reply
from bot.commands.words import finding_cards, finding_in_words
from bot.config import CONFIG_VARIABLE, Settings, find_config
from bot.discord_front.invitation import application_of, invitation
from bot.domain.guild import Finding, Severity
from bot.domain.storage_errors import StoreError
from bot.i18n import LOCALES, Language, Text
from bot.services.doctor import examine_disk
from bot.services.health import survey
from bot.storage.backup import STAMPED
from bot.storage.checking import check_database, try_writing
from bot.storage.engine import Database, refuse_unusable
from bot.storage.key_file import is_open_to_others, read_keyring
from bot.storage.schema import HEAD
from bot.storage.sealing import keys_in, refuse_missing
from bot.storage.store import Store
from bot.storage.upgrade import refuse_newer

BROKEN = 1


def command(text: Text) -> click.Command:
    """Return the command."""
    as_json = click.Option(["--json", "as_json"], is_flag=True, help=text("cli.json"))
    return Leaf("doctor", text=text, params=[as_json], callback=doctor)


@click.pass_context
def doctor(ctx: click.Context, /, *, as_json: bool, **_shared: Any) -> int:
    """Look everything over."""
    settings, text = prepared(ctx)
    config = shared(ctx, "config") or os.environ.get(CONFIG_VARIABLE) or find_config()
    findings = run(_examine(settings, config=config))
    if as_json:
        shown = [
            {"code": one.code, "severity": one.severity, "text": finding_in_words(one, text)}
            for one in findings
        ]
        click.echo(json.dumps(shown))
    else:
        Terminal(sys.stdout, text=text).show(Reply(cards=finding_cards(findings, text)))
    return BROKEN if any(one.severity is Severity.BROKEN for one in findings) else 0


async def _examine(settings: Settings, *, config: str | Path | None) -> tuple[Finding, ...]:
    try:
        keyring = read_keyring(settings.database.key_file)
    except StoreError as error:
        return (Finding(code="database_failed", severity=Severity.BROKEN, data={"error": error}),)
    async with open_database(settings, keyring=keyring) as database:
        return (
            *examine_settings(settings, config=config),
            *examine_key_file(settings.database.key_file),
            *await examine_database(database),
            *await asyncio.to_thread(
                lambda: tuple(examine_files(database.path, exports=settings.exports.folder))
            ),
        )


def examine_settings(settings: Settings, *, config: str | Path | None) -> Iterator[Finding]:
    """Yield where the settings come from, the file *config* if any, and what the token is good for."""
    if config is None:
        yield Finding(code="config_none", severity=Severity.FINE)
    else:
        yield Finding(code="config_file", severity=Severity.FINE, data={"path": str(config)})
    token = settings.discord.token.get_secret_value().strip()
    if not token:
        yield Finding(code="token_missing", severity=Severity.NOTICE)
    elif (application := application_of(token)) is None:
        yield Finding(code="token_strange", severity=Severity.NOTICE)
    else:
        yield Finding(code="token_there", severity=Severity.FINE)
        yield Finding(code="invitation", severity=Severity.FINE, data={"link": invitation(application)})


async def examine_database(database: Database) -> tuple[Finding, ...]:
    """Return how *database* stands; nothing of it is changed."""
    try:
        return await _look_over(database)
    except StoreError as error:
        return (Finding(code="database_failed", severity=Severity.BROKEN, data={"error": error}),)


async def _look_over(database: Database) -> tuple[Finding, ...]:
    where: dict[str, object] = {"path": database.where}
    absent = Finding(code="database_absent", severity=Severity.NOTICE, data=where)
    if database.path is not None:
        refuse_unusable(database.path)
        if not database.path.exists():
            return (absent,)
    checked = await check_database(database)
    if checked.problems:
        return (Finding(code="database_unsound", severity=Severity.BROKEN, data=where),)
    if checked.revision is None:
        return (absent,)
    if checked.revision != HEAD:
        refuse_newer(checked.revision, where=database.where)
        old = "database_old" if checked.is_file else "database_server_old"
        return (Finding(code=old, severity=Severity.NOTICE, data=where),)
    await try_writing(database)
    sound = "database_sound" if checked.is_file else "database_server_sound"
    return (
        Finding(code=sound, severity=Severity.FINE, data=where),
        await examine_keys(database),
        *await survey(Store(database)),
    )


async def examine_keys(database: Database) -> Finding:
    """Return whether names and texts are encrypted. Raises StoreKeyError where keys are missing."""
    async with database.read() as connection:
        known = await keys_in(connection)
    refuse_missing(known, database.keyring, where=database.where)
    if not database.keyring:
        return Finding(code="encryption_none", severity=Severity.FINE)
    newest = database.keyring.ids[0]
    if known == (newest,):
        return Finding(code="encryption_whole", severity=Severity.FINE, data={"key": newest})
    return Finding(code="encryption_partial", severity=Severity.NOTICE)


def examine_key_file(path: Path | None) -> Iterator[Finding]:
    """Yield whether others of the machine may use the keys."""
    if path is not None and is_open_to_others(path):
        yield Finding(code="key_file_open", severity=Severity.NOTICE, data={"path": str(path)})


def examine_files(database: Path | None, *, exports: Path) -> Iterator[Finding]:
    """Yield how the backups, the disk, the exports' folder and the texts stand."""
    if database is not None:
        backups = sorted(database.parent.glob(f"{escape(database.name)}.backup-{STAMPED}"))
        if backups:
            yield Finding(code="backup_last", severity=Severity.FINE, data={"path": str(backups[-1])})
        elif database.exists():
            yield Finding(code="backup_none", severity=Severity.NOTICE)
    yield from examine_disk(database)
    place = next(folder for folder in (exports, *exports.absolute().parents) if folder.exists())
    if not os.access(place, os.W_OK):
        yield Finding(code="exports_unwritable", severity=Severity.BROKEN, data={"path": str(place)})
    missing = [one.value for one in Language if not (LOCALES / one / "LC_MESSAGES" / "causerie.po").is_file()]
    if missing:
        data: dict[str, object] = {"languages": ", ".join(missing)}
        yield Finding(code="texts_missing", severity=Severity.BROKEN, data=data)
    else:
        languages = ", ".join(Language)
        yield Finding(code="texts_fine", severity=Severity.FINE, data={"languages": languages})
