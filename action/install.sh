#!/usr/bin/env bash
# Finds rolecall, or takes that of the release that this action is of, and says where it is.
set -euo pipefail

if [ -n "$INPUT_BINARY" ]; then
  echo "binary=$INPUT_BINARY" >>"$GITHUB_OUTPUT"
  exit 0
fi

# The reference is a tag or a commit. Which release it belongs to stands in a file of its own, so that a
# commit finds it as well.
tag=$(cat "$GITHUB_ACTION_PATH/action/release")

# A runner of one's own may have it installed.
if found=$(command -v rolecall) && [ "$("$found" --version)" = "rolecall ${tag#v}" ]; then
  echo "binary=$found" >>"$GITHUB_OUTPUT"
  exit 0
fi

case "$(uname -s)-$(uname -m)" in
  Linux-x86_64) target=x86_64-unknown-linux-gnu ;;
  Linux-aarch64) target=aarch64-unknown-linux-gnu ;;
  Darwin-arm64) target=aarch64-apple-darwin ;;
  *)
    echo "::error title=rolecall::there is no release for $(uname -s) on $(uname -m); name one with binary"
    exit 1
    ;;
esac

from="$GITHUB_SERVER_URL/$ACTION_REPOSITORY/releases/download/$tag"
into="$RUNNER_TEMP/rolecall-bin"
file="rolecall-$target.tar.gz"
mkdir -p "$into"
for name in "$file" SHA256SUMS; do
  curl --fail --silent --show-error --location --proto =https --retry 3 -o "$into/$name" "$from/$name"
done
sum=(sha256sum)
command -v sha256sum >/dev/null || sum=(shasum -a 256)
if ! (cd "$into" && grep -F "  $file" SHA256SUMS >expected && "${sum[@]}" --check expected >/dev/null); then
  echo "::error title=rolecall::$file of the release $tag hasn't the sum that its SHA256SUMS says"
  exit 1
fi
tar -xzf "$into/$file" -C "$into"
echo "binary=$into/rolecall" >>"$GITHUB_OUTPUT"
