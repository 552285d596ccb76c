//! What a role can be.

use rolecall::core::{Grant, Known, Level, Role};
use rolecall::plan::Action::{Create, Rename, Update};
use rolecall::plan::Step;
use rolecall::target::Target;
use rolecall::target::sandbox::Sandbox;

use super::{but, refuses, refuses_on, with};
use crate::world::*;

#[test]
fn custom_roles_are_counted() {
    let full = with(|live| {
        live.roles.insert("Fourth".into(), may(&[]));
    });
    let bad = role(Create, "Fifth", may(&[]));
    let sentence = "there is no room for `Fifth`: there can be at most 4 custom roles";
    refuses_on(&platform(), &full, bad, sentence);
}

#[test]
fn custom_roles_exist_where_the_platform_has_them() {
    let none = but(|platform| platform.roles.custom.allowed.is = Some(false));
    let live = with(|live| {
        live.roles.clear();
        live.teams.clear();
        live.users.retain(|email, _| email.as_str().starts_with("zoe"));
    });
    let sentence = "this platform has no custom roles, so `New` cannot be made";
    refuses_on(&none, &live, role(Create, "New", may(&[])), sentence);
}

#[test]
fn a_role_has_a_name_of_some_length() {
    refuses(role(Create, "", may(&[])), "a role needs a name");
    let sentence = "the name of the role `Überlang!` is longer than 8 characters";
    refuses(role(Create, "Überlang!", may(&[])), sentence);
    let long = from(role_key("Idle"), role(Rename, "Überlang!", Role::default()));
    refuses(long, sentence);
}

#[test]
fn lengths_count_code_points() {
    let sandbox = Sandbox::in_memory(&platform(), &live()).expect("the state is legal");
    let eight = role(Create, "Überlang", may(&[]));
    assert_eq!(wait(sandbox.perform(&[&eight])), [Ok(())]);
}

#[test]
fn a_label_has_some_length_and_a_color_six_digits() {
    let labelled = |label: &str| Role { label: Known::Known(label.into()), ..Role::default() };
    let colored = |color: &str| Role { color: Known::Known(color.into()), ..Role::default() };
    refuses(role(Update, "Lead", labelled("")), "the label of the role `Lead` is empty");
    let sentence = "the label of the role `Lead` is longer than 5 characters";
    refuses(role(Update, "Lead", labelled("LEADER")), sentence);
    for color in ["#0b57d0", "0B57D0", "#0B57D", "#0B57D00", ""] {
        let sentence =
            format!("the colour of the role `Lead` is `{color}`, not # and six digits from 0 to F");
        refuses(role(Update, "Lead", colored(color)), &sentence);
    }
    let sentence = "the role `Agent` cannot have a label or a colour: it is built in";
    refuses(role(Update, "Agent", labelled("A")), sentence);
    let plain = but(|platform| platform.roles.custom.labelled.is = Some(false));
    let sentence = "the role `Lead` cannot have a label or a colour: this platform has none";
    refuses_on(&plain, &live(), role(Update, "Lead", labelled("A")), sentence);
}

#[test]
fn built_in_roles_stay_what_they_are() {
    refuses(delete(role_key("Agent")), "the role `Agent` is built in and cannot be deleted");
    let renamed = from(role_key("Helper"), role(Rename, "Aide", Role::default()));
    refuses(renamed, "the role `Helper` is built in and cannot be renamed");
    let sentence = "the role `Admin` is built in and cannot be edited";
    refuses(role(Update, "Admin", may(&[("dark", Level::View)])), sentence);
    let nobody = Role { assignable_roles: Known::Known(set(&[])), ..Role::default() };
    refuses(role(Update, "Admin", nobody.clone()), sentence);
    let sentence = "the built-in role `Agent` cannot have a list of roles to assign before its \
                    permissions are written";
    refuses(role(Update, "Agent", nobody), sentence);
}

#[test]
fn a_role_in_use_is_not_deleted() {
    let sentence = "the role `Idle` cannot be deleted: `ida@x.example` still holds it";
    refuses(delete(role_key("Idle")), sentence);
    let twice = with(|live| {
        live.users.insert("ada@x.example".into(), person(&["Idle"], &[]).into());
    });
    let sentence = "the role `Idle` cannot be deleted: `ada@x.example` and 1 more still hold it";
    refuses_on(&platform(), &twice, delete(role_key("Idle")), sentence);
    let unheld = with(|live| {
        live.users.remove("hal@x.example");
    });
    let sentence = "the role `Taker` cannot be deleted: holders of `Lead` may still assign it";
    refuses_on(&platform(), &unheld, delete(role_key("Taker")), sentence);
}

#[test]
fn a_permission_is_granted_at_its_levels_and_scopes() {
    let sentence = "the role `Idle` has the permission `queue` at the level granted, which it \
                    cannot be granted at";
    refuses(role(Update, "Idle", may(&[("queue", Level::Granted)])), sentence);
    let scoped = |id: &str, level, scope: &str| {
        let grant = Grant { level, only: set(&[scope]) };
        Role { permissions: Known::Known([(id.into(), grant)].into()), ..Role::default() }
    };
    let sentence = "the role `Idle` restricts the permission `queue` to moons, which it cannot be \
                    restricted to";
    refuses(role(Update, "Idle", scoped("queue", Level::View, "moons")), sentence);
    let sentence = "the role `Idle` restricts the permission `desk.take` to own_teams, which it \
                    cannot be restricted to";
    refuses(role(Update, "Idle", scoped("desk.take", Level::Granted, "own_teams")), sentence);
    let sentence = "this platform has no permission `moon.walk`";
    refuses(role(Update, "Idle", may(&[("moon.walk", Level::View)])), sentence);

    let sandbox = Sandbox::in_memory(&platform(), &live()).expect("the state is legal");
    let known = role(Update, "Idle", scoped("queue", Level::View, "own_teams"));
    let unknown = role(Update, "Lead", scoped("dark", Level::Edit, "moons"));
    let unknown = Step { after: unknown.after, ..role(Update, "Taker", Role::default()) };
    let free = user(Update, "hal@x.example", row(&["Agent"], &["Support"]));
    assert_eq!(wait(sandbox.perform(&[&known, &free, &unknown])), [Ok(()), Ok(()), Ok(())]);
}

#[test]
fn roles_are_assigned_by_those_who_may_and_who_say_which() {
    let assigns =
        |names: &[&str]| Role { assignable_roles: Known::Known(set(names)), ..Role::default() };
    let sentence =
        "the role `Idle` has a list of roles to assign, but no permission to assign roles";
    refuses(role(Update, "Idle", assigns(&["Taker"])), sentence);
    refuses(role(Update, "Lead", assigns(&["None"])), "role `None` is not there");
    let sentence =
        "the role `Lead` has a list of roles to assign, but no permission to assign roles";
    refuses(role(Update, "Lead", may(&[("queue", Level::View)])), sentence);
    let sentence = "the role `New` may assign roles, but nobody ever wrote which; an empty list \
                    means none";
    refuses(role(Create, "New", may(&[("users.edit", Level::Granted)])), sentence);

    let sandbox = Sandbox::in_memory(&platform(), &live()).expect("the state is legal");
    let nobody =
        Role { permissions: may(&[("users.edit", Level::Granted)]).permissions, ..assigns(&[]) };
    assert_eq!(wait(sandbox.perform(&[&role(Create, "New", nobody)])), [Ok(())]);
}
