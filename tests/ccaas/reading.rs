//! What is live, from pages that move and from answers that leave things open.

use rolecall::core::{
    AttributeName, Email, FaultKind, Few, Known, RoleName, Scalar, Status, TeamName, TeamPath,
};
use rolecall::platform::{Extent, Fact, Way};
use rolecall::target::Target;

use crate::peer::{Peer, Quirks, address, answer};
use crate::setting::{api, on_a_clock, paths, target};

#[test]
fn people_roles_and_the_tree_are_read_as_far_as_they_are_told() {
    on_a_clock(async {
        let peer = Peer::with(3);
        peer.world().people[1].active = false;
        let target = target(peer.clone());
        let live = target.read().await.expect("it can be read");
        let user = &live.users[&Email::new("user0@acme.example")];
        assert_eq!(user.status, Known::Known(Status::Inactive));
        assert_eq!(user.roles, Known::Known([RoleName::new("Agent")].into()));
        assert_eq!(user.teams, Known::Known(Few::new()), "no seat is known to be a member's");
        let value = |name: &str| user.attributes.get(&AttributeName::new(name)).cloned();
        assert_eq!(value("first_name"), Some(Scalar::from("Ana")));
        assert_eq!(value("chat_concurrency"), Some(Scalar::Int(2)));
        assert_eq!(value("chat_concurrency_enabled"), Some(Scalar::Bool(false)));
        assert_eq!(value("alias"), Some(Scalar::Null));

        let roles: Vec<&str> = live.roles.keys().map(RoleName::as_str).collect();
        assert_eq!(roles, ["Auditor", "Floor Lead"], "those that are built in are the platform's");
        assert!(live.roles.values().all(|role| role.permissions.is_unknown()));
        let teams: Vec<&str> = live.teams.keys().map(TeamPath::as_str).collect();
        let all = ["24/7", "Sales", "Sales:Night", "Support", "Support:L1", "Support:Night"];
        assert_eq!(teams, all, "without what was deleted");
        let support = &live.teams[&TeamPath::new("Support")];
        assert_eq!(
            support.seated[..],
            [Email::new("user0@acme.example"), Email::new("user2@acme.example")]
        );
        assert!(support.managers.is_unknown());
        let top: Vec<&str> = live.team_order[&None].iter().map(TeamName::as_str).collect();
        assert_eq!(top, ["Sales", "Support", "24/7"]);
        assert!(live.role_order.is_unknown());

        // The same, as the data has it.
        let reads = api().reads.expect("somebody has looked");
        let extent = |fact: &Fact<Extent>| fact.value().copied();
        let whole = [&reads.teams, &reads.users, &reads.attributes];
        assert!(whole.into_iter().all(|fact| extent(fact) == Some(Extent::Whole)));
        let in_part = [&reads.roles, &reads.managers, &reads.memberships];
        assert!(in_part.into_iter().all(|fact| extent(fact) == Some(Extent::Part)));
        let untold = [&reads.permissions, &reads.assignable_roles];
        assert!(untold.into_iter().all(|fact| extent(fact) == Some(Extent::Nothing)));
        assert!(live.roles.values().all(|role| role.assignable_roles.is_unknown()));

        let means = target.means();
        assert_eq!(
            (means.roles, means.teams, means.users),
            (Way::ByHand, Way::ByHand, Way::Automatic)
        );
        assert!(means.attributes.contains("alias") && !means.attributes.contains("location"));
        assert!(!means.teams_by_path);
    });
}

#[test]
fn whoever_sits_in_one_of_several_teams_of_a_name_has_seats_that_are_not_all_known() {
    on_a_clock(async {
        let peer = Peer::with(2);
        peer.world().people[1].seats.insert("Night".into());
        let target = target(peer.clone());
        let live = target.read().await.expect("it can be read");
        assert!(live.users["user0@acme.example"].teams.is_unknown());
        assert_eq!(live.users["user1@acme.example"].teams, Known::Known(Few::new()));
        for path in paths(&["Support:Night", "Sales:Night"]) {
            assert!(live.teams[&path].seated.is_empty(), "{path}");
        }
        assert_eq!(
            target.remarks(),
            ["several teams are called `Night`, and 1 person is in one of them"]
        );
    });
}

#[test]
fn many_pages_are_read_whole() {
    on_a_clock(async {
        let peer = Peer::with(4321);
        let live = target(peer.clone()).read().await.expect("it can be read");
        assert_eq!(live.users.len(), 4322);
        assert_eq!(peer.count("/users"), 5, "pages of a thousand");
    });
}

