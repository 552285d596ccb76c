//! What goes wrong to order.

use std::collections::BTreeSet;
use std::time::Duration;

use rolecall::core::{Scalar, Status};
use rolecall::serve::{Chance, Fate, Faults, Place};
use serde_json::{Value, json};

use crate::setting::{BASE, Setting, TEAMS, USERS, live, names};

const ALWAYS: Chance = Chance(1.0);

fn faults(change: impl FnOnce(&mut Faults)) -> Faults {
    let mut faults = Faults::default();
    change(&mut faults);
    faults
}

fn broken(change: impl FnOnce(&mut Faults)) -> Setting {
    Setting::with_faults(faults(change))
}

#[test]
fn a_lost_request_does_nothing() {
    let setting = broken(|faults| (faults.lose_requests, faults.times) = (ALWAYS, Some(1)));
    assert_eq!(setting.upload("a.json", "[]", None).answer.fate, Fate::Lost);
    assert_eq!(setting.get(&format!("{BASE}/jobs")).each("id"), Vec::<Value>::new());
}

#[test]
fn a_lost_reply_comes_after_what_was_asked_for_is_done() {
    let setting = broken(|faults| {
        (faults.lose_replies, faults.only) = (ALWAYS, BTreeSet::from([Place::Upload]));
    });
    assert_eq!(setting.upload("a.json", "[]", None).answer.fate, Fate::Lost);
    let told = setting.get(&format!("{BASE}/jobs"));
    assert_eq!((told.answer.fate, told.each("filename")), (Fate::Arrives, vec!["a.json".into()]));
}

#[test]
fn a_cut_body_arrives_by_half() {
    let told = broken(|faults| faults.cut_bodies = ALWAYS).get(USERS);
    assert_eq!(told.answer.fate, Fate::Cut);
    assert_eq!(told.answer.arrived().len(), told.answer.response.body().len() / 2);
    assert!(serde_json::from_slice::<Value>(told.answer.arrived()).is_err());
}

#[test]
fn a_request_can_be_answered_with_a_fault_before_or_after_it_is_done() {
    let setting = broken(|faults| (faults.too_many, faults.times) = (ALWAYS, Some(1)));
    let told = setting.upload("a.json", "[]", None);
    assert_eq!((told.status, told.header("retry-after")), (429, Some("1")));
    assert_eq!(setting.get(&format!("{BASE}/jobs")).each("id").len(), 0);
    let setting = broken(|faults| (faults.server_error, faults.times) = (ALWAYS, Some(1)));
    assert_eq!(setting.upload("a.json", "[]", None).status, 500);
    assert_eq!(setting.get(&format!("{BASE}/jobs")).each("id").len(), 0);
    let setting = broken(|faults| (faults.bad_gateway, faults.times) = (ALWAYS, Some(1)));
    assert_eq!(setting.upload("a.json", "[]", None).status, 502);
    assert_eq!(setting.get(&format!("{BASE}/jobs")).each("id").len(), 1);
}

#[test]
fn a_slow_answer_says_how_long_it_takes() {
    let told = broken(|faults| faults.slow = 1500).get(USERS);
    assert_eq!(told.answer.delay, Duration::from_millis(1500));
}

#[test]
fn the_same_seed_gives_the_same_faults() {
    let run = |seed: u64| {
        let setting = Setting::with(&live(), |options| {
            options.seed = seed;
            options.faults.lose_replies = Chance(0.5);
        });
        (0..64).map(|_| setting.get(USERS).answer.fate == Fate::Lost).collect::<Vec<_>>()
    };
    assert_eq!(run(7), run(7));
    assert_ne!(run(7), run(8));
    let lost = run(7).into_iter().filter(|lost| *lost).count();
    assert!((16..=48).contains(&lost), "{lost}");
}

#[test]
fn a_stuck_job_never_ends() {
    let mut setting = broken(|faults| faults.stuck_job = true);
    let id = setting.job(&json!([{ "email": "ana@acme.example", "agent_number": "1" },
        { "email": "bo@acme.example", "agent_number": "2" }]));
    setting.pass(86_400_000);
    let job = setting.status(id);
    assert_eq!((&job["status"], &job["affected_rows"]), (&"in_progress".into(), &1.into()));
}

#[test]
fn a_success_can_store_nothing() {
    let setting = broken(|faults| faults.store_nothing = true);
    let before = setting.state();
    let id = setting.job(&json!([{ "email": "ana@acme.example", "status": "Inactive" }]));
    let job = setting.status(id);
    assert_eq!((&job["status"], &job["affected_rows"]), (&"completed".into(), &1.into()));
    assert_eq!(setting.state(), before);
}

#[test]
fn an_upload_can_vanish() {
    let setting = broken(|faults| faults.upload_vanishes = true);
    let told = setting.upload("a.json", "[]", None);
    assert_eq!((told.status, &told.body["status"]), (200, &"created".into()));
    assert_eq!(setting.get(&format!("{BASE}/jobs")).each("id").len(), 0);
    assert_eq!(setting.post(&format!("{BASE}/proceed"), &json!({ "id": 1 })).status, 404);
}

#[test]
fn numbers_can_be_cut_off() {
    let setting = broken(|faults| faults.cap_concurrency = Some(2));
    let id = setting.job(&json!([{ "email": "ana@acme.example", "max_chat_limit": 5 }]));
    assert_eq!(setting.log(id), []);
    let ana = setting.user("ana@acme.example");
    assert_eq!(ana.attributes.get("chat_concurrency"), Some(&Scalar::Int(2)));
}

