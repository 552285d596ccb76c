//! What a department is on the wire, and what of it can be told.

use std::collections::BTreeMap;

use serde_json::Value;

use super::state::only;
use super::world::{Keys, World, items, needed, required};
use crate::core::{
    AttributeName, Attributes, Department, DepartmentName, Fault, Kind, Known, Scalar, Shares,
    TeamPath,
};
use crate::platform::{AttributeKind, Fact};
use crate::render::terminal;
use crate::target::http::wire::{Id, shown, strange, text, value};

/// A department as it is there.
#[derive(Clone, Debug)]
pub(super) struct Desk {
    pub(super) id: Id,
    /// The name by which manifests know it: the default one has that of the platform's data.
    pub(super) name: DepartmentName,
    pub(super) written: String,
    pub(super) is_default: bool,
    /// The one group.
    pub(super) group: Option<String>,
    /// The newer list of groups, each with its share, if that is one.
    pub(super) shares: Vec<(String, Known<Option<u8>>)>,
    /// The bot, which stays as it is.
    pub(super) bot: Option<Value>,
    pub(super) attributes: Attributes,
    /// Attributes that the platform file doesn't know the values of, each with what was found.
    pub(super) strange: Vec<(AttributeName, String)>,
}

impl Desk {
    /// Returns the ids of all groups that it gives conversations to.
    pub(super) fn groups(&self) -> impl Iterator<Item = &str> {
        let listed = self.shares.iter().map(|(id, _)| id);
        self.group.iter().chain(listed).map(String::as_str)
    }

    /// Returns its groups by name; nothing where one of them can't be told by its name, a share isn't one, or
    /// the one group isn't among those of the list.
    fn told_groups(&self, names: &BTreeMap<&str, &TeamPath>) -> Option<Shares> {
        let of =
            |(id, share): (&String, Option<u8>)| Some(((*names.get(id.as_str())?).clone(), share));
        let listed = self.shares.iter().map(|(id, share)| of((id, *share.value()?)));
        let told: Shares = listed.collect::<Option<_>>()?;
        match self.group.as_ref().map(|id| of((id, None))) {
            None => Some(told),
            Some(one) => {
                let (path, _) = one?;
                match told.contains_key(&path) {
                    true => Some(told),
                    false => told.is_empty().then(|| Shares::from([(path, None)])),
                }
            }
        }
    }
}

impl Keys<'_> {
    /// Reads a department.
    pub(super) fn department(self, found: &Value) -> Result<Desk, Fault> {
        let keys = &self.api.departments;
        let written = required(found, &keys.name, "a department")?.to_owned();
        let of = |fault: Fault| Fault {
            message: format!("of the department `{}`: {}", terminal(&written), fault.message),
            ..fault
        };
        let is_default = value(found, &keys.default)?.and_then(Value::as_bool) == Some(true);
        let data = self.platform.departments.as_ref().and_then(|all| all.default.value());
        let name = data.filter(|_| is_default).cloned();
        let mut shares = Vec::new();
        for entry in items(found, &keys.groups).map_err(of)? {
            let id = required(entry, &keys.group_id, "a group of a department").map_err(of)?;
            shares.push((id.to_owned(), share(value(entry, &keys.percentage)?)));
        }
        let group = text(found, &keys.group).map_err(of)?.filter(|id| !id.is_empty());
        let (attributes, strange) = self.told_attributes(found).map_err(of)?;
        Ok(Desk {
            id: needed(found, &keys.id)?,
            name: name.unwrap_or_else(|| DepartmentName::new(&written)),
            is_default,
            group: group.map(ToOwned::to_owned),
            shares,
            bot: value(found, &keys.bot)?.filter(|bot| !bot.is_null()).cloned(),
            attributes,
            strange,
            written,
        })
    }

    /// Returns what is recorded, and apart from it what isn't one of the values that the platform file has.
    fn told_attributes(
        self,
        found: &Value,
    ) -> Result<(Attributes, Vec<(AttributeName, String)>), Fault> {
        let (mut told, mut strange) = (Attributes::default(), Vec::new());
        for (name, key) in &self.api.departments.attributes {
            match value(found, key)? {
                Some(found) if !found.is_null() && found != "" => {
                    match self.told(name, key, found)? {
                        Some(value) => _ = told.insert(name.clone(), value),
                        None => strange.push((name.clone(), shown(found))),
                    }
                }
                _ if self.is_clearable(name) => _ = told.insert(name.clone(), Scalar::Null),
                _ => {}
            }
        }
        Ok((told, strange))
    }

    fn told(
        self,
        name: &AttributeName,
        key: &Fact<String>,
        found: &Value,
    ) -> Result<Option<Scalar>, Fault> {
        if let Some(numbers) = self.api.departments.numbers.get(name).and_then(Fact::value) {
            let mut words = numbers.iter().filter(|(_, number)| found.as_i64() == Some(**number));
            return Ok(words.next().map(|(word, _)| Scalar::from(word.as_str())));
        }
        let said = found.as_str().ok_or_else(|| strange(key, found, "isn't text"))?;
        let kind = self.platform.attributes(Kind::Department).get(name);
        Ok(match kind.and_then(|attribute| attribute.kind.value()) {
            Some(AttributeKind::OneOf { values }) if !values.iter().any(|one| one == said) => None,
            _ => Some(Scalar::from(said)),
        })
    }

    fn is_clearable(self, name: &AttributeName) -> bool {
        let attribute = self.platform.attributes(Kind::Department).get(name);
        attribute.is_some_and(|attribute| attribute.clearable.holds())
    }
}

