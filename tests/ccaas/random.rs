//! Runs in bad weather, at random: a third of all requests is lost on the way, fails or is answered
//! in vain. Whatever happens, the end is right, no job is done twice and nobody's row is ever
//! anything else than what it was or what it is to be.

use std::collections::{BTreeMap, BTreeSet};

use rolecall::core::FaultKind;
use rolecall::plan::Step;
use rolecall::target::Target;
use rolecall::target::ccaas::Setting;
use serde_json::Value;

use crate::hazards::applied;
use crate::peer::{Peer, Person, World, address};
use crate::setting::{create, location, on_a_clock, roles, settings, target_with, teams};

const RUNS: u64 = 200;
const PEOPLE: usize = 24;

/// What a step about the person of this number does; two stages.
fn plan(seed: u64) -> Vec<Vec<Step>> {
    let mut stages = vec![Vec::new(), Vec::new()];
    for number in 0..PEOPLE {
        let (email, draw) = (address(number), (seed as usize).wrapping_mul(31) + number * 7);
        let (mine, other) =
            if number % 2 == 0 { ("Support", "Sales") } else { ("Sales", "Support") };
        let step = match draw % 5 {
            0 => location(&email, "Mexico"),
            1 => roles(&email, &["Agent"], &["Agent", "Floor Lead"]),
            2 => teams(&email, &[mine], &[other]),
            3 => create(&format!("new{number}@acme.example"), "Noa", "24/7"),
            _ => continue,
        };
        stages[draw % 2].push(step);
    }
    stages
}

/// Returns those steps of which nothing is to be seen.
fn left(world: &World, seed: u64) -> Vec<Vec<Step>> {
    let rows = end(seed);
    let stands = |step: &Step| {
        let person = world.people.iter().find(|person| person.email == step.key.name());
        person.is_some_and(|person| rows.get(step.key.name()) == Some(&row(person)))
    };
    let stages = plan(seed).into_iter();
    stages.map(|steps| steps.into_iter().filter(|step| !stands(step)).collect()).collect()
}

type Row = (bool, BTreeSet<String>, BTreeSet<String>, Value);

fn row(person: &Person) -> Row {
    let location = person.fields.get("location").cloned().unwrap_or_default();
    (person.active, person.roles.clone(), person.seats.clone(), location)
}

/// Returns everybody's row after a run in good weather.
fn end(seed: u64) -> BTreeMap<String, Row> {
    let mut rows = rows(&Peer::with(PEOPLE).world());
    for step in plan(seed).into_iter().flatten() {
        let (mut row, email) = match rows.remove(step.key.name()) {
            Some(row) => (row, step.key.name().to_owned()),
            None => {
                ((true, BTreeSet::new(), BTreeSet::new(), Value::Null), step.key.name().to_owned())
            }
        };
        let Some(rolecall::plan::Resource::User(after)) = &step.after else { continue };
        if let Some(roles) = after.roles.value() {
            row.1 = roles.iter().map(ToString::to_string).collect();
        }
        if let Some(teams) = after.teams.value() {
            row.2 = teams.iter().map(ToString::to_string).collect();
        }
        if let Some(place) = after.attributes.get("location") {
            row.3 = place.to_string().into();
        }
        rows.insert(email, row);
    }
    rows
}

fn rows(world: &World) -> BTreeMap<String, Row> {
    world.people.iter().map(|person| (person.email.clone(), row(person))).collect()
}

#[test]
fn the_end_is_right_no_job_is_done_twice_and_no_row_is_ever_wrong() {
    let mut repeated = 0;
    for seed in 0..RUNS {
        on_a_clock(async {
            let peer = Peer::with(PEOPLE);
            let (before, after) = (rows(&peer.world()), end(seed));
            let expected = after.clone();
            {
                let mut world = peer.world();
                world.lost = (15, 15);
                world.luck = seed * 7919 + 1;
                world.speed = 1 + seed as usize % 4;
                world.watch = Some(Box::new(move |world| {
                    for (email, row) in rows(world) {
                        let known =
                            before.get(&email) == Some(&row) || after.get(&email) == Some(&row);
                        assert!(known, "the row of {email} is {row:?}");
                    }
                }));
            }
            for _ in 0..20 {
                let steps = left(&peer.world(), seed);
                if steps.iter().all(Vec::is_empty) {
                    break;
                }
                repeated += 1;
                let target = target_with(peer.clone(), Setting { seed, ..settings() });
                if target.read().await.is_err() {
                    continue;
                }
                for fault in applied(&target, steps).await.into_iter().flatten() {
                    assert_ne!(fault.kind, FaultKind::NotAsWritten, "{fault}");
                    assert_ne!(fault.kind, FaultKind::Refused, "{fault}");
                }
            }
            assert_eq!(rows(&peer.world()), expected, "seed {seed}");
            let started = peer.started();
            assert!(started.iter().all(|job| job.started == 1));
            let files: BTreeSet<&String> = started.iter().map(|job| &job.file).collect();
            assert_eq!(files.len(), started.len(), "no job is done twice");
        });
    }
    assert!(repeated < 2 * RUNS, "most runs come through at once: {repeated}");
}
