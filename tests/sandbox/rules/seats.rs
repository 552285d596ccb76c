//! Who can sit in a team.

use rolecall::core::{Level, Role, Status};
use rolecall::plan::Action::{Deactivate, Rename, Update};
use rolecall::target::Target;
use rolecall::target::sandbox::Sandbox;

use super::{but, refuses, refuses_on, with};
use crate::world::*;

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
        live.users.insert("hel@x.example".into(), person(&["Helper"], &["Sales"]).into());
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
        live.users.insert("lea@x.example".into(), person(&["Agent"], &[]).into());
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
            person(&["Taker"], &["Support", "Support:L1", "Sales"]).into(),
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
