"""Who speaks, where, and in which language they are answered: from what Discord says of them."""

import discord

from bot.discord_front.times import words_in
from bot.domain.guild import GuildSettings
from bot.domain.identity import GuildId, MemberId, Person, Role
from bot.i18n import Language, Text
from bot.services.place import Place
from bot.services.use_cases import UseCases


def to_person(
    member: discord.Member | discord.User, permissions: discord.Permissions, settings: GuildSettings
) -> Person:
    """Return *member*, with what they may do where they have *permissions*.

    Whoever manages the server, or has the role that the settings name, looks after discussions; where no role
    is named, whoever may delete other people's messages.
    """
    is_admin = permissions.administrator or permissions.manage_guild
    has_role = (
        settings.moderators is not None
        and isinstance(member, discord.Member)
        and any(role.id == settings.moderators for role in member.roles)
    )
    moderates = is_admin or has_role or (settings.moderators is None and permissions.manage_messages)
    return Person(
        id=MemberId(member.id),
        name=member.display_name,
        role=Role.MODERATOR if moderates else Role.MEMBER,
        is_admin=is_admin,
    )


def may_write(interaction: discord.Interaction) -> bool:
    """Return whether somebody may write where they ask; else the bot does not do it for them either."""
    allowed = interaction.permissions
    is_thread = isinstance(interaction.channel, discord.Thread)
    return allowed.send_messages_in_threads if is_thread else allowed.send_messages


async def to_place(person: Person, *, guild: int, here: int, parent: int | None, cases: UseCases) -> Place:
    """Return where *person* speaks: the channel of the discussion that it is about."""
    channel, thread = await cases.discussions.channel_of(guild=GuildId(guild), here=here, parent=parent)
    return Place(guild=GuildId(guild), channel=channel, person=person, thread=thread)


def to_language(locale: discord.Locale, *, fallback: Language) -> Language:
    """Return the language of a person's Discord, or *fallback* where it is none of ours."""
    code = str(locale).split("-")[0]
    return Language(code) if code in set(Language) else fallback


def guild_language(settings: GuildSettings, guild: discord.Guild | None) -> Language:
    """Return the language of what is public: the one chosen, or until then the server's own."""
    if not settings.is_set_up and guild is not None:
        return to_language(guild.preferred_locale, fallback=Language.ENGLISH)
    return Language(settings.language)


def public_words(settings: GuildSettings, guild: discord.Guild | None) -> Text:
    """Return the words for what everybody in *guild* reads."""
    return words_in(guild_language(settings, guild))


def is_persons(message: discord.Message) -> bool:
    """Return whether somebody wrote *message*: no bot, no webhook, and not Discord itself."""
    is_by_somebody = not message.author.bot and message.webhook_id is None
    return is_by_somebody and message.type in {discord.MessageType.default, discord.MessageType.reply}


def parent_of(channel: object) -> int | None:
    """Return the channel that a thread is in."""
    return channel.parent_id if isinstance(channel, discord.Thread) else None
