//! Whole lists from pages, which move while they are read.

use std::collections::BTreeSet;
use std::sync::Arc;

use http::HeaderMap;
use serde_json::Value;
use tokio::task::JoinSet;

use super::line::{Line, route};
use super::wire::{list, unclear};
use super::{Request, Response};
use crate::core::{FastSet, Fault};

/// How often a list is read from its first page before it is given up.
const PASSES: u32 = 5;

/// How many pages are asked for at once; the pace is another matter.
const AT_ONCE: usize = 16;

/// More pages than any list has.
const MOST: u64 = 100_000;

/// A list that is read page by page.
pub(in crate::target) struct List<'l, R, P> {
    pub(in crate::target) line: &'l Arc<Line>,
    /// The header with the number of entries on all pages, where there is one.
    pub(in crate::target) total: Option<&'l str>,
    /// How many entries a page has that isn't the last, where it is known: then a first page with fewer is
    /// all there is.
    pub(in crate::target) full: Option<u64>,
    /// Makes the request for a page.
    pub(in crate::target) request: R,
    /// Reads an entry, with the id by which it is known.
    pub(in crate::target) entry: P,
}

/// One page.
struct Page<T> {
    entries: Vec<(String, T)>,
    /// How many entries there are on all pages, if that is said.
    total: Option<u64>,
}

/// One reading, from the first page to the last.
struct Pass<T> {
    entries: Vec<T>,
    ids: FastSet<String>,
    totals: BTreeSet<Option<u64>>,
    /// How many pages had to be asked for.
    pages: u64,
}

impl<T, R, P> List<'_, R, P>
where
    R: Fn(u64) -> Result<Request, Fault>,
    P: Fn(&Value) -> Result<(String, T), Fault>,
{
    /// Reads all of it.
    ///
    /// # Errors
    ///
    /// Where it can't be read whole: a part of it is never taken for the whole.
    pub(in crate::target) async fn read(&self) -> Result<Vec<T>, Fault> {
        let mut before: Option<FastSet<String>> = None;
        let mut said = String::new();
        for tries in 1..=PASSES {
            let pass = self.pass().await?;
            let few = |full| pass.pages == 1 && (pass.entries.len() as u64) < full;
            if self.full.is_some_and(few) || pass.is_whole(before.as_ref()) {
                return Ok(pass.entries);
            }
            said = pass.said();
            before = Some(pass.ids);
            if tries < PASSES {
                self.line.pause(tries).await;
            }
        }
        let what = route(&(self.request)(1)?);
        let text = format!("{what}: read {PASSES} times and never whole; the last time {said}");
        Err(unclear(text))
    }

    async fn pass(&self) -> Result<Pass<T>, Fault> {
        let first = self.page(1).await?;
        let (size, total) = (first.entries.len() as u64, first.total);
        let mut pass = Pass {
            entries: Vec::new(),
            ids: FastSet::default(),
            totals: BTreeSet::new(),
            pages: 0,
        };
        pass.take(first);
        match total {
            Some(total) => {
                let pages = total.div_ceil(size.max(1)).min(MOST);
                if size > 0 {
                    self.others(2..=pages, &mut pass).await?;
                }
            }
            None if self.full.is_some_and(|full| size < full) => {}
            None => self.until_empty(&mut pass).await?,
        }
        Ok(pass)
    }

    /// Reads pages side by side.
    async fn others(
        &self,
        pages: std::ops::RangeInclusive<u64>,
        pass: &mut Pass<T>,
    ) -> Result<(), Fault> {
        let (mut pages, mut asked) = (pages, JoinSet::new());
        loop {
            while asked.len() < AT_ONCE
                && let Some(page) = pages.next()
            {
                let (line, request) = (Arc::clone(self.line), (self.request)(page)?);
                asked.spawn(async move { (line.get(&request).await, request) });
            }
            match asked.join_next().await {
                None => return Ok(()),
                Some(Err(_)) => return Err(unclear("reading a page broke off")),
                Some(Ok((answer, request))) => {
                    let page = self.entries(&request, &answer?)?;
                    // There is less than was said: the list shrank, or the number is wrong.
                    if page.entries.is_empty() {
                        return Ok(());
                    }
                    pass.take(page);
                }
            }
        }
    }

    /// Reads page after page where nothing says how many there are.
    async fn until_empty(&self, pass: &mut Pass<T>) -> Result<(), Fault> {
        for page in 2..=MOST {
            if pass.ids.is_empty() {
                return Ok(());
            }
            let found = self.page(page).await?;
            if found.entries.is_empty() {
                return Ok(());
            }
            let known = pass.ids.len();
            pass.take(found);
            if pass.ids.len() == known {
                let what = route(&(self.request)(page)?);
                return Err(unclear(format!("{what}: page {page} repeats those before")));
            }
        }
        Ok(())
    }

    async fn page(&self, page: u64) -> Result<Page<T>, Fault> {
        let request = (self.request)(page)?;
        let answer = self.line.get(&request).await?;
        self.entries(&request, &answer)
    }

    fn entries(&self, request: &Request, answer: &Response) -> Result<Page<T>, Fault> {
        let what = route(request);
        let total = self.total.and_then(|header| total(answer.headers(), header));
        let entry = |value: &Value| (self.entry)(value).map_err(super::wire::in_answer(&what));
        let entries: Result<_, Fault> = list(&what, answer.body())?.iter().map(entry).collect();
        Ok(Page { entries: entries?, total })
    }
}

impl<T> Pass<T> {
    fn take(&mut self, page: Page<T>) {
        self.totals.insert(page.total);
        self.pages += 1;
        for (id, entry) in page.entries {
            if self.ids.insert(id) {
                self.entries.push(entry);
            }
        }
    }

    /// Returns whether it has all that there is, by what each page says; where none says how many
    /// there are, by another reading that found the same.
    fn is_whole(&self, before: Option<&FastSet<String>>) -> bool {
        match self.total() {
            Some(Some(total)) => total == self.ids.len() as u64,
            Some(None) => before == Some(&self.ids),
            None => false,
        }
    }

    /// Returns what all pages say, if they agree.
    fn total(&self) -> Option<Option<u64>> {
        let mut totals = self.totals.iter();
        totals.next().copied().filter(|_| totals.next().is_none())
    }

    fn said(&self) -> String {
        let found = self.ids.len();
        match self.total() {
            Some(Some(total)) => format!("it had {found} of {total} entries"),
            Some(None) => format!("it had {found} entries, and other ones than before"),
            None => "the pages said different totals".to_owned(),
        }
    }
}

fn total(headers: &HeaderMap, header: &str) -> Option<u64> {
    headers.get(header)?.to_str().ok()?.trim().parse().ok()
}
