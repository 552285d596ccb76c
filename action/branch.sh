#!/usr/bin/env bash
# Keeps a file on a branch of its own. Neither the work tree nor its index is touched, nothing that is there
# is rewritten, and the token is in no argument and in no file.
set -euo pipefail

file=$(realpath "$FILE")
cd "$INPUT_DIRECTORY"
. "$(dirname "${BASH_SOURCE[0]}")/git.sh"

parent=()
status=0
remote ls-remote --exit-code origin "refs/heads/$BRANCH" >/dev/null || status=$?
case "$status" in
  0)
    remote fetch --quiet --no-tags --depth=1 origin "refs/heads/$BRANCH"
    git read-tree FETCH_HEAD
    parent=(-p "$(git rev-parse FETCH_HEAD)")
    ;;
  2) git read-tree --empty ;; # there is no such branch yet
  *)
    echo "::error title=rolecall::the branch $BRANCH can't be asked for"
    exit 1
    ;;
esac
name=$(basename "$file")
git update-index --add --cacheinfo "100644,$(git hash-object -w "$file"),$name"
commit=$(git commit-tree "$(git write-tree)" "${parent[@]}" -m "$name as of $(jq -r .read_at "$file")")
remote push --quiet origin "$commit:refs/heads/$BRANCH"
echo "kept $name on $BRANCH"
