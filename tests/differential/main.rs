//! Our reader of YAML against another one, `yaml_serde`, and against the official test suite: every
//! difference is explained by a row of one table, and every row by an example.

#![allow(
    clippy::expect_used,
    clippy::unwrap_used,
    clippy::panic,
    unreachable_pub,
    reason = "a test that can't go on fails, and says why"
)]

mod readers;
mod table;
mod texts;

use proptest::strategy::{Strategy, ValueTree};
use proptest::test_runner::{Config, RngAlgorithm, TestRng, TestRunner};

use readers::{difference, ours};
use table::{Row, TABLE};

/// Returns the rows that explain how the readers differ about a text; nothing where they don't.
#[track_caller]
fn explained(text: &str) -> Option<Vec<&'static Row>> {
    let difference = difference(text)?;
    let rows = table::rows(&difference);
    assert!(rows.is_some(), "no row explains this difference:\n{text}\n{difference:#?}");
    rows
}

#[test]
fn every_row_explains_its_own_example() {
    for row in TABLE {
        let explaining = explained(&row.example()).unwrap_or_default();
        let names: Vec<_> = explaining.iter().map(|row| row.what).collect();
        assert!(names.contains(&row.what), "{}: {names:?}", row.what);
        assert!(row.why.ends_with('.'), "{}: a reason is a sentence", row.what);
    }
}

#[test]
fn every_difference_in_collected_texts_is_explained() {
    let texts = texts::collected();
    assert!(texts.len() > 500, "they are found: {}", texts.len());
    let differing = texts.iter().filter_map(|text| explained(text)).count();
    assert!(differing > 70, "the readers do differ: {differing}");
}

/// Always the same texts, so that a run never finds what another doesn't. `PROPTEST_CASES` asks for
/// more of them.
#[test]
fn every_difference_in_generated_texts_is_explained() {
    let rng = TestRng::deterministic_rng(RngAlgorithm::ChaCha);
    let cases = Config::default().cases.max(20_000);
    let mut runner = TestRunner::new_with_rng(Config::default(), rng);
    let (mut differing, mut agreed) = (0, 0);
    for _ in 0..cases {
        let text = texts::generated().new_tree(&mut runner).expect("any text").current();
        match explained(&text) {
            Some(_) => differing += 1,
            None => agreed += usize::from(ours(&text).is_ok()),
        }
    }
    assert!(differing > 100 && agreed > 100, "{differing} differ, {agreed} agree");
}

/// What the suite says is valid is refused on purpose alone, and what is read is read as it says.
#[test]
fn the_official_suite_is_read_as_it_says() {
    for case in texts::suite() {
        match (ours(&case.yaml), case.json()) {
            (Ok(read), Some(meant)) => assert_eq!(read, meant, "{}", case.id),
            (Ok(_), None) if case.fail => {
                let known = table::LENIENT.iter().any(|(id, _)| *id == case.id);
                assert!(known, "{}: this should be refused:\n{}", case.id, case.yaml);
            }
            (Err(refused), _) if !case.fail => {
                let on_purpose = refused.iter().all(|(word, _)| table::ON_PURPOSE.contains(word));
                assert!(on_purpose, "{}: {refused:?}", case.id);
            }
            _ => {}
        }
    }
}
