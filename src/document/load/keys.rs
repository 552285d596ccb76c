//! Keys: text, and each only once in its mapping.

use std::collections::HashSet;

use super::super::Value;
use super::Loader;
use crate::core::{Diagnostic, NodeId, Origin, codes};

impl Loader<'_> {
    /// Refuses keys that aren't text and keys that stand twice.
    pub(super) fn refuse_twice(&mut self, keys: &[u32]) {
        let mut seen = HashSet::new();
        let mut problems = Vec::new();
        for &key in keys {
            let Value::Text(text) = &self.tree.values[key as usize] else {
                problems.push((key, None));
                continue;
            };
            // Nearly all mappings are small; for those looking back is faster than a set.
            let first = if keys.len() <= 16 {
                keys.iter().copied().take_while(|&other| other != key).find(|&other| {
                    matches!(&self.tree.values[other as usize], Value::Text(same) if same == text)
                })
            } else {
                (!seen.insert(text.as_ref())).then(|| self.first(keys, text)).flatten()
            };
            problems.extend(first.map(|first| (key, Some(first))));
        }
        for (key, first) in problems {
            let problem = self.key_problem(key, first);
            self.found.push(problem);
        }
    }

    fn first(&self, keys: &[u32], text: &str) -> Option<u32> {
        let is_it = |key: &u32| matches!(&self.tree.values[*key as usize], Value::Text(same) if same == text);
        keys.iter().copied().find(is_it)
    }

    fn key_problem(&self, key: u32, first: Option<u32>) -> Diagnostic {
        let at = |node| Origin { file: self.file, node: NodeId(node) };
        match first {
            Some(first) => codes::DUPLICATE_KEY
                .at(at(key), "this key stands a second time", "Keep one of the two.")
                .and(at(first), "it stands here first"),
            None => codes::WRONG_TYPE.at(at(key), "a key must be text", "Quote the key."),
        }
    }
}
