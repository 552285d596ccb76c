//! The page for a browser: what it shows, and what its forms do.

use http::Request;
use rolecall::core::{Department, Key, Known, Scalar, State, Team, TeamName, TeamPath};
use rolecall::serve::Faults;

use crate::setting::{BASE, Setting, Told, USERS, live, names, person};

/// A browser that knows the token.
struct Browser {
    setting: Setting,
    secret: String,
}

impl Browser {
    fn on(setting: Setting) -> Self {
        let page = shown(&setting.get("/portal/role"));
        let (_, rest) = page.split_once("name=\"form\" value=\"").expect("the form is marked");
        let secret = rest.split('"').next().expect("it ends").to_owned();
        Self { setting, secret }
    }

    fn new() -> Self {
        Self::on(Setting::new())
    }

    fn page(&self, path: &str) -> String {
        let told = self.setting.get(path);
        assert_eq!(told.status, 200, "{path}");
        shown(&told)
    }

    fn send(&self, path: &str, fields: &[(&str, &str)]) -> Told {
        let mut form = form_urlencoded::Serializer::new(String::new());
        form.append_pair("form", &self.secret).extend_pairs(fields);
        let kind = "application/x-www-form-urlencoded";
        self.setting.ask("POST", path, kind, form.finish().as_bytes())
    }

    /// Sends a form that is accepted.
    #[track_caller]
    fn does(&self, path: &str, fields: &[(&str, &str)]) {
        let told = self.send(path, fields);
        assert_eq!(told.status, 303, "{}", shown(&told));
        assert!(told.header("location").is_some_and(|to| to.starts_with("/?done=")));
    }

    /// Sends a form that is refused, and returns the page that says why.
    #[track_caller]
    fn refused(&self, path: &str, fields: &[(&str, &str)]) -> String {
        let before = self.setting.state();
        let told = self.send(path, fields);
        assert_eq!(told.status, 422);
        assert_eq!(self.setting.state(), before);
        let page = shown(&told);
        assert!(page.contains("role=\"alert\""), "{page}");
        page
    }
}

fn shown(told: &Told) -> String {
    String::from_utf8(told.answer.response.body().clone()).expect("it is text")
}

#[test]
fn the_overview_shows_everything_and_needs_the_token() {
    let browser = Browser::new();
    browser.setting.job(&serde_json::json!([{ "email": "cy@acme.example" }]));
    let page = browser.page("/");
    for text in ["Floor Lead", "Support", "L1", "ana@acme.example", "people.json", "completed"] {
        assert!(page.contains(text), "{text}");
    }
    assert!(page.contains("First name must not be empty"));
    let request = Request::get("/").body(Vec::new()).expect("it is a request");
    let told = browser.setting.send(request);
    assert_eq!(told.status, 401);
    assert!(told.header("www-authenticate").is_some());
    assert_eq!(browser.setting.get("/portal/nothing").status, 404);
    assert_eq!(browser.setting.get("/portal/user?email=nobody").status, 404);
    assert!(browser.page("/style.css").contains("body"));
}

#[test]
fn a_page_forbids_scripts() {
    let told = Setting::new().get("/");
    let policy = told.header("content-security-policy").expect("there is a policy");
    assert!(policy.contains("default-src 'none'") && policy.contains("frame-ancestors 'none'"));
    assert!(!shown(&told).contains("<script"));
}

#[test]
fn what_somebody_wrote_is_never_markup() {
    let mut state = live();
    let evil = "<script>alert('x')</script>\"&";
    let team = state.teams.values().next().expect("there is one").clone();
    state.teams.insert(TeamPath::new(evil), team);
    state.team_order.clear();
    let browser = Browser::on(Setting::with(&state, |_| {}));
    let mut query = form_urlencoded::Serializer::new(String::new());
    let path = query.append_pair("path", evil).append_pair("done", evil).finish();
    for page in [
        "/".to_owned(),
        format!("/?{path}"),
        format!("/portal/team?{path}"),
        "/portal/order?teams=".into(),
    ] {
        let page = browser.page(&page);
        assert!(!page.contains("<script") && page.contains("&lt;script&gt;"), "{page}");
    }
    let page = browser.refused("/portal/role", &[("name", evil), ("label", evil)]);
    assert!(!page.contains("<script"), "{page}");
}

#[test]
fn a_form_from_elsewhere_is_not_taken() {
    let browser = Browser::new();
    let before = browser.setting.state();
    let body = "name=Night&form=guessed";
    let kind = "application/x-www-form-urlencoded";
    assert_eq!(browser.setting.ask("POST", "/portal/team", kind, body.as_bytes()).status, 403);
    assert_eq!(browser.setting.ask("POST", "/portal/team", kind, b"name=Night").status, 403);
    let body = format!("name=Night&form={}", browser.secret);
    for (origin, status) in
        [("http://evil.example", 403), ("null", 403), ("http://acme.localhost", 303)]
    {
        assert_eq!(browser.setting.state(), before);
        let request = Request::post("/portal/team").header("host", "acme.localhost");
        let request = request.header("origin", origin).header("content-type", kind);
        let request = request.header("authorization", "Basic YWNtZTpzM2NyZXQ=");
        let told =
            browser.setting.send(request.body(body.clone().into_bytes()).expect("a request"));
        assert_eq!(told.status, status, "{origin}");
    }
    assert!(!browser.secret.contains("s3cret") && browser.secret.len() == 64);
}

