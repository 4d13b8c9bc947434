"""A page in Chromium without a window, driven through its debugging pipe: no package is needed besides the browser."""
import base64
import json
import os
import pathlib
import select
import shutil
import subprocess
import tempfile
import time

CHROMIUM = next((found for name in ("chromium", "chromium-browser", "google-chrome") if (found := shutil.which(name))), None)


class Browser:
    """Opens file:// pages; keeps what the console says and which requests are made."""

    def __init__(self, seconds=120):
        self.seconds = seconds
        self.profile = tempfile.mkdtemp(prefix="poldyn-browser-")
        self.downloads = pathlib.Path(self.profile, "downloads")
        self.downloads.mkdir()
        down_read, self.down = os.pipe()  # the browser reads commands from 3 and writes answers to 4
        self.up, up_write = os.pipe()
        command = [CHROMIUM, "--headless=new", "--no-sandbox", "--disable-gpu", "--no-first-run", "--disable-dev-shm-usage",
                   "--disable-background-networking", "--disable-component-update", "--remote-debugging-pipe",
                   f"--user-data-dir={self.profile}", "about:blank"]
        shell = f'exec "$@" 3<&{down_read} 4>&{up_write}'
        self.process = subprocess.Popen(["bash", "-c", shell, "bash", *command], pass_fds=(down_read, up_write),
                                        stdout=subprocess.DEVNULL, stderr=subprocess.DEVNULL)
        os.close(down_read)
        os.close(up_write)
        self.buffer, self.last, self.session = b"", 0, None
        self.console, self.requests, self.errors, self.loaded = [], [], [], False
        target = self.send("Target.createTarget", url="about:blank")["targetId"]
        self.session = self.send("Target.attachToTarget", targetId=target, flatten=True)["sessionId"]
        for domain in ("Page", "Runtime", "Network", "Log"):
            self.send(domain + ".enable")
        self.send("Page.setDownloadBehavior", behavior="allow", downloadPath=str(self.downloads))

    def _read(self, until):
        while b"\0" not in self.buffer:
            if not select.select([self.up], [], [], max(0, until - time.monotonic()))[0]:
                raise TimeoutError("the browser does not answer")
            got = os.read(self.up, 1 << 20)
            if not got:
                raise EOFError("the browser ended")
            self.buffer += got
        message, self.buffer = self.buffer.split(b"\0", 1)
        return json.loads(message)

    def _note(self, message):
        method, params = message.get("method"), message.get("params", {})
        if method == "Runtime.consoleAPICalled":
            self.console.append(" ".join(str(one.get("value", one.get("description"))) for one in params["args"]))
        elif method == "Runtime.exceptionThrown":
            self.errors.append(params["exceptionDetails"].get("exception", {}).get("description", "exception"))
        elif method == "Log.entryAdded":
            self.errors.append(params["entry"]["text"])
        elif method == "Network.requestWillBeSent":
            self.requests.append(params["request"]["url"])
        elif method == "Page.loadEventFired":
            self.loaded = True

    def send(self, method, **params):
        self.last += 1
        message = {"id": self.last, "method": method, "params": params} | ({"sessionId": self.session} if self.session else {})
        os.write(self.down, json.dumps(message).encode() + b"\0")
        until = time.monotonic() + self.seconds
        while True:
            answer = self._read(until)
            if answer.get("id") == self.last:
                assert "error" not in answer, (method, answer["error"])
                return answer["result"]
            self._note(answer)

    def evaluate(self, expression):
        done = self.send("Runtime.evaluate", expression=expression, awaitPromise=True, returnByValue=True)
        assert "exceptionDetails" not in done, done
        return done["result"].get("value")

    def wait_for(self, expression):
        until = time.monotonic() + self.seconds
        while not (value := self.evaluate(expression)):
            assert time.monotonic() < until, f"never: {expression}; {self.console} {self.errors}"
            time.sleep(0.1)
        return value

    def open(self, page, width=1280, height=900, media="screen", scheme="light"):
        self.console, self.requests, self.errors = [], [], []
        self.send("Emulation.setDeviceMetricsOverride", width=width, height=height, deviceScaleFactor=1, mobile=width < 500)  # a phone's scroll bar takes no room
        self.send("Emulation.setEmulatedMedia", media=media, features=[{"name": "prefers-color-scheme", "value": scheme}])
        self.send("Page.navigate", url=pathlib.Path(page).resolve().as_uri())
        return self.wait_for("document.readyState == 'complete' && document.documentElement.dataset.drawn")

    def picture(self, file, full=True):
        size = self.send("Page.getLayoutMetrics")["cssContentSize"]
        clip = {"x": 0, "y": 0, "width": size["width"], "height": size["height"], "scale": 1} if full else None
        options = {"clip": clip, "captureBeyondViewport": True} if clip else {}
        pathlib.Path(file).write_bytes(base64.b64decode(self.send("Page.captureScreenshot", format="png", **options)["data"]))

    def pdf(self, file):
        done = self.send("Page.printToPDF", preferCSSPageSize=True, printBackground=True)
        pathlib.Path(file).write_bytes(base64.b64decode(done["data"]))

    def download(self, click):
        """What a click on an element saves: its name and its bytes."""
        before = set(self.downloads.iterdir())
        self.evaluate(f"document.querySelector({json.dumps(click)}).click()")
        until = time.monotonic() + self.seconds
        while True:
            new = [one for one in self.downloads.iterdir() if one not in before and not one.name.endswith(".crdownload")]
            if new and new[0].stat().st_size > 0:
                return new[0].name, new[0].read_bytes()
            assert time.monotonic() < until, f"{click} saves nothing; {self.console} {self.errors}"
            self.evaluate("1")
            time.sleep(0.1)

    def close(self):
        self.process.terminate()
        self.process.wait()
        shutil.rmtree(self.profile, ignore_errors=True)
