//! What a request asks for.

use std::ops::RangeInclusive;

use http::Request;
use http::header::HOST;

use super::answer::Problem;
use super::words::word;
use crate::platform::Paging;

/// The ids that a job can have: up to the greatest number that every reader of JSON can hold.
pub(super) const IDS: RangeInclusive<u64> = 1..=(1 << 53) - 1;

/// The parameters of a request.
pub(super) struct Query(Vec<(String, String)>);

/// A page of a list.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(super) struct Page {
    /// The number of the page, from 1.
    pub(super) number: usize,
    /// The most entries on it.
    pub(super) size: usize,
}

impl Query {
    pub(super) fn of(request: &Request<Vec<u8>>) -> Self {
        let text = request.uri().query().unwrap_or_default();
        Self(form_urlencoded::parse(text.as_bytes()).into_owned().collect())
    }

    pub(super) fn first<'q>(&'q self, name: &'q str) -> Option<&'q str> {
        self.all(name).next()
    }

    pub(super) fn all<'q>(&'q self, name: &'q str) -> impl Iterator<Item = &'q str> {
        self.0.iter().filter(move |(key, _)| key == name).map(|(_, value)| value.as_str())
    }

    /// Returns whether a page is asked for.
    pub(super) fn pages(&self, paging: &Paging) -> bool {
        [&paging.page, &paging.size].into_iter().any(|key| self.first(word(key)).is_some())
    }

    /// Returns the page that is asked for, or the first. `strict` refuses a size that is too large,
    /// instead of taking the largest.
    pub(super) fn page(
        &self,
        paging: &Paging,
        usual: usize,
        strict: bool,
    ) -> Result<Page, Problem> {
        let number = self.number(word(&paging.page))?.unwrap_or(1);
        let size = self.number(word(&paging.size))?.unwrap_or(usual);
        let most = paging.most.value().map_or(usize::MAX, |most| *most as usize);
        if strict && size > most {
            return Err(Problem::bad(format!("Page size must not be more than {most}")));
        }
        Ok(Page { number, size: size.min(most) })
    }

    /// Returns a number from 1.
    fn number(&self, name: &str) -> Result<Option<usize>, Problem> {
        let Some(text) = self.first(name) else { return Ok(None) };
        // A number of more digits than this would count nothing that there is.
        let number = text.parse::<u32>().ok().filter(|number| *number > 0);
        let number =
            number.ok_or_else(|| Problem::bad(format!("{name} must be a number from 1")))?;
        Ok(Some(number as usize))
    }
}

impl Page {
    /// Returns what stands on the page.
    pub(super) fn of<T>(self, all: &[T]) -> &[T] {
        let start = (self.number - 1).saturating_mul(self.size).min(all.len());
        let end = start.saturating_add(self.size).min(all.len());
        all.get(start..end).unwrap_or_default()
    }

    /// Returns the address of the next page, if there is one.
    pub(super) fn next(
        self,
        request: &Request<Vec<u8>>,
        paging: &Paging,
        all: usize,
    ) -> Option<String> {
        if self.number.saturating_mul(self.size) >= all {
            return None;
        }
        let (page, size) = (word(&paging.page), word(&paging.size));
        let mut query = form_urlencoded::Serializer::new(String::new());
        query.extend_pairs(
            Query::of(request).0.iter().filter(|(key, _)| key != page && key != size),
        );
        query.append_pair(page, &(self.number + 1).to_string());
        query.append_pair(size, &self.size.to_string());
        Some(address(request, request.uri().path(), Some(&query.finish())))
    }
}

/// Returns an address on the host that was asked.
pub(super) fn address(request: &Request<Vec<u8>>, path: &str, query: Option<&str>) -> String {
    let host = request.headers().get(HOST).and_then(|host| host.to_str().ok());
    let host = host.or_else(|| request.uri().authority().map(|host| host.as_str()));
    let query = query.map_or(String::new(), |query| format!("?{query}"));
    format!("http://{}{path}{query}", host.unwrap_or("localhost"))
}
