//! The view over the whole database finds what the triggers would have refused.

use rolecall::core::Known;
use rolecall::target::sandbox::Sandbox;
use rusqlite::Connection;

use super::world::*;

/// Gets round every rule of a legal database, and returns what the audit then says.
#[track_caller]
fn broken(sql: &str) -> Vec<String> {
    let folder = tempfile::tempdir().expect("a folder");
    let path = folder.path().join("rehearsal.db");
    let mut live = live();
    live.users.insert("own@x.example".into(), person(&["Owner"], &[]).into());
    let sandbox = Sandbox::create(&path, &platform(), &live).expect("the state is legal");
    assert_eq!(sandbox.audit(), Ok(Vec::new()));
    let raw = Connection::open(&path).expect("it can be opened");
    raw.execute_batch("PRAGMA foreign_keys = OFF; PRAGMA ignore_check_constraints = ON;").unwrap();
    let mut rules = raw
        .prepare(
            "SELECT 'DROP ' || type || ' ' || name FROM sqlite_schema
             WHERE type = 'trigger' OR name = 'team_at_the_top'",
        )
        .unwrap();
    let drops: Vec<String> =
        rules.query_map([], |row| row.get(0)).unwrap().collect::<Result<_, _>>().unwrap();
    assert!(drops.len() > 30);
    drops.iter().for_each(|sql| raw.execute_batch(sql).unwrap());
    raw.execute_batch(sql).unwrap();
    sandbox.audit().expect("it can be read")
}

#[track_caller]
fn finds(sql: &str, expected: &[&str]) {
    assert_eq!(broken(sql), expected, "{sql}");
}

fn of_user(name: &str) -> String {
    format!("(SELECT id FROM user WHERE email = '{name}@x.example')")
}

fn of_role(name: &str) -> String {
    format!("(SELECT id FROM role WHERE name = '{name}')")
}

fn of_team(path: &str) -> String {
    format!("(SELECT id FROM team_path WHERE path = '{path}')")
}

fn of_permission(name: &str) -> String {
    format!("(SELECT id FROM permission WHERE name = '{name}')")
}

#[test]
fn roles() {
    finds(
        "INSERT INTO role SELECT id + 90, name || id, 0, 1, 1, NULL, 0, NULL, NULL, 1, 1, id + 90
         FROM role WHERE name IN ('Idle', 'Lead')",
        &["custom-roles: `roles`: 5 custom roles, and there can be at most 4"],
    );
    finds(
        "UPDATE fact SET holds = 0 WHERE name = 'custom_roles'",
        &[
            "custom-roles: `Idle`: a custom role, and this platform has none",
            "custom-roles: `Lead`: a custom role, and this platform has none",
            "custom-roles: `Taker`: a custom role, and this platform has none",
        ],
    );
    finds("UPDATE role SET name = '' WHERE name = 'Idle'", &["role-name: ``: no name"]);
    finds(
        "UPDATE role SET name = 'Überlang!' WHERE name = 'Idle'",
        &["role-name: `Überlang!`: 9 characters, and a name has at most 8"],
    );
    finds(
        "UPDATE role SET label = 'A' WHERE name = 'Idle';
         UPDATE fact SET holds = 0 WHERE name = 'labels'",
        &["role-label: `Idle`: a label or a colour, and this platform has none"],
    );
    finds(
        "UPDATE role SET color = '#FFFFFF' WHERE name = 'Agent'",
        &["role-label: `Agent`: a label or a colour on a built-in role"],
    );
    finds(
        "UPDATE role SET label = '' WHERE name = 'Idle'",
        &["role-label: `Idle`: an empty label"],
    );
    finds(
        "UPDATE role SET label = 'LEADER' WHERE name = 'Idle'",
        &["role-label: `Idle`: 6 characters in the label, which has at most 5"],
    );
    for color in ["#ffffff", "FFFFFFF", "#FFFFF", "#FFFFF-"] {
        finds(
            &format!("UPDATE role SET color = '{color}' WHERE name = 'Idle'"),
            &[&format!("role-color: `Idle`: `{color}` is not # and six digits from 0 to F")],
        );
    }
    let fixed = "fixed-role: `Admin`: a built-in role that cannot be edited was edited";
    finds("UPDATE role SET permissions_written = 1 WHERE name = 'Admin'", &[fixed]);
    let (admin, dark) = (of_role("Admin"), of_permission("dark"));
    finds(&format!("INSERT INTO role_permission VALUES ({admin}, {dark}, 'view')"), &[fixed]);
}

