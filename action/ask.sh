# Sourced by what asks GitHub's API.
answer=$(mktemp "$RUNNER_TEMP/rolecall-answer.XXXXXX")
body=$(mktemp "$RUNNER_TEMP/rolecall-body.XXXXXX")

# Asks the API, and prints the status; the answer is in a file. The token is in no argument, where other
# processes could see it.
ask() {
  curl --silent --show-error --retry 3 --output "$answer" --write-out '%{http_code}' --config - "$@" <<END
header = "Authorization: Bearer $TOKEN"
header = "Accept: application/vnd.github+json, application/json;q=0.9"
header = "X-GitHub-Api-Version: 2022-11-28"
header = "Content-Type: application/json"
END
}

# Ends with an error unless the status is one of those that are meant. What nobody sees must not pass for
# what nobody minds.
must() {
  local what=$1 status=$2
  case "$status" in
    200 | 201) ;;
    *)
      echo "::error title=rolecall::$what: GitHub answered $status"
      exit 1
      ;;
  esac
}
