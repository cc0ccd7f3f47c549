"""serve.py PLANTPROOF SAMPLES: what `plantproof serve` answers, and what it does not. Exits 1 when one thing is wrong."""
import http.client
import json
import os
import re
import shutil
import signal
import socket
import subprocess
import sys
import tempfile
import time

PROGRAM, SAMPLES = sys.argv[1:3]
failures = 0


def check(right, what):
    global failures
    if not right:
        failures += 1
        print("FAILED", what)


class Served:
    """The program over a folder, on a port of its own, until the end of a `with`."""

    def __init__(self, *arguments):
        command = [PROGRAM, "serve", *arguments, "--port", "0", "--lang", "en"]
        self.program = subprocess.Popen(command, stdout=subprocess.PIPE, text=True)
        self.shown = self.program.stdout.readline().strip()
        self.port = int(re.search(r":(\d+)/", self.shown)[1])

    def __enter__(self):
        return self

    def __exit__(self, *_):
        check(self.end(signal.SIGTERM) == 0, "SIGTERM ends it with 0")

    def end(self, with_signal):
        self.program.send_signal(with_signal)
        return self.program.wait(60)

    def ask(self, path, method="GET", address="127.0.0.1", **headers):
        connection = http.client.HTTPConnection(address, self.port, timeout=120)
        connection.request(method, path, headers=headers)
        answer = connection.getresponse()
        answer.text = answer.read().decode()
        connection.close()
        return answer


def drawn(answer):
    """The JSON in a page."""
    return json.loads(re.search(r'<script id="report" type="application/json">(.*?)</script>', answer.text, re.S)[1])


