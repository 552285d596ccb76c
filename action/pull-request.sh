#!/usr/bin/env bash
# Takes what drifted into the manifests, on a branch of its own, and keeps one pull request for it.
set -euo pipefail

snapshot=()
[ -z "$INPUT_SNAPSHOT" ] || snapshot=("--from=$(realpath "$INPUT_SNAPSHOT")")
environment=()
[ -z "$INPUT_ENVIRONMENT" ] || environment=(-e "$INPUT_ENVIRONMENT")
. "$(dirname "$0")/ask.sh"
. "$(dirname "$0")/git.sh"
branch=rolecall-drift

if ! "$ROLECALL" -C "$INPUT_DIRECTORY" "${environment[@]}" export --into "${snapshot[@]}"; then
  echo "::error title=rolecall::what drifted can't be taken into the manifests by a program; the plan is in the summary"
  exit 1
fi
cd "$INPUT_DIRECTORY"
git read-tree HEAD
git add --update -- .
tree=$(git write-tree)
if [ "$tree" = "$(git rev-parse 'HEAD^{tree}')" ]; then
  echo "there is nothing to take over"
  exit 0
fi
commit=$(git commit-tree "$tree" -p HEAD -m "access: what was changed in the portal")
# The branch is this program's own, and always one commit on top of the default branch.
remote push --quiet --force origin "$commit:refs/heads/$branch"

pulls="$GITHUB_API_URL/repos/$GITHUB_REPOSITORY/pulls"
intro='Somebody changed this in the portal. Merge to keep it. To undo it, close this and apply. What `apply` would undo:'
{
  echo "$intro"
  echo
  # What is longer stands in the summary of the run.
  if [ "$(wc -c <"$MARKDOWN")" -lt 60000 ]; then tail -n +2 "$MARKDOWN"; fi
} | jq --raw-input --slurp --arg head "$branch" --arg base "$BASE" \
  '{title: "Take what was changed in the portal into the manifests", head: $head, base: $base, body: .}' >"$body"
must "the pull requests can't be listed" "$(ask "$pulls?state=open&head=${GITHUB_REPOSITORY%%/*}:$branch&base=$BASE")"
own=$(jq -r --arg branch "$branch" '[.[] | select(.head.ref == $branch)][0].number // empty' "$answer")
if [ -n "$own" ]; then
  jq '{title, body}' "$body" >"$body.changed"
  must "the pull request wasn't written" "$(ask --request PATCH --data-binary "@$body.changed" "$pulls/$own")"
else
  must "the pull request wasn't opened" "$(ask --request POST --data-binary "@$body" "$pulls")"
fi
