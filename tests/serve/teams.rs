//! The list of teams.

use rolecall::core::{Key, TeamPath};
use rolecall::plan::{Action, Step};
use rolecall::target::Target;
use serde_json::{Value, json};

use crate::setting::{Setting, TEAMS};

#[test]
fn a_team_has_an_id_a_parent_and_a_place() {
    let told = Setting::new().get(TEAMS);
    assert_eq!(told.status, 200);
    let by_name = |name: &str| {
        let teams = told.body.as_array().expect("a list");
        teams.iter().find(|team| team["name"] == name).expect("it is there").clone()
    };
    let (support, sales, l1) = (by_name("Support"), by_name("Sales"), by_name("L1"));
    assert_eq!(l1["parent_id"], support["id"]);
    assert_eq!(support["parent_id"], Value::Null);
    assert_eq!(
        (&support["position"], &sales["position"], &l1["position"]),
        (&1.into(), &2.into(), &1.into())
    );
    assert_eq!((&support["agents_count"], &l1["agents_count"]), (&2.into(), &0.into()));
    assert_eq!(support["deleted"], json!(false));
}

#[test]
fn teams_are_listed_page_by_page() {
    let setting = Setting::new();
    let first = setting.get(&format!("{TEAMS}?page=1&per=2"));
    assert_eq!(first.each("id").len(), 2);
    assert_eq!((first.header("total"), first.header("per-page")), (Some("3"), Some("2")));
    assert_eq!(
        first.header("link"),
        Some("<http://acme.localhost/manager/api/v1/teams?page=2&per=2>; rel=\"next\"")
    );
    assert_eq!(setting.get(&format!("{TEAMS}?page=2&per=2")).each("id").len(), 1);
    assert_eq!(setting.get(&format!("{TEAMS}?per=x")).status, 400);
    assert_eq!(setting.get(&format!("{TEAMS}?per=5000")).header("per-page"), Some("100"));
}

#[tokio::test]
async fn a_sandbox_gives_ids_that_stay() {
    let live = crate::setting::live();
    let sandbox = rolecall::target::sandbox::Sandbox::in_memory(&crate::setting::platform(), &live);
    let (state, numbers) = sandbox.expect("it is made").read_numbered().await.expect("it is read");
    assert!(state.users.keys().eq(numbers.users.keys()));
    assert!(state.teams.keys().eq(numbers.teams.keys()));
}

#[test]
fn a_deleted_team_can_still_be_asked_for() {
    let setting = Setting::new();
    setting.get(TEAMS);
    let gone =
        Step { action: Action::Delete, ..Step::about(Key::Team(TeamPath::new("Support:L1"))) };
    let runtime = tokio::runtime::Builder::new_current_thread().build().expect("it starts");
    let done = runtime.block_on(setting.sandbox.perform(&[&gone]));
    assert_eq!(done, [Ok(())]);
    assert_eq!(setting.get(TEAMS).each("name").len(), 2);
    let told = setting.get(&format!("{TEAMS}?with_deleted=true"));
    let deleted: Vec<_> = told
        .body
        .as_array()
        .expect("a list")
        .iter()
        .filter(|team| team["deleted"] == true)
        .collect();
    assert_eq!(deleted.len(), 1);
    assert_eq!(deleted[0]["name"], "L1");
}
