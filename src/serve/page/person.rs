//! The form of a person: what the API can read and not write.

use http::Response;

use super::form::Form;
use super::html::{buttons, field, form, hidden, label, page, table, text};
use super::{back, perform};
use crate::core::{AttributeName, Email, Key, Scalar, User};
use crate::plan::{Resource, Step};
use crate::serve::answer::{Problem, Reply};
use crate::serve::live::Live;
use crate::serve::service::Call;

pub(super) async fn show(call: &mut Call<'_>, email: &str) -> Reply {
    let live = call.live().await?;
    draw(call, &live, &Email::new(email), None)
}

pub(super) async fn save(call: &mut Call<'_>, form: &Form) -> Reply {
    let live = call.live().await?;
    let email = Email::new(form.text("email"));
    let known = &call.service.platform.users.attributes;
    let value = |name: &AttributeName| form.value(name.as_str(), known.get(name));
    let attributes = by_hand(call).map(|name| (name.clone(), value(name))).collect();
    let after = Some(Resource::User(User { attributes, ..User::default() }));
    let step = Step { after, ..Step::about(Key::User(email.clone())) };
    match perform(call, &[step]).await {
        Ok(()) => Ok(back("people", &format!("{email}: done"))),
        Err(fault) => draw(call, &live, &email, Some(&fault.message)),
    }
}

/// Returns the attributes that no program can write.
fn by_hand<'c>(call: &'c Call<'_>) -> impl Iterator<Item = &'c AttributeName> {
    let written = &call.service.api.user.attributes;
    let known = call.service.platform.users.attributes.keys();
    known.filter(|name| !written.contains_key(*name))
}

fn draw(
    call: &Call<'_>,
    live: &Live,
    email: &Email,
    alert: Option<&str>,
) -> Result<Response<Vec<u8>>, Problem> {
    let user = live.user(email).ok_or_else(|| Problem::not_found("Nobody has this address"))?;
    let shown = |name: &AttributeName| match user.attributes.get(name) {
        None | Some(Scalar::Null) => String::new(),
        Some(value) => value.to_string(),
    };
    let attributes = user.attributes.iter().map(|(attribute, _)| {
        vec![text(&label(attribute)).into_owned(), text(&shown(attribute)).into_owned()]
    });
    let roles: Vec<&str> = user.held_roles().map(|role| role.as_str()).collect();
    let managed = live.managed_by(email);
    let members: Vec<&str> = user.member_of().map(|path| path.as_str()).collect();
    let manages: Vec<&str> = managed.iter().map(|path| path.as_str()).collect();
    let lists = [("Roles", roles), ("Member of", members), ("Manages", manages)];
    let lists = lists.map(|(name, all)| vec![name.to_owned(), text(&all.join(", ")).into_owned()]);
    let status = if user.is_active() { "active" } else { "inactive" };
    let rows = [vec!["Status".to_owned(), status.to_owned()]].into_iter().chain(lists);
    let facts = table("What is known", &["What", "Value"], rows.chain(attributes));
    let fields = by_hand(call).map(|attribute| {
        field(&label(attribute), attribute.as_str(), &shown(attribute), "autocomplete=\"off\"")
    });
    let fields = hidden("email", email.as_str()) + &fields.collect::<String>() + &buttons(false);
    let edit = format!("<h2>Edit</h2>\n{}", form(call, "/portal/user", &fields));
    Ok(page(call, email.as_str(), alert, &(edit + "<h2>Details</h2>\n" + &facts)))
}