#[test]
fn a_role_is_made_renamed_changed_and_deleted() {
    let browser = Browser::new();
    let role = [
        ("previous", ""),
        ("name", "Auditor"),
        ("label", "AUDIT"),
        ("color", "#0B57D0"),
        ("level:settings.queue", "view"),
        ("level:settings.users_and_teams.edit_user", "granted"),
        ("assignable", "Agent"),
    ];
    browser.does("/portal/role", &role);
    let made = browser.setting.state().roles["Auditor"].clone();
    assert_eq!(made.label.value().map(String::as_str), Some("AUDIT"));
    assert_eq!(made.permissions.value().map(std::collections::BTreeMap::len), Some(2));
    assert_eq!(made.assignable_roles.value(), Some(&names(&["Agent"])));
    let page = browser.page("/portal/role?name=Auditor");
    assert!(page.contains("value=\"AUDIT\"") && page.contains("value=\"Agent\" checked"), "{page}");
    browser.does(
        "/portal/role",
        &[("previous", "Auditor"), ("name", "Reviewer"), ("level:settings.queue", "edit")],
    );
    let state = browser.setting.state();
    assert!(!state.roles.contains_key("Auditor"));
    let changed = &state.roles["Reviewer"];
    assert_eq!(changed.permissions.value().map(std::collections::BTreeMap::len), Some(1));
    assert_eq!(changed.assignable_roles.value(), Some(&names(&[])));
    assert_eq!(
        changed.label.value().map(String::as_str),
        Some("AUDIT"),
        "what is left empty stays"
    );
    browser.does("/portal/role", &[("previous", "Reviewer"), ("do", "delete")]);
    assert_eq!(browser.setting.state().roles.len(), 1);
}

#[test]
fn what_a_role_cannot_be_is_said_and_what_was_entered_stays() {
    let browser = Browser::new();
    let page = browser
        .refused("/portal/role", &[("name", "A name that is far too long"), ("label", "KEPT")]);
    assert!(
        page.contains("longer than 20 characters") && page.contains("value=\"KEPT\""),
        "{page}"
    );
    let page = browser.refused("/portal/role", &[("previous", "Floor Lead"), ("do", "delete")]);
    assert!(page.contains("still holds it"), "{page}");
    let page = browser.refused("/portal/role", &[("previous", "Admin"), ("name", "Admin")]);
    assert!(page.contains("Admin"), "{page}");
    browser.refused("/portal/role", &[("previous", ""), ("name", "")]);
}

#[test]
fn a_team_is_made_filled_moved_and_deleted() {
    let browser = Browser::new();
    browser.does(
        "/portal/team",
        &[
            ("previous", ""),
            ("name", "Night"),
            ("parent", "Sales"),
            ("managers", "lea@acme.example"),
            ("members", "ana@acme.example\r\nbo@acme.example\r\n"),
        ],
    );
    let ana = browser.setting.user("ana@acme.example");
    assert_eq!(ana.teams.value(), Some(&names(&["Support", "Sales:Night"])));
    let page = browser.page("/portal/team?path=Sales:Night");
    assert!(page.contains("lea@acme.example") && page.contains("bo@acme.example"));
    browser.does(
        "/portal/team",
        &[
            ("previous", "Sales:Night"),
            ("name", "Nights"),
            ("parent", ""),
            ("managers", ""),
            ("members", "bo@acme.example, lea@acme.example"),
        ],
    );
    let user = |email: &str| browser.setting.user(email).teams.value().cloned();
    assert_eq!(user("ana@acme.example"), Some(names(&["Support"])));
    assert_eq!(user("bo@acme.example"), Some(names(&["Sales", "Nights"])));
    assert_eq!(user("lea@acme.example"), Some(names(&["Nights"])));
    let page = browser.refused("/portal/team", &[("previous", "Nights"), ("do", "delete")]);
    assert!(page.contains("still a member"), "{page}");
    browser.does("/portal/team", &[("previous", "Nights"), ("name", "Nights"), ("members", "")]);
    browser.does("/portal/team", &[("previous", "Nights"), ("do", "delete")]);
    assert!(!browser.setting.state().teams.contains_key(&TeamPath::new("Nights")));
    let page = browser.refused("/portal/team", &[("name", "Sales")]);
    assert!(page.contains("already there"), "{page}");
    browser.refused("/portal/team", &[("name", "A"), ("managers", "nobody@acme.example")]);
}