with tempfile.TemporaryDirectory() as scratch:
    folder = os.path.join(scratch, "served")
    for name, sample in (("fail", "line-coordination/fail"), ("may/good one", "line-coordination/pass"), ("robot", "cloud-robot/pass")):
        shutil.copytree(os.path.join(SAMPLES, sample), os.path.join(folder, name))
    for name, scenario in (("bad", "nonsense"), ("served/bad", "nonsense"), ("outside", "line-coordination")):
        where = os.path.join(scratch if name == "outside" else folder, name)
        os.makedirs(where, exist_ok=True)
        with open(os.path.join(where, "evidence.yaml"), "w", encoding="utf-8") as manifest:
            manifest.write(f"schema: plantproof-evidence/1\nscenario: {scenario}\nsource: field\n")
    os.symlink("../outside", os.path.join(folder, "out"))
    shutil.copytree(os.path.join(folder, "fail"), os.path.join(folder, "leaks"))
    os.symlink("/etc/passwd", os.path.join(folder, "leaks", "pilot", "day1", "costs.csv"))

    with Served(folder) as served:
        check(served.shown == f"http://127.0.0.1:{served.port}/", "the address is shown")
        page = served.ask("/")
        check(page.status == 200 and page.getheader("Content-Type") == "text/html; charset=utf-8", "an index")
        check("default-src 'none'" in page.getheader("Content-Security-Policy"), "a content security policy")
        for header, value in (("X-Content-Type-Options", "nosniff"), ("Referrer-Policy", "no-referrer"), ("Cache-Control", "no-store")):
            check(page.getheader(header) == value, header)
        check(page.getheader("Set-Cookie") is None, "no cookie where no token is wanted")
        index = drawn(page)
        check([each["folder"] for each in index["reports"]] == ["fail", "may/good one", "robot"], "evidence is listed")
        check([each["folder"] for each in index["refused"]] == ["bad", "leaks", "served/bad"], "what cannot be judged is listed")
        check("nonsense" in index["refused"][0]["error"]["en"], "and why")
        check("costs.csv" in index["refused"][1]["error"]["zh"] and "root:x:" not in page.text, "a link that leaves is not followed")
        for each in index["reports"]:
            report = served.ask(each["href"])
            check(report.status == 200 and len(report.text.encode()) == each["bytes"], f"{each['href']} is a report")
            check(drawn(report)["verdict"]["verdict"] == each["verdict"], f"{each['href']} is that report")
            check(served.ask(each["href"], "HEAD").text == "", "HEAD has no body")
        made = subprocess.run([PROGRAM, "report", os.path.join(folder, "fail"), "--lang", "en"], stdout=subprocess.PIPE, check=False).stdout.decode()
        check(served.ask("/report/fail").text == made, "a page is what `report` makes")
        made = subprocess.run([PROGRAM, "compare", os.path.join(folder, "fail"), os.path.join(folder, "may/good one"), "--lang", "en", "--format", "html"],
                              stdout=subprocess.PIPE, check=False).stdout.decode()
        check(served.ask(index["compare"] + "?a=fail&b=may/good%20one").text == made, "a comparison is what `compare` makes")
        other = served.ask("/compare?a=fail&b=robot")
        check(other.status == 422 and "scenario" in other.text, "two scenarios are not compared")
        bad = served.ask("/report/bad")
        check(bad.status == 422 and "nonsense" in bad.text and bad.getheader("Content-Type").startswith("text/plain"), "errors are shown as text")

        for path in ("/report/../outside", "/report/%2e%2e/outside", "/report/..%2foutside", "/report/%2e%2e%2foutside", "/report/out", "/report/fail/",
                     "/report//fail", "/report/" + os.path.join(scratch, "outside"), "/report/%2fetc", "/report/fail/evidence.yaml", "/report/fail/../robot",
                     "/report/", "/report/.", "/fail/evidence.yaml", "/etc/passwd", "/../../etc/passwd", "/report/fail%00x/../../outside", "/report/%ff",
                     "/compare", "/compare?a=fail", "/compare?a=fail&b=../outside", "/compare?a=fail&b=out", "/compare?a=fail&b=%2e%2e%2foutside", "/favicon.ico"):
            answer = served.ask(path)
            harmless = path.startswith("/report/fail%00")  # where NUL ends the path
            check(answer.status == 404 or (harmless and answer.text == served.ask("/report/fail").text), f"{path} is {answer.status}")
        for method in ("POST", "PUT", "DELETE", "OPTIONS", "TRACE", "PATCH"):
            answer = served.ask("/", method)
            check(answer.status == 405 and answer.getheader("Allow") == "GET, HEAD", f"{method} is {answer.status}")
        for host in ("localhost", "LOCALHOST:1", "127.0.0.1", "127.0.0.1:8017", "[::1]:8017"):
            check(served.ask("/report/fail", Host=host).status == 200, f"Host {host}")
        for host in ("evil.example", "localhost.evil.example", "127.0.0.1.evil.example:8017", "192.0.2.1", "", "[::1", "0.0.0.0"):
            answer = served.ask("/report/fail", Host=host)
            check(answer.status in (400, 421) and "<html" not in answer.text, f"Host {host!r} is {answer.status}")

        # What was judged is kept, until its files change.
        devices = os.path.join(folder, "may/good one/pilot/day1/devices.csv")
        with open(devices, "a", encoding="utf-8") as table:
            table.write("one more,station,nr\n")
        changed = drawn(served.ask("/"))
        check("may/good one" in [each["folder"] for each in changed["refused"]], "a changed file is seen: it is not what was sealed")
        shutil.rmtree(os.path.join(folder, "robot"))
        check(served.ask("/report/robot").status == 404, "what is gone is gone")

        taken = subprocess.run([PROGRAM, "serve", folder, "--port", str(served.port), "--lang", "en"], stdout=subprocess.PIPE, stderr=subprocess.PIPE, text=True, check=False)
        check(taken.returncode == 2 and taken.stderr == f"--port: port {served.port} is taken; --port 0 chooses one that is free\n", taken.stderr)
        taken = subprocess.run([PROGRAM, "serve", folder, "--port", str(served.port), "--lang", "zh"], stdout=subprocess.PIPE, stderr=subprocess.PIPE, text=True, check=False)
        check(taken.returncode == 2 and "已被占用" in taken.stderr, taken.stderr)

    with Served(folder, "--follow") as served:
        page = served.ask("/report/fail")
        followed = json.loads(re.search(r'<script id="follow" type="application/json">(.*?)</script>', page.text, re.S)[1])
        check(followed["url"] == "/state/fail" and "connect-src 'self'" in page.getheader("Content-Security-Policy"), "a report may ask how things are")
        for age_s, provisional in ((3600, False), (0, True)):
            for where, _, names in os.walk(os.path.join(folder, "fail")):
                for name in names:
                    os.utime(os.path.join(where, name), times=(time.time() - age_s,) * 2)
            answer = served.ask("/state/fail")
            check(json.loads(answer.text)["provisional"] is provisional, f"changed {age_s} s ago")
            check(json.loads(answer.text)["state"] != followed["state"], "another time is another state")
        listed = json.loads(re.search(r'<script id="follow" type="application/json">(.*?)</script>', served.ask("/").text, re.S)[1])
        same = json.loads(served.ask(listed["url"]).text)
        check(listed["url"] == "/state" and same["state"] == listed["state"] and same["provisional"] is True, "the list is followed as well")
        os.utime(os.path.join(folder, "fail", "evidence.yaml"), times=(time.time() - 7200,) * 2)
        check(json.loads(served.ask("/state").text)["state"] != listed["state"], "a changed file is another state of the list")
        for path in ("/state/", "/state/out", "/state/../outside", "/state/nothing"):
            check(served.ask(path).status == 404, path)
    with Served(folder) as served:
        check(served.ask("/state").status == 404 and 'id="follow" type="application/json">null<' in served.ask("/").text, "nor does a list")
        check(served.ask("/state/fail").status == 404 and "connect-src" not in served.ask("/report/fail").getheader("Content-Security-Policy"), "who does not follow asks nothing")

    interrupted = Served(folder)
    check(interrupted.end(signal.SIGINT) == 0, "SIGINT ends it with 0")

    # On an address that others reach, only who has the token sees anything.
    with Served(folder, "--bind", "0.0.0.0") as served:
        token = re.fullmatch(r"http://0\.0\.0\.0:\d+/\?token=([0-9a-f]{32})", served.shown)[1]
        check("not encrypted" in served.program.stdout.readline() + served.program.stdout.readline(), "a word of warning")
        for path in ("/", "/report/fail", "/nothing", "/?token=", "/?token=" + "0" * 32, "/?token=" + token[:-1], "/?token=" + token + "0"):
            answer = served.ask(path)
            check(answer.status == 403 and answer.getheader("Set-Cookie") is None and "<html" not in answer.text, f"{path} without the token is {answer.status}")
        first = served.ask("/?token=" + token)
        cookie = first.getheader("Set-Cookie") or ""
        check(first.status == 200 and cookie.endswith("; Path=/; HttpOnly; SameSite=Strict"), "the token opens it")
        check(served.ask("/report/fail", Cookie=cookie.split(";")[0]).status == 200, "and is kept as a cookie")
        check(served.ask("/report/fail", Cookie=cookie.split(";")[0][:-1] + "x").status == 403, "another cookie opens nothing")
        check(served.ask("/?token=" + token, Host="evil.example").status == 421, "not even with the token under another name")
        check(served.ask("/?token=" + token, Host="192.0.2.1").status == 200, "any address of the machine")
    with Served(folder, "--bind", "127.0.0.2") as served:
        check(served.ask("/", address="127.0.0.2").status == 200, "the whole loopback needs no token")
    if socket.has_ipv6 and os.path.exists("/proc/net/if_inet6") and "lo" in open("/proc/net/if_inet6", encoding="ascii").read():
        with Served(folder, "--bind", "::1") as served:
            check(served.shown == f"http://[::1]:{served.port}/" and served.ask("/", address="::1").status == 200, "version 6 of the protocol")

print("all answers are right" if failures == 0 else f"{failures} failures")
sys.exit(failures != 0)
