//! How something is handed on from one of somebody's roles to another.
//!
//! ```text
//!   a role of before    ├────────────────┤  until it ceases to give it, or the person leaves it
//!   one to be left             ├─────────┤  from when it is widened
//!   one to be joined               ├─────┼────┤  until it is narrowed
//!   a role of afterwards              ├──────────────────
//! ```
//!
//! Each must begin before the one above it ends; the two in the middle need not be there.

use super::Edge;

/// When a role gives something: from the last of some steps to the first of others.
#[derive(Default)]
pub(super) struct Span {
    pub(super) starts: Vec<usize>,
    pub(super) ends: Vec<usize>,
}

/// By which of somebody's roles something is given, and when.
#[derive(Default)]
pub(super) struct Given {
    /// From before the first step on.
    pub(super) from: Vec<Span>,
    /// From when it begins to give it until the person leaves.
    pub(super) until_left: Vec<Span>,
    /// From when the person joins until it ceases to give it.
    pub(super) once_joined: Vec<Span>,
    /// Until after the last step.
    pub(super) to: Vec<Span>,
}

impl Given {
    /// Returns the ways to hand it on from role to role, the plainest first; none if nothing has to
    /// be done for it.
    pub(super) fn ways(&self) -> Option<Vec<Vec<Edge>>> {
        let or_none = |spans: &'_ [Span]| -> Vec<Option<usize>> {
            [None].into_iter().chain((0..spans.len()).map(Some)).collect()
        };
        let mut ways = Vec::new();
        for (from, to) in self.from.iter().flat_map(|from| self.to.iter().map(move |to| (from, to)))
        {
            for left in or_none(&self.until_left) {
                for joined in or_none(&self.once_joined) {
                    let between = [
                        left.map(|at| &self.until_left[at]),
                        joined.map(|at| &self.once_joined[at]),
                    ];
                    let chain = [Some(from), between[0], between[1], Some(to)];
                    let way = handed_on(chain.into_iter().flatten());
                    if way.is_empty() {
                        return None;
                    }
                    ways.push((between.into_iter().flatten().count(), way.len(), way));
                }
            }
        }
        ways.sort();
        ways.dedup();
        Some(ways.into_iter().map(|(_, _, way)| way).collect())
    }
}

/// Returns what is done in turn where one span of each two begins before the other ends.
fn handed_on<'s>(chain: impl Iterator<Item = &'s Span>) -> Vec<Edge> {
    let spans: Vec<&Span> = chain.collect();
    let pairs = spans.windows(2).flat_map(|pair| {
        let (ends, starts) = (&pair[0].ends, &pair[1].starts);
        ends.iter().flat_map(move |end| starts.iter().map(move |start| (*end, *start)))
    });
    pairs.filter(|(end, start)| end != start).collect()
}
