//! The README's table of what is read and written is what the data and the targets say.
//! `BLESS=1` writes it anew.

#![allow(
    clippy::expect_used,
    clippy::unwrap_used,
    clippy::panic,
    unreachable_pub,
    reason = "a test that can't go on fails, and says why"
)]

use std::fs;
use std::path::PathBuf;
use std::sync::Arc;

use rolecall::core::{AttributeName, FastMap, Kind, State};
use rolecall::plan::{Means, Told};
use rolecall::platform::{
    APIS, Api, BUILT_IN, Cells, Extent, Platform, Table, Way, read_api, read_built_in,
};
use rolecall::target::Target;
use rolecall::target::ccaas::{self, Ccaas};
use rolecall::target::http::{Https, MachineTime, Place, Proof, Token};
use rolecall::target::portal::Portal;
use rolecall::target::sandbox::Sandbox;
use rolecall::target::smartflows::{self, Smartflows};
use rolecall::target::table::{Listed, TableFile};

/// What is read and written. A new kind has a row of its own here, or the table lacks it.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
enum What {
    Roles,
    Permissions,
    AssignableRoles,
    Teams,
    Memberships,
    Managers,
    TeamAttributes,
    Users,
    Attributes,
    Departments,
}

use What::{
    AssignableRoles, Attributes, Departments, Managers, Memberships, Permissions, Roles,
    TeamAttributes, Teams, Users,
};

const COLUMNS: [(What, &str); 10] = [
    (Roles, "roles"),
    (Permissions, "permissions"),
    (AssignableRoles, "assignable roles"),
    (Teams, "teams"),
    (Memberships, "memberships"),
    (Managers, "managers"),
    (TeamAttributes, "attributes of teams"),
    (Users, "people"),
    (Attributes, "attributes of people"),
    (Departments, "departments"),
];

impl What {
    /// Returns the kind of the steps that write it.
    fn kind(self) -> Kind {
        match self {
            Roles | Permissions | AssignableRoles => Kind::Role,
            Teams | Managers | TeamAttributes => Kind::Team,
            Memberships | Users | Attributes => Kind::User,
            Departments => Kind::Department,
        }
    }

    /// Returns whether a platform has it, as far as it is known.
    fn is_there(self, platform: &Platform) -> bool {
        let roles = &platform.roles;
        let can_change =
            roles.custom.allowed.holds() || roles.built_in.iter().any(|role| role.editable.holds());
        match self {
            Roles => can_change,
            Permissions => {
                can_change || roles.built_in.iter().any(|role| !role.optional.is_empty())
            }
            AssignableRoles => can_change && platform.assigning().next().is_some(),
            Managers => platform.teams.managed.holds(),
            TeamAttributes => !platform.teams.attributes.is_empty(),
            Departments => platform.departments.is_some(),
            Teams | Memberships | Users | Attributes => true,
        }
    }
}

/// A way to what is live, besides the sandbox.
enum Through {
    /// The platform's API.
    Api(Box<Api>),
    /// A list of people that the platform writes, and takes in.
    List(Box<Table>),
    /// Its portal, where no program reaches it.
    Portal,
}

impl Through {
    fn of(name: &str, platform: &Platform) -> Vec<Through> {
        let api = read_api(name).map(|api| Through::Api(Box::new(api.expect("it is valid"))));
        let lists = platform.tables.iter().filter(|table| table.complete.holds());
        let mut all: Vec<Through> = api
            .into_iter()
            .chain(lists.map(|table| Through::List(Box::new(table.clone()))))
            .collect();
        if all.is_empty() {
            assert!(!platform.pages.is_empty(), "nobody could say where `{name}` is administered");
            all.push(Through::Portal);
        }
        all
    }

    fn title(&self) -> String {
        match self {
            Through::Api(_) => "its API".to_owned(),
            Through::List(table) => {
                format!("“{}”, a file", table.title.value().expect("it has a title"))
            }
            Through::Portal => "its portal, written down".to_owned(),
        }
    }

