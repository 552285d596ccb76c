//! A list of people as the portal writes it: what is told survives the way through the file, and
//! nothing else is believed.
//!
//! The writer of this test knows the vendor's table of columns, and nothing of the program's reader
//! or of its platform file.

#![allow(
    clippy::expect_used,
    clippy::unwrap_used,
    clippy::panic,
    unreachable_pub,
    reason = "a test that can't go on fails, and says why"
)]

use std::collections::{BTreeMap, BTreeSet};
use std::path::Path;
use std::process::Command;
use std::sync::{Arc, LazyLock};

use proptest::prelude::*;
use rolecall::core::{
    Attributes, Email, Few, Known, Role, RoleName, Scalar, State, Status, Team, TeamPath, User,
};
use rolecall::document::Sources;
use rolecall::platform::{Platform, built_in, read_platform};
use rolecall::target::table::{Listed, Purpose, read_people};

static PLATFORM: LazyLock<Platform> = LazyLock::new(|| {
    let mut sources = Sources::default();
    let file = sources.add("ccaas", built_in("ccaas").expect("it is built in"));
    read_platform(&sources, file).0.expect("it is valid")
});

fn read(text: &str, purpose: Purpose) -> Result<Listed, Vec<String>> {
    let mut sources = Sources::default();
    let file = sources.add("users.csv", text);
    let (listed, found) = read_people(&sources, file, &PLATFORM, purpose);
    let told = found.sorted().into_iter().map(|one| {
        let place = sources.place(one.primary.at);
        format!("{}:{}: {}: {}", place.line, place.column, one.code.word, one.primary.text)
    });
    let told: Vec<String> = told.collect();
    listed.ok_or(told)
}

/// A person as the portal holds them.
#[derive(Clone, Debug)]
struct Person {
    agent_id: Option<String>,
    first: String,
    last: String,
    alias: Option<String>,
    active: bool,
    location: Option<String>,
    chats: Option<(u8, bool)>,
    roles: BTreeSet<usize>,
    teams: BTreeSet<usize>,
}

/// What the portal holds: names of roles and teams, and people by address.
#[derive(Clone, Debug)]
struct Portal {
    roles: Vec<String>,
    teams: Vec<String>,
    people: BTreeMap<String, Person>,
}

/// How the file is written down.
#[derive(Clone, Copy, Debug)]
struct Hand {
    mark: bool,
    line_end: &'static str,
    quotes_all: bool,
}

/// Writes the list as Table 1 of "Bulk user management" has it.
fn write(portal: &Portal, hand: Hand) -> String {
    let fixed = [
        "Email",
        "New email",
        "Agent Id",
        "First name",
        "Last name",
        "Alias",
        "Status",
        "Location",
        "Chat concurrency",
        "Chat concurrency status",
    ];
    let mut rows = vec![fixed.map(str::to_owned).to_vec()];
    rows[0].extend(portal.roles.iter().map(|name| format!("Role: {name}")));
    rows[0].extend(portal.teams.iter().map(|name| format!("Team: {name}")));
    for (email, person) in &portal.people {
        let text = |value: &Option<String>| value.clone().unwrap_or_default();
        let status = if person.active { "Active" } else { "Inactive" };
        let (chats, own) = match person.chats {
            Some((chats, own)) => (chats.to_string(), u8::from(own).to_string()),
            None => (String::new(), String::new()),
        };
        let mut row = vec![
            email.clone(),
            String::new(),
            text(&person.agent_id),
            person.first.clone(),
            person.last.clone(),
            text(&person.alias),
            status.to_owned(),
            text(&person.location),
            chats,
            own,
        ];
        let flag = |all: &BTreeSet<usize>, n| u8::from(all.contains(&n)).to_string();
        row.extend((0..portal.roles.len()).map(|n| flag(&person.roles, n)));
        row.extend((0..portal.teams.len()).map(|n| flag(&person.teams, n)));
        rows.push(row);
    }
    let cell = |cell: &String| {
        let quoted = hand.quotes_all || cell.contains([',', '"', '\n', '\r']);
        if quoted { format!("\"{}\"", cell.replace('"', "\"\"")) } else { cell.clone() }
    };
    let line = |row: &Vec<String>| row.iter().map(cell).collect::<Vec<_>>().join(",");
    let lines: Vec<String> = rows.iter().map(line).collect();
    let mark = if hand.mark { "\u{feff}" } else { "" };
    format!("{mark}{}{}", lines.join(hand.line_end), hand.line_end)
}

