//! Each rule refuses the step that breaks it, says so, and lets the other step of the batch through.

use rolecall::core::{FaultKind, Grant, Known, Level, Role, Scalar, State, Status, Team};
use rolecall::plan::Action::{Create, Deactivate, Move, Reactivate, Rename, Update};
use rolecall::plan::{Resource, Step, perform};
use rolecall::platform::Platform;
use rolecall::target::Target;
use rolecall::target::sandbox::Sandbox;

use super::world::*;

/// Asks for a step that breaks a rule together with one that doesn't.
#[track_caller]
fn refuses_on(platform: &Platform, live: &State, bad: Step, sentence: &str) {
    let sandbox = Sandbox::in_memory(platform, live).expect("the state is legal");
    let good = user(Update, "zoe@x.example", has("note", "was here".into()));
    let mut expected = read(&sandbox);
    perform(&mut expected, &good);
    let answers = wait(sandbox.perform(&[&bad, &good]));
    match &answers[..] {
        [Err(fault), Ok(())] => {
            assert_eq!(fault.message, sentence);
            assert_eq!(fault.kind, FaultKind::Refused);
        }
        _ => panic!("{answers:?}"),
    }
    assert_eq!(sandbox.audit(), Ok(Vec::new()));
    assert_eq!(read(&sandbox), expected);
}

#[track_caller]
fn refuses(bad: Step, sentence: &str) {
    refuses_on(&platform(), &live(), bad, sentence);
}

/// The platform with one thing changed.
fn but(change: impl FnOnce(&mut Platform)) -> Platform {
    let mut platform = platform();
    change(&mut platform);
    platform
}

/// The live state with one thing changed.
fn with(change: impl FnOnce(&mut State)) -> State {
    let mut live = live();
    change(&mut live);
    live
}

// What is there, and what isn't.

#[test]
fn what_is_there_is_not_created() {
    refuses(role(Create, "Lead", may(&[])), "role `Lead` is already there");
    refuses(role(Create, "Agent", may(&[])), "role `Agent` is already there");
    refuses(team(Create, "Sales", Team::default()), "team `Sales` is already there");
    let again = user(Create, "ana@x.example", person(&["Agent"], &[]));
    refuses(again, "user `ana@x.example` is already there");
}

#[test]
fn what_is_not_there_is_not_changed() {
    refuses(role(Update, "None", may(&[])), "role `None` is not there");
    refuses(team(Update, "Sales:L1", Team::default()), "team `Sales:L1` is not there");
    refuses(user(Update, "no@x.example", holds(&["Agent"])), "user `no@x.example` is not there");
    refuses(delete(user_key("no@x.example")), "user `no@x.example` is not there");
    let gone = from(role_key("None"), role(Rename, "Some", Role::default()));
    refuses(gone, "role `None` is not there");
}

#[test]
fn a_taken_name_is_not_taken_again() {
    let taken = from(role_key("Lead"), role(Rename, "Taker", Role::default()));
    refuses(taken, "role `Taker` is already there");
    let taken = from(team_key("Sales"), team(Rename, "Support", Team::default()));
    refuses(taken, "team `Support` is already there");
    let taken =
        from(user_key("ana@x.example"), user(Rename, "hal@x.example", row(&["Agent"], &[])));
    refuses(taken, "user `hal@x.example` is already there");
}

#[test]
fn a_step_is_about_one_kind_of_thing() {
    let odd = from(role_key("Lead"), team(Rename, "Sales", Team::default()));
    refuses(odd, "role `Lead` cannot become team `Sales`");
    let odd = step(Update, role_key("Lead"), Some(Resource::Team(Team::default())));
    refuses(odd, "the step on role `Lead` says nothing that fits it");
    let odd = from(role_key("Lead"), role(Create, "Boss", Role::default()));
    refuses(odd, "role `Boss` cannot be made out of another");
}

// Roles.

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
        live.users.insert("ada@x.example".into(), person(&["Idle"], &[]));
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

// What people hold.

#[test]
fn a_person_holds_from_one_to_three_roles() {
    let sentence = "`ana@x.example` would hold 0 roles, and a person holds at least 1";
    refuses(user(Update, "ana@x.example", row(&[], &[])), sentence);
    let sentence = "`zoe@x.example` would hold 4 roles, and a person holds at most 3";
    let many = holds(&["Admin", "Idle", "Lead", "Taker"]);
    refuses(user(Update, "zoe@x.example", many), sentence);
    let nothing = user(Create, "new@x.example", person(&[], &[]));
    refuses(nothing, "`new@x.example` would hold 0 roles, and a person holds at least 1");
}

