//! Pieces of a page. Whatever comes from elsewhere goes through [`text`].

use std::borrow::Cow;

use http::{Response, StatusCode};

use super::{document, secret};
use crate::core::AttributeName;
use crate::serve::service::Call;

/// Makes text harmless inside an element and inside a quoted attribute.
pub(super) fn text(text: &str) -> Cow<'_, str> {
    if !text.contains(['&', '<', '>', '"', '\'']) {
        return Cow::Borrowed(text);
    }
    let escaped = |c: char| match c {
        '&' => "&amp;".to_owned(),
        '<' => "&lt;".to_owned(),
        '>' => "&gt;".to_owned(),
        '"' => "&quot;".to_owned(),
        '\'' => "&#39;".to_owned(),
        c => c.to_string(),
    };
    Cow::Owned(text.chars().map(escaped).collect())
}

/// Makes a link with one parameter.
pub(super) fn link(path: &str, key: &str, value: &str, shown: &str) -> String {
    let mut query = form_urlencoded::Serializer::new(String::new());
    query.append_pair(key, value);
    format!("<a href=\"{path}?{}\">{}</a>", text(&query.finish()), text(shown))
}

/// Makes a whole page.
pub(super) fn page(
    call: &Call<'_>,
    title: &str,
    alert: Option<&str>,
    main: &str,
) -> Response<Vec<u8>> {
    let options = &call.service.options;
    let home = format!("Sandbox of {}", call.service.platform.title);
    let alert = alert.map_or(String::new(), |alert| {
        format!("<p class=\"alert\" role=\"alert\"><strong>Refused:</strong> {}</p>", text(alert))
    });
    let parts = [
        (call.service.platform.departments.is_some(), "departments", "Departments"),
        (call.service.has_jobs(), "jobs", "Jobs"),
    ];
    let more = parts.iter().filter(|(is_there, ..)| *is_there);
    let more = more.map(|(_, id, name)| format!("<li><a href=\"/#{id}\">{name}</a></li>"));
    let html = format!(
        "<!doctype html>\n<html lang=\"en\">\n<head>\n<meta charset=\"utf-8\">\n\
         <meta name=\"viewport\" content=\"width=device-width\">\n\
         <title>{title} – {home}</title>\n<link rel=\"stylesheet\" href=\"/style.css\">\n</head>\n\
         <body>\n<a class=\"skip\" href=\"#main\">Skip to the content</a>\n\
         <header><p><a href=\"/\">{home}</a> <span>{name}</span></p>\n<nav aria-label=\"Parts\"><ul>\
         <li><a href=\"/#roles\">Roles</a></li><li><a href=\"/#teams\">Teams</a></li>\
         <li><a href=\"/#people\">People</a></li>{more}\
         </ul></nav></header>\n<main id=\"main\">\n<h1>{title}</h1>\n{alert}{main}</main>\n\
         </body>\n</html>\n",
        title = text(title),
        home = text(&home),
        name = text(&options.subdomain),
        more = more.collect::<String>(),
    );
    let status = if alert.is_empty() { StatusCode::OK } else { StatusCode::UNPROCESSABLE_ENTITY };
    document(status, "text/html; charset=utf-8", html)
}

/// Makes a form that is known to come from here.
pub(super) fn form(call: &Call<'_>, path: &str, fields: &str) -> String {
    let secret = secret(call);
    format!(
        "<form method=\"post\" action=\"{path}\">\n\
         <input type=\"hidden\" name=\"form\" value=\"{secret}\">\n{fields}</form>\n"
    )
}

/// Returns the name of an attribute as a label.
pub(super) fn label(attribute: &AttributeName) -> String {
    let words = attribute.as_str().replace('_', " ");
    let mut letters = words.chars();
    letters.next().map_or(String::new(), |first| first.to_uppercase().chain(letters).collect())
}

/// Makes a hidden field.
pub(super) fn hidden(name: &str, value: &str) -> String {
    format!("<input type=\"hidden\" name=\"{}\" value=\"{}\">\n", text(name), text(value))
}

/// Makes a field with a label; its name is its id, so a page has one of each.
pub(super) fn field(label: &str, name: &str, value: &str, more: &str) -> String {
    format!(
        "<p class=\"field\"><label for=\"{name}\">{}</label>\
         <input id=\"{name}\" name=\"{name}\" value=\"{}\" {more}></p>\n",
        text(label),
        text(value),
    )
}

/// Makes a field for several lines.
pub(super) fn lines<'l>(
    label: &str,
    name: &str,
    lines: impl Iterator<Item = &'l str>,
    hint: &str,
) -> String {
    let lines: Vec<Cow<'_, str>> = lines.map(text).collect();
    format!(
        "<p class=\"field\"><label for=\"{name}\">{}</label>\
         <textarea id=\"{name}\" name=\"{name}\" rows=\"{rows}\" aria-describedby=\"{name}-hint\">\
         \n{}</textarea><small id=\"{name}-hint\">{}</small></p>\n",
        text(label),
        lines.join("\n"),
        text(hint),
        rows = lines.len().clamp(3, 20),
    )
}

/// Makes a choice of one.
pub(super) fn choice<'o>(
    label: &str,
    name: &str,
    options: impl Iterator<Item = (&'o str, &'o str)>,
    chosen: &str,
) -> String {
    let options = options.map(|(value, shown)| {
        let chosen = if value == chosen { " selected" } else { "" };
        format!("<option value=\"{}\"{chosen}>{}</option>", text(value), text(shown))
    });
    format!(
        "<p class=\"field\"><label for=\"{name}\">{}</label><select id=\"{name}\" \
         name=\"{name}\">{}</select></p>\n",
        text(label),
        options.collect::<String>(),
    )
}

/// Makes a box that is ticked or not.
pub(super) fn tick(name: &str, value: &str, shown: &str, ticked: bool) -> String {
    let ticked = if ticked { " checked" } else { "" };
    format!(
        "<label class=\"tick\"><input type=\"checkbox\" name=\"{}\" value=\"{}\"{ticked}> {}</label>",
        text(name),
        text(value),
        text(shown),
    )
}

/// Makes the buttons below a form.
pub(super) fn buttons(deletes: bool) -> String {
    let delete = "<button name=\"do\" value=\"delete\" class=\"danger\">Delete</button>";
    format!(
        "<p class=\"buttons\"><button name=\"do\" value=\"save\">Save</button>{} \
         <a href=\"/\">Cancel</a></p>\n",
        if deletes { delete } else { "" }
    )
}

/// Makes a table below a heading for those who can't see it.
pub(super) fn table(
    caption: &str,
    head: &[&str],
    rows: impl Iterator<Item = Vec<String>>,
) -> String {
    let head: String = head.iter().map(|name| format!("<th scope=\"col\">{name}</th>")).collect();
    let row = |cells: Vec<String>| {
        let mut cells = cells.into_iter();
        let first = cells.next().map(|cell| format!("<th scope=\"row\">{cell}</th>"));
        let rest = cells.map(|cell| format!("<td>{cell}</td>")).collect::<String>();
        format!("<tr>{}{rest}</tr>\n", first.unwrap_or_default())
    };
    format!(
        "<div class=\"wide\" tabindex=\"0\" role=\"region\" aria-label=\"{caption}\">\
         <table>\n<thead><tr>{head}</tr></thead>\n<tbody>\n{}</tbody>\n</table></div>\n",
        rows.map(row).collect::<String>(),
    )
}
