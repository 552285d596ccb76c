//! What stands below the flags in the help: what a command does to the world, and how it is used.

/// Below the commands.
pub(super) const PROGRAM: &str = "\
Examples:
  rolecall init                          a project to start from
  rolecall plan                          what would change
  rolecall apply --yes                   make it so

How a run ends:
   0  done, or nothing to do
   1  it could not be done: a file, a platform, a fault
   2  --detailed-exitcode of plan and catalogue diff, fmt --check: there are changes
   3  plan --detailed-exitcode --base: there is only drift
   4  refused by a guard
   5  stale: what was approved is no longer what would happen
   6  partial: some of it was applied
   7  the manifests, the project, the platform file or the catalogue are not valid
  64  the command line is wrong

The environment variable ROLECALL_ENVIRONMENT stands in for `-e`. Colours and bars that move are for
terminals; NO_COLOR turns them off, CLICOLOR_FORCE=1 turns colours on everywhere. Ctrl-C during
`apply` stops after the steps that were begun.";

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
platform allows. No environment is read, and nothing is written.

Examples:
  rolecall check
  rolecall check --format github         as annotations, in a workflow of GitHub
  rolecall -C contact-centre check       a project in another folder
  rolecall check --verbose               with the files that are read";

/// Below the flags of `plan`.
pub(super) const PLAN: &str = "\
Compares the manifests with what is live. Nothing is changed. A plan that a guard refuses is
shown whole and ends with 4. The digest in the last line names the plan: an approval is given
for it, and for no other.

With --base the manifests of a commit are planned as well, against the same live state. What both
plans do is drift; the rest is what the change causes. Target, address and token are then those of
the base, of guards the stricter of both are in force, and what the change loosens is refused.

With --snapshot nothing is asked of the platform, and no token is needed: a file of `export
--snapshot` stands for what is live. Its age is shown; one of more than `guards: max_snapshot_hours`
(36) is refused. With --base it must not lie in the repository of the change. As long as nothing moved
since, the plan has the digest that `apply` asks for, which always looks anew.

Formats: text, json, markdown (a comment or a summary; never longer than GitHub takes), github
(annotations at the lines that ask for the steps) and sarif.

Examples:
  rolecall plan
  rolecall plan --out plan.json          then `rolecall apply --plan plan.json`
  rolecall plan --format json
  rolecall plan --format github --also markdown=plan.md --short-emails
  rolecall plan --detailed-exitcode      for scripts that look for drift
  rolecall plan --snapshot snapshot.json
  rolecall plan --as-of 2030-01-01       when entries with `until` have ended";

/// Below the flags of `apply`.
pub(super) const APPLY: &str = "\
Without a flag it shows the plan and asks. Where nobody can be asked, in CI or without a
terminal, the plan must be approved by its digest, by its file or by `--yes`.

The plan is always made anew. If it isn't the one that was approved any more, nothing is applied
and what moved is named. A run that was cut short is simply repeated: it carries on from what is
live, under the same approval. Ctrl-C stops it after the steps that were begun, and says before
which step; a second one ends it at once.

Examples:
  rolecall apply
  rolecall apply --approve DIGEST
  rolecall apply --approve DIGEST --allow max-removals --allow emptied
  rolecall apply --plan plan.json";

/// Below the flags of `attest`.
pub(super) const ATTEST: &str = "\
What no API writes, somebody does in the platform's portal; what no API reads either has to be
attested, so that the next plan knows it. Without a step and without --all, prints what is to be done
by hand, and records nothing. The record is attested/ENVIRONMENT.yaml: who, when, for which plan, and
the values. Commit it by itself, and have it reviewed by somebody else than who did it.

Examples:
  rolecall attest
  rolecall attest --all --by lea@acme.example
  rolecall attest 'role/Floor Lead' 'team/Support:L1' --by lea@acme.example
  rolecall attest --again 'role/Floor Lead' --by lea@acme.example";

/// Below the flags of `export`.
pub(super) const EXPORT: &str = "\
--to writes roles.yaml, teams.yaml and users.yaml, and the schema that their first line names.
Where there are more than 200 people, each team at the top gets a file of its own below teams/, and
its people one below users/. What the project leaves to others under `unmanaged` isn't written, nor
is what nobody knows. Where one of the files is there already, nothing is written.

