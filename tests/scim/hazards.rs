//! What goes wrong on the way.

use std::sync::Arc;

use rolecall::apply::Report;
use rolecall::core::FaultKind;
use rolecall::target::Target;
use rolecall::target::scim::Scim;
use serde_json::json;

use crate::peer::{ADDRESS, Order, Peer};
use crate::setting::*;

fn target(peer: &Arc<Peer>) -> Scim {
    target_at(ADDRESS, TOKEN, lighthouse(), peer.clone(), Arc::new(Turned::start()))
}

async fn make(peer: &Arc<Peer>, text: &str) -> Report {
    converged(&target(peer), &lighthouse(), text).await
}

/// Four people in two crews.
fn four() -> String {
    let people = [
        person("ida", "Keeper", ""),
        person("tom", "Hand", ""),
        person("ann", "Hand", "post: Cook"),
        person("grace", "Mate, Hand", ""),
    ];
    format!(
        "users:\n{}teams:\n  - {{ name: Day, members: [tom@x.example, ann@x.example] }}\n  - {{ name: Night, members: [grace@x.example] }}\n",
        people.concat()
    )
}

/// The same four, of whom one goes, one moves and one gets another role.
fn later() -> String {
    let people = [
        person("ida", "Keeper", ""),
        person("tom", "Hand", "status: inactive"),
        person("ann", "Mate", ""),
        person("grace", "Mate, Hand", "post: Second mate"),
    ];
    format!(
        "users:\n{}teams:\n  - {{ name: Dawn, previously: [Day], members: [grace@x.example] }}\n  - {{ name: Night, members: [ann@x.example] }}\n",
        people.concat()
    )
}

/// The servers that there are, each by what it lacks.
const LACKING: &[&[&str]] = &[
    &[],
    &["bulk"],
    &["bulk", "patch"],
    &["bulk", "etag"],
    &["bulk", "patch", "etag", "filter"],
    &["etag"],
    &["patch"],
    &["patch", "etag", "filter"],
];

#[test]
fn every_kind_of_server_comes_to_the_same() {
    for lacking in LACKING {
        on_a_clock(async {
            let peer = Arc::new(Peer::new().without(lacking));
            make(&peer, &four()).await;
            make(&peer, &later()).await;
            let tom = &peer.named("tom@x.example")[0];
            assert_eq!(tom["active"], false, "{lacking:?}");
            assert_eq!(peer.named("Dawn")[0]["members"].as_array().map(Vec::len), Some(1));
            assert_eq!(peer.asked("bulk") > 0, !lacking.contains(&"bulk") && lacking.len() < 2);
            assert_eq!(peer.asked("DELETE /Users"), 0);
        });
    }
}

#[test]
fn any_answer_can_get_lost() {
    for lacking in LACKING {
        for request in ["POST /Users", "POST /Groups", "POST /Bulk", "PATCH ", "PUT ", "DELETE "] {
            on_a_clock(async {
                let peer = Arc::new(Peer::new().without(lacking));
                peer.order(request, Order::Lose);
                make(&peer, &four()).await;
                peer.order(request, Order::Lose);
                make(&peer, &later()).await;
                assert_eq!(peer.named("ann@x.example").len(), 1, "{lacking:?}: {request}");
                assert_eq!(peer.named("Dawn").len(), 1, "{lacking:?}: {request}");
            });
        }
    }
}

#[test]
fn who_is_there_already_isnt_made_again_where_names_arent_unique() {
    on_a_clock(async {
        let peer = Arc::new(Peer::new().without(&["bulk", "filter"]));
        peer.store().unique = false;
        peer.order("POST /Users", Order::Lose);
        peer.order("POST /Groups", Order::Lose);
        make(&peer, &four()).await;
        assert_eq!(peer.asked("POST /Users"), 4);
        assert_eq!(peer.asked("POST /Groups"), 2);
    });
}

#[test]
fn a_server_that_is_busy_is_asked_again_when_it_says() {
    for order in [
        Order::Answer(429, &[("retry-after", "7")]),
        Order::Answer(503, &[]),
        Order::Answer(500, &[]),
    ] {
        on_a_clock(async {
            let peer = Arc::new(Peer::new().without(&["bulk"]));
            peer.order("POST /Users", order);
            make(&peer, &four()).await;
        });
    }
}

