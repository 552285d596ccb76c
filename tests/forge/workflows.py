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
CHECKOUT = "actions/checkout@11bd71901bbe5b1630ceea73d27597364c9af683"
SECRET = "vend0r-s3cret"
ISSUES = "/repos/{owner}/{repo}/issues"
ISSUE = "/repos/{owner}/{repo}/issues/{issue_number}"
PULLS = "/repos/{owner}/{repo}/pulls"
PULL = "/repos/{owner}/{repo}/pulls/{pull_number}"
COMMENTS = "/repos/{owner}/{repo}/issues/{issue_number}/comments"
COMMENT = "/repos/{owner}/{repo}/issues/comments/{comment_id}"
MANIFEST = "access/people/krakow.yaml"


def contract(into):
    """Cuts the contract to what the action asks, so that Prism starts quickly."""
    whole = json.loads(
        (FORGE / "node_modules/@octokit/openapi/generated/api.github.com.json").read_text()
    )
    part = {key: whole[key] for key in ("openapi", "info", "servers")}
    part |= {"paths": {path: whole["paths"][path] for path in (COMMENTS, COMMENT, ISSUES, ISSUE, PULLS, PULL)}, "components": {}}
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


def repository(folder, name, live):
    """Acme's project with the example workflows, a base, and a change on top of it. What is live at the
    beginning is what this folder says; `now` is what the base means."""
    at = folder / name
    shutil.copytree(ROOT / "examples/acme", at, ignore=shutil.ignore_patterns(".rolecall"))
    shutil.copytree(ROOT / "examples/github", at / ".github/workflows")
    shutil.copytree(at / "access", at / "now")
    (at / ".gitignore").write_text(".rolecall/\n")
    project = at / "rolecall.yaml"
    text = project.read_text().replace("  rehearsal:\n", "  production:\n")
    project.write_text(text.replace("live: live", f"live: {live}"))
    git(at, "init", "-q", "-b", "main")
    # What goes to the forge goes to a repository on this machine.
    url = "https://github.com/acme/contact-centre.git"
    origin = folder / f"{name}.git"
    git(folder, "init", "-q", "--bare", "-b", "main", origin)
    git(at, "remote", "add", "origin", url)
    git(at, "config", f"url.file://{origin}.insteadOf", url)
    git(at, "add", "-A")
    git(at, "commit", "-q", "-m", "base")
    git(at, "push", "-q", "origin", "main")
    return at, origin


def change(at, edit):
    base = git(at, "rev-parse", "main")
    git(at, "checkout", "-q", "-b", "change")
    edit(at)
    git(at, "add", "-A")
    git(at, "commit", "-q", "-m", "change")
    return base, git(at, "rev-parse", "HEAD")


def hostile_name(at):
    manifest = at / MANIFEST
    # The name tries to be a command, a mention and a link.
    name = "first_name: \"::error::x @octocat [x](https://evil.example)\""
    lines = manifest.read_text().splitlines()
    first = next(n for n, line in enumerate(lines) if line.strip().startswith("first_name:"))
    lines[first] = lines[first].split("first_name:")[0] + name
    manifest.write_text("\n".join(lines) + "\n")


def many_people(at):
    person = "  - {{ email: new.{0}@acme.example, first_name: N{0}, last_name: New, roles: [Agent] }}\n"
    people = "".join(person.format(number) for number in range(1200))
    (at / "access/people/many.yaml").write_text("users:\n" + people)


def own_snapshot(at):
    """Everything that a change could bring to be taken for a snapshot."""
    subprocess.run(
        [ROOT / "target/debug/rolecall", "export", "--snapshot", "production.json"], cwd=at, check=True, capture_output=True
    )
    (at / "snapshots").mkdir()
    shutil.copy(at / "production.json", at / "snapshots/production.json")
    hostile_name(at)