#[test]
fn pages_that_move_are_read_again_and_a_part_is_never_the_whole() {
    on_a_clock(async {
        let peer = Peer::with(2500);
        peer.world().page_moves = true;
        let fault = target(peer.clone()).read().await.expect_err("it never holds still");
        assert_eq!(fault.kind, FaultKind::Unreachable);
        assert!(fault.message.contains("never whole"), "{fault}");
        // It holds still after the first reading.
        let peer = Peer::with(2500);
        peer.world().page_moves = true;
        let reading = target(peer.clone());
        let stop = async {
            tokio::time::sleep(std::time::Duration::from_millis(1500)).await;
            peer.world().page_moves = false;
        };
        let (live, ()) = tokio::join!(reading.read(), stop);
        assert_eq!(live.expect("it can be read").users.len(), 2501);
    });
}

#[test]
fn without_totals_two_readings_have_to_agree() {
    on_a_clock(async {
        let peer = Peer::with(1500);
        peer.set(Quirks { no_totals: true, ..Quirks::default() });
        let live = target(peer.clone()).read().await.expect("it can be read");
        assert_eq!(live.users.len(), 1501);
        assert_eq!(peer.count("/users"), 6, "two pages and an empty one, twice");
    });
}

#[test]
fn what_cannot_be_understood_is_shown_and_never_guessed() {
    let cases = [
        ("/users", r#"[{"id": 1}]"#, "has no `email`"),
        ("/users", r#"[{"id": 1, "email": 5}]"#, "`email` is `5`, which isn't text"),
        ("/users", r#"[{"email": "a@b", "deactivated_at": true}]"#, "isn't a moment"),
        (
            "/users",
            r#"[{"email": "a@b", "roles": [{"name": "Agent", "value": 2}]}]"#,
            "`2`, which is neither 0 nor 1",
        ),
        ("/users", r#"[{"email": "a@b", "roles": [{"name": "Agent"}]}]"#, "has no `value`"),
        (
            "/users",
            r#"[{"email": "a@b", "teams": [{"name": "No\u0007where", "value": 1}]}]"#,
            "no team `No\\u{7}where`",
        ),
        (
            "/users",
            r#"[{"email": "a@b", "max_chat_limit": "many"}]"#,
            "`\"many\"`, which isn't a value",
        ),
        ("/users", r#"{"users": []}"#, "isn't a list"),
        ("/users", "<html>", "can't be read as JSON"),
        ("/teams", r#"[{"id": 1, "name": "A"}]"#, "has no `parent_id`"),
        (
            "/teams",
            r#"[{"id": 1, "name": "A:B", "parent_id": null}]"#,
            "no team can be called `A:B`",
        ),
        (
            "/teams",
            r#"[{"id": 1, "name": "A", "parent_id": 7}]"#,
            "stands below 7, which isn't listed",
        ),
        ("/teams", r#"[{"id": 1, "name": "A", "parent_id": 1}]"#, "stands below itself"),
        (
            "/teams",
            r#"[{"id": 1, "name": "A", "parent_id": null, "deleted": "no"}]"#,
            "neither true nor false",
        ),
        ("/template", "[]", "no role is named"),
    ];
    for (path, body, expected) in cases {
        on_a_clock(async {
            let peer = Peer::with(1);
            let mut said = answer(200, body);
            said.headers_mut().insert("Total", 1.into());
            peer.world().instead.push((path.to_owned(), said));
            let fault = target(peer).read().await.expect_err(expected);
            assert!(fault.message.contains(expected), "{body}: {fault}");
        });
    }
}

#[test]
fn a_team_that_only_the_template_names_means_that_the_tree_is_not_whole() {
    on_a_clock(async {
        let peer = Peer::with(1);
        peer.world().instead.push((
            "/template".into(),
            answer(200, r#"[{"roles": [{"name": "Agent", "value": 0}], "teams": [{"name": "New", "value": 0}]}]"#),
        ));
        let fault = target(peer).read().await.expect_err("a team is missing");
        assert!(fault.message.contains("the template names the team `New`"), "{fault}");
    });
}

#[test]
fn two_people_of_one_address_are_a_fault() {
    on_a_clock(async {
        let peer = Peer::with(2);
        peer.world().people[2].email = address(0).to_uppercase();
        let fault = target(peer).read().await.expect_err("which of them?");
        assert!(
            fault.message.contains("two people have the address `user0@acme.example`"),
            "{fault}"
        );
    });
}

#[test]
fn an_answer_that_refuses_names_the_route_and_the_status_and_is_cut_short() {
    on_a_clock(async {
        let peer = Peer::with(1);
        let long = format!(r#"{{"message":"no\u001b[31m {}"}}"#, "x".repeat(5000));
        peer.world().instead.push(("/users".into(), answer(403, &long)));
        let fault = target(peer.clone()).read().await.expect_err("it is refused");
        let start = r"GET /apps/api/v1/users: answered 403 Forbidden: no\u{1b}[31m xxx";
        assert!(fault.message.starts_with(start), "{fault}");
        assert!(fault.message.len() < 500 && fault.message.ends_with('…'), "{fault}");
        assert_eq!(peer.count("/users"), 1, "it isn't asked again");
    });
}
