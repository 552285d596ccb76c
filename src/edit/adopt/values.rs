//! Values of attributes.

use super::Work;
use crate::core::{AttributeName, Email, Kind, Scalar};
use crate::document::{NodeRef, Value};
use crate::edit::Want;
use crate::platform::AttributeKind;
use crate::render::scalar_text;

impl Work<'_> {
    /// Returns what should stand as the value of an attribute of one of a kind. What isn't there is
    /// written as `null` only where it may be.
    pub(super) fn attribute(
        &self,
        kind: Kind,
        name: &AttributeName,
        value: NodeRef<'_, '_>,
        live: Option<&Scalar>,
    ) -> Option<Want> {
        let Some(live) = live else { return Some(Want::Same) };
        let known = self.all.platform.attributes(kind).get(name);
        let is_address =
            known.is_some_and(|known| known.kind.value() == Some(&AttributeKind::Member));
        if written(value, is_address).as_ref() == Some(live) {
            return Some(Want::Same);
        }
        let clearable = known.is_some_and(|known| known.clearable.holds());
        let may_stand = *live != Scalar::Null || clearable;
        may_stand.then(|| Want::Value(scalar_text(live)))
    }
}

/// Returns the value that is written, as it is compared: addresses are kept in lower case.
fn written(value: NodeRef<'_, '_>, is_address: bool) -> Option<Scalar> {
    Some(match value.value() {
        Value::Null => Scalar::Null,
        Value::Bool(value) => Scalar::Bool(*value),
        Value::Number(number) => Scalar::Int(number.as_i64()?),
        Value::Text(text) if is_address => Scalar::from(Email::new(text).as_str()),
        Value::Text(text) => Scalar::from(text.as_ref()),
        Value::Sequence | Value::Mapping | Value::Alias(_) => return None,
    })
}