/// Returns what can be known of the portal from its list.
fn knowable(portal: &Portal) -> State {
    let built_in = ["Admin", "Manager: Data", "Agent"];
    let custom = portal.roles.iter().filter(|name| !built_in.contains(&name.as_str()));
    let mut state = State {
        roles: custom.map(|name| (RoleName::new(name), Role::default())).collect(),
        ..State::default()
    };
    for (position, name) in portal.teams.iter().enumerate() {
        let sits = portal.people.iter().filter(|(_, person)| person.teams.contains(&position));
        let seated = sits.map(|(email, _)| Email::new(email)).collect();
        state.teams.insert(TeamPath::new(name), Team { seated, ..Team::default() });
    }
    for (email, person) in &portal.people {
        let text = |value: &Option<String>| value.as_deref().map_or(Scalar::Null, Scalar::from);
        let (chats, own) = person.chats.map_or((Scalar::Null, None), |(chats, own)| {
            (Scalar::Int(chats.into()), Some(Scalar::Bool(own)))
        });
        let attributes: Attributes = [
            ("agent_id", text(&person.agent_id)),
            ("first_name", Scalar::from(person.first.as_str())),
            ("last_name", Scalar::from(person.last.as_str())),
            ("alias", text(&person.alias)),
            ("location", text(&person.location)),
            ("chat_concurrency", chats),
            ("chat_concurrency_enabled", own.unwrap_or(Scalar::Null)),
        ]
        .into_iter()
        .map(|(name, value)| (name.into(), value))
        .collect();
        let roles: BTreeSet<RoleName> =
            person.roles.iter().map(|n| RoleName::new(&portal.roles[*n])).collect();
        let status = if person.active { Status::Active } else { Status::Inactive };
        let user = User {
            status: status.into(),
            roles: Known::Known(roles.into_iter().collect()),
            teams: Known::Known(Few::new()),
            attributes,
        };
        state.users.insert(Email::new(email), Arc::new(user));
    }
    state
}

/// Text that a person could type, with everything in it that a CSV file has to quote.
fn text() -> impl Strategy<Value = String> {
    let piece =
        prop_oneof!["[A-Za-z]{1,6}", Just("É, \"x\"".into()), Just("a\nb".into()), "[=+@-]1"];
    // An apostrophe before such a character would be the mark that it is no formula.
    proptest::collection::vec(piece, 1..3).prop_map(|pieces: Vec<String>| pieces.join(" "))
}

fn person(roles: usize, teams: usize) -> impl Strategy<Value = Person> {
    let some = || proptest::option::of(text().prop_filter("Null removes", |text| text != "Null"));
    let held = proptest::collection::btree_set(0..roles, 0..=roles);
    let seats = proptest::collection::btree_set(0..teams.max(1), 0..=teams);
    let names = (some(), text(), text(), some(), some());
    (names, any::<bool>(), proptest::option::of((1..9u8, any::<bool>())), held, seats).prop_map(
        |((agent_id, first, last, alias, location), active, chats, roles, teams)| Person {
            agent_id,
            first,
            last,
            alias,
            active,
            location,
            chats,
            roles,
            teams,
        },
    )
}

fn portal() -> impl Strategy<Value = Portal> {
    let roles = ["Admin", "Manager: Data", "Agent", "Floor Lead", "Équipe, \"A\""];
    let teams = ["Support", "Support:L1", "L2", "Nights, weekends"];
    (1..=roles.len(), 0..=teams.len()).prop_flat_map(move |(r, t)| {
        let people =
            proptest::collection::btree_map("[a-z]{1,5}@acme\\.example", person(r, t), 1..6);
        let named = |names: &[&str]| names.iter().map(|name| (*name).to_owned()).collect();
        people.prop_map(move |people| Portal {
            roles: named(&roles[..r]),
            teams: named(&teams[..t]),
            people: people
                .into_iter()
                .map(|(email, person)| {
                    (
                        email,
                        Person {
                            teams: person.teams.into_iter().filter(|n| *n < t).collect(),
                            ..person
                        },
                    )
                })
                .collect(),
        })
    })
}

fn hand() -> impl Strategy<Value = Hand> {
    let line_end = prop_oneof![Just("\n"), Just("\r\n")];
    (any::<bool>(), line_end, any::<bool>()).prop_map(|(mark, line_end, quotes_all)| Hand {
        mark,
        line_end,
        quotes_all,
    })
}