#[test]
fn grants_and_assignable_roles() {
    let (idle, lead, taker) = (of_role("Idle"), of_role("Lead"), of_role("Taker"));
    let (queue, take) = (of_permission("queue"), of_permission("desk.take"));
    finds(
        &format!("INSERT INTO role_permission VALUES ({idle}, {queue}, 'granted')"),
        &["permission-level: `Idle`: queue at the level granted"],
    );
    finds(
        &format!("INSERT INTO role_permission_scope VALUES ({taker}, {take}, 'own_teams')"),
        &["permission-scope: `Taker`: desk.take restricted to own_teams"],
    );
    finds(
        &format!("INSERT INTO assignable VALUES ({idle}, {lead})"),
        &["assignable-roles: `Idle`: roles to assign without a permission to assign roles"],
    );
    finds(
        "DELETE FROM assignable; UPDATE role SET assignable_written = 0 WHERE name = 'Lead'",
        &["assignable-roles: `Lead`: may assign roles, and nobody ever wrote which"],
    );
    finds(
        "UPDATE role SET assignable_written = 0 WHERE name = 'Lead'",
        &[
            "assignable-roles: `Lead`: may assign roles, and nobody ever wrote which",
            "assignable-roles: `Lead`: roles to assign in a list that nobody wrote",
        ],
    );
    finds(
        "UPDATE role SET assignable_written = 1 WHERE name = 'Agent'",
        &["assignable-roles: `Agent`: a list of roles to assign, but no permissions were written"],
    );
}

#[test]
fn orders() {
    finds(
        "UPDATE role SET position = NULL WHERE name = 'Idle'",
        &["role-order: `Idle`: no place in the order of roles"],
    );
    finds(
        "UPDATE role SET position = 1 WHERE name = 'Idle'",
        &["role-order: `Admin`: the same place in the order as Idle"],
    );
    finds(
        "UPDATE team SET position = NULL WHERE name = 'Sales'",
        &["team-order: `Sales`: no place in the order of teams"],
    );
    finds(
        "UPDATE team SET position = 7 WHERE parent IS NULL",
        &["team-order: `Sales`: the same place in the order as Support"],
    );
}

#[test]
fn people() {
    finds(
        "INSERT INTO user SELECT id + 90, 'a' || email, active, NULL FROM user WHERE id = 1;
         INSERT INTO user_role SELECT user + 90, role FROM user_role WHERE user = 1;
         INSERT INTO user_attribute SELECT user + 90, attribute, value, boolean
            FROM user_attribute WHERE user = 1",
        &["users: `users`: 7 people, and there can be at most 6"],
    );
    let (zoe, agent, helper) = (of_user("zoe"), of_role("Agent"), of_role("Helper"));
    finds(
        &format!("DELETE FROM user_role WHERE user = {zoe}"),
        &["user-roles: `zoe@x.example`: 0 roles"],
    );
    finds(
        &format!("INSERT INTO user_role SELECT {zoe}, id FROM role WHERE built_in = 0"),
        &["user-roles: `zoe@x.example`: 4 roles"],
    );
    finds(
        &format!("INSERT INTO user_role VALUES ({zoe}, {agent}), ({zoe}, {helper})"),
        &["product: `zoe@x.example`: several roles of the product desk"],
    );
}

#[test]
fn attributes() {
    let (zoe, at) = (of_user("zoe"), "(SELECT id FROM attribute WHERE owner = 'user' AND name = ");
    finds(
        &format!("DELETE FROM user_attribute WHERE user = {zoe}"),
        &["attribute: `zoe@x.example`: no name"],
    );
    let given = |name: &str, value: &str, boolean: u8| {
        broken(&format!(
            "INSERT INTO user_attribute VALUES ({zoe}, {at}'{name}'), {value}, {boolean})"
        ))
    };
    for (name, value, boolean) in
        [("note", "1", 0), ("seats", "'1'", 0), ("seats", "1", 1), ("vip", "1", 0)]
    {
        let sentence = format!("attribute: `zoe@x.example`: {name} is not of its type");
        assert_eq!(given(name, value, boolean), [sentence]);
    }
    for (name, value) in [("note", "''"), ("seats", "10"), ("seats", "-1"), ("city", "'Rome'")] {
        let sentence = format!("attribute: `zoe@x.example`: {name} is out of its bounds");
        assert_eq!(given(name, value, 0), [sentence]);
    }
    finds(
        &format!("UPDATE user_attribute SET value = 'somebody else' WHERE user = {zoe}"),
        &["attribute: `zoe@x.example`: name is out of its bounds"],
    );
}