def act(folder, repository, event, payload, workflow, api, origin):
    home = folder / "home"
    home.mkdir(exist_ok=True)
    stub = folder / "upload"
    stub.mkdir(exist_ok=True)
    # What keeps files needs GitHub's own servers; here it is enough that they are there.
    (stub / "action.yml").write_text(
        "name: upload\ninputs: { name: { default: '' }, path: { default: '' } }\n"
        "runs:\n  using: composite\n  steps:\n    - shell: bash\n      env: { FILES: '${{ inputs.path }}' }\n"
        "      run: for file in $FILES; do test -s \"$file\" && echo \"kept $(basename \"$file\") of $(wc -c <\"$file\") bytes\"; "
        "! grep -F 'This is a part' \"$file\"; done\n"
    )
    # The branch of snapshots is fetched as GitHub's own action does it: from the repository of the base.
    checkout = folder / "checkout"
    checkout.mkdir(exist_ok=True)
    (checkout / "action.yml").write_text(
        "name: checkout\ninputs: { ref: { default: '' }, path: { default: '.' }, fetch-depth: { default: '1' }, "
        "persist-credentials: { default: 'true' } }\nruns:\n  using: composite\n  steps:\n    - shell: bash\n"
        "      env: { REF: '${{ inputs.ref }}', INTO: '${{ inputs.path }}' }\n"
        f"      run: rm -rf \"$INTO\" && git clone -q --depth=1 --branch \"$REF\" file://{origin} \"$INTO\"\n"
    )
    # Who runs the program sees with what it is run.
    programs = folder / "programs"
    if not programs.exists():
        programs.mkdir()
        (programs / "rolecall").write_text(
            f"#!/bin/sh\nenv >>'{folder / 'environment'}'\nexec '{ROOT / 'target/debug/rolecall'}' \"$@\"\n"
        )
        (programs / "rolecall").chmod(0o755)
    (folder / "environment").write_text("")
    (folder / "event.json").write_text(json.dumps(payload))
    command = [FORGE / "venv/bin/act", event, "-W", f".github/workflows/{workflow}"]
    command += ["-P", "ubuntu-latest=-self-hosted", "-e", folder / "event.json"]
    # Of this folder only what the action is: act copies all of it.
    action = folder / "action"
    if not action.exists():
        shutil.copytree(ROOT / "action", action / "action")
        shutil.copy(ROOT / "action.yml", action)
    command += ["--local-repository", f"{RELEASE}={action}", "--local-repository", f"{UPLOAD}={stub}"]
    command += ["--local-repository", f"{CHECKOUT}={checkout}", "-s", f"CCAAS_TOKEN={SECRET}"]
    command += ["-s", "GITHUB_TOKEN=tok", "--env", f"GITHUB_API_URL={api}"]
    command += ["--env", "GITHUB_REPOSITORY=acme/contact-centre"]
    environment = {
        "HOME": str(home),
        "PATH": f"{programs}:{os.environ['PATH']}",
        "TMPDIR": str(folder),
    }
    run = subprocess.run(command, cwd=repository, env=environment, capture_output=True, text=True)
    return run.returncode, run.stdout + run.stderr


def expect(condition, what, said):
    if not condition:
        sys.exit(f"FAILED: {what}\n{said[-6000:]}")
    print(f"ok  {what}")


def opened(base, head, of="acme/contact-centre"):
    return {
        "action": "opened",
        "number": 7,
        "pull_request": {
            "number": 7,
            "base": {"sha": base, "ref": "main"},
            "head": {"sha": head, "ref": "change", "repo": {"full_name": of}},
        },
        "repository": {"name": "contact-centre", "full_name": "acme/contact-centre"},
    }


def secret_was_there(folder):
    return SECRET in (folder / "environment").read_text()


def commented(said):
    return not any(why in said for why in ("comment was not written", "may not comment", "no comment was written"))


SCHEDULED = {
    "schedule": "17 2 * * *",
    "repository": {"name": "contact-centre", "full_name": "acme/contact-centre", "default_branch": "main"},
}


def keep_snapshot(folder, at, origin, prism):
    """What snapshot.yml does every night, on the default branch."""
    branch = git(at, "rev-parse", "--abbrev-ref", "HEAD")
    git(at, "checkout", "-q", "main")
    code, said = act(folder, at, "schedule", SCHEDULED, "snapshot.yml", prism.url(), origin)
    git(at, "checkout", "-q", branch)
    expect(code == 0 and "kept production.json on rolecall-snapshots" in said, "a snapshot is kept", said)
    expect(secret_was_there(folder), "by a run that has the token of the platform", said)
    return said


def snapshots(folder, prism):
    at, origin = repository(folder, "kept", "now")
    keep_snapshot(folder, at, origin, prism)
    said = keep_snapshot(folder, at, origin, prism)
    count = git(origin, "rev-list", "--count", "rolecall-snapshots")
    expect(count == "2", "the second on top of the first", said)
    files = git(origin, "ls-tree", "-r", "--name-only", "rolecall-snapshots")
    expect(files == "production.json", "and nothing else is on the branch", files)
    kept = json.loads(git(origin, "show", "rolecall-snapshots:production.json"))
    expect(kept["environment"] == "production", "it is of the environment", str(kept)[:200])
    git(at, "checkout", "-q", "-b", "theirs")
    code, said = act(folder, at, "workflow_dispatch", SCHEDULED, "snapshot.yml", prism.url(), origin)
    expect("kept production.json" not in said, "another branch than the default one keeps nothing", said)
    expect(not secret_was_there(folder), "and has no token", said)


