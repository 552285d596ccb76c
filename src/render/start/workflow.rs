//! The workflow of a project on GitHub.

use super::{Start, environment, listed};

/// Returns a workflow that checks and plans what a pull request would change and, where there is
/// something that can be written, applies what was merged.
pub(super) fn workflow(start: &Start<'_>) -> String {
    let environment = environment(start);
    let plan = format!(
        "      - run: rolecall check --format github\n      \
         - run: rolecall -e {environment} plan --format github\n"
    );
    let mut text = format!("{HEAD}{}{PLAN}{INSTALL}{plan}", events(start));
    if listed(start).is_none() {
        let apply = format!("      - run: rolecall -e {environment} apply --yes\n");
        text.push_str(&format!("\n{APPLY}{INSTALL}{apply}"));
    }
    text
}

fn events(start: &Start<'_>) -> &'static str {
    if listed(start).is_some() { ON_REVIEW } else { ON_REVIEW_AND_MERGE }
}

const HEAD: &str = "# Checks and plans what a pull request would change.
#
# Set the repository's variable ROLECALL_GIT to the address that rolecall is cloned from.
name: rolecall

";

const ON_REVIEW: &str = "on:
  pull_request:

permissions:
  contents: read

jobs:
";

const ON_REVIEW_AND_MERGE: &str = "on:
  pull_request:
  push:
    branches: [main]

permissions:
  contents: read

jobs:
";

const PLAN: &str = "  plan:
    if: github.event_name == 'pull_request'
    runs-on: ubuntu-latest
    steps:
";

const APPLY: &str = "  # What was merged was reviewed. The sandbox begins anew in each run: this shows that every step of
  # the plan can be done.
  apply:
    if: github.event_name == 'push'
    runs-on: ubuntu-latest
    steps:
";

const INSTALL: &str = "      - uses: actions/checkout@v4
        with:
          persist-credentials: false
      - name: Install rolecall
        env:
          ROLECALL_GIT: ${{ vars.ROLECALL_GIT }}
        run: cargo install --locked --git \"${ROLECALL_GIT:?set this variable of the repository}\" rolecall
";
