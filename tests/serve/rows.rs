//! What rows do.

use rolecall::core::{Scalar, Status};
use serde_json::json;

use crate::setting::{Setting, live, names};

#[test]
fn a_row_changes_what_it_says_and_leaves_the_rest_alone() {
    let setting = Setting::new();
    let before = setting.user("ana@acme.example");
    let id = setting.job(&json!([{
        "email": "ANA@acme.example", "agent_number": "A-7", "first_name": null, "location": "",
        "roles": [{ "name": "Manager", "value": 1 }, { "name": "Admin", "value": "" }],
        "teams": [{ "name": "L1", "value": "1" }],
    }]));
    assert_eq!(setting.log(id), []);
    let after = setting.user("ana@acme.example");
    assert_eq!(after.attributes.get("agent_id"), Some(&Scalar::from("A-7")));
    assert_eq!(after.attributes.get("first_name"), before.attributes.get("first_name"));
    assert_eq!(after.roles.value(), Some(&names(&["Agent", "Manager"])));
    assert_eq!(after.teams.value(), Some(&names(&["Support", "Support:L1"])));
}

#[test]
fn the_word_null_clears_the_location() {
    let setting = Setting::new();
    let place =
        |setting: &Setting| setting.user("ana@acme.example").attributes.get("location").cloned();
    setting.job(&json!([{ "email": "ana@acme.example", "location": "Mexico" }]));
    setting.status(1);
    assert_eq!(place(&setting), Some(Scalar::from("Mexico")));
    setting.job(&json!([{ "email": "ana@acme.example", "location": "" }]));
    setting.status(2);
    assert_eq!(place(&setting), Some(Scalar::from("Mexico")));
    setting.job(&json!([{ "email": "ana@acme.example", "location": "Null" }]));
    setting.status(3);
    assert_eq!(place(&setting), Some(Scalar::Null));
}

#[test]
fn who_is_deactivated_leaves_all_teams_those_they_manage_included() {
    let setting = Setting::new();
    let inactive = |email: &str| json!({ "email": email, "status": "Inactive" });
    let id = setting.job(&json!([inactive("lea@acme.example"), inactive("ana@acme.example")]));
    assert_eq!(setting.log(id), []);
    for email in ["lea@acme.example", "ana@acme.example"] {
        assert_eq!(setting.user(email).status.value(), Some(&Status::Inactive));
        assert_eq!(setting.listed(email, "teams"), Vec::<String>::new());
    }
    let id = setting.job(&json!([{ "email": "ana@acme.example", "status": "Active" }]));
    assert_eq!(setting.log(id), []);
    assert_eq!(setting.listed("ana@acme.example", "teams"), Vec::<String>::new());
}

#[test]
fn a_new_address_renames() {
    let setting = Setting::new();
    let before = setting.get("/apps/api/v1/users?email[]=lea@acme.example").body[0]["id"].clone();
    let row = json!([{ "email": "lea@acme.example", "new_email": "lea.d@acme.example" }]);
    let id = setting.job(&row);
    assert_eq!(setting.log(id), []);
    let after = setting.get("/apps/api/v1/users?email[]=lea.d@acme.example").body[0]["id"].clone();
    assert_eq!(before, after);
    assert_eq!(setting.listed("lea.d@acme.example", "teams"), ["Support"]);
}

#[test]
fn somebody_new_is_made_and_a_manager_stays_one() {
    let setting = Setting::new();
    let id = setting.job(&json!([
        { "email": "cy@acme.example", "first_name": "Cy", "last_name": "Roe",
          "roles": [{ "name": "Agent", "value": 1 }], "teams": [{ "name": "Sales", "value": 1 }] },
        { "email": "lea@acme.example", "teams": [{ "name": "Support", "value": 1 }] },
    ]));
    assert_eq!(setting.log(id), []);
    assert_eq!(setting.listed("cy@acme.example", "teams"), ["Sales"]);
    assert_eq!(setting.user("lea@acme.example").teams.value(), Some(&names(&[])));
    assert_eq!(setting.listed("lea@acme.example", "teams"), ["Support"]);
}

#[test]
fn what_the_platform_forbids_fails_its_row_and_no_other() {
    let setting = Setting::new();
    let id = setting.job(&json!([
        { "email": "root@acme.example", "first_name": "Rita" },
        { "email": "ana@acme.example", "roles": [{ "name": "Agent", "value": 0 }] },
        { "email": "lea@acme.example", "status": "Inactive", "roles": [
            { "name": "Agent", "value": 0 }, { "name": "Manager", "value": 0 }] },
        { "email": "bo@acme.example", "agent_number": "A-1" },
    ]));
    let job = setting.status(id);
    assert_eq!((&job["affected_rows"], &job["failed_rows"]), (&1.into(), &3.into()));
    let rows: Vec<_> = setting.log(id).into_iter().map(|(_, _, row)| row).collect();
    assert_eq!(rows, [1, 2, 3]);
    // What went before the step that was refused was taken back.
    assert_eq!(setting.listed("lea@acme.example", "teams"), ["Support"]);
    let root = setting.user("root@acme.example");
    assert_eq!(root.attributes.get("first_name"), Some(&Scalar::from("Root")));
}

#[test]
fn a_table_says_the_same_as_json() {
    let by_table = Setting::new();
    let table = "\u{feff}Email,New email,First name,Last name,Status,Role: Manager,Team: L1\r\n\
        ana@acme.example,anna@acme.example,Anna,Diaz,,1,1\r\n\
        bo@acme.example,,Bo,Diaz,Inactive,,\r\n";
    let id = by_table.job_of("users.csv", table);
    assert_eq!(by_table.log(id), []);
    let by_json = Setting::with(&live(), |_| {});
    let id = by_json.job(&json!([
        { "email": "ana@acme.example", "new_email": "anna@acme.example", "first_name": "Anna",
          "last_name": "Diaz", "roles": [{ "name": "Manager", "value": 1 }],
          "teams": [{ "name": "L1", "value": 1 }] },
        { "email": "bo@acme.example", "status": "Inactive" },
    ]));
    assert_eq!(by_json.log(id), []);
    assert_eq!(by_table.state(), by_json.state());
    assert_ne!(by_table.state(), Setting::new().state());
}
