//! Servers that are wrong, or tell less than others.

use std::sync::Arc;

use rolecall::core::{AttributeName, Email, FaultKind, Scalar, Status, TeamPath};
use rolecall::plan::{By, Means};
use rolecall::platform::Way;
use rolecall::target::Target;
use rolecall::target::scim::Scim;
use serde_json::{Value, json};

use crate::peer::{ADDRESS, Order, Peer};
use crate::setting::*;

fn target(peer: &Arc<Peer>) -> Scim {
    target_at(ADDRESS, TOKEN, lighthouse(), peer.clone(), Arc::new(Turned::start()))
}

fn holding(people: &[Value], groups: &[Value]) -> Arc<Peer> {
    let peer = Arc::new(Peer::new());
    for (kind, all) in [("Users", people), ("Groups", groups)] {
        for one in all {
            peer.store().add(kind, one.clone());
        }
    }
    peer
}

/// What is said when it is read.
async fn said(peer: &Arc<Peer>) -> String {
    let fault = target(peer).read().await.expect_err("it can't be read");
    assert_eq!(fault.kind, FaultKind::Unreachable);
    fault.message
}

#[test]
fn what_is_read_of_a_person() {
    on_a_clock(async {
        let peer = holding(
            &[
                json!({ "USERNAME": "Ann@X.example", "name": { "GivenName": "Ann" }, "active": "True",
                    "title": null, "roles": { "value": "Mate" } }),
                json!({ "userName": "tom", "emails": [ { "value": "second@x.example" },
                    { "value": "tom@x.example", "primary": true } ], "title": "Cook" }),
            ],
            &[],
        );
        let target = target(&peer);
        let state = target.read().await.expect("it can be read");
        let ann = &state.users[&Email::new("ann@x.example")];
        assert_eq!(ann.status.value(), Some(&Status::Active));
        assert_eq!(ann.held_roles().map(|role| role.as_str()).collect::<Vec<_>>(), ["Mate"]);
        let post = AttributeName::new("post");
        assert_eq!(ann.attributes.get(&post), Some(&Scalar::Null));
        let tom = &state.users[&Email::new("tom@x.example")];
        assert_eq!(tom.attributes.get(&post), Some(&Scalar::from("Cook")));
        assert!(tom.status.is_unknown() && tom.held_roles().next().is_none());
        assert_eq!(target.remarks(), ["of 1 person it isn't told whether they can sign in"]);
    });
}

#[test]
fn a_person_without_an_address_is_left_alone() {
    on_a_clock(async {
        let peer = holding(&[json!({ "userName": "root", "active": true })], &[]);
        let target = target(&peer);
        assert!(target.read().await.expect("it can be read").users.is_empty());
        assert_eq!(target.remarks(), ["`root` has no address"]);
    });
}

#[test]
fn of_two_groups_with_one_name_neither_is_guessed() {
    on_a_clock(async {
        let peer = holding(
            &[json!({ "userName": "tom@x.example", "active": true, "roles": [{ "value": "Hand" }],
                "name": { "givenName": "tom", "familyName": "Diaz" } })],
            &[
                json!({ "displayName": "Day", "members": [{ "value": "U001" }] }),
                json!({ "displayName": "Day" }),
            ],
        );
        let (target, platform) = (target(&peer), lighthouse());
        let live = target.read().await.expect("it can be read");
        assert_eq!(target.remarks(), ["2 groups are called `Day`: who is in it isn't told"]);
        assert!(live.teams.contains_key(&TeamPath::new("Day")));
        assert!(live.users[&Email::new("tom@x.example")].teams.is_unknown());
        let more = person("ann", "Hand", "");
        let text = format!("users:\n{more}teams:\n  - {{ name: Day, members: [ann@x.example] }}\n");
        let report = carried_out(&target, &planned(&platform, &text, &live, &target)).await;
        assert_eq!(report.failed[0].1.message, "several groups are called `Day`");
    });
}

#[test]
fn what_cant_be_understood_is_shown_and_where() {
    on_a_clock(async {
        let ann = |more: Value| {
            let mut one = json!({ "userName": "ann@x.example" });
            one.as_object_mut().unwrap().extend(more.as_object().unwrap().clone());
            holding(&[one], &[])
        };
        let wrong = [
            (json!({ "active": 1 }), "`active` is `1`, which is neither true nor false"),
            (json!({ "roles": "Hand" }), "`roles` is `\"Hand\"`, which isn't a list"),
            (json!({ "roles": [{}] }), "the role `{}` has no `value`"),
            (json!({ "title": ["a"] }), "`title` is `[\"a\"]`, which isn't a value of it"),
        ];
        for (more, expected) in wrong {
            assert_eq!(said(&ann(more)).await, format!("`ann@x.example`: {expected}"));
        }
        let two = json!({ "userName": "ann@x.example" });
        let message = said(&holding(&[two.clone(), two], &[])).await;
        assert_eq!(message, "U001 and U003 have the same address `ann@x.example`");
        let group = json!({ "displayName": "Day", "members": [{ "display": "Ann" }] });
        let message = said(&holding(&[], &[group])).await;
        assert_eq!(message, "the group G001: a member has no `value`");
    });
}

