# Sourced by what commits: an index of its own, an author, and the token for what goes over the network.
here=$(cd "$(dirname "${BASH_SOURCE[0]}")" && pwd)
export GIT_INDEX_FILE="$RUNNER_TEMP/rolecall-index.$$"
export GIT_AUTHOR_NAME='github-actions[bot]' GIT_COMMITTER_NAME='github-actions[bot]'
export GIT_AUTHOR_EMAIL='41898282+github-actions[bot]@users.noreply.github.com'
export GIT_COMMITTER_EMAIL="$GIT_AUTHOR_EMAIL" GIT_TERMINAL_PROMPT=0

# Runs git with the token, which git asks a helper for; hooks of the repository have no say.
remote() {
  git -c core.hooksPath=/dev/null -c credential.helper= -c "credential.helper=$here/credential.sh" "$@"
}
