//! The form of a department.

use http::Response;

use super::form::Form;
use super::html::{buttons, choice, field, form, hidden, label, lines, page};
use super::{back, perform};
use crate::core::{
    AttributeName, Attributes, Department, DepartmentName, Key, Kind, Known, Scalar, TeamPath,
};
use crate::plan::{Action, Resource, Step};
use crate::platform::{Attribute, AttributeKind};
use crate::serve::answer::{Problem, Reply};
use crate::serve::service::Call;

/// What stands between a group and its share.
const SHARE: char = '=';

/// A department as the form has it.
struct Entered {
    /// The name that it has until it is saved; none of a new one.
    previous: String,
    name: String,
    department: Department,
}

pub(super) async fn show(call: &mut Call<'_>, name: &str) -> Reply {
    let live = call.live().await?;
    let department = live.state.departments.get(&DepartmentName::new(name)).cloned();
    if department.is_none() && !name.is_empty() {
        return Err(Problem::not_found("No department has this name"));
    }
    let (previous, name) = (name.to_owned(), name.to_owned());
    let entered = Entered { previous, name, department: department.unwrap_or_default() };
    Ok(draw(call, &entered, None))
}

pub(super) async fn save(call: &mut Call<'_>, form: &Form) -> Reply {
    let known = call.service.platform.attributes(Kind::Department).iter();
    let is_new = form.text("previous").is_empty();
    let value = |(name, attribute): (&AttributeName, &Attribute)| {
        let value = form.value(name.as_str(), Some(attribute));
        // What can't be cleared was never known.
        let is_said = value != Scalar::Null || (!is_new && attribute.clearable.holds());
        is_said.then(|| (name.clone(), value))
    };
    let groups = Known::Known(form.text("groups").lines().filter_map(share_of).collect());
    let attributes: Attributes = known.filter_map(value).collect();
    let entered = Entered {
        previous: form.text("previous").to_owned(),
        name: form.text("name").to_owned(),
        department: Department { groups, attributes },
    };
    match perform(call, &[entered.step(form.text("do") == "delete")]).await {
        Ok(()) => Ok(back("departments", &format!("department {}: done", entered.name))),
        Err(fault) => Ok(draw(call, &entered, Some(&fault.message))),
    }
}

/// Returns the groups of a department as lines of the form.
pub(super) fn shares(department: &Department) -> impl Iterator<Item = String> {
    let all = department.groups.value().into_iter().flatten();
    all.map(|(path, share)| match share {
        Some(share) => format!("{path} {SHARE} {share}"),
        None => path.to_string(),
    })
}

/// Reads such a line.
fn share_of(line: &str) -> Option<(TeamPath, Option<u8>)> {
    let line = line.trim();
    let read = line.rsplit_once(SHARE);
    let read = read.and_then(|(path, share)| Some((path.trim(), share.trim().parse().ok()?)));
    let (path, share) = read.map_or((line, None), |(path, share)| (path, Some(share)));
    (!path.is_empty()).then(|| (TeamPath::new(path), share))
}

impl Entered {
    fn step(&self, deletes: bool) -> Step {
        let key = |name: &str| Key::Department(DepartmentName::new(name));
        if deletes {
            return Step { action: Action::Delete, ..Step::about(key(&self.previous)) };
        }
        let (action, previous_key) = match self.previous.as_str() {
            "" => (Action::Create, None),
            previous if previous == self.name => (Action::Update, None),
            previous => (Action::Rename, Some(key(previous))),
        };
        let after = Some(Resource::Department(self.department.clone()));
        Step { action, previous_key, after, ..Step::about(key(&self.name)) }
    }
}

fn draw(call: &Call<'_>, entered: &Entered, alert: Option<&str>) -> Response<Vec<u8>> {
    let Entered { previous, name, department } = entered;
    let groups: Vec<String> = shares(department).collect();
    let hint = "Groups, one in each line; with a percentage as in `Support = 60`.";
    let known = call.service.platform.attributes(Kind::Department).iter();
    let recorded = known.map(|(attribute, data)| recorded(department, attribute, data));
    let is_default = call.service.platform.is_default_department(&DepartmentName::new(previous));
    let fields = [
        hidden("previous", previous),
        field("Name", "name", name, "required"),
        lines("Groups", "groups", groups.iter().map(String::as_str), hint),
        recorded.collect(),
        buttons(!previous.is_empty() && !is_default),
    ];
    let title = match previous.as_str() {
        "" => "New department".to_owned(),
        name => format!("Department {name}"),
    };
    page(call, &title, alert, &form(call, "/portal/department", &fields.concat()))
}

/// Returns the field of an attribute: a choice where there are few values.
fn recorded(department: &Department, name: &AttributeName, data: &Attribute) -> String {
    let value = match department.attributes.get(name) {
        None | Some(Scalar::Null) => String::new(),
        Some(value) => value.to_string(),
    };
    match data.kind.value() {
        Some(AttributeKind::OneOf { values }) => {
            let options = values.iter().map(|word| (word.as_str(), word.as_str()));
            let none = value.is_empty().then_some(("", "–"));
            choice(&label(name), name.as_str(), none.into_iter().chain(options), &value)
        }
        _ => field(&label(name), name.as_str(), &value, ""),
    }
}