#[test]
fn a_role_that_is_held_is_there() {
    refuses(user(Update, "zoe@x.example", holds(&["None"])), "role `None` is not there");
}

#[test]
fn one_role_of_each_product() {
    let sentence = "`zoe@x.example` would hold several roles of one product: `Agent` and `Helper`";
    refuses(user(Update, "zoe@x.example", holds(&["Agent", "Helper"])), sentence);
}

#[test]
fn some_roles_are_neither_given_nor_taken() {
    let sentence = "the role `Owner` cannot be given to anybody";
    refuses(user(Update, "zoe@x.example", holds(&["Owner"])), sentence);
    let owner = with(|live| {
        live.users.insert("own@x.example".into(), person(&["Owner"], &[]));
    });
    let sentence = "the role `Owner` cannot be taken from anybody";
    let bad = user(Update, "own@x.example", holds(&["Idle"]));
    refuses_on(&platform(), &owner, bad, sentence);
    refuses_on(&platform(), &owner, delete(user_key("own@x.example")), sentence);
    let more = user(Update, "own@x.example", holds(&["Owner", "Idle"]));
    let sandbox = Sandbox::in_memory(&platform(), &owner).expect("the state is legal");
    assert_eq!(wait(sandbox.perform(&[&more])), [Ok(())]);
}

// Attributes.

#[test]
fn attributes_are_known_and_of_their_type() {
    let refuses = |name: &str, value: Scalar, sentence: &str| {
        refuses(user(Update, "zoe@x.example", has(name, value)), sentence);
    };
    refuses("shoe", Scalar::Int(42), "this platform has no attribute `shoe`");
    let at = "of `zoe@x.example` cannot be";
    refuses(
        "note",
        "".into(),
        &format!("the attribute `note` {at} ``: it is text that is not empty"),
    );
    refuses(
        "name",
        "somebody else".into(),
        &format!(
            "the attribute `name` {at} `somebody else`: it is text that is not empty, of at most 10 characters"
        ),
    );
    refuses(
        "note",
        Scalar::Bool(true),
        &format!("the attribute `note` {at} `true`: it is text that is not empty"),
    );
    for value in [Scalar::Int(10), Scalar::Int(-1), "3".into(), Scalar::Bool(true)] {
        let sentence =
            format!("the attribute `seats` {at} `{value}`: it is a whole number from 0 up to 9");
        refuses("seats", value, &sentence);
    }
    for value in [Scalar::Int(1), "true".into()] {
        let sentence = format!("the attribute `vip` {at} `{value}`: it is true or false");
        refuses("vip", value, &sentence);
    }
    for value in ["Rome".into(), Scalar::Int(1)] {
        let sentence = format!("the attribute `city` {at} `{value}`: it is one of Lima, Quito");
        refuses("city", value, &sentence);
    }
}

#[test]
fn an_attribute_of_unknown_type_takes_anything() {
    for value in [Scalar::Bool(false), Scalar::Int(-3), "".into()] {
        let sandbox = Sandbox::in_memory(&platform(), &live()).expect("the state is legal");
        let any = user(Update, "zoe@x.example", has("dark", value.clone()));
        assert_eq!(wait(sandbox.perform(&[&any])), [Ok(())]);
        let zoe = &read(&sandbox).users["zoe@x.example"];
        assert_eq!(zoe.attributes["dark"], value);
    }
}

