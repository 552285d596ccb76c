//! What is uploaded, and what it costs.

use rolecall::core::{FaultKind, Key, Known, Scalar, Status, TeamPath, User};
use rolecall::plan::{Action, Resource, Step};
use rolecall::target::Target;
use serde_json::json;

use crate::peer::{Peer, Quirks, address};
use crate::setting::*;

/// Returns the rows that a step is uploaded as.
fn row_of(step: Step) -> serde_json::Value {
    on_a_clock(async {
        let peer = Peer::with(4);
        let target = ready(&peer).await;
        let (results, _) = perform(&target, &[step]).await;
        assert_eq!(results, [Ok(())]);
        let jobs = peer.started();
        assert_eq!((jobs.len(), jobs[0].rows.len()), (1, 1));
        jobs[0].rows[0].clone()
    })
}

#[test]
fn only_what_changes_is_uploaded() {
    let row = row_of(roles("user0@acme.example", &["Agent", "Auditor"], &["Agent", "Floor Lead"]));
    let changed = json!([{"name": "Floor Lead", "value": 1}, {"name": "Auditor", "value": 0}]);
    assert_eq!(row, json!({"email": "user0@acme.example", "roles": changed}));

    let row = row_of(teams("user0@acme.example", &["Support"], &["Support:L1"]));
    let changed = json!([{"name": "L1", "value": 1}, {"name": "Support", "value": 0}]);
    assert_eq!(row, json!({"email": "user0@acme.example", "teams": changed}));

    let row = row_of(location("user0@acme.example", "Mexico"));
    assert_eq!(row, json!({"email": "user0@acme.example", "location": "Mexico"}));
}

#[test]
fn a_cleared_attribute_is_the_platforms_word() {
    let after = with("location", Scalar::Null);
    let before = with("location", Scalar::from("Mexico"));
    let row = row_of(step(Action::Update, &address(0), Some(before), after));
    assert_eq!(row["location"], "Null");
}

#[test]
fn a_rename_says_both_addresses_and_is_read_back_under_the_new_one() {
    renames(Quirks::default());
    renames(Quirks { no_ids: true, ..Quirks::default() });
}

fn renames(quirks: Quirks) {
    on_a_clock(async {
        let peer = Peer::with(2);
        peer.set(quirks);
        let target = ready(&peer).await;
        let mut rename = location("ana@acme.example", "Mexico");
        rename.previous_key = Some(key("user0@acme.example"));
        rename.action = Action::Rename;
        let (results, read) = perform(&target, &[rename]).await;
        assert_eq!(results, [Ok(())]);
        let row = json!({"email": "user0@acme.example", "new_email": "ana@acme.example", "location": "Mexico"});
        assert_eq!(peer.started()[0].rows[0], row);
        let there: Vec<_> = read.users.keys().map(ToString::to_string).collect();
        assert_eq!(there, ["ana@acme.example"]);
    });
}

#[test]
fn who_is_new_is_uploaded_whole_and_who_goes_says_so_alone() {
    let row = row_of(create("new@acme.example", "Noa", "24/7"));
    let expected = json!({
        "email": "new@acme.example", "first_name": "Noa", "last_name": "Diaz", "status": "Active",
        "roles": [{"name": "Agent", "value": 1}], "teams": [{"name": "24/7", "value": 1}],
    });
    assert_eq!(row, expected);
    let before = User { status: Known::Known(Status::Active), ..with_teams(&["Support"]) };
    let after = User { status: Known::Known(Status::Inactive), ..with_teams(&[]) };
    let row = row_of(step(Action::Deactivate, &address(0), Some(before), after));
    assert_eq!(
        row,
        json!({"email": address(0), "status": "Inactive"}),
        "it leaves teams by itself"
    );
}

#[test]
fn what_a_job_cannot_do_is_refused_before_anything_is_sent() {
    on_a_clock(async {
        let peer = Peer::with(4);
        let target = ready(&peer).await;
        let asked = peer.world().seen.len();
        let order =
            Step { after: Some(Resource::RoleOrder(Vec::new())), ..Step::about(Key::RoleOrder) };
        let team = Step { action: Action::Create, ..Step::about(Key::Team(TeamPath::new("New"))) };
        let alias = step(Action::Update, &address(1), None, with("alias", Scalar::from("Bee")));
        let word = location(&address(1), "Null");
        let empty = location(&address(1), "");
        let cases = [
            (order, "no way to write"),
            (team, "no way to write"),
            (roles(ROOT, &[], &["Agent"]), "first administrator"),
            (
                Step { previous_key: Some(key(ROOT)), ..location("r@acme.example", "Mexico") },
                "first administrator",
            ),
            (teams(&address(1), &[], &["Support:Night"]), "several teams are called `Night`"),
            (teams(&address(1), &[], &["Nowhere"]), "no team `Nowhere`"),
            (roles(&address(1), &[], &["Ghost"]), "no role `Ghost`"),
            (alias, "`alias` can't be written"),
            (word, "would clear"),
            (empty, "might clear"),
        ];
        for (step, expected) in cases {
            let results = target.perform_batch(&batch(), &[&step]).await;
            assert_eq!(kind(&results[0]), Some(FaultKind::Refused));
            assert!(message(&results[0]).contains(expected), "{expected}: {:?}", results[0]);
        }
        let world = peer.world();
        let after =
            world.seen[asked..].iter().filter(|(_, method, ..)| method != http::Method::GET);
        assert_eq!(after.count(), 0);
    });
}

