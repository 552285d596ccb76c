//! A run that breaks off in the middle of a job, at every request, and runs again.

use std::time::Duration;

use rolecall::core::FaultKind;
use rolecall::target::Target;
use rolecall::target::ccaas::{Lost, Response};

use crate::peer::{Peer, address};
use crate::setting::*;

/// What a batch does, one step for each of three people.
fn steps() -> Vec<rolecall::plan::Step> {
    (0..3).map(|number| location(&address(number), "Mexico")).collect()
}

#[test]
fn a_run_that_ends_during_any_phase_carries_on_with_the_same_job() {
    let mut ends = std::collections::BTreeSet::new();
    for cut in 0..60_u64 {
        on_a_clock(async {
            let peer = Peer::with(3);
            {
                let mut world = peer.world();
                world.speed = 1;
                world.latency = Duration::from_millis(200);
            }
            let target = ready(&peer).await;
            // Dropped after so long, as if the program were killed.
            let time = Duration::from_millis(100 * cut);
            let whole = tokio::time::timeout(time, perform(&target, &steps())).await;
            let jobs = (peer.count("/upload"), peer.count("/proceed"), whole.is_ok());
            ends.insert(jobs);
            drop(target);

            let target = ready(&peer).await;
            let live = target.read().await.expect("it can be read");
            let left: Vec<_> = steps()
                .into_iter()
                .filter(|step| {
                    let user = &live.users[step.key.name()];
                    user.attributes.get("location").map_or(String::new(), ToString::to_string)
                        != "Mexico"
                })
                .collect();
            assert!(left.is_empty() || left.len() == 3, "what was started is waited for");
            let (results, _) = perform(&target, &left).await;
            assert!(results.iter().all(Result::is_ok));
            for number in 0..3 {
                assert_eq!(peer.person(&address(number)).fields["location"], "Mexico");
            }
            assert_eq!(peer.world().jobs.len(), 1, "cut after {time:?}: one job and no other");
            assert_eq!(peer.started()[0].started, 1);
        });
    }
    assert!(ends.contains(&(0, 0, false)) && ends.contains(&(1, 0, false)), "{ends:?}");
    assert!(ends.contains(&(1, 1, false)) && ends.contains(&(1, 1, true)), "{ends:?}");
}

#[test]
fn a_job_of_the_same_name_that_is_over_is_not_taken_for_this_one() {
    on_a_clock(async {
        let peer = Peer::with(3);
        let target = ready(&peer).await;
        assert!(perform(&target, &steps()).await.0.iter().all(Result::is_ok));
        // Somebody undoes it, and the same plan is made again.
        for person in &mut peer.world().people {
            person.fields.insert("location".into(), serde_json::Value::Null);
        }
        let target = ready(&peer).await;
        assert!(perform(&target, &steps()).await.0.iter().all(Result::is_ok));
        assert_eq!(peer.person(&address(0)).fields["location"], "Mexico");
        let jobs = peer.started();
        assert_eq!((jobs.len(), &jobs[0].file), (2, &jobs[1].file));
    });
}

/// Loses the answer to the first request that goes to a path.
struct Losing {
    peer: std::sync::Arc<Peer>,
    path: &'static str,
    arrives: bool,
    left: std::sync::atomic::AtomicUsize,
}

#[async_trait::async_trait]
impl rolecall::target::ccaas::Sender for Losing {
    async fn send(&self, request: rolecall::target::ccaas::Request) -> Result<Response, Lost> {
        use std::sync::atomic::Ordering::Relaxed;
        let meant = request.uri().path().ends_with(self.path)
            && self.left.fetch_update(Relaxed, Relaxed, |left| left.checked_sub(1)).is_ok();
        if meant && !self.arrives {
            return Err(Lost("lost on the way there".into()));
        }
        let answer = self.peer.send(request).await?;
        if meant { Err(Lost("lost on the way back".into())) } else { Ok(answer) }
    }
}

#[test]
fn a_lost_reply_makes_no_second_job() {
    for path in ["/upload", "/proceed"] {
        for (arrives, times) in [(true, 1), (false, 1), (false, 3)] {
            on_a_clock(async {
                let peer = Peer::with(3);
                let left = times.into();
                let losing = Losing { peer: peer.clone(), path, arrives, left };
                let target = target(std::sync::Arc::new(losing));
                target.read().await.expect("it can be read");
                let (results, _) = perform(&target, &steps()).await;
                assert!(results.iter().all(Result::is_ok), "{results:?}");
                let jobs = peer.started();
                assert_eq!((jobs.len(), jobs[0].started), (1, 1), "{path} {arrives}");
                assert_eq!(peer.world().jobs.len(), 1);
            });
        }
    }
}

#[test]
fn a_job_that_nobody_hears_of_any_more_has_an_outcome_that_nobody_knows() {
    on_a_clock(async {
        let peer = Peer::with(3);
        peer.world().speed = 0;
        let losing =
            Losing { peer: peer.clone(), path: "/jobs/100", arrives: true, left: 1000.into() };
        let target = target(std::sync::Arc::new(losing));
        target.read().await.expect("it can be read");
        let (results, _) = perform(&target, &steps()).await;
        assert!(results.iter().all(|result| kind(result) == Some(FaultKind::OutcomeUnknown)));
        assert!(message(&results[0]).contains("/jobs/100"), "{results:?}");
    });
}

#[test]
fn an_upload_that_never_arrives_says_that_nothing_was_started() {
    on_a_clock(async {
        let peer = Peer::with(3);
        let losing =
            Losing { peer: peer.clone(), path: "/upload", arrives: false, left: 1000.into() };
        let target = target(std::sync::Arc::new(losing));
        target.read().await.expect("it can be read");
        let (results, _) = perform(&target, &steps()).await;
        assert!(results.iter().all(|result| kind(result) == Some(FaultKind::Unreachable)));
        assert!(message(&results[0]).contains("no job is there"), "{results:?}");
        assert!(peer.world().jobs.is_empty());
    });
}

#[test]
fn other_peoples_jobs_are_left_alone() {
    on_a_clock(async {
        let peer = Peer::with(3);
        peer.world().jobs.push(crate::peer::Job {
            id: 7,
            file: "100row.json".into(),
            rows: vec![serde_json::json!({"email": address(0), "location": "Cuba"})],
            done: 0,
            failed: 0,
            started: 1,
            errors: Vec::new(),
        });
        let target = ready(&peer).await;
        assert_eq!(peer.count("/jobs/7"), 0, "it isn't waited for");
        let (results, _) = perform(&target, &steps()).await;
        assert!(results.iter().all(Result::is_ok));
    });
}

#[test]
fn a_job_that_has_been_stuck_for_hours_is_not_carried_on_with() {
    on_a_clock(async {
        let peer = Peer::with(3);
        peer.world().quirks.stuck_after = Some(0);
        let target = ready(&peer).await;
        let (results, _) = perform(&target, &steps()).await;
        assert!(results.iter().all(|result| kind(result) == Some(FaultKind::OutcomeUnknown)));
        tokio::time::sleep(Duration::from_secs(3 * 3600)).await;
        target.read().await.expect("it is left behind");
        peer.world().quirks.stuck_after = None;
        let (results, _) = perform(&target, &steps()).await;
        assert!(results.iter().all(Result::is_ok), "{results:?}");
        assert_eq!(peer.started().len(), 2);
    });
}
