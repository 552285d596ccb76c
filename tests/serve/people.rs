//! The list of people.

use serde_json::{Value, json};

use crate::setting::{BASE, Setting, USERS, crowd, live};

#[test]
fn it_says_of_every_role_and_every_team_whether_somebody_has_it() {
    let setting = Setting::new();
    let told = setting.get(USERS);
    assert_eq!(told.status, 200);
    assert_eq!(told.each("id"), [1, 2, 3, 4, 5]);
    let ana = &told.body[0];
    assert_eq!(ana["email"], "ana@acme.example");
    assert_eq!(ana["first_name"], "Ana");
    assert_eq!(ana["location"], Value::Null);
    assert_eq!(ana["deactivated_at"], Value::Null);
    assert!(ana.get("status").is_none(), "the list has no status");
    let roles = ana["roles"].as_array().expect("a list");
    assert!(roles.contains(&json!({ "name": "Agent", "value": 1 })));
    assert!(roles.contains(&json!({ "name": "Floor Lead", "value": 0 })));
    let team = |name: &str, value: u8| json!({ "name": name, "value": value });
    let teams = ana["teams"].as_array().expect("a list");
    // A sub-team is known by its own name.
    for team in [team("Support", 1), team("Sales", 0), team("L1", 0)] {
        assert!(teams.contains(&team), "{team}");
    }
}

#[test]
fn nobody_can_tell_a_manager_from_a_member() {
    let setting = Setting::new();
    assert_eq!(setting.listed("lea@acme.example", "teams"), ["Support"]);
    assert_eq!(setting.listed("ana@acme.example", "teams"), ["Support"]);
}

#[test]
fn who_is_inactive_has_a_time_since_when() {
    let setting = Setting::new();
    let told = setting.get(&format!("{USERS}?email[]=ida@acme.example"));
    assert_eq!(told.each("deactivated_at"), ["2022-01-07T06:40:34.000Z"]);
}

#[test]
fn keys_that_nobody_knows_appear_now_and_then() {
    let told = Setting::new().get(USERS);
    let people = told.body.as_array().expect("a list");
    let known = people.iter().filter(|person| person.get("wfm_id").is_none()).count();
    assert!(known > 0 && known < people.len());
}

#[test]
fn a_page_has_a_hundred_people_and_a_thousand_at_most() {
    let setting = Setting::with(&crowd(1200), |_| {});
    let first = setting.get(USERS);
    assert_eq!(first.each("id").len(), 100);
    assert_eq!((first.header("total"), first.header("per-page")), (Some("1205"), Some("100")));
    let next = "<http://acme.localhost/apps/api/v1/users?page=2&per_page=100>; rel=\"next\"";
    assert_eq!(first.header("link"), Some(next));
    let last = setting.get(&format!("{USERS}?page=2&per_page=1000"));
    assert_eq!(last.each("id").len(), 205);
    assert_eq!(last.header("link"), None);
    assert!(setting.get(&format!("{USERS}?page=9&per_page=1000")).each("id").is_empty());
    let told = setting.get(&format!("{USERS}?per_page=1001"));
    assert_eq!(
        (told.status, &told.body["message"]),
        (400, &"Page size must not be more than 1000".into())
    );
}

#[test]
fn pages_are_numbers() {
    let setting = Setting::new();
    for query in ["per_page=many", "per_page=0", "page=0", "page=-1", "page="] {
        assert_eq!(setting.get(&format!("{USERS}?{query}")).status, 400, "{query}");
    }
}

#[test]
fn some_are_asked_for_by_one_kind_of_id_and_without_pages() {
    let setting = Setting::with(&crowd(1001), |_| {});
    let told = setting.get(&format!(
        "{USERS}?email[]=ana@acme.example&email%5B%5D=ANA@acme.example&email[]=nobody@acme.example"
    ));
    assert_eq!(told.each("email"), ["ana@acme.example"]);
    let id = told.body[0]["id"].as_i64().expect("a number");
    assert_eq!(setting.get(&format!("{USERS}?id[]={id}")).each("email"), ["ana@acme.example"]);
    for query in [
        "id[]=1&page=1",
        "email[]=a@x.example&per_page=5",
        "id[]=1&email[]=a@x.example",
        "id[]=one",
    ] {
        assert_eq!(setting.get(&format!("{USERS}?{query}")).status, 400, "{query}");
    }
    let many = |count: usize| format!("{USERS}?{}", "id[]=7&".repeat(count));
    assert_eq!(setting.get(&many(1000)).status, 200);
    assert_eq!(setting.get(&many(1001)).status, 400);
}

#[test]
fn the_template_names_every_role_and_every_team_as_the_sample_does() {
    let told = Setting::with(&live(), |_| {}).get(&format!("{BASE}/template"));
    assert_eq!(told.status, 200);
    // The keys of the vendor's sample; `teams` stands in its text alone.
    let sample = [
        "email",
        "new_email",
        "agent_number",
        "first_name",
        "last_name",
        "status",
        "location",
        "max_chat_limit",
        "max_chat_limit_enabled",
        "roles",
        "teams",
    ];
    let entry = told.body[0].as_object().expect("a person");
    assert_eq!(entry.len(), sample.len());
    assert!(sample.iter().all(|key| entry.contains_key(*key)), "{entry:?}");
    let names = |list: &str| -> Vec<Value> {
        entry[list].as_array().expect("a list").iter().map(|entry| entry["name"].clone()).collect()
    };
    // Roles of the vendor's sample, and one of the customer's own.
    for name in ["Admin", "Manager", "Agent", "Floor Lead"] {
        assert!(names("roles").contains(&name.into()), "{name}");
    }
    assert_eq!(names("teams").len(), 3);
}
