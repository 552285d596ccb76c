"""Runs the example workflows, as they are, with the action of this folder: by act on this machine, against
GitHub's own API contract (Prism). Nothing leaves loopback."""

import json
import os
import shutil
import socket
import subprocess
import sys
import tempfile
import threading
import time
import urllib.error
import urllib.request
from http.server import BaseHTTPRequestHandler, HTTPServer
from pathlib import Path

ROOT = Path(__file__).resolve().parents[2]
FORGE = ROOT / "target/forge"
RELEASE = "acme/rolecall@" + "0" * 40
UPLOAD = "actions/upload-artifact@ea165f8d65b6e75b540449e92b4886f43607fa02"
COMMENTS = "/repos/{owner}/{repo}/issues/{issue_number}/comments"
COMMENT = "/repos/{owner}/{repo}/issues/comments/{comment_id}"
MANIFEST = "access/people/krakow.yaml"


def contract(into):
    """Cuts the contract to what the action asks, so that Prism starts quickly."""
    whole = json.loads(
        (FORGE / "node_modules/@octokit/openapi/generated/api.github.com.json").read_text()
    )
    part = {key: whole[key] for key in ("openapi", "info", "servers")}
    part |= {"paths": {path: whole["paths"][path] for path in (COMMENTS, COMMENT)}, "components": {}}
    todo, seen = [part["paths"]], set()
    while todo:
        for name in references(todo.pop()):
            if name not in seen:
                seen.add(name)
                _, _, section, last = name.split("/", 3)
                value = whole["components"][section][last]
                part["components"].setdefault(section, {})[last] = value
                todo.append(value)
    into.write_text(json.dumps(part))


def references(value):
    if isinstance(value, dict):
        for key, inner in value.items():
            if key == "$ref" and isinstance(inner, str):
                yield inner
            else:
                yield from references(inner)
    elif isinstance(value, list):
        for inner in value:
            yield from references(inner)


def free_port():
    with socket.socket() as probe:
        probe.bind(("127.0.0.1", 0))
        return probe.getsockname()[1]


class Prism:
    """GitHub, as far as its contract says what it is; a request that breaks it gets 422."""

    def __init__(self, folder):
        contract(folder / "contract.json")
        self.port = free_port()
        command = [FORGE / "node_modules/.bin/prism", "mock", "-h", "127.0.0.1", "-p", str(self.port)]
        self.log = (folder / "prism.log").open("w+")
        command += ["--errors", folder / "contract.json"]
        self.process = subprocess.Popen(command, stdout=self.log, stderr=subprocess.STDOUT)
        for _ in range(600):
            try:
                socket.create_connection(("127.0.0.1", self.port), 1).close()
                return
            except OSError:
                time.sleep(0.1)
        sys.exit("Prism doesn't start")

    def url(self):
        return f"http://127.0.0.1:{self.port}"

    def said(self):
        self.log.flush()
        return Path(self.log.name).read_text()

    def stop(self):
        self.process.terminate()
        self.process.wait()


def git(repository, *arguments):
    who = ["-c", "user.name=T", "-c", "user.email=t@acme.example", "-c", "commit.gpgsign=false"]
    command = ["git", "-C", repository, *who, *arguments]
    return subprocess.run(command, check=True, capture_output=True, text=True).stdout.strip()


def repository(folder, drifted):
    """Acme's project with the example workflows, a base, and a change on top of it."""
    at = folder / ("drifted" if drifted else "calm")
    shutil.copytree(ROOT / "examples/acme", at, ignore=shutil.ignore_patterns(".rolecall"))
    shutil.copytree(ROOT / "examples/github", at / ".github/workflows")
    (at / ".gitignore").write_text(".rolecall/\n")
    if not drifted:
        # What is live is what the base means.
        project = at / "rolecall.yaml"
        project.write_text(project.read_text().replace("live: live", "live: access"))
    git(at, "init", "-q", "-b", "main")
    git(at, "remote", "add", "origin", "https://github.com/acme/contact-centre.git")
    git(at, "add", "-A")
    git(at, "commit", "-q", "-m", "base")
    base = git(at, "rev-parse", "HEAD")
    git(at, "checkout", "-q", "-b", "change")
    manifest = at / MANIFEST
    # The name tries to be a command, a mention and a link.
    name = "first_name: \"::error::x @octocat [x](https://evil.example)\""
    lines = manifest.read_text().splitlines()
    first = next(n for n, line in enumerate(lines) if line.strip().startswith("first_name:"))
    lines[first] = lines[first].split("first_name:")[0] + name
    manifest.write_text("\n".join(lines) + "\n")
    git(at, "commit", "-q", "-am", "change")
    return at, base, git(at, "rev-parse", "HEAD")


