#!/usr/bin/env bash
# Runs one command of rolecall, and keeps what it made: annotations in the log, the plan in words in the
# summary, and files for later steps.
set -euo pipefail

# Another project of the same job has a folder of its own.
out=$(mktemp -d "$RUNNER_TEMP/rolecall.XXXXXX")
project=(-C "$INPUT_DIRECTORY")
[ -z "$INPUT_ENVIRONMENT" ] || project+=(-e "$INPUT_ENVIRONMENT")
formats=(--format github --out "$out/plan.json"
  --also "markdown=$out/plan.md" --also "sarif=$out/plan.sarif")
[ "$INPUT_SHORT_EMAILS" != true ] || formats+=(--short-emails)
base=()
# The commit before the first one of a branch is said to be zeros.
[ -z "${INPUT_BASE//0/}" ] || base=("--base=$INPUT_BASE")
# A path as the job has it, which isn't that of the project's folder.
from=()
[ -z "$INPUT_SNAPSHOT" ] || from=("--snapshot=$(realpath "$INPUT_SNAPSHOT")")
status=0

made() {
  echo "exitcode=$status" >>"$GITHUB_OUTPUT"
  [ -s "$out/plan.json" ] || return 0
  {
    echo "digest=$(jq -r .digest "$out/plan.json")"
    echo "changes=$(jq -r '.base.caused // ([.stages[].steps | length] | add // 0)' "$out/plan.json")"
    echo "drift=$(jq -r '.base.drift // 0' "$out/plan.json")"
    echo "plan=$out/plan.json"
    echo "markdown=$out/plan.md"
    echo "sarif=$out/plan.sarif"
  } >>"$GITHUB_OUTPUT"
  cat "$out/plan.md" >>"$GITHUB_STEP_SUMMARY"
}

case "$INPUT_COMMAND" in
  plan | drift)
    "$ROLECALL" "${project[@]}" plan "${formats[@]}" "${base[@]}" "${from[@]}" --detailed-exitcode || status=$?
    made
    echo "rolecall ended $status"
    # Changes are what a pull request is for; on a schedule they are drift.
    if [ "$INPUT_COMMAND" = plan ] && { [ "$status" = 2 ] || [ "$status" = 3 ]; }; then status=0; fi
    # What is reported elsewhere needs no run that fails, whether or not a guard would let it be undone.
    if [ -n "$INPUT_REPORT" ] && { [ "$status" = 2 ] || [ "$status" = 4 ]; }; then status=0; fi
    ;;
  snapshot)
    file="$out/${INPUT_ENVIRONMENT:-snapshot}.json"
    "$ROLECALL" "${project[@]}" export "--snapshot=$file" >"$out/kept.txt" || status=$?
    echo "exitcode=$status" >>"$GITHUB_OUTPUT"
    if [ "$status" = 0 ]; then echo "snapshot=$file" >>"$GITHUB_OUTPUT"; fi
    ;;
  apply)
    if [ -z "$INPUT_APPROVE" ]; then
      echo "::error title=rolecall::apply needs the digest of the plan that was reviewed, in approve"
      exit 64
    fi
    allow=()
    for guard in $INPUT_ALLOW; do allow+=("--allow=$guard"); done
    "$ROLECALL" "${project[@]}" apply "--approve=$INPUT_APPROVE" "${base[@]}" "${allow[@]}" \
      >"$out/applied.txt" || status=$?
    cat "$out/applied.txt"
    echo "exitcode=$status" >>"$GITHUB_OUTPUT"
    echo "digest=$INPUT_APPROVE" >>"$GITHUB_OUTPUT"
    {
      echo "## Applied"
      echo
      { grep -m 1 '^Applied' "$out/applied.txt" || tail -n 1 "$out/applied.txt"; } | tr -d '`<>&[]@#!' | cut -c1-200
    } >>"$GITHUB_STEP_SUMMARY"
    ;;
  *)
    echo "::error title=rolecall::command is plan, apply, snapshot or drift"
    exit 64
    ;;
esac
exit "$status"