#[test]
fn people_can_get_into_a_team_that_nobody_put_them_into() {
    let setting = broken(|faults| faults.wrong_team = true);
    let id = setting.job(&json!([{ "email": "ana@acme.example", "agent_number": "1" }]));
    assert_eq!(setting.log(id), []);
    assert_eq!(setting.listed("ana@acme.example", "teams").len(), 2);
}

#[test]
fn a_deactivation_can_fail() {
    let setting = broken(|faults| faults.failed_deactivation = true);
    let id = setting.job(&json!([{ "email": "ana@acme.example", "status": "Inactive" }]));
    assert_eq!(setting.log(id).len(), 1);
    assert_eq!(setting.user("ana@acme.example").status.value(), Some(&Status::Active));
}

#[test]
fn people_can_get_a_role_that_nobody_gave_them() {
    let setting = broken(|faults| faults.unauthorized_assignment = true);
    setting.job(&json!([{ "email": "ana@acme.example", "agent_number": "1" }]));
    assert_eq!(setting.listed("ana@acme.example", "roles"), ["Admin", "Agent"]);
}

#[test]
fn what_is_blank_can_be_taken_away() {
    let setting = broken(|faults| faults.blank_unassigns = true);
    let both = json!([{ "email": "ana@acme.example", "location": "Mexico",
        "teams": [{ "name": "Support", "value": 1 }] }]);
    setting.job(&both);
    setting.status(1);
    setting.job(&json!([{ "email": "ana@acme.example", "agent_number": "1" }]));
    setting.status(2);
    let ana = setting.user("ana@acme.example");
    assert_eq!(ana.teams.value(), Some(&names(&[])));
    assert_eq!(ana.attributes.get("location"), Some(&Scalar::Null));
    assert_eq!(ana.attributes.get("agent_id"), Some(&Scalar::from("1")));
}

#[test]
fn putting_people_into_teams_can_fail_in_three_ways() {
    let put = |email: &str, teams: &[&str]| {
        let teams: Vec<_> = teams.iter().map(|name| json!({ "name": name, "value": 1 })).collect();
        json!([{ "email": email, "first_name": "Cy", "last_name": "Roe", "teams": teams,
            "roles": [{ "name": "Agent", "value": 1 }] }])
    };
    let failed = |change: fn(&mut Faults), row: &Value| {
        let setting = broken(change);
        let id = setting.job(row);
        setting.status(id)["failed_rows"].as_u64().expect("a number")
    };
    let (again, several) =
        (put("ana@acme.example", &["Support"]), put("ana@acme.example", &["L1", "Sales"]));
    let (new, one) = (put("cy@acme.example", &["Sales"]), put("ana@acme.example", &["Sales"]));
    for row in [&again, &several, &new, &one] {
        assert_eq!(failed(|_| {}, row), 0, "{row}");
    }
    assert_eq!(failed(|faults| faults.member_twice_fails = true, &again), 1);
    assert_eq!(failed(|faults| faults.several_teams_fail = true, &several), 1);
    assert_eq!(failed(|faults| faults.new_with_team_fails = true, &new), 1);
    let all = |faults: &mut Faults| {
        faults.member_twice_fails = true;
        faults.several_teams_fail = true;
        faults.new_with_team_fails = true;
    };
    assert_eq!(failed(all, &one), 0);
}

#[test]
fn a_slash_can_be_read_as_an_entity() {
    let mut state = live();
    let team = state.teams.values().next().expect("there is one").clone();
    state.teams.insert("Day/Night".into(), team);
    state.team_order.clear();
    let setting = Setting::with(&state, |options| options.faults.slash_as_entity = true);
    assert!(setting.get(TEAMS).each("name").contains(&"Day&#x2F;Night".into()));
    assert!(setting.get(USERS).body.to_string().contains("Day&#x2F;Night"));
}

#[test]
fn faults_are_ordered_by_a_request_where_that_is_allowed() {
    let setting = Setting::new();
    let told = setting.post("/sandbox/faults", &json!({ "server_error": true, "times": 1 }));
    assert_eq!((told.status, &told.body["server_error"]), (200, &json!(1.0)));
    assert_eq!(setting.get(USERS).status, 500);
    assert_eq!(setting.get(USERS).status, 200);
    assert_eq!(setting.get("/sandbox/faults").body["times"], 0);
    for wrong in [json!({ "server_error": 2 }), json!({ "sever_error": true }), json!(7)] {
        assert_eq!(setting.post("/sandbox/faults", &wrong).status, 400, "{wrong}");
    }
    let setting = Setting::with(&live(), |options| options.faults_by_request = false);
    assert_eq!(setting.get("/sandbox/faults").status, 404);
}

#[test]
fn the_page_and_the_help_name_every_fault() {
    let all = serde_json::to_value(Faults::default()).expect("it is JSON");
    let page = include_str!("../../docs/serve.md");
    let help = include_str!("../../src/cli/help.rs");
    for name in all.as_object().expect("it has keys").keys() {
        assert!(page.contains(&format!("`{name}`")), "docs/serve.md leaves {name} out");
        assert!(help.contains(&name.replace('_', "-")), "the help leaves {name} out");
    }
}
