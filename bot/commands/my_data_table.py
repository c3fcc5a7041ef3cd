"""The commands by which members see, change and erase what is held about them."""

from datetime import timedelta

from bot.commands.my_data import my_data_consent, my_data_download, my_data_erase, my_data_never, my_data_show
from bot.commands.options import YES
from bot.commands.spec import Command, Kind, Option
from bot.domain.consent import Purpose

FOR_ONESELF = (
    Command(name="my-data show", handler=my_data_show, cooldown=timedelta(seconds=1), burst=3),
    Command(
        name="my-data consent",
        handler=my_data_consent,
        bare="purpose",
        options=(Option(name="purpose", kind=Kind.CHOICE, choices=tuple(Purpose)), YES),
        cooldown=timedelta(seconds=1),
        burst=5,
    ),
    Command(name="my-data download", handler=my_data_download, cooldown=timedelta(seconds=10), burst=2),
    Command(
        name="my-data erase",
        handler=my_data_erase,
        bare="yes",
        options=(YES,),
        cooldown=timedelta(seconds=10),
        burst=3,
    ),
    Command(
        name="my-data never",
        handler=my_data_never,
        bare="yes",
        options=(YES,),
        cooldown=timedelta(seconds=1),
        burst=5,
    ),
)