#[test]
fn a_bad_row_fails_and_the_others_are_done() {
    on_a_clock(async {
        let peer = Peer::with(6);
        let target = ready(&peer).await;
        let mut malformed = create("new@acme.example", " ", "Support");
        malformed.because.clear();
        let steps = [
            location(&address(0), "Mexico"),
            malformed,
            location(&address(1), "Nowhere"),
            location(&address(2), "Mexico"),
            roles(&address(3), &["Agent"], &["Floor Lead"]),
        ];
        let (results, _) = perform(&target, &steps).await;
        let kinds: Vec<_> = results.iter().map(kind).collect();
        let refused = Some(FaultKind::Refused);
        assert_eq!(kinds, [None, refused, refused, None, None]);
        assert_eq!(message(&results[1]), "`first_name`: Non-empty string");
        assert!(message(&results[2]).starts_with("`location`: Location must match"), "{results:?}");
        assert_eq!(peer.person(&address(2)).fields["location"], "Mexico");
        let world = peer.world();
        let jobs: Vec<_> = world.jobs.iter().map(|job| (job.rows.len(), job.started)).collect();
        assert_eq!(jobs, [(5, 0), (4, 1)], "the first file is never started");
        assert_ne!(world.jobs[0].file, world.jobs[1].file);
    });
}

#[test]
fn a_batch_costs_one_upload_one_start_and_read_backs_of_a_thousand() {
    on_a_clock(async {
        let peer = Peer::with(1000);
        peer.world().speed = 300;
        let target = ready(&peer).await;
        let asked = peer.world().seen.len();
        let steps: Vec<Step> = (0..1000).map(|n| location(&address(n), "Mexico")).collect();
        let (results, read) = perform(&target, &steps).await;
        assert!(results.iter().all(Result::is_ok));
        assert_eq!(read.users.len(), 1000);
        let world = peer.world();
        let count = |end: &str| {
            world.seen[asked..].iter().filter(|(_, _, path, _)| path.contains(end)).count()
        };
        assert_eq!(count("/upload"), 1);
        assert_eq!(count("/proceed"), 1);
        assert_eq!(count("/jobs/"), 4);
        assert_eq!(count("/errors/"), 2);
        assert_eq!(count("/v1/users"), 1);
        assert_eq!(world.seen.len() - asked, 10, "and the list of jobs");
    });
}

#[test]
fn an_address_that_gets_too_long_is_asked_in_halves() {
    on_a_clock(async {
        let peer = Peer::with(100);
        peer.set(Quirks { longest_address: Some(400), ..Quirks::default() });
        let target = ready(&peer).await;
        let keys: Vec<Key> = (0..100).map(|number| key(&address(number))).collect();
        assert_eq!(target.read_back(&keys).await.expect("in halves").users.len(), 100);
    });
}

#[test]
fn a_platform_that_does_not_choose_is_read_whole() {
    on_a_clock(async {
        let peer = Peer::with(1500);
        peer.set(Quirks { ignores_choice: true, ..Quirks::default() });
        let target = ready(&peer).await;
        let keys = [key(&address(1400)), key("nobody@acme.example")];
        let read = target.read_back(&keys).await.expect("it can be read");
        assert_eq!(read.users.keys().map(ToString::to_string).collect::<Vec<_>>(), [address(1400)]);
    });
}

#[test]
fn a_seat_that_a_step_made_reads_back_as_a_members_and_others_are_left_open() {
    on_a_clock(async {
        let peer = Peer::with(2);
        peer.world().people[1].seats.insert("Sales".into());
        let target = ready(&peer).await;
        // Nobody knows what the seats in Support and Sales are.
        let (results, read) = perform(&target, &[teams(&address(0), &[], &["24/7"])]).await;
        assert_eq!(results, [Ok(())]);
        assert_eq!(read.users["user0@acme.example"].teams, Known::Known(paths(&["24/7"])));
        let (_, read) = perform(&target, &[location(&address(1), "Mexico")]).await;
        assert!(read.users["user1@acme.example"].teams.is_unknown());
    });
}