proptest! {
    #[test]
    fn what_the_list_tells_is_known_and_nothing_else(portal in portal(), hand in hand()) {
        let listed = read(&write(&portal, hand), Purpose::Live);
        let listed = listed.unwrap_or_else(|told| panic!("{told:?}"));
        let mut expected = knowable(&portal);
        if portal.teams.is_empty() {
            expected.users.values_mut().for_each(|user| Arc::make_mut(user).teams = Known::Unknown);
        }
        prop_assert_eq!(listed.state, expected);
        prop_assert!(listed.told.roles && listed.told.teams != portal.teams.is_empty());
    }

    #[test]
    fn no_text_makes_the_reader_panic(text in "[\"',;:@=a\\n\\r\u{feff}01 ]{0,60}", told in any::<bool>()) {
        let head = if told { "Email,Status,Role: Agent,Team: A\n" } else { "" };
        let _ = read(&format!("{head}{text}"), Purpose::Start);
        let _ = read(&format!("{head}{text}"), Purpose::Live);
    }
}

/// Runs the program in a folder and returns how it ended, and what it printed and said.
fn run(folder: &Path, arguments: &[&str]) -> (Option<i32>, String) {
    let mut command = Command::new(env!("CARGO_BIN_EXE_rolecall"));
    let output = command.current_dir(folder).args(arguments).env_clear().output();
    let output = output.expect("it can be started");
    let text = [output.stdout, output.stderr].concat();
    (output.status.code(), String::from_utf8_lossy(&text).into_owned())
}

proptest! {
    #![proptest_config(ProptestConfig::with_cases(16))]
    #[test]
    fn a_project_that_starts_from_a_list_is_valid_and_agrees_with_it(portal in portal(), hand in hand()) {
        let folder = tempfile::tempdir().expect("there is a place for temporary files");
        std::fs::write(folder.path().join("users.csv"), write(&portal, hand)).expect("it is new");
        let (code, text) = run(folder.path(), &["init", "--from", "users.csv"]);
        let declarable = portal.people.values().any(|person| {
            let names = [&person.first, &person.last];
            !person.roles.is_empty() && names.iter().all(|name| !name.contains('\n'))
        });
        if !declarable {
            prop_assert_eq!(code, Some(7), "{}", text);
            return Ok(());
        }
        prop_assert_eq!(code, Some(0), "{}", text);
        let (code, text) = run(folder.path(), &["check"]);
        prop_assert_eq!(code, Some(0), "{}", text);
        prop_assert!(text.starts_with("Valid: "), "{}", text);
        let (code, text) = run(folder.path(), &["plan", "--detailed-exitcode"]);
        prop_assert_eq!(code, Some(0), "{}", text);
    }
}

#[test]
fn a_column_that_is_left_out_leaves_its_field_unknown() {
    let listed = read("Email,Status\nana@acme.example,\n", Purpose::Live).expect("it is valid");
    assert_eq!(**listed.state.users.values().next().expect("one"), User::default());
    assert!(!listed.told.roles && !listed.told.teams);
}

#[test]
fn an_apostrophe_before_a_formula_is_taken_off() {
    let text = "Email,Alias\n'+ana@acme.example,'=1+1\n";
    let listed = read(text, Purpose::Live).expect("it is valid");
    let (email, user) = listed.state.users.first_key_value().expect("one");
    assert_eq!(email.as_str(), "+ana@acme.example");
    assert_eq!(user.attributes.get("alias"), Some(&Scalar::from("=1+1")));
}

#[test]
fn a_row_has_a_place_also_behind_quoted_lines() {
    let text = "Email,Alias,Status\r\na@x,\"two\r\nlines\",Active\r\nb@x,É,\"Gone\"\r\n";
    let told = read(text, Purpose::Live).expect_err("a status is wrong");
    assert_eq!(told, ["4:7: unknown-value: `Gone` says nothing here"]);
}

/// The six names of the older import format, and what they are called today.
#[test]
fn the_older_format_is_read_to_start_from_and_is_never_live() {
    let text = "Email,Agent ID,First Name,Last Name,Location,Roles,Permissions\n\
        a@x,7,Ana,Diaz,Mexico,admin:manager:agent:manager_data:manager_team:manager_admin,\n\
        b@x,,Bo,Lind,,agent,\n";
    let listed = read(text, Purpose::Start).expect("it is valid");
    let roles = |email: &str| -> Vec<String> {
        let user = &listed.state.users[&Email::new(email)];
        user.held_roles().map(|role| role.to_string()).collect()
    };
    let all = ["Admin", "Agent", "Manager", "Manager: Admin", "Manager: Data", "Manager: Team"];
    assert_eq!(roles("a@x"), all);
    assert_eq!(roles("b@x"), ["Agent"]);
    assert!(!listed.complete && !listed.told.roles && !listed.told.teams);

    let wrong = text.replace("b@x,,Bo,Lind,,agent", "b@x,,Bo,Lind,,agent:boss");
    let told = read(&wrong, Purpose::Start).expect_err("there is no such role");
    assert_eq!(told, ["3:15: unknown-role: no role is called `boss` in a list to import"]);
}
