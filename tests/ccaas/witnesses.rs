//! Requests and answers as the vendor's pages print them, with their contradictions.

use http::Method;
use rolecall::core::FaultKind;
use rolecall::target::Target;

use crate::peer::{Peer, address, answer};
use crate::setting::{location, on_a_clock, perform, ready, target};

/// The template as it is printed: two quotes are missing.
const BROKEN_TEMPLATE: &str = r#"[
 {
"email":"user1@yourcompany.co",
"new_email":user1@yourcompany.cx",
"agent_number":"A-001",
"first_name":"John",
"last_name":"aa",
"status":"Active",
"location":"Mexico",
"max_chat_limit":2,
"max_chat_limit_enabled":0,
"roles": [
{"name":"Admin","value": 0 },
{"name":"Manager","value": 1 },
{"name":"Agent","value": 0 },
{"name":Developer","value": 1 }
]
 }
]"#;

/// The same with the quotes.
fn template() -> String {
    BROKEN_TEMPLATE.replace(":user1", ":\"user1").replace(":Developer", ":\"Developer")
}

/// A job as it is printed, with the comma that is missing.
fn job(id: u64, file: &str, affected: u64) -> String {
    format!(
        r#"{{
    "id": {id},
    "created_at": "2026-05-04T06:40:34.000Z",
    "process_requested_at": "2026-05-04T06:45:34.000Z",
    "filename": "{file}",
    "total_rows": 100,
    "affected_rows": {affected},
    "failed_rows": 0,
    "status": "in_progress",
    "uploaded_user_name": null,
    "proceed_user_name": null,
    "uploaded_api_user_name": "api_user_name_1",
    "proceed_api_user_name": "api_user_name_2",
    "scheme_errors": [],
    "update_errors": []
}}"#
    )
}

#[test]
fn the_template_as_it_is_printed_is_no_json_and_the_fault_says_where() {
    on_a_clock(async {
        let peer = Peer::with(1);
        peer.world().instead.push(("/template".into(), answer(200, BROKEN_TEMPLATE)));
        let fault = target(peer).read().await.expect_err("it can't be read");
        assert_eq!(fault.kind, FaultKind::Unreachable);
        let expected = "GET /apps/api/v1/bulk/users/template: the answer can't be read as JSON: expected value at line 4";
        assert!(fault.message.starts_with(expected), "{fault}");
    });
}

#[test]
fn the_template_with_its_quotes_names_four_roles_and_no_team() {
    on_a_clock(async {
        let peer = Peer::with(1);
        peer.world().instead.push(("/template".into(), answer(200, &template())));
        let live = target(peer).read().await.expect("it can be read");
        let roles: Vec<_> = live.roles.keys().map(ToString::to_string).collect();
        assert_eq!(roles, ["Developer"], "the others are built in");
    });
}

#[test]
fn a_job_of_ours_that_is_in_progress_is_waited_for() {
    on_a_clock(async {
        let peer = Peer::with(1);
        let ours = "rolecall-abababababab-s1-b2-0123456789ab.json";
        {
            let mut world = peer.world();
            world
                .instead
                .push(("/jobs".into(), answer(200, &format!("[{}]", job(12345, ours, 52)))));
            for affected in [52, 60, 100] {
                world
                    .instead
                    .push(("/jobs/12345".into(), answer(200, &job(12345, ours, affected))));
            }
        }
        target(peer.clone()).read().await.expect("it can be read");
        let world = peer.world();
        let paths: Vec<&str> = world.seen.iter().map(|(_, _, path, _)| path.as_str()).collect();
        let (list, one) = ("/apps/api/v1/bulk/users/jobs", "/apps/api/v1/bulk/users/jobs/12345");
        assert_eq!(
            paths[..3],
            [list, list, one],
            "a page after the first tells that it is the last"
        );
        let last = paths.iter().rposition(|path| *path == one).expect("it was looked at");
        let people = paths.iter().position(|path| *path == "/apps/api/v1/users").expect("read");
        assert!(last < people, "{paths:?}");
    });
}

#[test]
fn the_paths_are_those_below_the_base_and_not_those_in_a_link() {
    on_a_clock(async {
        let peer = Peer::with(2);
        let target = ready(&peer).await;
        let asked = peer.world().seen.len();
        let (results, _) = perform(&target, &[location(&address(0), "Mexico")]).await;
        assert_eq!(results, [Ok(())]);
        let world = peer.world();
        let seen: Vec<String> = world.seen[asked..]
            .iter()
            .map(|(_, method, path, _)| format!("{method} {path}"))
            .collect();
        let expected = [
            "GET /apps/api/v1/bulk/users/jobs",
            "POST /apps/api/v1/bulk/users/upload",
            "GET /apps/api/v1/bulk/users/errors/scheme/100",
            "POST /apps/api/v1/bulk/users/proceed",
            "GET /apps/api/v1/bulk/users/jobs/100",
            "GET /apps/api/v1/bulk/users/errors/update/100",
            "GET /apps/api/v1/users",
        ];
        assert_eq!(seen, expected);
        let body = |end: &str| {
            let found = world
                .seen
                .iter()
                .find(|(_, method, path, _)| *method == Method::POST && path.ends_with(end));
            String::from_utf8(found.expect("it was sent").3.clone()).expect("text")
        };
        assert_eq!(body("/proceed"), r#"{"id":100}"#);
        let upload = body("/upload");
        let line = "Content-Disposition: form-data; name=\"file\"; filename=\"rolecall-abababababab-s1-b1-";
        assert!(upload.contains(line), "{upload}");
        assert!(upload.contains(
            "\r\n\r\n[{\"email\":\"user0@acme.example\",\"location\":\"Mexico\"}]\r\n--"
        ));
    });
}

#[test]
fn the_error_logs_as_they_are_printed_are_understood() {
    let scheme = r#"[
  {"message": "Must be a valid email", "column": 1, "row": null},
  {"message": "Non-empty string", "column": 10, "row": 10}
]"#;
    on_a_clock(async {
        let peer = Peer::with(12);
        let target = ready(&peer).await;
        peer.world().instead.push(("/errors/scheme/100".into(), answer(200, scheme)));
        let steps: Vec<_> = (0..12).map(|n| location(&address(n), "Mexico")).collect();
        let (results, _) = perform(&target, &steps).await;
        let text = |n: usize| crate::setting::message(&results[n]).to_owned();
        assert_eq!(
            text(9),
            "`chat_concurrency_enabled`: Non-empty string",
            "the row that is named"
        );
        assert_eq!(text(0), "`email`: Must be a valid email", "no row is named: it may be any");
        assert!(peer.started().is_empty());
    });
    let update = r#"[
  {"message": "Must be a valid email", "column": 1, "row": null, "error_type": "warning"},
  {"message": "Non-empty string", "column": 10, "row": 2, "error_type": "error"},
  {"message": "Something", "column": 3, "row": 3, "error_type": "warning"}
]"#;
    on_a_clock(async {
        let peer = Peer::with(12);
        let target = ready(&peer).await;
        peer.world().instead.push(("/errors/update/100".into(), answer(200, update)));
        let steps: Vec<_> = (0..12).map(|n| location(&address(n), "Mexico")).collect();
        let (results, _) = perform(&target, &steps).await;
        let failed: Vec<usize> = (0..12).filter(|n| results[*n].is_err()).collect();
        assert_eq!(failed, [1], "a warning alone is no failure: {results:?}");
    });
}
