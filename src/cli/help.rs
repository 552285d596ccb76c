//! What stands below the flags in the help: what a command does to the world, and how it is used.

/// Below the commands.
pub(super) const PROGRAM: &str = "\
Start with `rolecall init`, then `rolecall plan`.

How a run ends:
   0  done, or nothing to do
   1  it could not be done: a file, a platform, a fault
   2  --detailed-exitcode of plan and catalogue diff, fmt --check: there are changes
   4  refused by a guard
   5  stale: what was approved is no longer what would happen
   6  partial: some of it was applied
   7  the manifests, the project, the platform file or the catalogue are not valid
  64  the command line is wrong

The environment variable ROLECALL_ENVIRONMENT stands in for `-e`; NO_COLOR turns colours off.";

/// Below the flags of `init`.
pub(super) const INIT: &str = "\
Writes rolecall.yaml, access/ (what is meant), schemas/ (for editors, so that they work offline),
.gitignore and a workflow; without a list also live/ (what the rehearsal starts from). Where one of
them is there already, nothing is written. At a terminal and without a flag it asks.

A complete list of people becomes what is live: it is copied into live/, unless it is in the folder
already. Whom it names is declared; of roles and teams it tells that they are there. A list of
people to import is what is meant, and a rehearsal starts from nothing.

Examples:
  rolecall init --platform ccaas
  rolecall init --from users.csv --timezone America/Mexico_City
  rolecall -C contact-centre init --platform smartflows --no-workflow";

/// Below the flags of `check`.
pub(super) const CHECK: &str = "\
Reads the project and all its manifests, and compares them with each other and with what the
platform allows. No environment is read, and nothing is written.";

/// Below the flags of `plan`.
pub(super) const PLAN: &str = "\
Compares the manifests with what is live. Nothing is changed. A plan that a guard refuses is
shown whole and ends with 4. The digest in the last line names the plan: an approval is given
for it, and for no other.

Examples:
  rolecall plan
  rolecall plan --out plan.json          then `rolecall apply --plan plan.json`
  rolecall plan --format json
  rolecall plan --detailed-exitcode      for scripts that look for drift";

/// Below the flags of `apply`.
pub(super) const APPLY: &str = "\
Without a flag it shows the plan and asks. Where nobody can be asked, in CI or without a
terminal, the plan must be approved by its digest, by its file or by `--yes`.

The plan is always made anew. If it isn't the one that was approved any more, nothing is applied
and what moved is named. A run that was cut short is simply repeated: it carries on from what is
live, under the same approval.

Examples:
  rolecall apply
  rolecall apply --approve DIGEST
  rolecall apply --approve DIGEST --allow max-removals --allow emptied
  rolecall apply --plan plan.json";

/// Below the flags of `export`.
pub(super) const EXPORT: &str = "\
Writes roles.yaml, teams.yaml and users.yaml. What the project leaves to others under
`unmanaged` isn't written. Where one of the files is there already, nothing is written.

Example:
  rolecall -e production export --into access";

/// Below the flags of `fmt`.
pub(super) const FMT: &str = "\
Rewrites rolecall.yaml, the manifests, and the files that a rehearsal starts from, and prints which
of them changed. What a file means never changes, and comments stay with what they belong to.

The layout: two spaces, quotes where they are needed, at most one empty line in a row. Lists and
mappings between brackets stay so if their line has at most 100 columns. Keys have the order in
which `export` writes them; permissions that of their names, unless empty lines or comments part
them into groups. What the program has no order for, such as a person's attributes, and entries of
lists stay in the order in which they are written.

A file that isn't YAML is shown with the place, the run ends with 7, and nothing is written.

Examples:
  rolecall fmt
  rolecall fmt --check                   ends with 2, and prints a diff, if anything would change
  rolecall fmt access/support.yaml
  rolecall fmt - < draft.yaml";

/// Below the flags of `schema`.
pub(super) const SCHEMA: &str = "\
WHAT is `manifest`, `project` (rolecall.yaml), `platform` (a platform file), `catalogue` (what a
project adds to one) or `plan` (the JSON of a plan). An editor that knows the schema of the
manifests completes the names of permissions and marks mistakes while one types. In a project with
a catalogue the schema has its permissions.

Examples:
  rolecall schema > manifest.schema.json
  rolecall schema manifest --platform ccaas
  rolecall schema plan";

/// Below the flags of `catalogue diff`.
pub(super) const CATALOGUE_DIFF: &str = "\
Lists the permissions that differ, what of them does, and each role of the manifests that grants one
of them. A role that the newer file doesn't allow is pointed out. Nothing is changed, and no
environment is read.

A catalogue is taken together with the platform that the project extends, or that it names; a
platform file stands for itself. What is compared is what the two say, not how well it is known.

Examples:
  git show main:catalogue.yaml > earlier.yaml
  rolecall catalogue diff earlier.yaml catalogue.yaml
  rolecall catalogue diff earlier.yaml catalogue.yaml --format json";

/// Below the flags of `explain`.
pub(super) const EXPLAIN: &str = "\
Examples:
  rolecall explain unknown-role
  rolecall explain max-removals";
