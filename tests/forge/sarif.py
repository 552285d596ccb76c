"""Holds what the program writes as SARIF to the validator that others wrote, with GitHub's own rules."""

import json
import os
import subprocess
import sys
import tempfile
from pathlib import Path

ROOT = Path(__file__).resolve().parents[2]
TOOL = ROOT / "target/forge/node_modules/@microsoft/sarif-multitool-linux/Sarif.Multitool"
WRITTEN = [
    ("acme", ["plan", "--format", "sarif"]),
    ("guarded", ["plan", "--format", "sarif", "--short-emails"]),
    ("broken/unknown-role", ["check", "--format", "sarif"]),
    ("minimal", ["check", "--format", "sarif"]),
]
# Advice on taste, not on what is valid: results need no text of the file, neither rules nor the program a
# page on the web.
IGNORED = {"SARIF2005", "SARIF2010", "SARIF2011", "SARIF2012"}


def problems(log):
    with tempfile.TemporaryDirectory() as name:
        file, report = Path(name) / "x.sarif", Path(name) / "report.sarif"
        file.write_text(log)
        command = [TOOL, "validate", file, "--rule-kind", "Sarif;Ghas", "--output", report]
        environment = os.environ | {"DOTNET_SYSTEM_GLOBALIZATION_INVARIANT": "1"}
        # It ends 0 even where it finds errors: they stand in its own report.
        command += ["--log", "ForceOverwrite"]
        subprocess.run(command, env=environment, check=True, capture_output=True)
        return json.loads(report.read_text())["runs"][0].get("results", [])


def main():
    # Installed without the scripts of packages, so without this.
    TOOL.chmod(0o755)
    wrong = 0
    for project, command in WRITTEN:
        program = [ROOT / "target/debug/rolecall", "-C", ROOT / "examples" / project, *command]
        log = subprocess.run(program, capture_output=True, text=True).stdout
        for found in problems(log):
            level, rule = found.get("level", "warning"), found["ruleId"]
            if rule in IGNORED or level == "note":
                continue
            wrong += 1
            arguments = found["message"].get("arguments", [])
            print(f"{project}: {level} {rule} {found['message'].get('id')} {arguments}")
        print(f"ok  {project}: {len(json.loads(log)['runs'][0]['results'])} results")
    sys.exit(1 if wrong else 0)


main()