def pull_request(folder, prism):
    at, origin = repository(folder, "calm", "now")
    keep_snapshot(folder, at, origin, prism)
    base, head = change(at, hostile_name)
    code, said = act(folder, at, "pull_request", opened(base, head), "plan.yml", prism.url(), origin)
    expect(code == 0 and "rolecall ended 2" in said, "a pull request that changes something passes", said)
    expect("0 to create, 1 to change, 0 to delete" in said, "its own change is all that it causes", said)
    expect("less than an hour ago" in said, "and it says how old what is live is", said)
    expect("kept plan.md" in said and commented(said), "and is commented on", said)
    expect(not secret_was_there(folder), "no secret can be reached", said)
    fork = opened(base, head, of="stranger/contact-centre")
    code, said = act(folder, at, "pull_request", fork, "plan.yml", prism.url(), origin)
    expect(code == 0 and not secret_was_there(folder), "neither by a fork, whose plan is made all the same", said)

    at, origin = repository(folder, "bringing", "live")
    keep_snapshot(folder, at, origin, prism)
    base, head = change(at, own_snapshot)
    code, said = act(folder, at, "pull_request", opened(base, head), "plan.yml", prism.url(), origin)
    expect("rolecall ended 4" in said, "a snapshot that the change brings isn't the one that is read", said)

    at, origin = repository(folder, "large", "now")
    keep_snapshot(folder, at, origin, prism)
    base, head = change(at, many_people)
    code, said = act(folder, at, "pull_request", opened(base, head), "plan.yml", prism.url(), origin)
    expect(code == 0 and "1200 to create" in said, "a plan of many steps passes", said)
    size = max(int(line.split(" of ")[1].split()[0]) for line in said.splitlines() if "kept plan.json of" in line)
    expect(size > 300_000, "it is longer than any comment, and is kept whole", said)
    expect("This is a part of the plan" in said, "its comment says that it is a part", said)
    expect(commented(said), "and GitHub takes it", said)

    at, origin = repository(folder, "drifted", "live")
    keep_snapshot(folder, at, origin, prism)
    base, head = change(at, hostile_name)
    code, said = act(folder, at, "pull_request", opened(base, head), "plan.yml", prism.url(), origin)
    expect(code == 1, "the pull request's plan is refused: it gives back what drifted", said)
    expect("rolecall ended 4" in said, "the guard's exit code is that of the step", said)
    expect("title=Refused by regrant-drift" in said, "guards become annotations", said)
    expect(f"file={MANIFEST}" in said, "steps become annotations at their lines", said)
    expect("::error::x" not in said, "a name is no command", said)
    expect("kept plan.md" in said and "kept plan.sarif" in said, "the files are kept", said)
    expect(commented(said), "no request breaks the contract", said)
    expect("post" in prism.said().lower() and "/comments" in prism.said(), "a comment is written", said)
    return at, base, origin


def push(folder, at, base, origin, prism):
    payload = {"before": base, "ref": "refs/heads/main", "repository": {"full_name": "acme/contact-centre"}}
    code, said = act(folder, at, "push", payload, "apply.yml", prism.url(), origin)
    # The guard that stopped the pull request stops the apply as well: nobody waived it.
    expect(code == 1 and "Nothing was applied" in said, "what a guard refuses isn't applied", said)
    expect("::error::x" not in said, "a name is no command in the log of an apply", said)
    dispatch = {"inputs": {"allow": "regrant-drift"}, "before": base}
    code, said = act(folder, at, "workflow_dispatch", dispatch, "apply.yml", prism.url(), origin)
    expect(code == 0 and "Applied: 61 of 61 steps" in said, "a waived one is applied by its digest", said)


