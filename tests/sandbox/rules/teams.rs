//! What the tree of teams can be.

use rolecall::core::Team;
use rolecall::plan::Action::{Create, Move};

use super::{but, refuses, refuses_on, with};
use crate::world::*;

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
