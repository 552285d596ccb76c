//! The form of a role.

use std::collections::BTreeMap;

use http::Response;

use super::form::Form;
use super::html::{buttons, field, form, hidden, page, text, tick};
use super::overview::known_role;
use super::{back, perform};
use crate::core::{Few, Grant, Key, Known, Level, PermissionId, Role, RoleName};
use crate::plan::{Action, Resource, Step};
use crate::platform::Permission;
use crate::serve::answer::Reply;
use crate::serve::live::Live;
use crate::serve::service::Call;

/// A role as the form has it.
struct Entered {
    /// The name that it has until it is saved; none of a new one.
    previous: String,
    name: String,
    role: Role,
}

pub(super) async fn show(call: &mut Call<'_>, name: &str) -> Reply {
    let live = call.live().await?;
    let role = known_role(&live, name);
    let entered = Entered { previous: name.to_owned(), name: name.to_owned(), role };
    Ok(draw(call, &live, &entered, None))
}

pub(super) async fn save(call: &mut Call<'_>, form: &Form) -> Reply {
    let live = call.live().await?;
    let entered = Entered::of(call, &live, form);
    let step = entered.step(form.text("do") == "delete");
    match perform(call, std::slice::from_ref(&step)).await {
        Ok(()) => Ok(back("roles", &format!("{}: {} done", step.key, step.action))),
        Err(fault) => Ok(draw(call, &live, &entered, Some(&fault.message))),
    }
}

impl Entered {
    fn of(call: &Call<'_>, live: &Live, form: &Form) -> Self {
        let platform = &call.service.platform;
        let previous = form.text("previous").to_owned();
        let mut permissions = BTreeMap::new();
        for (id, level) in form.below("level:") {
            let level = Level::ALL.into_iter().find(|known| known.as_str() == level);
            let only: Few<_> = form.all(&format!("only:{id}")).map(Into::into).collect();
            permissions.extend(level.map(|level| (PermissionId::new(id), Grant { level, only })));
        }
        let known = |text: &str| (!text.is_empty()).then(|| text.to_owned()).into();
        let mut role = Role {
            label: known(form.text("label")),
            color: known(form.text("color")),
            permissions: Known::Known(permissions),
            assignable_roles: Known::Unknown,
        };
        let before = live.state.roles.get(previous.as_str());
        let told = before.is_some_and(|role| role.assignable_roles.value().is_some());
        if platform.assigns_roles(&role) || told {
            let all: Few<_> = form.all("assignable").map(RoleName::new).collect();
            role.assignable_roles = Known::Known(all);
        }
        Self { previous, name: form.text("name").to_owned(), role }
    }

    fn step(&self, deletes: bool) -> Step {
        let key = |name: &str| Key::Role(RoleName::new(name));
        let (old, new) = (key(&self.previous), key(&self.name));
        if deletes {
            return Step { action: Action::Delete, ..Step::about(old) };
        }
        let (action, previous_key) = match self.previous.as_str() {
            "" => (Action::Create, None),
            _ if old != new => (Action::Rename, Some(old)),
            _ => (Action::Update, None),
        };
        let after = Some(Resource::Role(self.role.clone()));
        Step { action, previous_key, after, ..Step::about(new) }
    }
}

fn draw(call: &Call<'_>, live: &Live, entered: &Entered, alert: Option<&str>) -> Response<Vec<u8>> {
    let platform = &call.service.platform;
    let Entered { previous, name, role } = entered;
    let known = |value: &Known<String>| value.value().cloned().unwrap_or_default();
    let granted = role.permissions.value();
    let rows = platform
        .permissions
        .iter()
        .map(|permission| row(permission, granted.and_then(|granted| granted.get(&permission.id))));
    let assigned = role.assignable_roles.value();
    let assigns = |other: &RoleName| assigned.is_some_and(|all| all.contains(other));
    let roles = live.roles(platform);
    let roles = roles
        .iter()
        .map(|other| tick("assignable", other.as_str(), other.as_str(), assigns(other)));
    let fields = [
        hidden("previous", previous),
        field("Name", "name", name, "required"),
        field("Label", "label", &known(&role.label), ""),
        field("Colour, as #0B57D0", "color", &known(&role.color), "pattern=\"#[0-9A-F]{6}\""),
        format!(
            "<fieldset><legend>Roles that holders may give to others</legend>{}</fieldset>\n",
            roles.collect::<String>()
        ),
        format!(
            "<fieldset><legend>Permissions</legend>\n{}</fieldset>\n",
            rows.collect::<String>()
        ),
        buttons(!previous.is_empty()),
    ];
    let title = match previous.as_str() {
        "" => "New role".to_owned(),
        name => format!("Role {name}"),
    };
    page(call, &title, alert, &form(call, "/portal/role", &fields.concat()))
}

/// Draws the line of a permission: its level, and what restricts it.
fn row(permission: &Permission, grant: Option<&Grant>) -> String {
    let id = permission.id.as_str();
    let levels = permission.levels.value().cloned().unwrap_or_else(|| Level::ALL.into());
    let option = |level: &Level| {
        let chosen = grant.is_some_and(|grant| grant.level == *level);
        let chosen = if chosen { " selected" } else { "" };
        format!("<option{chosen}>{level}</option>")
    };
    let scopes = permission.scopes.value().into_iter().flatten().map(|scope| {
        let on = grant.is_some_and(|grant| grant.only.contains(scope));
        tick(&format!("only:{id}"), scope.as_str(), &format!("only {scope}"), on)
    });
    let name = permission.name.value().map_or(id, String::as_str);
    format!(
        "<p class=\"grant\"><label for=\"{id}\">{}</label><select id=\"{id}\" name=\"level:{id}\">\
         <option value=\"\">–</option>{}</select>{}</p>\n",
        text(name),
        levels.iter().map(option).collect::<String>(),
        scopes.collect::<String>(),
        id = text(id),
    )
}
