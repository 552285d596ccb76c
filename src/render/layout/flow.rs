//! Lists and mappings between brackets, on one line.

use super::forms::Form;
use super::order::ordered;
use super::printer::Printer;
use super::scalar;
use crate::document::{Collection, Entry, Kind, Node};

impl Printer<'_> {
    /// Returns a value on one line; none if it doesn't fit there: it has comments, or text on
    /// several lines, or isn't written between brackets.
    pub(super) fn one_line(
        &self,
        node: &Node<'_>,
        form: &'static Form,
        in_flow: bool,
    ) -> Option<String> {
        let text = match &node.kind {
            Kind::Empty if in_flow || node.anchor.is_some() => "null".to_owned(),
            Kind::Empty => String::new(),
            Kind::Alias(name) => (*name).to_owned(),
            Kind::Scalar(scalar) => scalar::one_line(scalar, in_flow)?,
            Kind::Collection(collection) if collection.is_flow => self.flow(collection, form)?,
            Kind::Collection(_) => return None,
        };
        Some(match &node.anchor {
            Some(name) => format!("&{name} {text}"),
            None => text,
        })
    }

    fn flow(&self, collection: &Collection, form: &'static Form) -> Option<String> {
        let entries = ordered(self.outline, collection, form, false);
        let parts: Option<Vec<String>> = entries
            .iter()
            .map(|placed| self.flow_entry(self.outline.entry(placed.id), form))
            .collect();
        let parts = parts?.join(", ");
        Some(match collection.is_mapping {
            true if parts.is_empty() => "{}".to_owned(),
            true => format!("{{ {parts} }}"),
            false => format!("[{parts}]"),
        })
    }

    fn flow_entry(&self, entry: &Entry<'_>, form: &'static Form) -> Option<String> {
        if entry.beside.is_some() || !entry.above.is_empty() || !entry.below.is_empty() {
            return None;
        }
        let Some(key) = &entry.key else { return self.one_line(&entry.value, form, true) };
        let value = self.one_line(&entry.value, form.of(key.text()), true)?;
        Some(format!("{}: {value}", self.key(key, true)))
    }

    /// Returns a key, without the colon.
    pub(super) fn key(&self, key: &Node<'_>, in_flow: bool) -> String {
        let text = match &key.kind {
            Kind::Scalar(scalar) => scalar::key(scalar, in_flow),
            Kind::Alias(name) => (*name).to_owned(),
            Kind::Empty | Kind::Collection(_) => String::new(),
        };
        match &key.anchor {
            Some(name) => format!("&{name} {text}"),
            None => text,
        }
    }
}