def act(folder, repository, event, payload, workflow, api):
    home = folder / "home"
    home.mkdir(exist_ok=True)
    stub = folder / "upload"
    stub.mkdir(exist_ok=True)
    # What keeps files needs GitHub's own servers; here it is enough that they are there.
    (stub / "action.yml").write_text(
        "name: upload\ninputs: { name: { default: '' }, path: { default: '' } }\n"
        "runs:\n  using: composite\n  steps:\n    - shell: bash\n      env: { FILES: '${{ inputs.path }}' }\n"
        "      run: for file in $FILES; do test -s \"$file\" && echo \"kept $(basename \"$file\")\"; done\n"
    )
    (folder / "event.json").write_text(json.dumps(payload))
    command = [FORGE / "venv/bin/act", event, "-W", f".github/workflows/{workflow}"]
    command += ["-P", "ubuntu-latest=-self-hosted", "-e", folder / "event.json"]
    # Of this folder only what the action is: act copies all of it.
    action = folder / "action"
    if not action.exists():
        shutil.copytree(ROOT / "action", action / "action")
        shutil.copy(ROOT / "action.yml", action)
    command += ["--local-repository", f"{RELEASE}={action}", "--local-repository", f"{UPLOAD}={stub}"]
    command += ["-s", "GITHUB_TOKEN=tok", "--env", f"GITHUB_API_URL={api}"]
    environment = {
        "HOME": str(home),
        "PATH": f"{ROOT / 'target/debug'}:{os.environ['PATH']}",
        "TMPDIR": str(folder),
    }
    run = subprocess.run(command, cwd=repository, env=environment, capture_output=True, text=True)
    return run.returncode, run.stdout + run.stderr


def expect(condition, what, said):
    if not condition:
        sys.exit(f"FAILED: {what}\n{said[-6000:]}")
    print(f"ok  {what}")


def opened(base, head):
    return {
        "action": "opened",
        "number": 7,
        "pull_request": {
            "number": 7,
            "base": {"sha": base, "ref": "main"},
            "head": {"sha": head, "ref": "change"},
        },
        "repository": {"name": "contact-centre", "full_name": "acme/contact-centre"},
    }


def pull_request(folder, prism):
    at, base, head = repository(folder, drifted=False)
    code, said = act(folder, at, "pull_request", opened(base, head), "plan.yml", prism.url())
    expect(code == 0 and "rolecall ended 2" in said, "a pull request that changes something passes", said)
    expect("0 to create, 1 to change, 0 to delete" in said, "its own change is all that it causes", said)
    expect("kept plan.md" in said and "comment was not written" not in said, "and is commented on", said)

    at, base, head = repository(folder, drifted=True)
    code, said = act(folder, at, "pull_request", opened(base, head), "plan.yml", prism.url())
    expect(code == 1, "the pull request's plan is refused: it gives back what drifted", said)
    expect("rolecall ended 4" in said, "the guard's exit code is that of the step", said)
    expect("title=Refused by regrant-drift" in said, "guards become annotations", said)
    expect(f"file={MANIFEST}" in said, "steps become annotations at their lines", said)
    expect("::error::x" not in said, "a name is no command", said)
    expect("kept plan.md" in said and "kept plan.sarif" in said, "the files are kept", said)
    expect("comment was not written" not in said, "no request breaks the contract", said)
    expect("post" in prism.said().lower() and "/comments" in prism.said(), "a comment is written", said)
    return at, base