#[test]
fn what_somebody_else_has_changed_meanwhile_is_not_written_over() {
    for lacking in [&["bulk"][..], &[], &["bulk", "patch"], &["bulk", "patch", "etag"]] {
        on_a_clock(async {
            let peer = Arc::new(Peer::new().without(lacking));
            make(&peer, &four()).await;
            let (target, platform) = (target(&peer), lighthouse());
            let live = target.read().await.expect("it can be read");
            let plan = planned(&platform, &later(), &live, &target);
            let keeper = json!([{ "value": "Keeper" }]);
            peer.store().change("ann@x.example", |ann| ann["roles"] = keeper.clone());
            let report = carried_out(&target, &plan).await;
            let [(_, fault)] = report.failed.as_slice() else { panic!("{lacking:?}: {report:?}") };
            assert_eq!(fault.kind, FaultKind::Refused);
            let said = "somebody has changed `roles` meanwhile; look at a new plan";
            assert_eq!(fault.message, said, "{lacking:?}");
            assert_eq!(peer.named("ann@x.example")[0]["roles"], keeper);
        });
    }
}

#[test]
fn what_somebody_else_has_changed_beside_it_stays() {
    for lacking in [&["bulk"][..], &[], &["bulk", "patch"], &["bulk", "patch", "etag"]] {
        on_a_clock(async {
            let peer = Arc::new(Peer::new().without(lacking));
            make(&peer, &four()).await;
            let (target, platform) = (target(&peer), lighthouse());
            let live = target.read().await.expect("it can be read");
            let plan = planned(&platform, &later(), &live, &target);
            peer.store().change("ann@x.example", |ann| ann["nickName"] = "Annie".into());
            peer.store().change("Night", |night| {
                night["members"].as_array_mut().unwrap().push(json!({ "value": "robot" }));
            });
            let report = carried_out(&target, &plan).await;
            assert!(report.failed.is_empty(), "{lacking:?}: {report:?}");
            assert_eq!(peer.named("ann@x.example")[0]["nickName"], "Annie", "{lacking:?}");
            let night = &peer.named("Night")[0]["members"];
            assert!(
                night.as_array().unwrap().contains(&json!({ "value": "robot" })),
                "{lacking:?}"
            );
        });
    }
}

#[test]
fn a_group_that_somebody_joined_meanwhile_is_not_deleted() {
    on_a_clock(async {
        let peer = Arc::new(Peer::new());
        make(&peer, "teams: [{ name: Day }]\n").await;
        let (target, platform) = (target(&peer), lighthouse());
        let live = target.read().await.expect("it can be read");
        let plan = planned(&platform, "teams: []\n", &live, &target);
        peer.store().change("Day", |day| day["members"] = json!([{ "value": "U999" }]));
        let report = carried_out(&target, &plan).await;
        assert_eq!(report.failed[0].1.message, "somebody is in it; look at a new plan");
        assert_eq!(peer.named("Day").len(), 1);
    });
}

#[test]
fn a_put_carries_everything_that_was_read() {
    for lacking in [&["bulk", "patch"][..], &["bulk", "patch", "etag"], &["patch"]] {
        on_a_clock(async {
            let peer = Arc::new(Peer::new().without(lacking));
            make(&peer, &four()).await;
            let more = json!({ "badge": 7, "keys": ["a", { "b": null }] });
            peer.store().change("ann@x.example", |ann| {
                ann["urn:example:2.0:User"] = more.clone();
                ann["emails"][0]["display"] = "Ann".into();
                ann["groups"] = json!([{ "value": "G1" }]);
            });
            make(&peer, &later()).await;
            let ann = &peer.named("ann@x.example")[0];
            assert_eq!(ann["urn:example:2.0:User"], more);
            assert_eq!(ann["emails"][0]["display"], "Ann");
            assert_eq!(ann.get("groups"), None, "what no client writes isn't sent");
        });
    }
}

#[test]
fn one_who_is_refused_holds_up_nobody() {
    for lacking in [&["bulk"][..], &[]] {
        on_a_clock(async {
            let peer = Arc::new(Peer::new().without(lacking));
            let (target, platform) = (target(&peer), lighthouse());
            let live = target.read().await.expect("it can be read");
            let plan = planned(&platform, &four(), &live, &target);
            // Since it was read, somebody has made her.
            peer.store().add("Users", json!({ "userName": "ann@x.example" }));
            let report = carried_out(&target, &plan).await;
            let [(_, fault)] = report.failed.as_slice() else { panic!("{report:?}") };
            assert!(fault.message.contains("409 Conflict: taken"), "{}", fault.message);
            assert_eq!(peer.named("tom@x.example").len(), 1);
            assert_eq!(peer.named("Day")[0]["members"].as_array().map(Vec::len), Some(1));
        });
    }
}