    fn cell(&self, what: What, platform: &Platform) -> String {
        match self {
            Through::Api(api) => {
                let cell =
                    spoken(told_by(api, what), means_of(api, platform).of(what.kind()), "by hand");
                let apart = apart(what, api, platform);
                if apart.is_empty() { cell } else { format!("{cell}; {apart}") }
            }
            Through::List(table) => listed(table, what),
            Through::Portal => spoken(Extent::Nothing, Means::by_hand().of(what.kind()), "by hand"),
        }
    }
}

/// Returns in words what is written in another way than the rest of it.
fn apart(what: What, api: &Api, platform: &Platform) -> String {
    let means = means_of(api, platform);
    let is_by_hand = |way| way == Way::ByHand && means.of(what.kind()) == Way::Automatic;
    match what {
        Users if is_by_hand(means.people_come_and_go) => "who comes and goes by hand".to_owned(),
        Attributes if !means.attributes.is_empty() => {
            let known = &platform.users.attributes;
            let is_fixed = |name: &&AttributeName| {
                let attribute = known.get(*name);
                attribute.is_some_and(|attribute| attribute.writable.value() == Some(&false))
            };
            let (fixed, by_hand): (Vec<_>, Vec<_>) = means.attributes.iter().partition(is_fixed);
            let named = [(by_hand, "by hand"), (fixed, "read alone")];
            let named = named.iter().filter(|(names, _)| !names.is_empty());
            named
                .map(|(names, how)| format!("{} {how}", quoted(names)))
                .collect::<Vec<_>>()
                .join("; ")
        }
        _ => String::new(),
    }
}

/// Returns names as they are written, with commas between them.
fn quoted(names: &[&AttributeName]) -> String {
    names.iter().map(|name| format!("`{name}`")).collect::<Vec<_>>().join(", ")
}

fn told_by(api: &Api, what: What) -> Extent {
    let Some(reads) = api.reads() else { return Extent::Nothing };
    let fact = match what {
        Roles => &reads.roles,
        Permissions => &reads.permissions,
        AssignableRoles => &reads.assignable_roles,
        Teams => &reads.teams,
        Memberships => &reads.memberships,
        Managers => &reads.managers,
        TeamAttributes => &reads.team_attributes,
        Users => &reads.users,
        Attributes => &reads.attributes,
        Departments => &reads.departments,
    };
    fact.value().copied().unwrap_or(Extent::Nothing)
}

/// Returns what the target that speaks to a platform says that it can write. It sends nothing.
fn means_of(api: &Api, platform: &Platform) -> Means {
    let place = Place::below("http://127.0.0.1:1/below", &[], &[]).expect("this machine");
    let proof = Proof::of("acme", &Token::new("none").expect("a token")).expect("it can be sent");
    let sender = Arc::new(Https::to(&place).expect("it can be made"));
    let (platform, time) = (platform.clone(), Arc::new(MachineTime::start()));
    match api.clone() {
        Api::BulkJobs(api) => {
            let setting = ccaas::Setting::default();
            Ccaas::new(*api, platform, place, proof, sender, time, setting).means()
        }
        Api::Objects(api) => {
            let setting = smartflows::Setting::default();
            Smartflows::new(*api, platform, place, proof, sender, time, setting).means()
        }
    }
}

/// Returns what a list says of something: it has a column for it, or not. What it doesn't tell isn't
/// compared, but for managers, whose seats are told without their kind.
fn listed(table: &Table, what: What) -> String {
    let has = |is: fn(&Cells) -> bool| {
        table.columns.iter().any(|column| column.cells.value().is_some_and(is))
    };
    let upload = "a file to upload";
    match what {
        Users if has(|cells| matches!(cells, Cells::Email)) => {
            spoken(Extent::Whole, Way::ByHand, upload)
        }
        Attributes if has(|cells| matches!(cells, Cells::Attribute { .. })) => {
            spoken(Extent::Whole, Way::ByHand, upload)
        }
        Memberships if has(|cells| matches!(cells, Cells::Team)) => {
            spoken(Extent::Part, Way::ByHand, upload)
        }
        Managers | Teams if has(|cells| matches!(cells, Cells::Team)) => {
            spoken(Extent::Part, Way::ByHand, "by hand")
        }
        Roles if has(|cells| matches!(cells, Cells::Role)) => {
            spoken(Extent::Part, Way::ByHand, "by hand")
        }
        _ => "not at all".to_owned(),
    }
}

