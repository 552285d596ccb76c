//! Lists, page by page (RFC 7644, 3.4.2.4): whole or not at all.

use std::collections::BTreeMap;

use super::Scim;
use super::ask::page;
use super::job::Sort;
use super::resource::Resource;
use super::server::Server;
use super::wire::{about, count, list, object, unclear};
use crate::core::Fault;

/// How often a list is read again that changed while it was read.
const ROUNDS: usize = 3;

/// How a page is asked for.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub(super) enum Way {
    /// By parameters of an address.
    #[default]
    Get,
    /// By a body, which some servers understand where they overlook the parameters.
    Search,
}

impl Scim {
    /// Reads everything of a sort, in the order of ids.
    pub(super) async fn list(&self, server: &Server, sort: Sort) -> Result<Vec<Resource>, Fault> {
        let endpoint = server.endpoint(sort)?.to_owned();
        let of = about(format!("GET {endpoint}"));
        let mut short = unclear("nothing was read");
        for _ in 0..ROUNDS {
            let way = self.memory().way;
            let (found, told) = match self.pages(server, &endpoint, None, way).await {
                Ok(read) => read,
                // What is said of the list is of more use than that the other way isn't there.
                Err(_) if way == Way::Search => break,
                Err(fault) => return Err(of(fault)),
            };
            if found.len() as u64 >= told {
                return Ok(found.into_values().collect());
            }
            short = of(unclear(format!("the server tells of {told}, and gives {}", found.len())));
            self.memory().way = Way::Search;
        }
        self.memory().way = Way::Get;
        Err(short)
    }

    /// Reads those of a sort that are called so, or more of them: whoever asks looks at what comes.
    pub(super) async fn called(
        &self,
        server: &Server,
        sort: Sort,
        key: &str,
        name: &str,
    ) -> Result<Vec<Resource>, Fault> {
        if server.filter {
            let quoted = serde_json::Value::from(name);
            let filter = format!("{key} eq {quoted}");
            let endpoint = server.endpoint(sort)?.to_owned();
            let way = self.memory().way;
            if let Ok((found, told)) = self.pages(server, &endpoint, Some(&filter), way).await
                && found.len() as u64 >= told
            {
                return Ok(found.into_values().collect());
            }
        }
        self.list(server, sort).await
    }

    /// Reads all pages once: what they give, by id, and how many the server says there are.
    async fn pages(
        &self,
        server: &Server,
        endpoint: &str,
        filter: Option<&str>,
        way: Way,
    ) -> Result<(BTreeMap<String, Resource>, u64), Fault> {
        let (mut all, mut start, mut told) = (BTreeMap::new(), 1_u64, None);
        loop {
            let request = page(&self.base, endpoint, (start, server.page), filter, way)?;
            let answer = self.line.get(&request).await?;
            let answer = object(answer.body())?;
            let page = list(&answer, "Resources")?;
            told = count(&answer, "totalResults")?.or(told);
            let (given, before) = (page.len() as u64, all.len());
            for body in page {
                let one = self.versioned(server, Resource::new(body.clone(), None)?);
                all.insert(one.id.clone(), one);
            }
            start = start.saturating_add(given);
            let is_over = told.is_none_or(|told| start > told);
            // Nothing new comes where a server gives the same page again.
            if given == 0 || is_over || all.len() == before {
                let told = told.unwrap_or(all.len() as u64);
                return Ok((all, told));
            }
        }
    }
}