#[test]
fn attributes_of_teams() {
    let (sales, at) =
        (of_team("Sales"), "(SELECT id FROM attribute WHERE owner = 'team' AND name = ");
    finds(
        "UPDATE attribute SET required = 1 WHERE owner = 'team' AND name = 'open'",
        &[
            "team-attribute: `L1`: no open",
            "team-attribute: `Sales`: no open",
            "team-attribute: `Support`: no open",
        ],
    );
    for (name, value, wrong) in [
        ("note", "1", "is not of its type"),
        ("open", "1", "is not of its type"),
        ("note", "'longer'", "is out of its bounds"),
        ("first", "'ana@x.example'", "is not of its type"),
    ] {
        finds(
            &format!("INSERT INTO team_attribute VALUES ({sales}, {at}'{name}'), {value}, 0)"),
            &[&format!("team-attribute: `Sales`: {name} {wrong}")],
        );
    }
    let name = |team: &str, attribute: &str, who: &str| {
        let user = of_user(who);
        format!(
            "INSERT INTO named_member (team, attribute, user) VALUES ({team}, {at}'{attribute}'), {user})"
        )
    };
    let support = of_team("Support");
    let stranger = "named-member: `Support`: zoe@x.example as first, who is no active member";
    finds(&name(&support, "first", "zoe"), &[stranger]);
    let manager = "named-member: `Support`: lea@x.example as first, who is no active member";
    finds(&name(&support, "first", "lea"), &[manager]);
    let note = "named-member: `Support`: note names no members";
    finds(&name(&support, "note", "ana"), &[note]);
    finds(
        &name("99", "first", "ana"),
        &["dangling: `teams`: a team that is not there has an attribute"],
    );
}

#[test]
fn departments() {
    let make = "INSERT INTO department VALUES (90, 'A', 0);
        INSERT INTO department_attribute
            SELECT 90, id, 'all', 0 FROM attribute WHERE name = 'way';";
    finds(make, &[]);
    finds(
        &format!("{make} UPDATE limit_of SET value = 0 WHERE name = 'departments'"),
        &["departments: `departments`: 1 departments, and there can be at most 0"],
    );
    finds(
        &format!("{make} UPDATE department SET name = 'Longest' WHERE id = 90"),
        &["department-name: `Longest`: 7 characters, and a name has at most 6"],
    );
    finds(
        &format!("{make} UPDATE department SET name = 'a/b' WHERE id = 90"),
        &["department-name: `a/b`: a name with the character `/`"],
    );
    finds("INSERT INTO department VALUES (90, 'A', 0)", &["department-attribute: `A`: no way"]);
    finds(
        &format!("{make} UPDATE department_attribute SET value = 'two'"),
        &["department-attribute: `A`: way is out of its bounds"],
    );
    let group = |team: &str, share: &str| {
        format!("INSERT INTO department_group VALUES (90, {}, {share});", of_team(team))
    };
    let sales = group("Sales", "60");
    finds(&format!("{make} {sales}"), &["department-groups: `A`: percentages that add up to 60"]);
    finds(
        &format!("{make} {} {}", group("Sales", "100"), group("Support", "NULL")),
        &["department-groups: `A`: percentages of some groups and not of all"],
    );
    let whole = group("Sales", "100");
    finds(
        &format!("{make} {whole} UPDATE fact SET holds = 0 WHERE name = 'department_percentages'"),
        &["department-groups: `A`: percentages, and this platform has none"],
    );
    finds(
        &format!("{make} INSERT INTO department_group VALUES (90, 99, NULL)"),
        &["dangling: `A`: refers to a team that is not there"],
    );
}

