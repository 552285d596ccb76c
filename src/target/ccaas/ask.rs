//! Requests, made from the platform's data.

use http::Method;
use http::header::CONTENT_TYPE;
use serde_json::json;

use super::{Place, Request, multipart};
use crate::core::Fault;
use crate::platform::{Fact, JobsApi, Paging, Route};
use crate::target::http::wire::{Id, known, unclear};

/// Makes requests.
#[derive(Clone, Copy)]
pub(super) struct Ask<'a> {
    pub(super) api: &'a JobsApi,
    pub(super) place: &'a Place,
}

impl Ask<'_> {
    /// Asks for all names of roles and teams.
    pub(super) fn template(self) -> Result<Request, Fault> {
        self.plain(&self.api.routes.template)
    }

    /// Asks for a page of a list, from 1.
    pub(super) fn page(
        self,
        route: &Fact<Route>,
        paging: &Paging,
        page: u64,
    ) -> Result<Request, Fault> {
        let (page, most) = (page.to_string(), known(&paging.most)?.to_string());
        let query = [(known(&paging.page)?.as_str(), &*page), (known(&paging.size)?, &most)];
        self.request(route, "", query, Vec::new())
    }

    /// Asks for the people who have these ids.
    pub(super) fn with_ids(self, ids: &[Id]) -> Result<Request, Fault> {
        let key = known(&self.api.chosen.by_id)?;
        let query = ids.iter().map(|id| (key.as_str(), id.0.as_str()));
        self.request(&self.api.routes.users, "", query, Vec::new())
    }

    /// Asks for the people who have these addresses.
    pub(super) fn with_addresses(self, addresses: &[String]) -> Result<Request, Fault> {
        let key = known(&self.api.chosen.by_email)?;
        let query = addresses.iter().map(|address| (key.as_str(), address.as_str()));
        self.request(&self.api.routes.users, "", query, Vec::new())
    }

    /// Uploads a file of rows.
    pub(super) fn upload(self, name: &str, content: &[u8]) -> Result<Request, Fault> {
        let (kind, body) = multipart::file(known(&self.api.job.file)?, name, content);
        self.with_body(&self.api.routes.upload, &kind, body)
    }

    /// Starts a job.
    pub(super) fn proceed(self, job: u64) -> Result<Request, Fault> {
        let body = json!({ known(&self.api.job.id)?.as_str(): job }).to_string();
        self.with_body(&self.api.routes.proceed, "application/json", body.into_bytes())
    }

    /// Asks how a job is.
    pub(super) fn job(self, job: u64) -> Result<Request, Fault> {
        self.below(&self.api.routes.job, job)
    }

    /// Asks what is wrong with a file.
    pub(super) fn schema_errors(self, job: u64) -> Result<Request, Fault> {
        self.below(&self.api.routes.schema_errors, job)
    }

    /// Asks what went wrong with its rows.
    pub(super) fn row_errors(self, job: u64) -> Result<Request, Fault> {
        self.below(&self.api.routes.row_errors, job)
    }

    fn plain(self, route: &Fact<Route>) -> Result<Request, Fault> {
        self.request(route, "", [], Vec::new())
    }

    fn below(self, route: &Fact<Route>, job: u64) -> Result<Request, Fault> {
        self.request(route, &format!("/{job}"), [], Vec::new())
    }

    fn with_body(self, route: &Fact<Route>, kind: &str, body: Vec<u8>) -> Result<Request, Fault> {
        let mut request = self.request(route, "", [], body)?;
        let kind = kind.parse().map_err(|_| unclear("the kind of a body can't be written"))?;
        request.headers_mut().insert(CONTENT_TYPE, kind);
        Ok(request)
    }

    fn request<'q>(
        self,
        route: &Fact<Route>,
        rest: &str,
        query: impl IntoIterator<Item = (&'q str, &'q str)>,
        body: Vec<u8>,
    ) -> Result<Request, Fault> {
        let route = known(route)?;
        let uri = self.place.at(&(route.path.clone() + rest), query);
        let method = Method::from_bytes(route.method.as_bytes());
        let method = method.map_err(|_| unclear("a route has no method"))?;
        let request = http::Request::builder().method(method).uri(uri).body(body);
        request.map_err(|error| unclear(format!("a request can't be made: {error}")))
    }
}
