//! How quickly requests follow each other, and what a server says about it.

use std::time::Duration;

use rolecall::core::FaultKind;
use rolecall::target::Target;
use rolecall::target::ccaas::Setting;

use crate::peer::{Peer, answer};
use crate::setting::{on_a_clock, settings, target, target_with};

/// Returns the most requests in any second, and how many there were in all and in how long.
fn rates(peer: &Peer) -> (usize, usize, f64) {
    let world = peer.world();
    let times: Vec<f64> = world.seen.iter().map(|(at, ..)| at.as_secs_f64()).collect();
    // Until the first page of people is there nothing can be asked side by side.
    let work = &times[world
        .seen
        .iter()
        .rposition(|(_, _, path, _)| !path.ends_with("/users"))
        .expect("some")
        + 2..];
    let within = |from: &f64| times.iter().filter(|at| **at >= *from && **at < from + 1.0).count();
    let span = work.last().expect("some") - work.first().expect("some");
    (times.iter().map(within).max().expect("some"), work.len() - 1, span)
}

#[test]
fn no_second_has_more_requests_than_allowed_and_few_have_fewer() {
    for (limit, latency) in [(5, 20), (5, 900), (10, 20), (10, 700), (1, 0)] {
        on_a_clock(async {
            let peer = Peer::with(3000 * limit as usize);
            peer.world().latency = Duration::from_millis(latency);
            let setting = Setting { requests_per_second: limit, ..settings() };
            target_with(peer.clone(), setting).read().await.expect("it can be read");
            let (most, all, span) = rates(&peer);
            assert!(most <= limit as usize, "{most} in a second, {limit} are allowed");
            let rate = all as f64 / span;
            assert!(rate > 0.9 * f64::from(limit), "{rate} of {limit} at {latency} ms");
        });
    }
}

#[test]
fn a_server_that_asks_to_wait_is_left_alone() {
    for (said, least) in [("7", 7), ("Mon, 04 May 2026 09:00:31 GMT", 30)] {
        on_a_clock(async {
            let peer = Peer::with(3);
            for _ in 0..2 {
                let mut busy = answer(429, "slow down");
                busy.headers_mut().insert("Retry-After", said.parse().expect("a header"));
                peer.world().instead.push(("/teams".into(), busy));
            }
            target(peer.clone()).read().await.expect("it can be read");
            let world = peer.world();
            let asked = world.seen.iter().filter(|(_, _, path, _)| path.ends_with("/teams"));
            let times: Vec<u64> = asked.map(|(at, ..)| at.as_secs()).collect();
            assert_eq!(times.len(), 3);
            assert!(times[1] - times[0] >= least, "{said}: {times:?}");
        });
    }
}

#[test]
fn a_server_that_asks_to_wait_for_hours_ends_the_run() {
    on_a_clock(async {
        let peer = Peer::with(3);
        let mut busy = answer(503, "");
        busy.headers_mut().insert("Retry-After", "7200".parse().expect("a header"));
        peer.world().instead.push(("/teams".into(), busy));
        let fault = target(peer).read().await.expect_err("it would take hours");
        assert!(fault.message.contains("come back in 7200 s"), "{fault}");
    });
}

#[test]
fn repeating_comes_to_an_end_and_pauses_grow() {
    on_a_clock(async {
        let peer = Peer::with(3);
        peer.world().instead = vec![("/teams".into(), answer(502, "bad gateway")); 20];
        let fault = target(peer.clone()).read().await.expect_err("it never answers");
        assert_eq!(fault.kind, FaultKind::Unreachable);
        let expected = "GET /manager/api/v1/teams: tried 10 times, the last time: answered 502 Bad Gateway: bad gateway";
        assert_eq!(fault.message, expected);
        let world = peer.world();
        let asked = world.seen.iter().filter(|(_, _, path, _)| path.ends_with("/teams"));
        let times: Vec<Duration> = asked.map(|(at, ..)| *at).collect();
        let pauses: Vec<Duration> = times.windows(2).map(|two| two[1] - two[0]).collect();
        assert_eq!(pauses.len(), 9);
        assert!(pauses[8] > 8 * pauses[0] && pauses[8] < Duration::from_secs(25), "{pauses:?}");
    });
}

#[test]
fn chance_is_the_same_where_it_starts_from_the_same() {
    let times = |seed| {
        on_a_clock(async {
            let peer = Peer::with(3);
            peer.world().lost = (30, 0);
            let setting = Setting { seed, ..settings() };
            target_with(peer.clone(), setting).read().await.expect("it can be read");
            peer.world().seen.iter().map(|(at, ..)| *at).collect::<Vec<_>>()
        })
    };
    assert_eq!(times(1), times(1));
    assert_ne!(times(1), times(2));
}
