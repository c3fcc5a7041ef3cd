"""All that the program can do, in one hand: what fronts and commands are given."""

from dataclasses import dataclass

from bot.services.answering import GapService
from bot.services.articles import ArticleService
from bot.services.consents import ConsentService
from bot.services.corrections import CorrectionService
from bot.services.deciding import DecisionService
from bot.services.delivery import Delivery
from bot.services.discussions import DiscussionService
from bot.services.doctor import Doctor
from bot.services.drafts import DraftService
from bot.services.exports import ExportService
from bot.services.guilds import GuildService
from bot.services.health import HealthService
from bot.services.leavers import LeaverService
from bot.services.leaving import LeavingService
from bot.services.lookup import LookupService
from bot.services.metrics import MetricsService
from bot.services.moderation import ModerationService
from bot.services.my_data import MyDataService
from bot.services.recall import Recall
from bot.services.refresh import RefreshService
from bot.services.reports import ReportService
from bot.services.responses import ResponseService
from bot.services.retention import RetentionService
from bot.services.scheduler import Scheduler
from bot.services.schedules import ScheduleService
from bot.services.telling import TellService


@dataclass(frozen=True, slots=True, kw_only=True)
class UseCases:
    """The use-cases over one store."""

    articles: ArticleService
    corrections: CorrectionService
    refresh: RefreshService
    delivery: Delivery
    scheduler: Scheduler
    schedules: ScheduleService
    discussions: DiscussionService
    responses: ResponseService
    consents: ConsentService
    my_data: MyDataService
    recall: Recall
    retention: RetentionService
    leaving: LeavingService
    leavers: LeaverService
    lookup: LookupService
    gaps: GapService
    telling: TellService
    moderation: ModerationService
    deciding: DecisionService
    exports: ExportService
    reports: ReportService
    guilds: GuildService
    drafts: DraftService
    doctor: Doctor
    health: HealthService
    metrics: MetricsService
