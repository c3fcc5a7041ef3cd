"""Why an export is not taken, or is not what it says."""

from bot.domain.errors import BotError, UsageError


class NoEarlierExportError(BotError):
    """There is no export of the person's, of the same choice, that one could go on from."""

    code = "no_earlier_export"


class ExportDisturbedError(BotError):
    """People erased their answers each time that the export was taken anew."""

    code = "export_disturbed"


class NamesNeedReasonError(UsageError):
    """Names go into an export only with a reason, which is logged."""

    code = "names_need_reason"


class NoSuchRoleError(BotError):
    """There is no role of this id in the guild."""

    code = "no_such_role"


class RoleSinceError(UsageError):
    """What is new since an export cannot be told by role: who held it then is written down nowhere."""

    code = "role_since"


class FewHoldersError(BotError):
    """Fewer people with the role answered than are ever shown apart. Data: *least*."""

    code = "few_holders"


class NoSuchDayError(UsageError):
    """A day is not written as days are. Data: *day*."""

    code = "no_such_day"


class NothingToReportError(BotError):
    """No discussion has begun that a report could be of."""

    code = "nothing_to_report"


class NoManifestError(BotError):
    """A folder is no export: it has no manifest, or one that cannot be read. Data: *folder*."""

    code = "no_manifest"