impl World {
    /// Returns the one department of that name, if there is one and no other.
    pub(super) fn department(&self, name: &DepartmentName) -> Option<&Desk> {
        self.departments.get(name).and_then(|all| only(all))
    }

    /// Returns all departments that can be told apart.
    pub(super) fn told_departments(&self) -> BTreeMap<DepartmentName, Department> {
        let one = |name: &DepartmentName| Some((name.clone(), self.told(self.department(name)?)));
        self.departments.keys().filter_map(one).collect()
    }

    /// Returns what can be told of a department.
    pub(super) fn told(&self, desk: &Desk) -> Department {
        let groups = desk.told_groups(&self.group_names()).into();
        Department { groups, attributes: desk.attributes.clone() }
    }

    /// Returns the names of groups by their ids, where no two have one.
    fn group_names(&self) -> BTreeMap<&str, &TeamPath> {
        let one = |path| self.group(path).map(|group| (group.id.0.as_str(), path));
        self.groups.keys().filter_map(one).collect()
    }

    /// Returns what of departments couldn't be told.
    pub(super) fn of_departments(&self) -> Vec<String> {
        let mut said = Vec::new();
        for (name, all) in self.departments.iter().filter(|(_, all)| all.len() > 1) {
            said.push(format!("{} departments are called `{name}`", all.len()));
        }
        for desk in self.departments.keys().filter_map(|name| self.department(name)) {
            self.of_department(desk, &mut said);
        }
        said
    }

    fn of_department(&self, desk: &Desk, said: &mut Vec<String>) {
        let (name, written) = (&desk.name, terminal(&desk.written));
        if DepartmentName::new(&desk.written) != *name {
            said.push(format!("the default department is called `{written}`"));
        }
        if matches!(self.told(desk).groups, Known::Unknown) {
            said.push(format!(
                "what groups the department `{written}` has can't be told by their names"
            ));
        }
        for (attribute, found) in &desk.strange {
            said.push(format!("`{attribute}` of the department `{written}` is {found}"));
        }
    }
}

/// Returns a share, in whole per cent.
fn share(found: Option<&Value>) -> Known<Option<u8>> {
    match found {
        None | Some(Value::Null) => Known::Known(None),
        Some(found) => {
            let share = found.as_u64().and_then(|share| u8::try_from(share).ok());
            share
                .filter(|share| *share <= 100)
                .map_or(Known::Unknown, |share| Known::Known(Some(share)))
        }
    }
}