#[test]
fn required_attributes_stay_and_some_cannot_be_cleared() {
    let without = user(Create, "new@x.example", holds(&["Idle"]));
    refuses(without, "`new@x.example` cannot be without the attribute `name`");
    let cleared = user(Update, "zoe@x.example", has("name", Scalar::Null));
    refuses(cleared, "the attribute `name` of `zoe@x.example` cannot be cleared");
    let soft = but(|platform| {
        if let Some(name) = platform.users.attributes.get_mut("name") {
            name.clearable.is = None;
        }
    });
    let cleared = user(Update, "zoe@x.example", has("name", Scalar::Null));
    let sentence = "`zoe@x.example` cannot be without the attribute `name`";
    refuses_on(&soft, &live(), cleared, sentence);
    let badged = with(|live| {
        let zoe = live.users.get_mut("zoe@x.example");
        zoe.into_iter().for_each(|zoe| {
            zoe.attributes.insert("badge".into(), "7".into());
        });
    });
    let cleared = user(Update, "zoe@x.example", has("badge", Scalar::Null));
    let sentence = "the attribute `badge` of `zoe@x.example` cannot be cleared";
    refuses_on(&platform(), &badged, cleared, sentence);

    let sandbox = Sandbox::in_memory(&platform(), &badged).expect("the state is legal");
    let never = user(Update, "ana@x.example", has("badge", Scalar::Null));
    let gone = delete(user_key("zoe@x.example"));
    assert_eq!(wait(sandbox.perform(&[&never, &gone])), [Ok(()), Ok(())]);
}

// People.

#[test]
fn people_are_counted() {
    let full = with(|live| {
        live.users.insert("six@x.example".into(), person(&["Idle"], &[]));
    });
    let bad = user(Create, "new@x.example", person(&["Idle"], &[]));
    let sentence = "there is no room for `new@x.example`: there can be at most 6 people";
    refuses_on(&platform(), &full, bad, sentence);
}

#[test]
fn people_are_made_renamed_and_switched_where_the_platform_can() {
    let elsewhere = but(|platform| platform.users.created_elsewhere.is = Some(true));
    let bad = user(Create, "new@x.example", person(&["Idle"], &[]));
    let sentence = "people are created elsewhere, so `new@x.example` cannot be made here";
    refuses_on(&elsewhere, &live(), bad, sentence);
    let stays = but(|platform| platform.users.renames.is = Some(false));
    let bad =
        from(user_key("ana@x.example"), user(Rename, "an@x.example", has("note", "a".into())));
    let sentence = "the address of `ana@x.example` cannot be changed on this platform";
    refuses_on(&stays, &live(), bad, sentence);
    let always = but(|platform| platform.users.deactivates.is = Some(false));
    let bad = user(Reactivate, "ida@x.example", is(Status::Active));
    let sentence = "people cannot be deactivated or reactivated on this platform, and so neither \
                    can `ida@x.example`";
    refuses_on(&always, &live(), bad, sentence);
}

#[test]
fn a_manager_is_not_deleted() {
    let sentence = "`lea@x.example` cannot be deleted: they still manage `Support`";
    refuses(delete(user_key("lea@x.example")), sentence);
}

// Seats.

#[test]
fn a_member_is_eligible() {
    let sentence =
        "`zoe@x.example` cannot be a member of `Sales`: none of their roles makes them eligible";
    refuses(user(Update, "zoe@x.example", member(&["Sales"])), sentence);
    let sentence =
        "`hal@x.example` cannot be a member of `Support`: none of their roles makes them eligible";
    refuses(user(Update, "hal@x.example", holds(&["Idle"])), sentence);
    let sentence = "the role `Taker` cannot be changed so: `hal@x.example` is a member of a team by \
                    what it would lose";
    refuses(role(Update, "Taker", may(&[("queue", Level::View)])), sentence);
    let helper = with(|live| {
        live.users.insert("hel@x.example".into(), person(&["Helper"], &["Sales"]));
    });
    let sentence = "the role `Helper` cannot be changed so: `hel@x.example` is a member of a team \
                    by what it would lose";
    refuses_on(&platform(), &helper, role(Update, "Helper", may(&[])), sentence);
}

#[test]
fn roles_and_memberships_may_change_together() {
    let sandbox = Sandbox::in_memory(&platform(), &live()).expect("the state is legal");
    let both = user(Update, "zoe@x.example", row(&["Helper"], &["Sales"]));
    let out = user(Update, "hal@x.example", row(&["Idle"], &[]));
    assert_eq!(wait(sandbox.perform(&[&both, &out])), [Ok(()), Ok(())]);
    let rests_on_another = user(Update, "ana@x.example", holds(&["Taker"]));
    assert_eq!(wait(sandbox.perform(&[&rests_on_another])), [Ok(())]);
}