#[test]
fn roles_and_teams_are_put_into_another_order() {
    let browser = Browser::new();
    browser.does("/portal/order", &[("teams", ""), ("place:Support", "2"), ("place:Sales", "1.5")]);
    let order = |setting: &Setting| setting.state().team_order[&None].clone();
    assert_eq!(order(&browser.setting), [TeamName::new("Sales"), TeamName::new("Support")]);
    let roles = browser.setting.state().role_order.value().cloned().expect("there is one");
    let last = roles.len().to_string();
    let mut places: Vec<(String, String)> = Vec::new();
    for (place, name) in roles.iter().enumerate() {
        places.push((format!("place:{name}"), place.to_string()));
    }
    places[0].1 = last;
    let fields: Vec<(&str, &str)> = places.iter().map(|(k, v)| (k.as_str(), v.as_str())).collect();
    browser.does("/portal/order", &fields);
    let after = browser.setting.state().role_order.value().cloned().expect("there is one");
    assert_eq!((after.last(), &after[0]), (Some(&roles[0]), &roles[1]));
    browser.refused("/portal/order", &[("teams", ""), ("place:Sales", "1")]);
    let faults = Faults { no_reorder: true, ..Faults::default() };
    let browser = Browser::on(Setting::with_faults(faults));
    browser
        .refused("/portal/order", &[("teams", ""), ("place:Support", "2"), ("place:Sales", "1")]);
}

#[test]
fn an_alias_is_given_and_taken() {
    let browser = Browser::new();
    browser.does("/portal/user", &[("email", "ana@acme.example"), ("alias", "Annie")]);
    let alias = |browser: &Browser| {
        browser.setting.user("ana@acme.example").attributes.get("alias").cloned()
    };
    assert_eq!(alias(&browser), Some(Scalar::from("Annie")));
    assert!(browser.page("/portal/user?email=ana@acme.example").contains("value=\"Annie\""));
    let told = browser.setting.get("/apps/api/v1/users?email[]=ana@acme.example");
    assert_eq!(told.each("alias"), ["Annie"]);
    browser.does("/portal/user", &[("email", "ana@acme.example"), ("alias", "")]);
    assert_eq!(alias(&browser), Some(Scalar::Null));
    assert!(browser.setting.state().has(&Key::User("ana@acme.example".into())));
}

/// Ana, two groups, and the department that is always there.
fn chat() -> State {
    let mut live = State::default();
    live.users.insert("ana@acme.example".into(), person("Ana", &["Agent"], &["North"]).into());
    live.teams.insert("North".into(), Team::default());
    live.teams.insert("South".into(), Team::default());
    live.departments.insert("Default Department".into(), Department::default());
    live
}

#[test]
fn where_there_are_no_jobs_there_are_pages_alone() {
    let browser = Browser::on(Setting::of("smartflows", &chat()));
    let page = browser.page("/");
    assert!(page.contains("Departments") && !page.contains("Jobs"), "{page}");
    for path in ["/openapi.json", USERS, BASE] {
        assert_eq!(browser.setting.get(path).status, 404, "{path}");
    }
    assert!(!Browser::new().page("/").contains("Departments"));
    // A number is one.
    browser.does(
        "/portal/user",
        &[
            ("email", "ana@acme.example"),
            ("chat_limit", "7"),
            ("first_name", "Ana"),
            ("last_name", "Diaz"),
        ],
    );
    let ana = browser.setting.user("ana@acme.example");
    assert_eq!(ana.attributes.get("chat_limit"), Some(&Scalar::Int(7)));
}

#[test]
fn a_department_is_made_changed_renamed_and_deleted() {
    let browser = Browser::on(Setting::of("smartflows", &chat()));
    let form = "/portal/department";
    let groups = ("groups", "North = 40\nSouth=60");
    browser.does(form, &[("name", "Sales"), groups, ("routing", "assigned")]);
    let department = |name: &str| browser.setting.state().departments.get(name).cloned();
    let sales = department("Sales").expect("it was made");
    let shares = [("North".into(), Some(40)), ("South".into(), Some(60))];
    assert_eq!(sales.groups, Known::Known(shares.into()));
    assert_eq!(sales.attributes.get("routing"), Some(&Scalar::from("assigned")));
    let page = browser.page("/");
    assert!(
        page.contains("North = 40, South = 60") && page.contains("routing: assigned"),
        "{page}"
    );
    assert!(browser.page("/portal/department?name=Sales").contains("North = 40\nSouth = 60"));

    let more = [("description", "<b>New</b>"), ("routing", "pooled")];
    let named = [("previous", "Sales"), ("name", "Shop"), ("groups", "South")];
    browser.does(form, &[&named[..], &more].concat());
    let shop = department("Shop").expect("it has the name");
    assert_eq!(shop.groups, Known::Known([("South".into(), None)].into()));
    assert_eq!(department("Sales"), None);
    assert!(browser.page("/").contains("description: &lt;b&gt;New&lt;/b&gt;"));
    browser.refused(form, &[("name", "Other"), ("groups", "West")]);
    let default = browser.page("/portal/department?name=Default+Department");
    assert!(!default.contains("value=\"delete\""));
    let delete = [("previous", "Default Department"), ("do", "delete")];
    browser.refused(form, &delete);
    browser.does(form, &[("previous", "Shop"), ("do", "delete")]);
    assert_eq!(department("Shop"), None);
    assert_eq!(browser.setting.get("/portal/department?name=Shop").status, 404);
}
