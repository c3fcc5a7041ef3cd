"""A browser without a window, driven by the DevTools protocol over two pipes: no driver, no port, no socket.

https://chromedevtools.github.io/devtools-protocol/; messages are JSON, each ended by a NUL.
"""

import asyncio
import base64
import json
import os
import shutil
import sys
from collections.abc import AsyncIterator, Callable
from contextlib import asynccontextmanager, suppress
from pathlib import Path
from typing import Any

# As Debian, macOS's package managers and Chrome itself call it.
NAMES = ("chromium", "chromium-browser", "google-chrome-stable", "google-chrome", "chrome")
FLAGS = (
    "--headless",
    "--no-sandbox",  # it may be root who runs the tests
    "--disable-gpu",
    "--disable-quic",
    "--disable-dev-shm-usage",
    "--disable-background-networking",
    "--disable-component-update",
    "--disable-extensions",
    "--disable-sync",
    "--no-first-run",
    "--no-default-browser-check",
    "--hide-scrollbars",
    "--remote-debugging-pipe",
)
PATIENCE = 30.0  # seconds
# It reads from 3 and writes to 4, whatever numbers the pipes have with us.
CONNECT = """\
import fcntl, os, sys
kept = fcntl.fcntl(int(sys.argv[2]), fcntl.F_DUPFD, 10)
os.dup2(int(sys.argv[1]), 3)
os.dup2(kept, 4)
os.execv(sys.argv[3], sys.argv[3:])
"""

Values = dict[str, Any]


def find_browser() -> str | None:
    """Return the path of a Chromium or Chrome, if there is one."""
    return next((path for name in NAMES if (path := shutil.which(name))), None)


class Tab:
    """A page in the browser, and what it asked for and complained of."""

    def __init__(self, writer: asyncio.StreamWriter) -> None:
        self.session: str | None = None
        self.requests: list[str] = []
        self.complaints: list[str] = []
        self.dialogs: list[str] = []
        self._writer = writer
        self._waiting: dict[int, asyncio.Future[Values]] = {}
        self._is_loaded = False
        self._news = asyncio.Event()

    async def call(self, method: str, **params: Any) -> Values:
        """Have the browser do something and return what it answers."""
        number = len(self._waiting) + 1
        message: Values = {"id": number, "method": method, "params": params}
        if self.session is not None:
            message["sessionId"] = self.session
        answer: asyncio.Future[Values] = asyncio.get_running_loop().create_future()
        self._waiting[number] = answer
        self._writer.write(json.dumps(message).encode() + b"\0")
        async with asyncio.timeout(PATIENCE):
            await self._writer.drain()
            return await answer

    async def open(self, address: str) -> None:
        """Load a page."""
        self._is_loaded = False
        self.requests.clear()
        self.complaints.clear()
        await self.call("Page.navigate", url=address)
        await self.until(lambda: self._is_loaded)

    async def until(self, is_so: Callable[[], bool]) -> None:
        """Wait for what the browser tells by itself."""
        async with asyncio.timeout(PATIENCE):
            while not is_so():
                self._news.clear()
                await self._news.wait()

    async def run(self, script: str) -> Any:
        """Return the value of a script; the page's own policy does not hold for it."""
        answer = await self.call("Runtime.evaluate", expression=script, returnByValue=True)
        if "exceptionDetails" in answer:
            raise AssertionError(answer["exceptionDetails"])
        return answer["result"].get("value")

    async def show_as(self, *, width: int, height: int = 900, **features: str) -> None:
        """Show pages so wide, and as a person prefers them: ``prefers_color_scheme="dark"``."""
        await self.call(
            "Emulation.setDeviceMetricsOverride",
            width=width,
            height=height,
            deviceScaleFactor=1,
            mobile=width < 600,
        )
        listed = [{"name": name.replace("_", "-"), "value": value} for name, value in features.items()]
        await self.call("Emulation.setEmulatedMedia", media="", features=listed)

    async def hover(self, selector: str) -> tuple[float, float]:
        """Scroll to an element, move the mouse over its first line, and return where that is."""
        x, y = await self.run(
            f"(() => {{ const e = document.querySelector({json.dumps(selector)});"
            " e.scrollIntoView({block: 'center', behavior: 'instant'});"
            " const r = e.getClientRects()[0]; return [r.x + r.width / 2, r.y + r.height / 2]; })()"
        )
        await self.call("Input.dispatchMouseEvent", type="mouseMoved", x=x, y=y)
        return x, y

    async def click(self, selector: str) -> None:
        """Click on an element as a person does."""
        x, y = await self.hover(selector)
        for kind in ("mousePressed", "mouseReleased"):
            await self.call(
                "Input.dispatchMouseEvent", type=kind, x=x, y=y, button="left", buttons=1, clickCount=1
            )

    async def press(self, key: str, *, code: int) -> None:
        """Press a key and let it go."""
        for kind in ("keyDown", "keyUp"):
            await self.call("Input.dispatchKeyEvent", type=kind, key=key, windowsVirtualKeyCode=code)

    async def photograph(self, *, whole: bool = False) -> bytes:
        """Return a picture of the page."""
        answer = await self.call("Page.captureScreenshot", captureBeyondViewport=whole)
        return base64.b64decode(answer["data"])

    def hear(self, message: Values) -> None:
        """Take in an answer or an event."""
        if answer := self._waiting.get(message.get("id", 0)):
            if "error" in message:
                answer.set_exception(AssertionError(message["error"]))
            else:
                answer.set_result(message["result"])
            return
        params = message.get("params", {})
        match message.get("method"):
            case "Network.requestWillBeSent":
                self.requests.append(params["request"]["url"])
            case "Log.entryAdded":
                self.complaints.append(params["entry"]["text"])
            case "Runtime.consoleAPICalled" | "Runtime.exceptionThrown":
                self.complaints.append(json.dumps(params))
            case "Page.javascriptDialogOpening":
                self.dialogs.append(params["message"])
            case "Page.loadEventFired":
                self._is_loaded = True
        self._news.set()


