//! What is recorded of a team, and whom it names.

use rolecall::core::{Email, Scalar, State, Status, Team, TeamPath};
use rolecall::plan::Action::{Create, Deactivate, Rename, Update};
use rolecall::target::Target;
use rolecall::target::sandbox::Sandbox;

use super::{but, refuses, refuses_on, with};
use crate::world::*;

/// Ana is the first of Support.
fn named() -> State {
    with(|live| {
        live.teams.insert(
            "Support".into(),
            Team {
                managers: set::<Email>(&["lea@x.example"]).into(),
                ..names("first", Some("ana@x.example"))
            },
        );
    })
}

#[test]
fn values_are_of_their_type_and_within_their_bounds() {
    let bad = |value: Scalar| team(Update, "Sales", of_team("note", value));
    let sentence = |value: &str| {
        format!(
            "the attribute `note` of the team `Sales` cannot be `{value}`: it is text that is \
                 not empty, of at most 5 characters"
        )
    };
    refuses(bad("longer".into()), &sentence("longer"));
    refuses(bad(Scalar::Int(1)), &sentence("1"));
    let sentence = "this platform has no attribute `seats`";
    refuses(team(Update, "Sales", of_team("seats", Scalar::Int(1))), sentence);
    let noted = with(|live| {
        live.teams.insert("Sales".into(), of_team("note", "a".into()));
    });
    let sentence = "the attribute `note` of the team `Sales` cannot be cleared";
    refuses_on(&platform(), &noted, team(Update, "Sales", of_team("note", Scalar::Null)), sentence);
    let needed = but(|platform| {
        if let Some(note) = platform.teams.attributes.get_mut("note") {
            note.required.is = Some(true);
        }
    });
    let all = with(|live| {
        for team in live.teams.values_mut() {
            team.attributes.insert("note".into(), "a".into());
        }
    });
    let sentence = "the team `New` cannot be without the attribute `note`";
    let new = team(Create, "New", Team::default());
    refuses_on(&needed, &all, new, sentence);
}

#[test]
fn only_an_active_member_is_named() {
    let name = |who| team(Update, "Support", names("first", Some(who)));
    let sentence = "`zoe@x.example` cannot be the `first` of `Support`: they are no active member";
    refuses(name("zoe@x.example"), sentence);
    let sentence = "`lea@x.example` cannot be the `first` of `Support`: they are no active member";
    refuses(name("lea@x.example"), sentence);
    refuses(name("who@x.example"), "user `who@x.example` is not there");
}

#[test]
fn who_is_named_stays_as_long_as_they_are() {
    let sentence = "`ana@x.example` cannot leave `Support`: they are its `first`";
    refuses_on(&platform(), &named(), user(Update, "ana@x.example", member(&[])), sentence);
    let sentence = "`ana@x.example` cannot be deleted: they are still the `first` of `Support`";
    refuses_on(&platform(), &named(), delete(user_key("ana@x.example")), sentence);
    let seats_stay = but(|platform| platform.users.inactive_leaves_teams.is = None);
    let sentence = "`ana@x.example` cannot be inactive and the `first` of `Support`";
    let gone = user(Deactivate, "ana@x.example", is(Status::Inactive));
    refuses_on(&seats_stay, &named(), gone, sentence);
}

#[test]
fn who_is_named_is_replaced_and_followed_by_name() {
    let sandbox = Sandbox::in_memory(&platform(), &named()).expect("the state is legal");
    let renamed =
        from(user_key("ana@x.example"), user(Rename, "ann@x.example", member(&["Support"])));
    assert_eq!(wait(sandbox.perform(&[&renamed])), [Ok(())]);
    let first =
        |sandbox: &Sandbox| read(sandbox).teams[&TeamPath::new("Support")].named["first"].clone();
    assert_eq!(first(&sandbox), Some("ann@x.example".into()));
    let next = team(Update, "Support", names("first", Some("hal@x.example")));
    let leaves = user(Update, "ann@x.example", member(&[]));
    assert_eq!(wait(sandbox.perform(&[&next, &leaves])), [Ok(()), Ok(())]);
    assert_eq!(first(&sandbox), Some("hal@x.example".into()));
    let nobody = team(Update, "Support", names("first", None));
    assert_eq!(wait(sandbox.perform(&[&nobody])), [Ok(())]);
    assert_eq!(first(&sandbox), None);
}
