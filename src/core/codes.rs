//! Every kind of problem, in one table: from it come the titles, `rolecall explain`, the pages in
//! the documentation and the list of test folders.

use super::{Code, Severity};

/// Returns the code known by the word.
pub fn code(word: &str) -> Option<&'static Code> {
    CODES.iter().copied().find(|code| code.word == word)
}

/// Declares the codes and the table of them.
macro_rules! table {
    ($($name:ident $severity:ident $word:literal $title:literal $explanation:literal;)*) => {
        /// All codes.
        pub static CODES: &[&Code] = &[$(&$name),*];
        $(
            #[doc = $explanation]
            pub static $name: Code = Code {
                word: $word,
                title: $title,
                severity: Severity::$severity,
                explanation: $explanation,
            };
        )*
    };
}

table! {
    NOT_UTF8 Error "not-utf8" "The file isn't UTF-8"
        "Manifests are text in UTF-8. The place shown is the first byte that isn't. Save the file \
         as UTF-8; a byte order mark and Windows line ends are fine.";

    UNREADABLE_FILE Error "unreadable-file" "The file can't be read"
        "The file is listed or found, and the operating system doesn't let it be read. Look at \
         its permissions, or take it out of the folder.";

    OUTSIDE_PROJECT Error "outside-project" "The file is outside the project"
        "Manifests are read from the project's own folder and from nowhere else, also not by way \
         of a symbolic link: what a reviewer sees in the repository is all there is.";

    TOO_LARGE Error "too-large" "The file is too large"
        "A manifest may have 256 MiB. Split it: any number of files is read, and they may repeat \
         the same top-level keys.";

    YAML_SYNTAX Error "yaml-syntax" "This isn't YAML"
        "The text can't be read beyond this place. The cause often stands just before it: \
         indentation, a quote or a bracket that isn't closed, a tab.";

    SEVERAL_DOCUMENTS Error "several-documents" "Several documents in one file"
        "A file holds one document. A second `---` would make it easy to overlook half of a file.";

    DUPLICATE_KEY Error "duplicate-key" "The same key twice"
        "A mapping has the same key twice, and readers of YAML disagree about which of the two \
         counts. Keep one.";

    MERGE_KEY Error "merge-key" "Merge keys aren't supported"
        "`<<` isn't part of YAML 1.2, and what it does differs from reader to reader. Write the \
         keys out. A plain alias for a whole value is accepted.";

    TAG Error "tag" "Tags aren't supported"
        "A tag (`!name`) would give a value a type of its own. Every value in a manifest has a \
         type already. `%TAG` lines, which give tags their names, are refused as well.";

    AMBIGUOUS_NUMBER Error "ambiguous-number" "An ambiguous number"
        "Readers of YAML disagree about a number with a leading zero (octal, decimal or text), \
         about one beyond 64 bits and about infinity. Quote what is meant as text.";

    TOO_DEEP Error "too-deep" "Nested too deep"
        "A document may be nested 64 deep.";

    TOO_MANY_ALIASES Error "too-many-aliases" "Too many aliases"
        "A file may have 1,000 aliases, and they may stand for a million values all together; \
         otherwise a few lines could ask for all memory.";

    UNKNOWN_KEY Error "unknown-key" "Unknown key"
        "The key means nothing here. It is refused rather than ignored, because a misspelt key \
         would otherwise mean: nothing was asked for.";

    WRONG_TYPE Error "wrong-type" "Wrong type"
        "The value is of another type than the key asks for. A number or `true` where text is \
         wanted must be quoted. Empty isn't the same as absent: write `[]` for an empty list, or \
         take the key out.";

    MISSING_KEY Error "missing-key" "A key is missing"
        "Something that is always needed isn't there: a role's `name`, a team's `name`, a \
         person's `email`, `first_name`, `last_name` and `roles`.";

    MISSING_ON_CREATE Error "missing-on-create" "A key is missing for something new"
        "What isn't live yet must be described whole: a role needs `label` and `permissions` when \
         it is created. For what is live already, a key that is left out is left alone.";

    UNKNOWN_VALUE Error "unknown-value" "Unknown value"
        "The value isn't one of those that are possible here.";

    AMBIGUOUS_WORD Error "ambiguous-word" "A word that means several things"
        "What is to be explained is looked for among roles, permissions, people, diagnostics and guards. \
         `role/`, `permission/`, `user/`, `code/` or `guard/` in front of the word says which is meant; a \
         permission is named by its id alone.";

    TOO_LONG Error "too-long" "Too long"
        "The platform limits the length. It is counted in Unicode code points: `É` counts one, an \
         emoji often more than one. Whatever the platform, no text may have more than 64 KiB.";

    EMPTY_VALUE Error "empty-value" "Empty"
        "Something must stand here.";

    OUT_OF_RANGE Error "out-of-range" "Out of range"
        "The number is outside the range that the platform allows.";

    MALFORMED Error "malformed" "Not in the form that is asked for"
        "The text has another form than is needed: a colour is `#` and six hexadecimal digits, a \
         date is `2026-12-31`, an address is `name@host`.";

    SCHEMA_MISMATCH Error "schema-mismatch" "A mistake in rolecall itself"
        "The document is valid by its schema and still could not be read. That is a mistake in \
         the program; please report it with the file.";

    LAYOUT_MISMATCH Error "layout-mismatch" "The new layout would not say the same"
        "`fmt` reads what it is about to write, and compares the values and the comments with those \
         of the file. They differ, so nothing was written. That is a mistake in the program; please \
         report it with the file.";

    NO_PROJECT Error "no-project" "No project here"
        "A project is a folder with `rolecall.yaml`. `rolecall init` writes one; `-C DIR` works \
         on another folder.";

    NO_MANIFESTS Error "no-manifests" "No manifests"
        "No manifest file was found in what `manifests:` lists. An empty success would hide a \
         mistyped path, so this is an error. Files are `*.yaml` and `*.yml`; hidden and git- \
         ignored ones are left out.";

    UNKNOWN_PLATFORM Error "unknown-platform" "Unknown platform"
        "`platform:`, or `extends:` in it, is the name of a built-in platform, or a path to a \
         platform file that begins with `./`.";

    UNKNOWN_ENVIRONMENT Error "unknown-environment" "Unknown environment"
        "The environment isn't listed under `environments:`, or none was chosen where there are \
         several and none is the default.";

    UNSUPPORTED_TARGET Error "unsupported-target" "The target can't be used"
        "This version can't read or write this kind of target.";

    FOREIGN_HOST Error "foreign-host" "Requests may not go there"
        "A token can change everybody's access, so it is sent by https to the platform's own hosts \
         alone, to this machine, and to hosts that the environment variable ROLECALL_HOSTS names, with \
         commas between them: it is set outside of the repository, by whoever runs the program. \
         Nothing was sent.";

    MISSING_TOKEN Error "missing-token" "The token isn't there"
        "The environment says where its token is, and there is none. It is looked for when the \
         environment is used: `check` works without it.";

    LITERAL_TOKEN Error "literal-token" "A secret in the project file"
        "A token is never written into a file of the repository. Name the environment variable \
         that holds it, `{ env: NAME }`, or a file outside the repository, `{ file: PATH }`. If a \
         real token was committed, revoke it.";

    PLATFORM_FILE Error "platform-file" "The platform file isn't valid"
        "Something in the platform file contradicts itself: a name that it uses and doesn't declare \
         (a source, permission, role, scope, licence, product or attribute), or a fact without a \
         value or a source. docs/adding-a-platform.md goes through a file from its first line.";

    CATALOGUE_FILE Error "catalogue-file" "The catalogue isn't valid"
        "A catalogue adds to what is known of a platform. This one says something else than what the \
         platform's file attests, names what nobody declares, or has a fact without a value or \
         without a source. What the platform's file only concludes, or doesn't know, may be said.";

    CONTROL_CHARACTER Error "control-character" "An invisible character"
        "Control characters, characters that change the direction of writing, and white space at \
         the beginning or the end can make a name look like another one. Take them out. What \
         turns the direction, or ends a line for some readers alone, is refused in comments as \
         well: it hides what a line says.";

    MIXED_SCRIPTS Warning "mixed-scripts" "An address of several scripts"
        "Letters of different scripts can look the same: `а` is Cyrillic and `a` is Latin, and \
         the two make different addresses. If the address is meant as it stands, leave it.";

    FORBIDDEN_CHARACTER Error "forbidden-character" "A character that a name can't contain"
        "The platform forbids the character in this name; a team's name can't contain a colon \
         anywhere, because `Support:L1` is the path of a sub-team.";

    DECLARED_TWICE Error "declared-twice" "Declared twice"
        "The same role, team, person, membership or permission of a catalogue stands in two \
         places. Addresses compare without regard to case, names after Unicode normalization. Keep \
         one of the two.";

    UNKNOWN_ROLE Error "unknown-role" "Unknown role"
        "The role is neither declared, nor built in, nor named under `unmanaged`.";

    UNKNOWN_USER Error "unknown-user" "Unknown person"
        "The person is neither declared nor covered by a pattern under `unmanaged`.";

    UNKNOWN_TEAM Error "unknown-team" "Unknown team"
        "The team is neither declared nor named under `unmanaged`. A sub-team is named by its \
         path, `Support:L1`.";

    UNKNOWN_PERMISSION Error "unknown-permission" "Unknown permission"
        "The platform has no permission of that id, as far as its catalogue is known. Ids are the \
         names with `.` for each level and `_` for other characters.";

    LEVEL_NOT_ALLOWED Error "level-not-allowed" "A level that the permission doesn't have"
        "A permission has its own levels: `view` and `edit`, or only `granted`.";

    SCOPE_NOT_ALLOWED Error "scope-not-allowed" "A scope that the permission doesn't have"
        "`only` restricts a permission to a part of the data, and each permission has its own \
         scopes, or none.";

    TOO_MANY_CUSTOM_ROLES Error "too-many-custom-roles" "Too many custom roles"
        "The platform limits the number of custom roles in one instance; built-in roles don't \
         count.";

    TOO_MANY_ROLES Error "too-many-roles" "Too many roles on one person"
        "The platform limits how many roles a person can hold. Put what they have in common into \
         one role.";

    NO_ROLE Error "no-role" "A person without a role"
        "The platform asks for at least one role on each person. Somebody who should have no \
         access is `status: inactive`.";

    TOO_MANY_USERS Error "too-many-users" "Too many people"
        "The platform limits how many people there are in one instance. Whoever was invited and \
         hasn't accepted yet is counted as well.";

    CANNOT_DEACTIVATE Error "cannot-deactivate" "People can't be deactivated here"
        "`status: inactive` and `then: inactive` end somebody's access and keep the person. On \
         this platform people are deleted, or they belong to another system: nobody can be kept \
         without access. Take the person out of the manifests when their time has come.";

    MANAGED_TOO_FAR Error "managed-too-far" "More is managed than can be"
        "`manage: { users: all }` removes whoever isn't listed. On this platform people belong to \
         another system, and can't be removed from here. With `listed` they are reported.";

    HOLDER_NOT_EDITABLE Error "holder-not-editable" "A person whom nobody can change"
        "Who holds a certain role, such as the highest one, can't be changed by anybody from \
         here: neither their roles, nor their teams, nor anything else. Name them under \
         `unmanaged`, with a reason, and let the vendor change them.";

    CREATED_ELSEWHERE Warning "created-elsewhere" "A person who has to be created elsewhere"
        "The person is declared and isn't there yet, and on this platform people are created \
         somewhere else. The step stays in the plan, by hand, until the person is there.";

    INVITATION_EXPIRED Warning "invitation-expired" "An invitation has run out"
        "The person was invited, didn't accept, and can't any more: the platform takes an answer \
         for a few days only. Invite them once more, or take them out.";

    ONE_ROLE_PER_PRODUCT Error "one-role-per-product" "Two roles of one product"
        "A person holds at most one role of each product of this platform.";

    UNASSIGNABLE_ROLE Error "unassignable-role" "A role that can't be given"
        "The role belongs to whoever rents the platform, and can neither be given nor taken from \
         here.";

    FIXED_ROLE Error "fixed-role" "A built-in role that can't be changed"
        "What this built-in role allows is fixed. Declare a role of your own with another name. \
         An editable built-in role may be listed with its permissions alone.";

    ASSIGNABLE_MISSING Error "assignable-missing" "Assignable roles are missing"
        "A role that can edit people must say which roles its holders may give to others: left \
         out, it would be every role, administrators included. Write `assignable_roles: []` for \
         none.";

    NEEDS_PERMISSION Error "needs-permission" "A permission without the one that it needs"
        "Some permissions can be granted only to a role that has another one as well: those for single \
         fields of a bulk upload belong to creating or to editing people.";

    ASSIGNABLE_WITHOUT_PERMISSION Error "assignable-without-permission" "Assignable roles without the permission to assign"
        "`assignable_roles` belongs to the permission to edit people. Without that permission the \
         list would do nothing.";

    NOT_ELIGIBLE Error "not-eligible" "A member without the permissions of an agent"
        "Members of a team are chosen from people who hold agent permissions. Give the person \
         such a role, or make them a manager of the team.";

    MANAGER_AND_MEMBER Error "manager-and-member" "Manager and member at once"
        "Nobody is manager and member of the same team on this platform. Keep one of the two.";

    INACTIVE_IN_TEAM Error "inactive-in-team" "An inactive person in a team"
        "Deactivating a person takes them out of all teams, so an inactive person can't be in \
         one. Take the person out of the team, or make them active.";

    NOT_A_MEMBER Error "not-a-member" "Somebody is named who isn't an active member"
        "An attribute of a team, such as its default agent, names one of its members, who can sign \
         in. Name a member, make the person one, or write `null` for nobody.";

    TOO_MANY_TEAMS Error "too-many-teams" "Too many teams"
        "The platform limits how many teams there are, how deep they nest, or how many a person \
         can be in.";

    PERCENTAGES Error "percentages" "Percentages that aren't of the whole"
        "The groups of a department have percentages, all of them or none, and together they are \
         100.";

    TOO_MANY_DEPARTMENTS Error "too-many-departments" "Too many departments"
        "The platform limits how many departments there are besides the default one.";

    DEFAULT_DEPARTMENT Error "default-department" "The default department keeps its name"
        "Every instance has a department that can't be deleted, and it keeps its name. What is \
         recorded of it and its groups can be changed.";

    MANAGED_AND_UNMANAGED Error "managed-and-unmanaged" "Managed and unmanaged at once"
        "The same thing is declared and named under `unmanaged`. Choose: either the repository is \
         the truth for it, or somebody else is.";

    MATCHES_NOBODY Warning "matches-nobody" "A pattern that matches nobody"
        "An entry under `unmanaged` names people by a pattern, and nobody live has such an \
         address. Perhaps it is misspelt; perhaps those people are gone, and it can go as well.";

    NO_ROLE_LEFT Error "no-role-left" "A person's last role ends"
        "All of this person's roles have an end, and a person can't be without a role. Say `then: \
         inactive` on one of them, or give a role without an end.";

    EXPIRED Warning "expired" "An entry has expired"
        "The entry ended on the day that `until` names, and is treated as absent. Take it out \
         when you next edit the file.";

    RENAME_CIRCLE Error "rename-circle" "A circle of renames"
        "Names that exchange places can't be told from names that already did. Rename in two \
         changes: first one of them to a name that nobody has, then the others.";

    CLAIMED_TWICE Error "claimed-twice" "Two entries claim one object"
        "Two entries name the same former name under `previously`. An object can become one thing \
         only.";

    ORDER_TWICE Error "order-twice" "The order is given twice"
        "`role_order` and `team_order` stand in one file, so that one place says what comes \
         first.";

    MISSING_COLUMN Error "missing-column" "A column is missing"
        "A list of people says in its first row what its columns are. Without the addresses nothing \
         can be told from it, and a project needs names and roles as well. The portal leaves a \
         column out where the role of whoever downloads the list may not edit the field.";

    UNKNOWN_COLUMN Warning "unknown-column" "A column that isn't known"
        "The platform file says which columns a list of people has. This one isn't among them, and \
         is left out; what the others say counts all the same.";

    COLUMN_ORDER Error "column-order" "A column out of its order"
        "The platform takes a list of people only with the columns in the order of its template. \
         Columns can be left out.";

    ROW_LENGTH Error "row-length" "A row with too few or too many cells"
        "Each row has a cell for each column. One too few or too many means that a comma or a quote \
         is missing somewhere, and that the cells after it stand in wrong columns.";

    UNTOLD Warning "untold" "Something isn't told"
        "A list of people leaves a cell empty in a column that would say whether somebody holds a \
         role or is in a team; or a platform names a team by a name that several have, or hasn't ended \
         a job. What isn't told is neither compared nor planned.";

    NOT_ON_PLATFORM Error "not-on-platform" "The platform hasn't got this"
        "Platforms differ in what they have: labels, an order, managers of teams, people who are \
         deactivated. What this one is known to lack can't be declared, since nobody could make it so.";

    UNDOCUMENTED Warning "undocumented" "Nobody says whether the platform has this"
        "No text and no screen that is known says whether the platform has what is declared here. It is \
         planned as if it had; whether it can be made so shows when it is done.";

    LEFT_OUT Warning "left-out" "Somebody who can't be declared"
        "A project that starts from a list of people declares those of whom the list tells enough: \
         a name, and a role at least. The others are left out. People who aren't listed in a project \
         are left alone.";

    SEAT_OF_UNKNOWN_KIND Warning "seat-of-unknown-kind" "A seat that can't be planned"
        "The live state says that the person is in the team, but not whether as a member or as a \
         manager, and the manifests list them as neither. What is unknown is never written, so no \
         step takes the seat away. Do it on the platform, or list the person.";

    BY_HAND Error "by-hand" "A change that has to be made by hand"
        "`export --into` changes what it can where it stands, and nothing at all where one place \
         can't be changed: what an alias mentions, an entry whose `until` is over, comments between \
         brackets. Change that place as it says, and run again.";

    ENVIRONMENT_NEEDED Error "environment-needed" "No environment was chosen"
        "There are several environments. Name one with `-e`; outside CI, `default:` in \
         `rolecall.yaml` chooses one.";

    APPROVAL_NEEDED Error "approval-needed" "Nobody approved this plan"
        "`apply` needs the digest of the plan that was reviewed (`--approve DIGEST`), the plan \
         file, `--yes`, or a terminal to ask at. In CI nobody can be asked.";

    NO_BASE Error "no-base" "There is no base to compare with"
        "`--base REV` names a commit of the repository that the project is in, such as \
         `origin/main`. Its manifests are read out of git, without touching the work tree, so git has \
         to be there and to know the commit: fetch it first. An environment with an address or a \
         token must be in the base's project, since a change may not say where a token goes.";

    BASE_NOT_VALID Warning "base-not-valid" "The base can't be planned"
        "The base has no project, or its manifests aren't valid, so nobody knows what would be done \
         without the change: all of the plan counts as the change's doing. The rules of the base's \
         `rolecall.yaml` are in force nevertheless, where there is one.";

    STALE_BASE Warning "stale-base" "The change doesn't build on all of the base"
        "The base has commits that the change doesn't have. What they brought is missing in this plan, \
         and would look as if the change took it away. Merge or rebase, and plan again.";

    SNAPSHOT_TOO_OLD Error "snapshot-too-old" "The snapshot is too old"
        "A plan that is made from a snapshot shows what would change in what was live then. At most 36 \
         hours may have passed, or as many as `guards: max_snapshot_hours` in `rolecall.yaml` says. Run \
         the workflow that makes the snapshot, and plan again.";

    SNAPSHOT_NOT_USABLE Error "snapshot-not-usable" "The snapshot can't stand for what is live"
        "A snapshot is what `rolecall export --snapshot` wrote of the same environment of the same \
         platform: whole, not of the future, and in the version of the format that this program reads. \
         With `--base` it must not lie in the repository of the change, since the change could have \
         brought it.";

    PLAN_IS_STALE Error "plan-is-stale" "The plan is stale"
        "What was approved is no longer what would happen: the live state or the manifests have \
         changed since. Plan again and have that plan approved.";

    LOCKED Error "locked" "Somebody else is at work"
        "Another run holds the lock of this environment. Wait until it is done. A lock that a \
         dead run left behind doesn't count: the operating system frees it.";

    PLATFORM_UNREACHABLE Error "platform-unreachable" "The platform can't be reached"
        "The target gave no answer that can be understood. Nothing is known of what it did; the \
         next run reads again.";

    REFUSED_BY_PLATFORM Error "refused-by-platform" "The platform refused a step"
        "The step asked for something that the platform doesn't allow. The other steps went on.";

    NOT_AS_WRITTEN Error "not-as-written" "The platform says something else than was written"
        "After every write the result is read back. Here the platform reported success and holds \
         something else.";

    ATTESTED_LONG_AGO Warning "attested-long-ago" "Somebody should look at it again"
        "What the platform's API can't tell is taken for what somebody attested. After 90 days \
         somebody should look at the portal again: it keeps no history, and nobody is told when it is \
         changed there. Attest it again, or plan what is to be done.";

    ATTESTED_CONTRADICTED Warning "attested-contradicted" "The platform says something else than was attested"
        "What can be read is believed, and this is something else than somebody attested: it is drift, \
         or it was never done. The plan goes by what was read.";

    NOT_ATTESTABLE Error "not-attestable" "There is nothing to attest"
        "Only what somebody did by hand is attested, and only what the platform's API can't read. The \
         rest is read: it is gone from the plan once it was done.";

    OUTCOME_UNKNOWN Error "outcome-unknown" "Nobody can tell whether it was done"
        "The platform took the request and didn't say in time what became of it, and what is read back \
         isn't what was asked for. It may still happen. Run again later: what is live is read anew, and \
         a job that is still going on is waited for.";

    IO Error "io" "A file can't be written or read"
        "The operating system refused. Look at the permissions and at the space on the disk.";

}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_word_names_one_code() {
        for code in CODES {
            assert_eq!(super::code(code.word), Some(*code));
            assert!(!code.title.ends_with('.') && code.explanation.ends_with('.'), "{}", code.word);
        }
    }
}
