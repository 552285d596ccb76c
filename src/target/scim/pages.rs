//! Lists, page by page (RFC 7644, 3.4.2.4): whole or not at all.

use std::collections::BTreeMap;

use super::Scim;
use super::ask::get;
use super::job::Sort;
use super::resource::Resource;
use super::server::Server;
use super::wire::{about, count, list, object, unclear};
use crate::core::Fault;

/// How often a list is read again that changed while it was read.
const ROUNDS: usize = 3;

impl Scim {
    /// Reads everything of a sort, in the order of ids.
    pub(super) async fn list(&self, server: &Server, sort: Sort) -> Result<Vec<Resource>, Fault> {
        let endpoint = server.endpoint(sort)?.to_owned();
        let of = about(format!("GET {endpoint}"));
        let mut short = unclear("nothing was read");
        for _ in 0..ROUNDS {
            match self.pages(server, &endpoint, None).await.map_err(&of)? {
                (found, told) if found.len() as u64 >= told => {
                    return Ok(found.into_values().collect());
                }
                (found, told) => {
                    let text = format!("the server tells of {told}, and gives {}", found.len());
                    short = of(unclear(text));
                }
            }
        }
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
            if let Ok((found, _)) = self.pages(server, &endpoint, Some(&filter)).await {
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
    ) -> Result<(BTreeMap<String, Resource>, u64), Fault> {
        let (mut all, mut start, mut told) = (BTreeMap::new(), 1_u64, None);
        let most = server.page.to_string();
        loop {
            let first = start.to_string();
            let mut query = vec![("startIndex", first.as_str()), ("count", &most)];
            query.extend(filter.map(|filter| ("filter", filter)));
            let answer = self.line.get(&get(&self.base, endpoint, &query)?).await?;
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
            // Nothing new comes where a server has only one page, or gives the same one again.
            if given == 0 || is_over || all.len() == before {
                let told = told.unwrap_or(all.len() as u64);
                return Ok((all, told));
            }
        }
    }
}