/// Returns in words how something is read and written.
fn spoken(read: Extent, written: Way, by_hand: &str) -> String {
    let read = match read {
        Extent::Whole => "read, ",
        Extent::Part => "read in part, ",
        Extent::Nothing => "",
    };
    match written {
        Way::Automatic => format!("{read}written"),
        Way::ByHand => format!("{read}{by_hand}"),
    }
}

/// Returns the table.
fn table() -> String {
    let heads: Vec<&str> = COLUMNS.iter().map(|(_, head)| *head).collect();
    let mut lines = vec![
        format!("| platform | through | {} |", heads.join(" | ")),
        format!("|---|---|{}", "---|".repeat(COLUMNS.len())),
    ];
    for (name, _) in BUILT_IN {
        let platform = read_built_in(name).expect("it is built in").expect("it is valid");
        for through in Through::of(name, &platform) {
            let cell = |(what, _): &(What, &str)| {
                let there = what.is_there(&platform);
                if there { through.cell(*what, &platform) } else { "–".to_owned() }
            };
            let cells: Vec<String> = COLUMNS.iter().map(cell).collect();
            let title = &platform.title;
            lines.push(format!(
                "| {title} `{name}` | {} | {} |",
                through.title(),
                cells.join(" | ")
            ));
        }
    }
    lines.join("\n") + "\n"
}

#[test]
fn the_table_in_the_readme_is_what_the_data_says() {
    let path = PathBuf::from(env!("CARGO_MANIFEST_DIR")).join("README.md");
    let page = fs::read_to_string(&path).expect("the page is there");
    let begin = page.find("| platform | through |").expect("the table is there");
    let end = begin + page[begin..].find("\n\n").expect("it ends") + 1;
    let now = format!("{}{}{}", &page[..begin], table(), &page[end..]);
    if std::env::var_os("BLESS").is_some() {
        fs::write(&path, &now).expect("it can be written");
    }
    let page = fs::read_to_string(&path).expect("the page is there");
    assert!(page == now, "the table isn't current: BLESS=1, and read the difference:\n{}", table());
}

#[test]
fn every_way_that_the_program_knows_has_a_row_and_every_kind_a_column() {
    for kind in Kind::ALL {
        assert!(COLUMNS.iter().any(|(what, _)| what.kind() == kind), "{kind}");
    }
    let table = table();
    for (name, _) in BUILT_IN {
        assert!(table.contains(&format!("`{name}` | ")), "{name}");
    }
    for (name, _) in APIS {
        assert!(table.contains(&format!("`{name}` | its API | ")), "{name}");
    }
}

#[test]
fn the_targets_write_what_the_table_says() {
    // A list of people and a portal write nothing by themselves, and the sandbox everything.
    let nobody = Listed {
        state: State::default(),
        told: Told { roles: true, teams: true },
        complete: true,
        places: FastMap::default(),
    };
    let list = TableFile::of(nobody).means();
    let portal = Portal::of(State::default()).means();
    for kind in Kind::ALL {
        assert_eq!(portal.of(kind), Way::ByHand, "{kind}");
        assert_eq!(list.of(kind), Way::ByHand, "{kind}");
        assert_eq!(Means::default().of(kind), Way::Automatic, "{kind}");
    }
    let platform = read_built_in("ccaas").expect("it is built in").expect("it is valid");
    let sandbox = Sandbox::in_memory(&platform, &State::default()).expect("it can be made");
    assert_eq!(sandbox.means(), Means::default());
}

#[test]
fn whatever_a_program_writes_it_reads_first() {
    for (name, _) in APIS {
        let platform = read_built_in(name).expect("it is built in").expect("it is valid");
        let api = read_api(name).expect("it is there").expect("it is valid");
        let means = means_of(&api, &platform);
        for (what, head) in COLUMNS {
            let is_written = means.of(what.kind()) == Way::Automatic && what.is_there(&platform);
            let is_read = told_by(&api, what) != Extent::Nothing;
            assert!(is_read || !is_written, "{name}: {head} are written, and `reads` lacks them");
        }
    }
}