def push(folder, at, base, prism):
    payload = {"before": base, "ref": "refs/heads/main", "repository": {"full_name": "acme/contact-centre"}}
    code, said = act(folder, at, "push", payload, "apply.yml", prism.url())
    # The guard that stopped the pull request stops the apply as well: nobody waived it.
    expect(code == 1 and "Nothing was applied" in said, "what a guard refuses isn't applied", said)
    expect("::error::x" not in said, "a name is no command in the log of an apply", said)
    dispatch = {"inputs": {"allow": "regrant-drift"}, "before": base}
    code, said = act(folder, at, "workflow_dispatch", dispatch, "apply.yml", prism.url())
    expect(code == 0 and "Applied: 61 of 61 steps" in said, "a waived one is applied by its digest", said)


def nightly(folder, at, prism):
    code, said = act(folder, at, "schedule", {"schedule": "17 4 * * *"}, "drift.yml", prism.url())
    expect(code == 1 and "rolecall ended 2" in said, "drift makes the nightly run fail", said)


def comment_again(folder, prism):
    """A comment of the action's own is written over, and no other one."""
    asked = []
    mark = "<!-- rolecall plan: x -->"
    comments = [
        {"id": 1, "user": {"type": "User"}, "body": mark + "\nby a person"},
        {"id": 2, "user": {"type": "Bot"}, "body": "of another program"},
        {"id": 3, "user": {"type": "Bot"}, "body": mark + "\nours"},
    ]

    class GitHub(BaseHTTPRequestHandler):
        def answer(self, code, value):
            self.send_response(code)
            self.end_headers()
            self.wfile.write(json.dumps(value).encode())

        def do_GET(self):
            self.answer(200, comments)

        def do_PATCH(self):
            body = self.rfile.read(int(self.headers["Content-Length"]))
            asked.append((self.path, json.loads(body), self.headers["Authorization"]))
            # Whether it is one that GitHub takes says its contract.
            request = urllib.request.Request(prism.url() + self.path, body, dict(self.headers), method="PATCH")
            try:
                with urllib.request.urlopen(request) as answer:
                    self.answer(answer.status, {})
            except urllib.error.HTTPError as error:
                self.answer(error.code, {})

        def log_message(self, *_):
            pass

    server = HTTPServer(("127.0.0.1", 0), GitHub)
    threading.Thread(target=server.serve_forever, daemon=True).start()
    page = folder / "page.md"
    page.write_text(mark + "\n\n\"quoted\" \\ `code`\n")
    environment = os.environ | {
        "GITHUB_API_URL": f"http://127.0.0.1:{server.server_port}",
        "GITHUB_REPOSITORY": "acme/contact-centre",
        "RUNNER_TEMP": str(folder),
        "TOKEN": "tok",
        "NUMBER": "7",
        "FORK": "false",
        "MARKDOWN": str(page),
    }
    run = subprocess.run([ROOT / "action/comment.sh"], env=environment, capture_output=True, text=True)
    server.shutdown()
    said = run.stdout + run.stderr
    path = "/repos/acme/contact-centre/issues/comments/3"
    expect(run.returncode == 0 and not said, "a comment is written over without a word", said)
    expect(asked == [(path, {"body": page.read_text()}, "Bearer tok")], "and it is our own", str(asked))