#[test]
fn nobody_sits_twice_in_a_team() {
    let both = with(|live| {
        live.users.insert("lea@x.example".into(), person(&["Agent"], &[]));
    });
    let sentence = "`lea@x.example` cannot become a member of `Support`: nobody is both manager \
                    and member of a team";
    let bad = user(Update, "lea@x.example", member(&["Support"]));
    refuses_on(&platform(), &both, bad, sentence);
    let sentence = "`ana@x.example` cannot become a manager of `Support`: nobody is both manager \
                    and member of a team";
    refuses(team(Update, "Support", managed_by(&["ana@x.example"])), sentence);
}

#[test]
fn who_is_inactive_sits_nowhere() {
    let sentence = "`ana@x.example` cannot be inactive and a member of `Support`";
    refuses(user(Deactivate, "ana@x.example", is(Status::Inactive)), sentence);
    let sentence = "`lea@x.example` cannot be inactive and a manager of `Support`";
    refuses(user(Deactivate, "lea@x.example", is(Status::Inactive)), sentence);
    let sentence = "`ida@x.example` is inactive and cannot manage a team";
    refuses(team(Update, "Sales", managed_by(&["ida@x.example"])), sentence);
    let sentence = "`ida@x.example` cannot be inactive and a member of `Sales`";
    refuses(user(Update, "ida@x.example", row(&["Agent"], &["Sales"])), sentence);
}

#[test]
fn memberships_are_counted_by_role() {
    let sentence =
        "`ana@x.example` would be a member of too many teams: with the role `Agent` at most 2";
    let many = member(&["Support", "Support:L1", "Sales"]);
    refuses(user(Update, "ana@x.example", many.clone()), sentence);
    let takers = with(|live| {
        live.users.insert(
            "hal@x.example".into(),
            person(&["Taker"], &["Support", "Support:L1", "Sales"]),
        );
    });
    let named = but(|platform| {
        platform.teams.max_per_holder =
            [("Takers".into(), platform.teams.max_per_holder["Agent"].clone())].into();
    });
    let bad = from(role_key("Taker"), role(Rename, "Takers", Role::default()));
    let sentence = "holders of the role `Takers` would be members of more than 2 teams";
    refuses_on(&named, &takers, bad, sentence);
}

#[test]
fn teams_have_managers_where_the_platform_has_them() {
    let none = but(|platform| platform.teams.managed.is = Some(false));
    let live = with(|live| {
        live.teams.insert("Support".into(), managed_by(&[]));
    });
    let bad = team(Update, "Sales", managed_by(&["lea@x.example"]));
    refuses_on(&none, &live, bad, "teams have no managers on this platform");
}

#[test]
fn who_manages_is_there() {
    let bad = team(Update, "Sales", managed_by(&["no@x.example"]));
    refuses(bad, "user `no@x.example` is not there");
}

// Teams.

#[test]
fn a_team_in_use_is_not_deleted() {
    let sentence = "the team `Support` cannot be deleted: it still has the sub-team `L1`";
    refuses(delete(team_key("Support")), sentence);
    let flat = with(|live| {
        live.teams.remove(&"Support:L1".into());
    });
    let sentence = "the team `Support` cannot be deleted: `ana@x.example` is still a member of it";
    refuses_on(&platform(), &flat, delete(team_key("Support")), sentence);
}

#[test]
fn a_team_has_a_parent_and_is_not_below_itself() {
    let orphan = team(Create, "None:L1", Team::default());
    refuses(orphan, "team `None` is not there");
    let sentence = "the team `Support` cannot be moved below itself";
    for to in ["Support:L1:S", "Support:S"] {
        refuses(from(team_key("Support"), team(Move, to, Team::default())), sentence);
    }
    let lost = from(team_key("Support"), team(Move, "None:Support", Team::default()));
    refuses(lost, "team `None` is not there");
}

#[test]
fn a_team_has_a_name_that_the_platform_can_write() {
    refuses(team(Create, "", Team::default()), "a team needs a name");
    refuses(team(Create, "Sales:", Team::default()), "a team needs a name");
    let sentence = "the name of the team `a/b` cannot contain `/`";
    refuses(team(Create, "Sales:a/b", Team::default()), sentence);
    let sentence = "the name of the team `Überlang!` is longer than 8 characters";
    refuses(team(Create, "Überlang!", Team::default()), sentence);
}

#[test]
fn teams_are_counted() {
    let full = with(|live| {
        for name in ["A", "B", "C"] {
            live.teams.insert(name.into(), managed_by(&[]));
        }
    });
    let sentence = "there is no room for `Sales:D`: there can be at most 6 teams";
    refuses_on(&platform(), &full, team(Create, "Sales:D", Team::default()), sentence);
}

