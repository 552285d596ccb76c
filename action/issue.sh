#!/usr/bin/env bash
# Keeps one issue on what drifted: opened, written over, or closed where nothing is left.
set -euo pipefail

. "$(dirname "$0")/ask.sh"
issues="$GITHUB_API_URL/repos/$GITHUB_REPOSITORY/issues"

# The first line of the plan names it, so that the issue is found again.
marker=$(head -n 1 "$MARKDOWN" | sed 's/rolecall plan:/rolecall drift:/')
own=''
for page in 1 2 3 4 5 6 7 8 9 10; do
  must "the issues can't be listed" "$(ask "$issues?state=open&per_page=100&page=$page")"
  own=$(jq -r --arg marker "$marker" \
    '[.[] | select(.user.type == "Bot" and .pull_request == null and (.body // "" | startswith($marker)))][0].number // empty' \
    "$answer")
  if [ -n "$own" ] || [ "$(jq length "$answer")" -lt 100 ]; then break; fi
done

if [ "$EXITCODE" = 0 ]; then
  if [ -n "$own" ]; then
    echo '{"state": "closed", "state_reason": "completed"}' >"$body"
    must "the issue wasn't closed" "$(ask --request PATCH --data-binary "@$body" "$issues/$own")"
    echo "nothing drifted: issue $own is closed"
  fi
  exit 0
fi
{
  echo "$marker"
  tail -n +2 "$MARKDOWN"
} | jq --raw-input --slurp --arg title "Drift in $(jq -r .environment "$PLAN")" '{title: $title, body: .}' >"$body"
if [ -n "$own" ]; then
  must "the issue wasn't written" "$(ask --request PATCH --data-binary "@$body" "$issues/$own")"
else
  must "the issue wasn't opened" "$(ask --request POST --data-binary "@$body" "$issues")"
fi
