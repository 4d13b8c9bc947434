"""Ctrl-C, terminals of any width, and colours."""
import fcntl
import os
import pty
import re
import select
import shlex
import signal
import struct
import subprocess
import termios
import time

from _app import POLDYN, AppTest

LONG = ["run", "scenario.toml", "--replicates", "1000000"]


def on_terminal(arguments, folder, columns, environment=None, until=None):
    """Runs poldyn with all streams on a terminal; gives the exit code and what the terminal got."""
    pid, terminal = pty.fork()
    if pid == 0:
        os.chdir(folder)
        os.environ.update({"TERM": "xterm", "LC_ALL": "C.UTF-8"} | (environment or {}))
        time.sleep(0.1)  # until the size is set
        os.execv(POLDYN, [POLDYN, *arguments])
    fcntl.ioctl(terminal, termios.TIOCSWINSZ, struct.pack("HHHH", 24, columns, 0, 0))
    got = b""
    begin = time.monotonic()
    sent = False
    while True:
        ready, _, _ = select.select([terminal], [], [], 0.2)
        if until is not None and not sent and time.monotonic() - begin > until:
            os.write(terminal, b"\x03")
            sent = True
        if ready:
            try:
                data = os.read(terminal, 65536)
            except OSError:
                break
            if not data:
                break
            got += data
        if time.monotonic() - begin > 60:
            os.kill(pid, signal.SIGKILL)
            break
    os.close(terminal)
    return os.waitstatus_to_exitcode(os.waitpid(pid, 0)[1]), got.decode().replace("^C", "")  # the terminal's echo


class Interrupt(AppTest):
    def start(self):
        return subprocess.Popen([POLDYN, *LONG], cwd=self.folder, stdout=subprocess.PIPE, stderr=subprocess.PIPE,
                                text=True)

    def partial(self):
        for _ in range(200):
            found = [name for name in self.files() if "partial" in name]
            if found:
                return found
            time.sleep(0.05)
        self.fail("no partial file appeared")

    def test_the_first_signal_stops_soon_and_leaves_nothing(self):
        for number in (signal.SIGINT, signal.SIGTERM):
            program = self.start()
            self.partial()
            time.sleep(0.3)
            begin = time.monotonic()
            program.send_signal(number)
            out, err = program.communicate(timeout=20)
            self.assertLess(time.monotonic() - begin, 2)
            self.assertEqual(program.returncode, 75)
            self.assertEqual(out, "")
            self.assertRegex(err, r"interrupted after \d+ of 1000000 runs.*same command")
            self.assertEqual(self.files(), ["scenario.toml"])

    def test_an_old_result_outlives_an_interrupted_force(self):
        (self.folder / "scenario.h5").write_text("mine")
        program = subprocess.Popen([POLDYN, *LONG, "--force"], cwd=self.folder, stderr=subprocess.DEVNULL)
        self.partial()
        program.send_signal(signal.SIGINT)
        self.assertEqual(program.wait(timeout=20), 75)
        self.assertEqual((self.folder / "scenario.h5").read_text(), "mine")
        self.assertEqual(self.files(), ["scenario.h5", "scenario.toml"])

    def test_a_second_signal_ends_it_at_once_and_leaves_nothing(self):
        for pause in (0, 0.001, 0.01, 0.3):  # from when there is a file, which is not yet whole then
            program = self.start()
            self.partial()
            time.sleep(pause)
            os.kill(program.pid, signal.SIGSTOP)  # both signals arrive together
            program.send_signal(signal.SIGINT)
            program.send_signal(signal.SIGTERM)
            os.kill(program.pid, signal.SIGCONT)
            program.communicate(timeout=20)
            self.assertIn(program.returncode, (-signal.SIGINT, -signal.SIGTERM))
            self.assertEqual(self.files(), ["scenario.toml"])

    def test_a_program_started_with_interrupts_ignored_goes_on(self):
        command = f"trap '' INT; exec {shlex.quote(POLDYN)} run scenario.toml --set run.horizon=0.5y --replicates 20"
        program = subprocess.Popen(["bash", "-c", command], cwd=self.folder, stdout=subprocess.DEVNULL)
        time.sleep(0.1)
        program.send_signal(signal.SIGINT)
        self.assertEqual(program.wait(timeout=60), 0)


class Terminal(AppTest):
    def test_progress_fits_any_width_and_is_erased(self):
        for columns in (24, 40, 80, 132):
            for seconds in (2.5, 25):  # a busy machine may not have made a first run after so long
                code, text = on_terminal(LONG, self.folder, columns, until=seconds)
                self.assertEqual(code, 75)
                lines = [part.split("\r")[0] for part in text.split("\r\x1b[K")[1:]]
                bars = [line for line in lines if "/1000000 runs" in line]
                if bars:
                    break
            self.assertTrue(bars, text)
            self.assertLess(max(map(len, bars)), columns)
            if columns >= 80:
                self.assertRegex(bars[-1], r"^\d+/1000000 runs \[[=> ]+\], .* left, .*(runs/s|s/run)$")
            last = text.rindex("/1000000 runs")
            self.assertIn("\r\x1b[K", text[last:])

    def test_summaries_and_mistakes_fit_the_width(self):
        for columns in (30, 50, 60, 80):
            code, text = on_terminal(["run", "scenario.toml", "--force", "--set", "run.horizon=0.5 y"], self.folder, columns)
            self.assertEqual(code, 0)
            plain = re.sub(r"\r|\x1b\[[0-9;]*[A-Za-z]", "", text)
            for line in plain.splitlines():
                self.assertLessEqual(len(line), max(columns, 36), line)

    def test_no_colour_is_honoured(self):
        _, coloured = on_terminal(["rnu"], self.folder, 80)
        self.assertIn("\x1b[1;31m", coloured)
        for environment in ({"NO_COLOR": "1"}, {"TERM": "dumb"}):
            _, plain = on_terminal(["rnu"], self.folder, 80, environment)
            self.assertNotIn("\x1b", plain)

    def test_no_progress_off_a_terminal(self):
        self.assertEqual(self.small_run("--replicates", "40").stderr, "")