@asynccontextmanager
async def open_tab(browser: str, *, profile: Path) -> AsyncIterator[Tab]:
    """Start *browser* with an empty profile and open a page in it."""
    its_input, our_output = os.pipe()
    our_input, its_output = os.pipe()
    loop = asyncio.get_running_loop()
    process = await asyncio.create_subprocess_exec(
        *(sys.executable, "-c", CONNECT, str(its_input), str(its_output)),
        browser,
        *FLAGS,
        f"--user-data-dir={profile}",
        "about:blank",
        stdout=asyncio.subprocess.DEVNULL,
        stderr=asyncio.subprocess.DEVNULL,
        pass_fds=(its_input, its_output),
        env={**os.environ, "HOME": str(profile)},
    )
    os.close(its_input)
    os.close(its_output)
    reader = asyncio.StreamReader(limit=2**26)
    from_it, _ = await loop.connect_read_pipe(
        lambda: asyncio.StreamReaderProtocol(reader), os.fdopen(our_input, "rb")
    )
    transport, protocol = await loop.connect_write_pipe(
        lambda: asyncio.streams.FlowControlMixin(loop), os.fdopen(our_output, "wb")
    )
    tab = Tab(asyncio.StreamWriter(transport, protocol, None, loop))
    hearing = asyncio.create_task(_hear(reader, tab))
    try:
        await _attach(tab)
        yield tab
    finally:
        with suppress(ProcessLookupError):
            process.kill()
        await process.wait()
        transport.close()
        await hearing
        from_it.close()


async def _attach(tab: Tab) -> None:
    made = await tab.call("Target.createTarget", url="about:blank")
    attached = await tab.call("Target.attachToTarget", targetId=made["targetId"], flatten=True)
    tab.session = attached["sessionId"]
    for domain in ("Page", "Runtime", "Network", "Log", "DOM"):
        await tab.call(f"{domain}.enable")


async def _hear(reader: asyncio.StreamReader, tab: Tab) -> None:
    with suppress(asyncio.IncompleteReadError, ConnectionError):
        while True:
            tab.hear(json.loads((await reader.readuntil(b"\0"))[:-1]))
