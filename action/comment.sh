#!/usr/bin/env bash
# Writes the plan as a comment on the pull request, or over the one that it wrote before.
set -euo pipefail

case "$NUMBER" in
  '' | *[!0-9]*)
    echo "::notice title=rolecall::no comment was written, since this run is of no pull request"
    exit 0
    ;;
esac

# shellcheck source=action/ask.sh
. "$(dirname "$0")/ask.sh"
comments="$GITHUB_API_URL/repos/$GITHUB_REPOSITORY/issues"

# The first line of the plan names it, so that the comment is found again.
marker=$(head -n 1 "$MARKDOWN")
own=''
for page in 1 2 3 4 5 6 7 8 9 10; do
  status=$(ask "$comments/$NUMBER/comments?per_page=100&page=$page")
  [ "$status" = 200 ] || break
  own=$(jq -r --arg marker "$marker" \
    '[.[] | select(.user.type == "Bot" and (.body // "" | startswith($marker)))][0].id // empty' "$answer")
  if [ -n "$own" ] || [ "$(jq length "$answer")" -lt 100 ]; then break; fi
done

jq --raw-input --slurp '{body: .}' "$MARKDOWN" >"$body"
if [ -n "$own" ]; then
  status=$(ask --request PATCH --data-binary "@$body" "$comments/comments/$own")
else
  status=$(ask --request POST --data-binary "@$body" "$comments/$NUMBER/comments")
fi
case "$status" in
  200 | 201) ;;
  401 | 403 | 404)
    if [ "$FORK" = true ]; then
      echo "::notice title=rolecall::the token of a fork's pull request may not comment; the plan is in the summary"
      exit 0
    fi
    echo "::error title=rolecall::the token may not comment (GitHub answered $status): give the job \`pull-requests: write\`"
    exit 1
    ;;
  *)
    # A plan that nobody sees must not pass for one that nobody minds.
    echo "::error title=rolecall::the comment was not written: GitHub answered $status"
    exit 1
    ;;
esac
