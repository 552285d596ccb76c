//! What can be chosen about a service.

use std::collections::BTreeSet;

use secrecy::SecretString;

use super::Faults;
use crate::core::Email;

/// What can be chosen about a service.
#[derive(Debug)]
pub struct Options {
    /// The name of the customer's instance, which is the user name of every request.
    pub subdomain: String,
    /// The password of every request.
    pub token: SecretString,
    /// How many rows a job writes in a second; without a number all of them at once.
    pub rows_per_second: Option<u32>,
    /// The most requests in any second; without a number as many as anybody likes.
    pub requests_per_second: Option<u32>,
    /// The word for a job that came to its end, which nobody documents.
    pub done: String,
    /// The administrator that the instance was set up with, whom no job changes.
    pub first_administrator: Option<Email>,
    /// The locations that the instance knows; without a list it knows every one.
    pub locations: Option<BTreeSet<String>>,
    /// The greatest number that a person's attribute can have where the platform configures it.
    pub most: i64,
    /// Whether faults can be ordered by a request: only where nobody else can reach it.
    pub faults_by_request: bool,
    /// What goes wrong from the start.
    pub faults: Faults,
    /// What the chances are drawn from: the same seed, the same faults.
    pub seed: u64,
}

impl Options {
    /// Makes the options of an instance that works as it should, and does its jobs at once.
    pub fn new(subdomain: &str, token: SecretString) -> Self {
        Self {
            subdomain: subdomain.to_owned(),
            token,
            rows_per_second: None,
            requests_per_second: None,
            done: "completed".to_owned(),
            first_administrator: None,
            locations: None,
            most: 100,
            faults_by_request: true,
            faults: Faults::default(),
            seed: 0,
        }
    }
}