--into takes over what `plan` would change back: what somebody changed in the portal, so that it can
be committed. Lines that aren't concerned stay as they are, comments included. What is declared and
isn't live any more goes. Nothing is written unless `plan` has nothing left to do afterwards. Then
look at `git diff`, and commit what you want to keep. With --from it is taken from a snapshot.

--snapshot keeps all that is live in a file, unknowns included, with the time. It holds names and
addresses and no token.

Examples:
  rolecall -e rehearsal export --to snapshot
  rolecall export --into
  rolecall -e rehearsal export --snapshot snapshot.json";

/// Below the flags of `serve`.
pub(super) const SERVE: &str = "\
Serves the sandbox of an environment, as `apply` makes it, until Ctrl-C. Its address is printed as
soon as it listens. People, teams and jobs are read and written there as the documentation of the
platform has it; at `/` is a page for a browser on which somebody does what the API can't.

Faults. Of requests: lose-requests, lose-replies, cut-bodies, too-many, server-error and
bad-gateway, each with a chance up to 1, which is what they have without a value; slow=MILLISECONDS;
only=ROUTE,ROUTE of users, template, upload, proceed, jobs, job, schema_errors, row_errors, teams;
times=N. Of jobs: stuck-job, store-nothing, upload-vanishes, cap-concurrency=N, wrong-team,
failed-deactivation, unauthorized-assignment, blank-unassigns, member-twice-fails,
several-teams-fail, new-with-team-fails. Of what is read and done by hand: slash-as-entity,
no-reorder. On this machine alone they can be ordered by a POST to /sandbox/faults as well.

Examples:
  rolecall serve --token-env SANDBOX_TOKEN --listen 127.0.0.1:0
  rolecall serve --token-file token.txt --listen 127.0.0.1:0 --rows-per-second 20
  rolecall serve --token-file token.txt --listen 127.0.0.1:0 --fault lose-replies=0.2";

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
  rolecall fmt access/teams/support.yaml
  rolecall fmt - < access/teams/support.yaml";

/// Below the flags of `schema`.
pub(super) const SCHEMA: &str = "\
WHAT is `manifest`, `project` (rolecall.yaml), `platform` (a platform file), `catalogue` (what a
project adds to one), `attested` (what people did by hand), `snapshot` (what was live at some time),
`plan` (the JSON of a plan), `problems` (that of a check) or `explanation` (that of explain). An editor
that knows the schema of the manifests completes the names of permissions and marks mistakes while one
types. In a project with a catalogue the schema has its permissions.

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
Reads the platform's data and, in a project, its manifests; no environment is read. Of a role: what
it is for, what it allows and who holds it. Of a permission: its levels, and which roles have it. Of
a person: roles, teams, and what all of the roles together allow, with the role that each permission
comes from. Each fact says how well it is established (documented, seed, code, observed, inferred or
unknown) and which text says so; what is declared, on which line.

A word that means several things is refused; `role/`, `permission/`, `user/`, `code/` or `guard/` in
front of it says which is meant.

Examples:
  rolecall explain unknown-role
  rolecall explain max-removals
  rolecall explain Agent                       in a project, also who holds the role
  rolecall explain settings.queue
  rolecall explain root@acme.example
  rolecall explain --platform amity 'Livechat Supervisor'
  rolecall explain --platform amity --matrix Livechat
  rolecall explain --matrix --format json";

/// Below the flags of `completions`.
pub(super) const COMPLETIONS: &str = "\
Write it where your shell looks for completions; names of commands, flags and platforms complete.

Examples:
  rolecall completions bash > rolecall.bash
  rolecall completions zsh > _rolecall
  rolecall completions fish > rolecall.fish";

/// Below the flags of `man`.
pub(super) const MAN: &str = "\
Write it into a folder `man1` of the MANPATH, or read it with `man -l FILE`.

Examples:
  rolecall man > rolecall.1
  rolecall man apply > rolecall-apply.1";
