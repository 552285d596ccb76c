//! The life of a job, held to the vendor's samples.

use serde_json::{Value, json};

use crate::setting::{BASE, Setting, live};

/// A job that does two rows in a second.
fn slowly() -> Setting {
    Setting::with(&live(), |options| options.rows_per_second = Some(2))
}

fn three() -> Value {
    json!([
        { "email": "ana@acme.example", "first_name": "Anna" },
        { "email": "bo@acme.example", "last_name": "" },
        { "email": "ida@acme.example", "agent_number": "A-001" },
    ])
}

#[test]
fn an_upload_answers_as_the_sample_does() {
    let told = Setting::new().upload("100row.json", "[]", None);
    let link = "http://acme.localhost/apps/api/v1/bulk/users_jobs/1";
    assert_eq!(told.header("link"), Some(link));
    assert_eq!(told.body, json!({ "id": 1, "status": "created", "link": link }));
}

#[test]
fn a_start_answers_as_the_sample_does() {
    let setting = Setting::new();
    setting.upload("100row.json", "[]", None);
    let told = setting.post(&format!("{BASE}/proceed"), &json!({ "id": 1 }));
    let link = "http://acme.localhost/apps/api/v1/bulk/users_jobs/1";
    assert_eq!(told.header("link"), Some(link));
    assert_eq!(told.body, json!({ "id": 1, "status": "valid_scheme", "link": link }));
}

#[test]
fn a_job_tells_what_the_sample_tells() {
    let mut setting = slowly();
    let id = setting.upload("100row.json", &three().to_string(), None).body["id"].as_u64().unwrap();
    setting.pass(300_000);
    setting.post(&format!("{BASE}/proceed"), &json!({ "id": id }));
    setting.pass(500);
    // The vendor's sample, but for the numbers and the names.
    let sample = json!({
        "id": 1,
        "created_at": "2022-01-07T06:40:34.000Z",
        "process_requested_at": "2022-01-07T06:45:34.000Z",
        "filename": "100row.json",
        "total_rows": 3,
        "affected_rows": 1,
        "failed_rows": 0,
        "status": "in_progress",
        "uploaded_user_name": null,
        "proceed_user_name": null,
        "uploaded_api_user_name": "api_user_name_1",
        "proceed_api_user_name": "api_user_name_1",
        "scheme_errors": [],
        "update_errors": [],
    });
    assert_eq!(setting.status(id), sample);
}

#[test]
fn a_job_goes_on_as_time_goes_by() {
    let mut setting = slowly();
    let id = setting.upload("people.json", &three().to_string(), None).body["id"].as_u64().unwrap();
    assert_eq!(setting.status(id)["status"], "created");
    setting.pass(60_000);
    assert_eq!(setting.status(id)["status"], "created", "nobody started it");
    setting.post(&format!("{BASE}/proceed"), &json!({ "id": id }));
    let at = |setting: &Setting| {
        let job = setting.status(id);
        (
            job["status"].as_str().unwrap().to_owned(),
            job["affected_rows"].clone(),
            job["failed_rows"].clone(),
        )
    };
    assert_eq!(at(&setting), ("valid_scheme".into(), json!(0), json!(0)));
    setting.pass(499);
    assert_eq!(at(&setting), ("in_progress".into(), json!(0), json!(0)));
    setting.pass(1);
    assert_eq!(at(&setting), ("in_progress".into(), json!(1), json!(0)));
    setting.pass(500);
    assert_eq!(at(&setting), ("in_progress".into(), json!(1), json!(1)));
    setting.pass(500);
    assert_eq!(at(&setting), ("completed".into(), json!(2), json!(1)));
    let ana = setting.user("ana@acme.example");
    assert_eq!(ana.attributes.get("first_name").map(ToString::to_string), Some("Anna".into()));
}

#[test]
fn the_word_for_the_end_is_of_ones_own_choice() {
    let setting = Setting::with(&live(), |options| options.done = "finished".into());
    let id = setting.job(&three());
    assert_eq!(setting.status(id)["status"], "finished");
}

#[test]
fn jobs_are_listed_the_newest_first_and_page_by_page() {
    let setting = Setting::new();
    (1..=25).for_each(|number| drop(setting.upload(&format!("{number}.json"), "[]", None)));
    let first = setting.get(&format!("{BASE}/jobs"));
    assert_eq!(first.each("id"), (6..=25).rev().map(Value::from).collect::<Vec<_>>());
    assert_eq!((first.header("total"), first.header("per-page")), (Some("25"), Some("20")));
    let next = format!("<http://acme.localhost{BASE}/jobs?page=2&per_page=20>; rel=\"next\"");
    assert_eq!(first.header("link"), Some(next.as_str()));
    let last = setting.get(&format!("{BASE}/jobs?page=3&per_page=10"));
    assert_eq!(last.each("filename"), ["5.json", "4.json", "3.json", "2.json", "1.json"]);
    assert_eq!(last.header("link"), None);
}

#[test]
fn a_job_is_started_once() {
    let setting = Setting::new();
    let id = setting.job(&three());
    let again = setting.post(&format!("{BASE}/proceed"), &json!({ "id": id }));
    assert_eq!(again.status, 409);
    assert_eq!(setting.upload("other.json", "[]", Some(id)).status, 409);
}

#[test]
fn a_job_that_was_not_started_takes_another_file() {
    let setting = Setting::new();
    setting.upload("old.json", "{", None);
    assert_eq!(setting.upload("new.json", &three().to_string(), Some(1)).body["id"], 1);
    let job = setting.status(1);
    assert_eq!((&job["filename"], &job["total_rows"]), (&"new.json".into(), &3.into()));
    assert_eq!(job["scheme_errors"], json!([]));
    assert_eq!(setting.upload("new.json", "[]", Some(7)).status, 404);
}

#[test]
fn what_is_not_there_is_not_found() {
    let setting = Setting::new();
    for path in ["jobs/7", "jobs/x", "errors/scheme/7", "errors/update/7", "jobs/1/2", "nothing"] {
        assert_eq!(setting.get(&format!("{BASE}/{path}")).status, 404, "{path}");
    }
    assert_eq!(setting.post(&format!("{BASE}/proceed"), &json!({ "id": 7 })).status, 404);
    for body in [json!({}), json!([]), json!({ "id": null }), json!({ "id": "1" })] {
        assert_eq!(setting.post(&format!("{BASE}/proceed"), &body).status, 400, "{body}");
    }
    let told = setting.ask("DELETE", &format!("{BASE}/upload"), "", b"");
    assert_eq!((told.status, told.header("allow")), (405, Some("POST, PUT")));
}

#[test]
fn an_upload_without_a_file_is_refused() {
    let setting = Setting::new();
    let upload = format!("{BASE}/upload");
    assert_eq!(setting.ask("POST", &upload, "application/json", b"{}").status, 400);
    assert_eq!(
        setting.ask("POST", &upload, "multipart/form-data; boundary=x", b"--x--").status,
        400
    );
    let cut = b"--x\r\nContent-Disposition: form-data; name=\"file\"\r\n\r\n[";
    assert_eq!(setting.ask("POST", &upload, "multipart/form-data; boundary=x", cut).status, 400);
}