def comment_refused(folder):
    """A comment that can't be written fails the check, unless it is a fork's."""
    page = folder / "refused.md"
    page.write_text("<!-- rolecall plan: x -->\nplan\n")
    for status, fork, code in [(500, "false", 1), (403, "false", 1), (403, "true", 0), (500, "true", 1)]:

        class GitHub(BaseHTTPRequestHandler):
            def answer(self, status=status):
                self.send_response(status)
                self.send_header("Content-Length", "2")
                self.end_headers()
                self.wfile.write(b"[]")

            def do_GET(self):
                self.answer(200)

            def do_POST(self):
                self.rfile.read(int(self.headers["Content-Length"]))
                self.answer()

            def log_message(self, *_):
                pass

        server = HTTPServer(("127.0.0.1", 0), GitHub)
        threading.Thread(target=server.serve_forever, daemon=True).start()
        environment = os.environ | {
            "GITHUB_API_URL": f"http://127.0.0.1:{server.server_port}",
            "GITHUB_REPOSITORY": "acme/contact-centre",
            "RUNNER_TEMP": str(folder),
            "TOKEN": "tok",
            "NUMBER": "7",
            "FORK": fork,
            "MARKDOWN": str(page),
        }
        run = subprocess.run([ROOT / "action/comment.sh"], env=environment, capture_output=True, text=True)
        server.shutdown()
        said = run.stdout + run.stderr
        expect(run.returncode == code, f"{status} for a {'fork' if fork == 'true' else 'branch'} ends {code}", said)
        expect("tok" not in said.replace("token", ""), "without a word of the token", said)


def install(folder):
    """The program of the release is taken, and only with the sum that the release says."""
    release, bin, temporary = folder / "release", folder / "bin", folder / "temporary"
    for each in (release, bin, temporary):
        each.mkdir()
    machine = {"x86_64": "x86_64-unknown-linux-gnu", "aarch64": "aarch64-unknown-linux-gnu"}
    file = f"rolecall-{machine[os.uname().machine]}.tar.gz"
    (release / "rolecall").write_text("#!/bin/sh\necho theirs\n")
    (release / "rolecall").chmod(0o755)
    subprocess.run(["tar", "-czf", file, "rolecall"], cwd=release, check=True)
    sums = subprocess.run(["sha256sum", file], cwd=release, check=True, capture_output=True, text=True)
    (release / "SHA256SUMS").write_text(sums.stdout)
    # In place of the network: the last two words are the file to write and the address.
    (bin / "curl").write_text(
        '#!/bin/bash\nset -- "${@: -2}"\necho "$2" >>"$ASKED"\ncp "$RELEASE/$(basename "$2")" "$1"\n'
    )
    (bin / "curl").chmod(0o755)
    output = folder / "output"
    environment = {
        "PATH": f"{bin}:/usr/local/bin:/usr/bin:/bin",
        "INPUT_BINARY": "",
        "ACTION_REPOSITORY": "acme/rolecall",
        "GITHUB_ACTION_PATH": str(ROOT),
        "GITHUB_OUTPUT": str(output),
        "GITHUB_SERVER_URL": "https://github.com",
        "RUNNER_TEMP": str(temporary),
        "RELEASE": str(release),
        "ASKED": str(folder / "asked"),
    }
    command = [ROOT / "action/install.sh"]
    run = subprocess.run(command, env=environment, capture_output=True, text=True)
    said = run.stdout + run.stderr
    binary = output.read_text().strip().removeprefix("binary=") if output.exists() else ""
    expect(run.returncode == 0 and binary, "a release is taken", said)
    theirs = subprocess.run([binary], capture_output=True, text=True).stdout
    expect(theirs == "theirs\n", "and it is its program", theirs)
    asked = (folder / "asked").read_text().split()
    tag = (ROOT / "action/release").read_text().strip()
    url = f"https://github.com/acme/rolecall/releases/download/{tag}/"
    expect(asked == [url + file, url + "SHA256SUMS"], "from this action's own repository", str(asked))
    (release / "SHA256SUMS").write_text("0" * 64 + f"  {file}\n")
    run = subprocess.run(command, env=environment, capture_output=True, text=True)
    expect(run.returncode == 1 and "hasn't the sum" in run.stdout, "another one is refused", run.stdout)


def main():
    with tempfile.TemporaryDirectory() as name:
        folder = Path(name)
        prism = Prism(folder)
        try:
            at, base = pull_request(folder, prism)
            push(folder, at, base, prism)
            nightly(folder, at, prism)
            comment_again(folder, prism)
            comment_refused(folder)
            install(folder)
        finally:
            prism.stop()


main()
