//! What orders name, and that what is unknown of a platform forbids nothing.

use rolecall::plan::Action::{Create, Update};
use rolecall::plan::Step;
use rolecall::target::Target;
use rolecall::target::sandbox::Sandbox;

use super::{but, refuses, refuses_on};
use crate::world::*;

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