#[test]
fn a_list_that_is_cut_short_is_no_list() {
    on_a_clock(async {
        let all: Vec<Value> =
            (0..5).map(|n| json!({ "userName": format!("u{n}@x.example") })).collect();
        let peer = holding(&all, &[]);
        // One whose pages are all the first one.
        peer.store().page = 0;
        assert_eq!(said(&peer).await, "GET /Users: the server tells of 5, and gives 0");
    });
}

#[test]
fn a_server_that_overlooks_which_page_is_asked_for_is_searched() {
    on_a_clock(async {
        let all: Vec<Value> = (0..50)
            .map(|n| json!({ "userName": format!("u{n}@x.example"), "active": true }))
            .collect();
        let peer = holding(&all, &[]);
        (peer.store().page, peer.store().searches) = (20, true);
        peer.store().config["filter"] = json!({ "supported": true, "maxResults": 15 });
        let target = target(&peer);
        assert_eq!(target.read().await.expect("it can be read").users.len(), 50);
        let said = "the server overlooks which page is asked for, so lists are searched";
        assert_eq!(target.remarks(), [said]);
    });
}

#[test]
fn a_server_that_says_nothing_of_itself_is_written_whole() {
    on_a_clock(async {
        let peer = Arc::new(Peer::new().without(&["bulk", "patch", "etag", "filter"]));
        peer.store().schemas = None;
        let (target, platform) = (target(&peer), lighthouse());
        converged(&target, &platform, &format!("users:\n{}", person("tom", "Hand", "post: Cook")))
            .await;
        let said = "the server tells no schemas, so that of RFC 7643 is taken";
        assert_eq!(target.remarks(), [said]);
    });
}

#[test]
fn what_a_server_doesnt_keep_is_done_by_hand() {
    on_a_clock(async {
        let peer = Arc::new(Peer::new());
        let mut schemas = crate::peer::schemas();
        let attributes = schemas["Resources"][0]["attributes"].as_array_mut().unwrap();
        attributes.retain(|one| one["name"] != "roles" && one["name"] != "title");
        peer.store().schemas = Some(schemas);
        let (target, platform) = (target(&peer), lighthouse());
        let live = target.read().await.expect("it can be read");
        let Means { held_roles, attributes, .. } = target.means();
        assert_eq!((held_roles, attributes.len()), (Way::ByHand, 1));
        let text = format!("users:\n{}", person("tom", "Hand", "post: Cook"));
        let plan = planned(&platform, &text, &live, &target);
        assert_eq!(plan.steps().filter(|step| step.by == By::Hand).count(), 1);
        let report = carried_out(&target, &plan).await;
        assert_eq!((report.done.len(), report.by_hand.len()), (0, 1), "{report:?}");
        assert!(peer.named("tom@x.example").is_empty(), "nobody comes without a role");
        // Somebody gave it by hand; the rest is a program's.
        peer.store().add(
            "Users",
            json!({ "userName": "tom@x.example", "active": true,
            "name": { "givenName": "tom", "familyName": "Diaz" } }),
        );
        let live = target.read().await.expect("it can be read");
        let text = text.replace("first_name: tom", "first_name: Thomas") + "teams: []\n";
        carried_out(&target, &planned(&platform, &text, &live, &target)).await;
        assert_eq!(peer.named("tom@x.example")[0]["name"]["givenName"], "Thomas");
    });
}

#[test]
fn the_token_is_in_nothing_that_is_said_and_goes_nowhere_else() {
    on_a_clock(async {
        for (status, headers) in [
            (401, &[][..]),
            (302, &[("location", "https://elsewhere.example/")]),
            (307, &[("location", "https://elsewhere.example/")]),
        ] {
            let peer = Arc::new(Peer::new());
            peer.order("GET /Users", Order::Answer(status, headers));
            let fault = target(&peer).read().await.expect_err("it is refused");
            assert!(!fault.message.contains(TOKEN), "{}", fault.message);
            let told = if status == 401 { "[hidden]" } else { "never followed" };
            assert!(fault.message.contains(told), "{}", fault.message);
        }
        let peer = Arc::new(Peer::new());
        peer.order("GET /ServiceProviderConfig", Order::Answer(403, &[]));
        let fault = target(&peer).read().await.expect_err("it is refused");
        assert!(fault.message.starts_with("GET /scim/v2/ServiceProviderConfig: answered 403"));
    });
}
