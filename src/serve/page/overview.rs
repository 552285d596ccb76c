//! The overview: roles, teams, people, and departments and jobs where there are any.

use super::department::shares;
use super::html::{link, page, table, text};
use crate::core::{Department, DepartmentName, Email, Known, Role, Scalar, TeamPath};
use crate::serve::answer::Reply;
use crate::serve::ask::Query;
use crate::serve::job::Job;
use crate::serve::live::Live;
use crate::serve::service::Call;
use crate::serve::words::time;

/// How many people a page shows.
const SHOWN: usize = 100;

pub(super) async fn show(call: &mut Call<'_>, query: &Query) -> Reply {
    let live = call.live().await?;
    let done = query.first("done").map_or(String::new(), |done| {
        format!("<p class=\"done\" role=\"status\">{}</p>\n", text(done))
    });
    let place = query.first("people").and_then(|place| place.parse().ok()).unwrap_or(1);
    let [departments, jobs] = [departments(call, &live), jobs(call)];
    let main = [done, roles(call, &live), teams(&live), people(&live, place), departments, jobs];
    let main = main.concat();
    Ok(page(call, "Overview", None, &main))
}

fn section(id: &str, title: &str, lead: &str, body: &str) -> String {
    format!(
        "<section aria-labelledby=\"{id}\">\n<h2 id=\"{id}\">{title}</h2>\n<p>{lead}</p>\n{body}\
         </section>\n"
    )
}

fn roles(call: &Call<'_>, live: &Live) -> String {
    let platform = &call.service.platform;
    let holders = |name: &crate::core::RoleName| {
        live.state.users.values().filter(|user| user.held_roles().any(|held| held == name)).count()
    };
    let row = |name: crate::core::RoleName| {
        let fixed = platform.built_in(&name).is_some_and(|role| !role.editable.holds());
        let role = live.state.roles.get(&name);
        let shown = if fixed {
            text(name.as_str()).into_owned()
        } else {
            link("/portal/role", "name", name.as_str(), name.as_str())
        };
        let kind = if platform.built_in(&name).is_some() { "built-in" } else { "custom" };
        let label = role.and_then(|role| role.label.value()).map_or("", String::as_str);
        let granted = role.and_then(|role| role.permissions.value()).map(|all| all.len());
        let granted = granted.map_or("–".to_owned(), |count| count.to_string());
        vec![shown, kind.into(), text(label).into(), granted, holders(&name).to_string()]
    };
    let head = ["Name", "Kind", "Label", "Permissions", "Holders"];
    let rows = live.roles(platform).into_iter().map(row);
    let lead = "<a href=\"/portal/role\">New role</a> · <a href=\"/portal/order\">Order</a>";
    section("roles", "Roles", lead, &table("All roles", &head, rows))
}

fn teams(live: &Live) -> String {
    let lead = format!(
        "<a href=\"/portal/team\">New team</a> · {}",
        link("/portal/order", "teams", "", "Order at the top")
    );
    let tree =
        if live.state.teams.is_empty() { "<p>None yet.</p>\n".into() } else { tree(live, None) };
    section("teams", "Teams", &lead, &tree)
}

/// Shows the teams below one, in their order.
fn tree(live: &Live, parent: Option<&TeamPath>) -> String {
    let mut children: Vec<&TeamPath> = live.state.children(parent).collect();
    children.sort_by_key(|path| live.position(path));
    if children.is_empty() {
        return String::new();
    }
    let entry = |path: &TeamPath| {
        let team = live.state.teams.get(path);
        let managers = team.and_then(|team| team.managers.value()).map_or(0, |all| all.len());
        let members = live.state.users.values();
        let members = members.filter(|user| user.member_of().any(|seat| seat == path)).count();
        let below = tree(live, Some(path));
        let order = if below.matches("<li>").count() < 2 {
            String::new()
        } else {
            let shown = format!("Order in {}", path.name());
            format!(" · {}", link("/portal/order", "teams", path.as_str(), &shown))
        };
        format!(
            "<li>{} <small>{} · {}{order} · {}</small>{below}</li>\n",
            link("/portal/team", "path", path.as_str(), path.name().as_str()),
            counted(managers, "manager"),
            counted(members, "member"),
            link("/portal/team", "below", path.as_str(), &format!("New team in {}", path.name())),
        )
    };
    format!("<ul>\n{}</ul>\n", children.into_iter().map(entry).collect::<String>())
}

