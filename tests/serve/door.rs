//! Who comes in, and how often.

use http::Request;

use crate::setting::{BASE, Setting, TEAMS, USERS, live};

#[test]
fn without_the_token_nobody_comes_in() {
    use base64::Engine;
    let encode = |text: &str| base64::engine::general_purpose::STANDARD.encode(text);
    let setting = Setting::new();
    let wrong = ["acme:wrong", "other:s3cret", "acme:", "acme"];
    let headers = wrong.iter().map(|text| format!("Basic {}", encode(text)));
    let others = ["", "Basic", "Basic ?", "Bearer s3cret", "s3cret"].map(str::to_owned);
    for header in headers.chain(others) {
        let request = Request::get(USERS).header("authorization", &header).body(Vec::new());
        let told = setting.send(request.expect("it is a request"));
        assert_eq!(told.status, 401, "{header}");
        assert!(told.header("www-authenticate").is_some_and(|ask| ask.starts_with("Basic")));
        assert!(!told.body.to_string().contains("s3cret"));
    }
    let request = Request::get(USERS).body(Vec::new()).expect("it is a request");
    assert_eq!(setting.send(request).status, 401);
    let basic = format!("basic {}", encode("acme:s3cret"));
    let request = Request::get(USERS).header("authorization", basic).body(Vec::new());
    assert_eq!(setting.send(request.expect("it is a request")).status, 200);
}

#[test]
fn the_token_is_never_shown() {
    let setting = Setting::new();
    assert!(!format!("{:?}", setting.service).contains("s3cret"));
}

#[test]
fn ten_requests_a_second_are_answered_and_no_more() {
    let mut setting = Setting::with(&live(), |options| options.requests_per_second = Some(10));
    let jobs = format!("{BASE}/jobs");
    // Both APIs count together.
    for path in [USERS, TEAMS, jobs.as_str()].iter().cycle().take(10) {
        assert_eq!(setting.get(path).status, 200);
        setting.pass(50);
    }
    let told = setting.get(USERS);
    assert_eq!((told.status, told.header("retry-after")), (429, Some("1")));
    setting.pass(499);
    assert_eq!(setting.get(USERS).status, 429);
    setting.pass(1);
    assert_eq!(setting.get(USERS).status, 200, "the first is a second ago");
    assert_eq!(setting.get(USERS).status, 429);
}