#[test]
fn teams() {
    finds(
        "INSERT INTO team SELECT id + 90, NULL, name || '2', id + 90 FROM team;
         INSERT INTO team VALUES (200, NULL, 'A', 200)",
        &["teams: `teams`: 7 teams, and there can be at most 6"],
    );
    finds("UPDATE team SET name = '' WHERE name = 'L1'", &["team-name: ``: no name"]);
    finds(
        "UPDATE team SET name = 'Überlang!' WHERE name = 'L1'",
        &["team-name: `Überlang!`: 9 characters, and a name has at most 8"],
    );
    finds(
        "UPDATE team SET name = 'a/b' WHERE name = 'L1'",
        &["team-name: `a/b`: a name with the character `/`"],
    );
    finds(
        "UPDATE team SET name = 'Sales' WHERE parent IS NULL",
        &["team-name: `Sales`: two teams of this name in the same place"],
    );
    let (support, first) = (of_team("Support"), of_team("Support:L1"));
    finds(
        &format!("UPDATE team SET parent = {first}, position = 9 WHERE id = {support}"),
        &["team-tree: `L1`: below itself", "team-tree: `Support`: below itself"],
    );
    finds(
        "UPDATE fact SET holds = 0 WHERE name = 'teams_nested'",
        &["team-tree: `L1`: a sub-team, and this platform has none"],
    );
    finds(
        "UPDATE limit_of SET value = 1 WHERE name = 'team_depth'",
        &["team-tree: `L1`: on level 2, and the tree has at most 1"],
    );
}

#[test]
fn seats() {
    let (zoe, ana, sales) = (of_user("zoe"), of_user("ana"), of_team("Sales"));
    let (ida, support) = (of_user("ida"), of_team("Support"));
    finds(
        &format!("INSERT INTO seat VALUES ({zoe}, {sales}, 'member')"),
        &["seat: `zoe@x.example`: a member of Sales and not eligible"],
    );
    finds(
        "DELETE FROM role_permission WHERE permission IN (SELECT permission FROM eligible_permission)",
        &["seat: `hal@x.example`: a member of Support and not eligible"],
    );
    finds(
        &format!("INSERT INTO seat VALUES ({ana}, {support}, 'manager')"),
        &["seat: `ana@x.example`: both manager and member of Support"],
    );
    finds(
        &format!("INSERT INTO seat VALUES ({ida}, {sales}, 'manager')"),
        &["seat: `ida@x.example`: inactive and a manager of Sales"],
    );
    finds(
        "UPDATE fact SET holds = 0 WHERE name = 'teams_managed'",
        &["seat: `Support`: a manager, and teams have none on this platform"],
    );
    finds(
        &format!("INSERT INTO seat SELECT {ana}, id, 'member' FROM team WHERE id <> {support}"),
        &["seat: `ana@x.example`: a member of 3 teams, and with the role Agent of at most 2"],
    );
}

#[test]
fn what_dangles() {
    let (zoe, lead, sales) = (of_user("zoe"), of_role("Lead"), of_team("Sales"));
    let at = "dangling: ";
    for (sql, sentence) in [
        (
            format!("INSERT INTO user_role VALUES ({zoe}, 99)"),
            "`zoe@x.example`: holds a role that is not there",
        ),
        (
            format!("INSERT INTO user_role VALUES (99, {lead})"),
            "`roles`: a role is held by somebody who is not there",
        ),
        (
            format!("INSERT INTO assignable VALUES ({lead}, 99)"),
            "`Lead`: may assign a role that is not there",
        ),
        (
            format!("INSERT INTO role_permission VALUES ({lead}, 99, 'view')"),
            "`Lead`: contains a permission that the platform does not have",
        ),
        (
            format!("UPDATE team SET parent = 99 WHERE id = {sales}"),
            "`Sales`: below a team that is not there",
        ),
        (
            format!("INSERT INTO seat VALUES ({zoe}, 99, 'manager')"),
            "`zoe@x.example`: sits in a team that is not there",
        ),
        (
            format!("INSERT INTO seat VALUES (99, {sales}, 'manager')"),
            "`teams`: a seat is taken by somebody who is not there",
        ),
        (
            format!("INSERT INTO user_attribute VALUES ({zoe}, 99, 'a', 0)"),
            "`zoe@x.example`: has an attribute that the platform does not have",
        ),
    ] {
        assert_eq!(broken(&sql), [format!("{at}{sentence}")], "{sql}");
    }
}

#[test]
fn what_is_unknown_is_no_violation() {
    let mut platform = platform();
    platform.users.attributes.values_mut().for_each(|attribute| attribute.kind.is = None);
    platform.teams.members_hold.is = None;
    platform.teams.one_seat.is = None;
    let mut live = live();
    live.users.insert("ana@x.example".into(), person(&["Idle"], &["Sales"]).into());
    live.teams.insert("Sales".into(), managed_by(&["ana@x.example"]));
    live.role_order = Known::Unknown;
    let sandbox = Sandbox::in_memory(&platform, &live).expect("nothing forbids it");
    assert_eq!(sandbox.audit(), Ok(Vec::new()));
}
