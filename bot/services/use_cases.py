"""All that the program can do, in one hand: what fronts and commands are given."""

from dataclasses import dataclass

from bot.services.articles import ArticleService
from bot.services.discussions import DiscussionService
from bot.services.doctor import Doctor
from bot.services.drafts import DraftService
from bot.services.exports import ExportService
from bot.services.guilds import GuildService
from bot.services.lookup import LookupService
from bot.services.responses import ResponseService


@dataclass(frozen=True, slots=True, kw_only=True)
class UseCases:
    """The use-cases over one store."""

    articles: ArticleService
    discussions: DiscussionService
    responses: ResponseService
    lookup: LookupService
    exports: ExportService
    guilds: GuildService
    drafts: DraftService
    doctor: Doctor