fn counted(count: usize, word: &str) -> String {
    format!("{count} {word}{}", if count == 1 { "" } else { "s" })
}

fn people(live: &Live, place: usize) -> String {
    let all = live.state.users.len();
    let pages = all.div_ceil(SHOWN).max(1);
    let place = place.clamp(1, pages);
    let shown = live.state.users.iter().skip((place - 1) * SHOWN).take(SHOWN);
    let seats = live.seats();
    let row = |(email, user): (&Email, &std::sync::Arc<crate::core::User>)| {
        let roles: Vec<&str> = user.held_roles().map(|role| role.as_str()).collect();
        let teams = seats.get(email).into_iter().flatten().map(|name| name.as_str());
        let status = if user.is_active() { "active" } else { "inactive" };
        vec![
            link("/portal/user", "email", email.as_str(), email.as_str()),
            status.into(),
            text(&roles.join(", ")).into(),
            text(&teams.collect::<Vec<_>>().join(", ")).into(),
        ]
    };
    let head = ["Address", "Status", "Roles", "Teams"];
    let step = |to: usize, shown: &str| link("/", "people", &to.to_string(), shown);
    let mut lead = format!("{all} in all, page {place} of {pages}.");
    if place > 1 {
        lead += &format!(" {}", step(place - 1, "Previous page"));
    }
    if place < pages {
        lead += &format!(" {}", step(place + 1, "Next page"));
    }
    section("people", "People", &lead, &table("Everybody on this page", &head, shown.map(row)))
}

fn departments(call: &Call<'_>, live: &Live) -> String {
    if call.service.platform.departments.is_none() {
        return String::new();
    }
    let row = |(name, department): (&DepartmentName, &Department)| {
        let recorded = department.attributes.iter().filter(|(_, value)| **value != Scalar::Null);
        let recorded: Vec<String> =
            recorded.map(|(attribute, value)| format!("{attribute}: {value}")).collect();
        vec![
            link("/portal/department", "name", name.as_str(), name.as_str()),
            text(&shares(department).collect::<Vec<_>>().join(", ")).into(),
            text(&recorded.join(", ")).into(),
        ]
    };
    let rows = live.state.departments.iter().map(row);
    let lead = "<a href=\"/portal/department\">New department</a>";
    let head = ["Name", "Groups", "Recorded"];
    section("departments", "Departments", lead, &table("All departments", &head, rows))
}

fn jobs(call: &Call<'_>) -> String {
    if !call.service.has_jobs() {
        return String::new();
    }
    let (words, options) = (&call.service.api.job, &call.service.options);
    let row = |job: &Job| {
        let errors = job.schema_errors().iter().chain(job.row_errors()).map(|e| {
            let row = e.row.map_or(String::new(), |row| format!("row {row}: "));
            format!("<li>{row}{}</li>", text(&e.message))
        });
        let errors: Vec<String> = errors.take(20).collect();
        let list =
            if errors.is_empty() { "none".into() } else { format!("<ul>{}</ul>", errors.concat()) };
        vec![
            job.id().to_string(),
            text(job.file_name()).into(),
            text(&job.status(words, options)).into(),
            time(job.created_at()),
            format!("{} of {}", job.affected(), job.total()),
            list,
        ]
    };
    let head = ["Id", "File", "Status", "Uploaded", "Written", "Errors"];
    let jobs: Vec<&Job> = call.inside.jobs.newest_first().take(50).collect();
    if jobs.is_empty() {
        return section("jobs", "Jobs", "Nobody uploaded anything yet.", "");
    }
    let lead = "The newest first; they go when the sandbox stops being served.";
    section("jobs", "Jobs", lead, &table("The newest jobs", &head, jobs.into_iter().map(row)))
}

/// Returns a role as far as it is known, or an empty one.
pub(super) fn known_role(live: &Live, name: &str) -> Role {
    let none = || Role { permissions: Known::Known([].into()), ..Role::default() };
    live.state.roles.get(name).cloned().unwrap_or_else(none)
}