class Forge:
    """GitHub, as far as it lists what is there; what is written is asked of its contract."""

    def __init__(self, prism, lists):
        asked = self.asked = []

        class Handler(BaseHTTPRequestHandler):
            def answer(self, code, value):
                self.send_response(code)
                self.end_headers()
                self.wfile.write(json.dumps(value).encode())

            def do_GET(self):
                self.answer(200, lists.get(self.path.split("?")[0].rsplit("/", 1)[1], []))

            def write(self):
                body = self.rfile.read(int(self.headers["Content-Length"]))
                asked.append((self.command, self.path, json.loads(body)))
                url = prism.url() + self.path
                request = urllib.request.Request(url, body, dict(self.headers), method=self.command)
                try:
                    with urllib.request.urlopen(request) as answer:
                        self.answer(answer.status, {})
                except urllib.error.HTTPError as error:
                    # An example of an answer in the contract may be against the contract itself.
                    found = json.loads(error.read()).get("validation", [])
                    ours = [one for one in found if one["location"][0] != "response"]
                    self.answer(201 if found and not ours else error.code, found)

            do_POST = do_PATCH = write

            def log_message(self, *_):
                pass

        self.server = HTTPServer(("127.0.0.1", 0), Handler)
        threading.Thread(target=self.server.serve_forever, daemon=True).start()

    def url(self):
        return f"http://127.0.0.1:{self.server.server_port}"


def somebody_changes(at):
    """Changes what is live, as somebody in the portal would."""
    manifest = at / "now" / MANIFEST.removeprefix("access/")
    manifest.write_text(manifest.read_text().replace("location: Krakow", "location: Gdansk", 1))
    git(at, "commit", "-q", "-am", "live")
    git(at, "push", "-q", "origin", "main")


def nightly(folder, prism):
    at, origin = repository(folder, "nightly", "now")
    keep_snapshot(folder, at, origin, prism)
    marker = "<!-- rolecall drift: production -->"
    issues = [
        {"number": 3, "user": {"type": "User"}, "body": marker + "by a person"},
        {"number": 4, "user": {"type": "Bot"}, "body": marker, "pull_request": {}},
        {"number": 5, "user": {"type": "Bot"}, "body": marker + "ours"},
    ]
    path = "/repos/acme/contact-centre/"
    forge = Forge(prism, {"issues": issues})
    code, said = act(folder, at, "schedule", SCHEDULED, "drift.yml", forge.url(), origin)
    expect(code == 0 and forge.asked == [("PATCH", path + "issues/5", {"state": "closed", "state_reason": "completed"})],
           "where nothing drifted, the issue is closed", said + str(forge.asked))

    somebody_changes(at)
    keep_snapshot(folder, at, origin, prism)
    forge = Forge(prism, {"issues": issues[:2]})
    code, said = act(folder, at, "schedule", SCHEDULED, "drift.yml", forge.url(), origin)
    expect(code == 0 and "rolecall ended 2" in said and not secret_was_there(folder), "drift is found without a token", said)
    expect([one[:2] for one in forge.asked] == [("POST", path + "issues")], "and an issue is opened", str(forge.asked))
    written = forge.asked[0][2]
    expect(written["title"] == "Drift in production" and written["body"].startswith(marker), "on what drifted", str(written))
    forge = Forge(prism, {"issues": issues})
    code, said = act(folder, at, "schedule", SCHEDULED, "drift.yml", forge.url(), origin)
    expect([one[:2] for one in forge.asked] == [("PATCH", path + "issues/5")], "or the one issue is kept current", said)

    for pulls, expected in [([], ("POST", path + "pulls")),
                            ([{"number": 9, "head": {"ref": "rolecall-drift"}}], ("PATCH", path + "pulls/9"))]:
        forge = Forge(prism, {"pulls": pulls})
        code, said = act(folder, at, "schedule", SCHEDULED, "drift-pull-request.yml", forge.url(), origin)
        expect(code == 0 and [one[:2] for one in forge.asked] == [expected], "or one pull request", said + str(forge.asked))
    changed = git(origin, "diff", "--name-only", "main", "rolecall-drift")
    expect(changed == MANIFEST, "which changes the manifest and nothing else", changed)
    count = git(origin, "rev-list", "--count", "main..rolecall-drift")
    expect(count == "1", "in one commit, however often", count)
    git(at, "fetch", "-q", "origin", "rolecall-drift")
    git(at, "checkout", "-q", "FETCH_HEAD")
    base, head = git(at, "rev-parse", "main"), git(at, "rev-parse", "HEAD")
    code, said = act(folder, at, "pull_request", opened(base, head), "plan.yml", prism.url(), origin)
    expect(code == 0 and "rolecall ended 0" in said, "and whose own plan is empty", said)


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
            snapshots(folder, prism)
            at, base, origin = pull_request(folder, prism)
            push(folder, at, base, origin, prism)
            nightly(folder, prism)
            comment_again(folder, prism)
            comment_refused(folder)
            install(folder)
        finally:
            prism.stop()


main()