#[test]
fn the_tree_is_no_deeper_than_the_platform_has_it() {
    let deep = with(|live| {
        live.teams.insert("Support:L1:A".into(), managed_by(&[]));
    });
    let sentence = "the team `Support:L1:A:B` would make the tree deeper than 3 levels";
    refuses_on(&platform(), &deep, team(Create, "Support:L1:A:B", Team::default()), sentence);
    let sentence = "the team `Sales:Support` would make the tree deeper than 3 levels";
    let bad = from(team_key("Support"), team(Move, "Sales:Support", Team::default()));
    refuses_on(&platform(), &deep, bad, sentence);
    let flat = but(|platform| platform.teams.nested.is = Some(false));
    let live = with(|live| {
        live.teams.remove(&"Support:L1".into());
    });
    let sentence = "the team `Sales:New` cannot be below another: this platform has no sub-teams";
    refuses_on(&flat, &live, team(Create, "Sales:New", Team::default()), sentence);
}

// Orders.

#[test]
fn an_order_names_everything_once() {
    let all = ["Admin", "Agent", "Owner", "Helper", "Idle", "Lead", "Taker"];
    refuses(role_order(&all[1..]), "the order of roles leaves out `Admin`");
    let mut twice = all;
    twice[6] = "Admin";
    refuses(role_order(&twice), "the order of roles names `Admin` twice");
    twice[6] = "None";
    refuses(role_order(&twice), "role `None` is not there");
    refuses(team_order(None, &["Support"]), "the order of teams leaves out `Sales`");
    refuses(team_order(None, &["Sales", "Sales"]), "the order of teams names `Sales` twice");
    refuses(team_order(Some("None"), &[]), "team `None` is not there");
    refuses(team_order(Some("Support"), &["L2"]), "team `Support:L2` is not there");
}

#[test]
fn there_is_an_order_where_the_platform_keeps_one() {
    let none = but(|platform| {
        platform.roles.ordered.is = None;
        platform.teams.ordered.is = Some(false);
    });
    let sandbox = Sandbox::in_memory(&none, &live()).expect("the state is legal");
    assert!(read(&sandbox).role_order.is_unknown());
    assert!(read(&sandbox).team_order.is_empty());
    let all = ["Taker", "Admin", "Agent", "Owner", "Helper", "Idle", "Lead"];
    let sentence = "roles have no order of their own on this platform";
    refuses_on(&none, &live(), role_order(&all), sentence);
    let sentence = "teams have no order of their own on this platform";
    refuses_on(&none, &live(), team_order(None, &["Support", "Sales"]), sentence);
}

// What is unknown forbids nothing.

#[test]
fn what_is_unknown_of_a_platform_forbids_nothing() {
    let unknown = but(|platform| {
        let (roles, teams, users) = (&mut platform.roles, &mut platform.teams, &mut platform.users);
        for limit in [
            &mut roles.custom.max,
            &mut roles.custom.name_length,
            &mut roles.min_per_user,
            &mut roles.max_per_user,
            &mut teams.max,
            &mut teams.depth,
            &mut teams.name_length,
            &mut users.max,
        ] {
            limit.is = None;
        }
        for fact in
            [&mut roles.custom.allowed, &mut teams.one_seat, &mut users.inactive_leaves_teams]
        {
            fact.is = None;
        }
        teams.members_hold.is = None;
    });
    let sandbox = Sandbox::in_memory(&unknown, &live()).expect("the state is legal");
    let steps = [
        role(Create, "A very long name", may(&[])),
        role(Create, "B", may(&[])),
        team(Create, "Sales:A very long name", managed_by(&["ida@x.example"])),
        team(Create, "Support:L1:A", managed_by(&[])),
        team(Create, "Support:L1:A:B", managed_by(&["hal@x.example"])),
        user(Update, "hal@x.example", row(&[], &["Support:L1:A:B", "Sales"])),
        user(Update, "zoe@x.example", row(&["Admin", "Idle", "Lead", "Taker"], &["Sales"])),
    ];
    let steps: Vec<&Step> = steps.iter().collect();
    assert_eq!(wait(sandbox.perform(&steps)), vec![Ok(()); steps.len()]);
    assert_eq!(sandbox.audit(), Ok(Vec::new()));
}