#[test]
fn bulk_keeps_within_what_the_server_takes() {
    on_a_clock(async {
        let peer = Arc::new(Peer::new());
        peer.store().config["bulk"]["maxOperations"] = 10.into();
        let all: String = (0..35).map(|n| person(&format!("u{n}"), "Hand", "")).collect();
        make(&peer, &format!("users:\n{all}")).await;
        assert_eq!((peer.asked("POST /Bulk"), peer.asked("POST /Users")), (4, 0));
    });
}

#[test]
fn a_bulk_request_that_is_turned_away_is_done_one_by_one() {
    on_a_clock(async {
        let peer = Arc::new(Peer::new());
        peer.order("POST /Bulk", Order::Answer(413, &[]));
        make(&peer, &four()).await;
    });
}

#[test]
fn everybody_is_read_however_short_the_pages_are() {
    on_a_clock(async {
        let peer = Arc::new(Peer::new());
        peer.store().page = 7;
        let all: String = (0..50).map(|n| person(&format!("u{n}"), "Hand", "")).collect();
        make(&peer, &format!("users:\n{all}")).await;
        let target = target(&peer);
        assert_eq!(target.read().await.expect("it can be read").users.len(), 50);
    });
}

#[test]
fn crews_below_crews_are_groups_in_groups() {
    for lacking in [&["bulk"][..], &[], &["bulk", "patch"]] {
        on_a_clock(async {
            let peer = Arc::new(Peer::new().without(lacking));
            let platform = with_sub_crews();
            let make = |text: String| {
                let (peer, platform) = (peer.clone(), platform.clone());
                async move {
                    let time = Arc::new(Turned::start());
                    let target = target_at(ADDRESS, TOKEN, platform.clone(), peer, time);
                    converged(&target, &platform, &text).await
                }
            };
            let tom = person("tom", "Hand", "");
            let people = format!("users:\n{tom}");
            make(format!("{people}teams:\n  - {{ name: A, teams: [{{ name: B, members: [tom@x.example] }}] }}\n  - {{ name: C }}\n")).await;
            let (a, b) = (&peer.named("A")[0], &peer.named("B")[0]);
            assert_eq!(a["members"][0]["value"], b["id"]);
            make(format!("{people}teams:\n  - {{ name: A }}\n  - {{ name: C, teams: [{{ name: D, previously: [\"A:B\"], members: [tom@x.example] }}] }}\n")).await;
            let (a, c, d) = (&peer.named("A")[0], &peer.named("C")[0], &peer.named("D")[0]);
            assert_eq!(a["members"].as_array().map_or(0, Vec::len), 0, "{lacking:?}");
            assert_eq!(c["members"][0]["value"], d["id"]);
            make(format!("{people}teams:\n  - {{ name: C }}\n")).await;
            assert_eq!(peer.named("D").len(), 0);
        });
    }
}

#[test]
fn an_address_is_changed_and_the_person_stays() {
    for lacking in [&["bulk"][..], &["bulk", "patch"]] {
        on_a_clock(async {
            let peer = Arc::new(Peer::new().without(lacking));
            make(&peer, &format!("users:\n{}", person("tom", "Hand", ""))).await;
            let id = peer.named("tom@x.example")[0]["id"].clone();
            let renamed = person("thomas", "Hand", "previously: [tom@x.example]");
            make(&peer, &format!("users:\n{renamed}")).await;
            let thomas = &peer.named("thomas@x.example")[0];
            assert_eq!(thomas["id"], id);
            assert_eq!(thomas["emails"][0]["value"], "thomas@x.example");
        });
    }
}

#[test]
fn who_is_quicker_by_a_hair_is_seen_by_the_version() {
    for (lacking, request) in [(&["bulk"][..], "PATCH /Users"), (&["bulk", "patch"], "PUT /Users")]
    {
        on_a_clock(async {
            let peer = Arc::new(Peer::new().without(lacking));
            make(&peer, &format!("users:\n{}", person("ann", "Hand", ""))).await;
            let quick = |store: &mut crate::peer::Store| {
                store.change("ann@x.example", |ann| ann["nickName"] = "Annie".into());
            };
            peer.order(request, Order::First(quick));
            make(&peer, &format!("users:\n{}", person("ann", "Mate", ""))).await;
            let ann = &peer.named("ann@x.example")[0];
            assert_eq!(
                (&ann["nickName"], &ann["roles"][0]["value"]),
                (&json!("Annie"), &json!("Mate"))
            );
            assert_eq!(peer.asked(request), 2);
        });
    }
}
