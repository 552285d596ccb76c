//! The built-in platforms: their facts are well-formed, hang together, and are the ones known.

#![allow(
    clippy::expect_used,
    clippy::unwrap_used,
    clippy::panic,
    unreachable_pub,
    reason = "a test that can't go on fails, and says why"
)]

use std::collections::BTreeSet;

use rolecall::core::{Action, Grant, Kind, Level, RoleName};
use rolecall::document::Sources;
use rolecall::platform::{
    APIS, Api, AttributeKind, BUILT_IN, BuiltInRole, Permission, Platform, SCIM, Standing,
    built_in, read_api, read_built_in, read_platform, read_scim_names,
};
use serde_json::Value;

/// Reads a built-in platform.
fn platform(name: &str) -> Platform {
    let text = built_in(name).unwrap_or_else(|| panic!("there is no platform {name}"));
    serde_yaml::from_str(text).unwrap_or_else(|error| panic!("{name}: {error}"))
}

/// All built-in platforms, each with its name.
fn platforms() -> impl Iterator<Item = (&'static str, Platform)> {
    BUILT_IN.iter().map(|(name, _)| (*name, platform(name)))
}

/// All files of facts, each with a name: the platforms, and the ways that programs reach them.
fn files() -> impl Iterator<Item = (String, &'static str)> {
    let platforms = BUILT_IN.iter().map(|(name, text)| ((*name).to_owned(), *text));
    let apis = APIS.iter().map(|(name, text)| (format!("api/{name}"), *text));
    platforms.chain(apis).chain([("api/scim".to_owned(), SCIM)])
}

/// A fact as it stands in a file, and where.
struct Found {
    place: String,
    fact: serde_json::Map<String, Value>,
}

impl Found {
    /// The keys of the texts that the fact is taken from.
    fn sources(&self) -> BTreeSet<String> {
        let listed = self.fact.get("sources").and_then(Value::as_array);
        listed.into_iter().flatten().filter_map(Value::as_str).map(str::to_owned).collect()
    }

    /// Whether its standing is `unknown`.
    fn is_unknown(&self) -> bool {
        self.fact["standing"] == "unknown"
    }
}

/// Every fact below a value: whatever has a standing.
fn facts(place: &str, value: &Value) -> Vec<Found> {
    let below = |(key, value): (String, &Value)| facts(&format!("{place}/{key}"), value);
    match value {
        Value::Object(fact) if fact.contains_key("standing") => {
            vec![Found { place: place.to_owned(), fact: fact.clone() }]
        }
        Value::Object(map) => map.iter().map(|(k, v)| (k.clone(), v)).flat_map(below).collect(),
        Value::Array(list) => {
            list.iter().enumerate().map(|(at, v)| (at.to_string(), v)).flat_map(below).collect()
        }
        _ => Vec::new(),
    }
}

/// Every fact of a file, found without knowing the type.
fn facts_of(name: &str, text: &str) -> Vec<Found> {
    facts(name, &serde_yaml::from_str(text).unwrap_or_else(|error| panic!("{name}: {error}")))
}

/// The built-in role of that name.
fn role<'a>(platform: &'a Platform, name: &str) -> &'a BuiltInRole {
    let found = platform.roles.built_in.iter().find(|role| role.name.as_str() == name);
    found.unwrap_or_else(|| panic!("there is no role {name}"))
}

/// The permission of that id.
fn permission<'a>(platform: &'a Platform, id: &str) -> &'a Permission {
    let found = platform.permissions.iter().find(|permission| permission.id.as_str() == id);
    found.unwrap_or_else(|| panic!("there is no permission {id}"))
}

/// The names of the built-in roles, in their order.
fn role_names(platform: &Platform) -> Vec<&str> {
    platform.roles.built_in.iter().map(|role| role.name.as_str()).collect()
}

// The files.

#[test]
fn every_platform_is_called_like_its_file_and_has_the_current_version() {
    for (name, platform) in platforms() {
        assert_eq!(platform.platform, name);
        assert_eq!(platform.version, 1, "{name}");
        assert!(!platform.title.is_empty(), "{name}");
    }
}

#[test]
fn what_the_program_reads_is_what_the_file_says() {
    for (name, text) in BUILT_IN {
        let mut sources = Sources::default();
        let file = sources.add(*name, *text);
        let (said, found) = read_platform(&sources, file);
        assert!(found.is_empty(), "{name}: {found:?}");
        let ready = read_built_in(name).unwrap().unwrap_or_else(|error| panic!("{name}: {error}"));
        let json = |platform| serde_json::to_string(platform).unwrap();
        assert_eq!(json(&ready), json(&said.unwrap()), "{name}");
    }
}

#[test]
fn no_key_stands_twice_and_nothing_is_tagged_or_shared() {
    for (name, text) in files() {
        let value: serde_yaml::Value =
            serde_yaml::from_str(text).unwrap_or_else(|error| panic!("{name}: {error}"));
        assert!(is_plain(&value), "{name} has a tag or a merge key");
        let marks = |line: &&str| line.contains(": &") || line.contains(": *");
        assert_eq!(text.lines().find(marks), None, "{name} has an anchor or an alias");
    }
}

/// Whether a value has neither tags nor merge keys.
fn is_plain(value: &serde_yaml::Value) -> bool {
    match value {
        serde_yaml::Value::Mapping(map) => map
            .iter()
            .all(|(key, value)| key.as_str().is_some_and(|k| k != "<<") && is_plain(value)),
        serde_yaml::Value::Sequence(list) => list.iter().all(is_plain),
        serde_yaml::Value::Tagged(_) => false,
        _ => true,
    }
}

#[test]
fn lines_are_short_but_for_addresses() {
    for (name, text) in files() {
        let long = |line: &&str| line.chars().count() > 100 && !line.contains("url: ");
        assert_eq!(text.lines().find(long), None, "{name}");
    }
}

// The facts.

#[test]
fn a_fact_is_a_value_a_standing_sources_and_a_note() {
    let allowed = ["is", "standing", "sources", "note"];
    for (name, text) in files() {
        for Found { place, fact } in facts_of(&name, text) {
            let strange = fact.keys().find(|key| !allowed.contains(&key.as_str()));
            assert_eq!(strange, None, "{place}");
            assert_ne!(fact.get("is"), Some(&Value::Null), "{place}");
        }
    }
}

#[test]
fn a_fact_has_no_value_exactly_if_it_is_unknown() {
    for (name, text) in files() {
        for found in facts_of(&name, text) {
            assert_eq!(found.is_unknown(), !found.fact.contains_key("is"), "{}", found.place);
        }
    }
}

#[test]
fn a_fact_has_a_source_unless_it_is_unknown() {
    for (name, text) in files() {
        for found in facts_of(&name, text) {
            assert!(found.is_unknown() || !found.sources().is_empty(), "{}", found.place);
        }
    }
}

#[test]
fn the_sources_are_those_that_facts_are_taken_from() {
    for (name, text) in files() {
        let file: Value = serde_yaml::from_str(text).unwrap();
        let declared = file["sources"].as_object().unwrap();
        let declared: BTreeSet<String> = declared.keys().cloned().collect();
        let used: BTreeSet<String> =
            facts_of(&name, text).iter().flat_map(Found::sources).collect();
        assert_eq!(declared, used, "{name}");
    }
}

#[test]
fn walking_a_file_finds_as_many_facts_as_its_text_has_standings() {
    for (name, text) in files() {
        let code = text.lines().filter(|line| !line.trim_start().starts_with('#'));
        let written: usize = code.map(|line| line.matches("standing: ").count()).sum();
        assert_eq!(facts_of(&name, text).len(), written, "{name}");
    }
}

#[test]
fn what_is_known_of_an_api_is_of_a_platform_that_is_built_in() {
    for (name, text) in APIS {
        let api = read_api(name).unwrap().unwrap_or_else(|error| panic!("{name}: {error}"));
        assert_eq!(api.platform(), *name);
        let of: Value = serde_yaml::from_str(text).unwrap();
        let read = serde_json::to_value(&api).unwrap();
        for key in ["protocol", "routes", "roles", "by_hand"] {
            assert_eq!(read.get(key), of.get(key), "{name}: {key}");
        }
        let platform = platform(name);
        let keys: Vec<_> = match &api {
            Api::BulkJobs(api) => {
                api.user.attributes.keys().chain(api.user.read_only.keys()).collect()
            }
            Api::Objects(api) => {
                api.people.attributes.keys().chain(api.people.in_account.keys()).collect()
            }
        };
        let all: Vec<_> = platform.users.attributes.keys().collect();
        assert!(keys.iter().all(|key| all.contains(key)), "{name}: {keys:?}");
    }
}

// What hangs together.

#[test]
fn permission_ids_are_unique_and_well_formed() {
    for (name, platform) in platforms() {
        let mut seen = BTreeSet::new();
        for permission in &platform.permissions {
            let id = permission.id.as_str();
            assert!(id.split('.').all(is_word), "{name}: {id}");
            assert!(seen.insert(id), "{name}: {id} stands twice");
        }
    }
}

/// Whether a text is a level of a permission's id.
fn is_word(text: &str) -> bool {
    let known = |c: char| c.is_ascii_lowercase() || c.is_ascii_digit() || c == '_';
    !text.is_empty() && text.chars().all(known)
}

#[test]
fn role_names_are_unique_and_short_enough() {
    for (name, platform) in platforms() {
        let longest = platform.roles.custom.name_length.value().copied().unwrap_or(u32::MAX);
        let mut seen = BTreeSet::new();
        for role in role_names(&platform) {
            assert!(role.chars().count() <= longest as usize, "{name}: {role}");
            assert!(seen.insert(role), "{name}: {role} stands twice");
        }
    }
}

#[test]
fn every_role_that_is_named_is_there() {
    for (name, platform) in platforms() {
        let there: BTreeSet<&RoleName> =
            platform.roles.built_in.iter().map(|role| &role.name).collect();
        for role in named_roles(&platform) {
            assert!(there.contains(role), "{name}: {role}");
        }
    }
}

/// Every role that a platform file names outside the list of roles.
fn named_roles(platform: &Platform) -> Vec<&RoleName> {
    let administrative = platform.administrative.value().into_iter().flat_map(|a| &a.roles);
    let seated = platform.teams.members_hold.value().into_iter().flat_map(|seat| &seat.roles);
    administrative.chain(seated).chain(platform.teams.max_per_holder.keys()).collect()
}

#[test]
fn every_permission_that_is_named_is_there() {
    for (name, platform) in platforms() {
        let there: BTreeSet<&str> = platform.permissions.iter().map(|p| p.id.as_str()).collect();
        for id in named_permissions(&platform) {
            assert!(there.contains(id), "{name}: {id}");
        }
    }
}

/// Every permission that a platform file names outside the list of permissions.
fn named_permissions(platform: &Platform) -> Vec<&str> {
    let roles = platform.roles.built_in.iter();
    let held = roles.flat_map(|role| role.permissions.keys().chain(role.optional.keys()));
    let seated = platform.teams.members_hold.value().into_iter().flat_map(|s| &s.permissions);
    let strong = platform.administrative.value().into_iter().flat_map(|a| a.permissions.keys());
    held.chain(seated).chain(strong).map(|id| id.as_str()).collect()
}

#[test]
fn every_scope_that_is_named_is_there() {
    for (name, platform) in platforms() {
        let listed = platform.permissions.iter().filter_map(|p| p.scopes.value()).flatten();
        let grants: Vec<(&str, &Grant)> = grants(&platform);
        for scope in listed.chain(grants.iter().flat_map(|(_, grant)| &grant.only)) {
            assert!(platform.scopes.contains_key(scope), "{name}: {scope}");
        }
    }
}

/// Every grant of a built-in role that is known, by the permission's id.
fn grants(platform: &Platform) -> Vec<(&str, &Grant)> {
    let all = platform.roles.built_in.iter().flat_map(|role| &role.permissions);
    all.filter_map(|(id, fact)| Some((id.as_str(), fact.value()?))).collect()
}

#[test]
fn built_in_roles_have_levels_and_scopes_that_the_permission_has() {
    for (name, platform) in platforms() {
        for (id, grant) in grants(&platform) {
            let permission = permission(&platform, id);
            let level = permission.levels.value().is_none_or(|all| all.contains(&grant.level));
            let only = permission
                .scopes
                .value()
                .is_none_or(|all| grant.only.iter().all(|scope| all.contains(scope)));
            assert!(level && only, "{name}: {id}: {grant}");
        }
    }
}

#[test]
fn a_permission_has_levels_or_is_granted_as_a_whole() {
    for (name, platform) in platforms() {
        for permission in &platform.permissions {
            let Some(levels) = permission.levels.value() else { continue };
            let granted = levels.contains(&Level::Granted);
            assert!(!levels.is_empty(), "{name}: {}", permission.id);
            assert!(!granted || levels.len() == 1, "{name}: {}", permission.id);
        }
    }
}

#[test]
fn every_licence_that_is_named_is_there() {
    for (name, platform) in platforms() {
        let there: BTreeSet<&String> =
            platform.licences.iter().filter_map(|licence| licence.value()).collect();
        let of_roles = platform.roles.built_in.iter().filter_map(|role| role.licence.as_ref());
        let of_permissions = platform.permissions.iter().map(|permission| &permission.licence);
        for licence in of_roles.chain(of_permissions).filter_map(|fact| fact.value()) {
            assert!(there.contains(licence), "{name}: {licence}");
        }
    }
}

#[test]
fn products_are_those_that_roles_belong_to() {
    for (name, platform) in platforms() {
        let declared: BTreeSet<&String> = platform.roles.products.keys().collect();
        let used = platform.roles.built_in.iter().filter_map(|role| role.product.as_ref());
        assert_eq!(declared, used.collect(), "{name}");
    }
}

#[test]
fn somebody_who_can_be_named_is_administrative() {
    for (name, platform) in platforms() {
        let administrative = platform.administrative.value();
        assert!(administrative.is_some_and(|a| !a.roles.is_empty()), "{name}");
    }
}

#[test]
fn everybody_has_two_names() {
    for (name, platform) in platforms() {
        for attribute in ["first_name", "last_name"] {
            let attribute = &platform.users.attributes[attribute];
            assert!(attribute.required.holds(), "{name}");
            let kind = serde_json::to_value(attribute.kind.value()).unwrap();
            assert_eq!(kind["type"], "text", "{name}");
        }
    }
}

#[test]
fn what_a_manifest_says_elsewhere_is_no_attribute() {
    for (name, platform) in platforms() {
        for taken in ["email", "status", "roles", "teams", "previously"] {
            assert!(!platform.users.attributes.contains_key(taken), "{name}: {taken}");
        }
    }
}

#[test]
fn the_last_part_of_an_id_is_the_last_part_of_the_name() {
    for (name, platform) in platforms().filter(|(name, _)| *name != "aimychat") {
        for permission in &platform.permissions {
            let id = permission.id.as_str();
            let title = permission.name.value().unwrap_or_else(|| panic!("{name}: {id}"));
            let last = id.rsplit('.').next().unwrap();
            assert!(SHORTER.contains(&id) || last == word(title), "{name}: {id}: {title}");
        }
    }
}

/// The ids that are shorter than the names of what they permit.
const SHORTER: [&str; 2] =
    ["settings.users_and_teams.bulk.chat_concurrency", "settings.users_and_teams.bulk.names"];

/// The last part of a permission's name as a level of its id.
fn word(name: &str) -> String {
    let last = name.rsplit(['–', '›']).next().unwrap_or(name).replace('&', "and");
    let words = last.split(|c: char| !c.is_ascii_alphanumeric()).filter(|word| !word.is_empty());
    words.map(str::to_ascii_lowercase).collect::<Vec<_>>().join("_")
}

// Google Cloud CCaaS.

#[test]
fn ccaas_has_six_roles_of_its_own() {
    let ccaas = platform("ccaas");
    let names = ["Admin", "Manager", "Manager: Data", "Manager: Team", "Manager: Admin", "Agent"];
    assert_eq!(role_names(&ccaas), names);
    let also: Vec<&str> =
        ccaas.roles.built_in.iter().flat_map(|role| &role.also).map(String::as_str).collect();
    let imported = ["admin", "manager", "manager_data", "manager_team", "manager_admin", "agent"];
    assert_eq!(also, imported);
}

#[test]
fn ccaas_has_three_roles_that_can_be_edited() {
    let ccaas = platform("ccaas");
    let editable = ccaas.roles.built_in.iter().filter(|role| role.editable.holds());
    let names: Vec<&str> = editable.map(|role| role.name.as_str()).collect();
    assert_eq!(names, ["Manager: Data", "Manager: Team", "Manager: Admin"]);
    assert!(ccaas.roles.built_in.iter().all(|role| role.assignable.holds()));
}

#[test]
fn ccaas_has_the_documented_limits() {
    let roles = platform("ccaas").roles;
    assert_eq!(roles.custom.max.value(), Some(&100));
    assert_eq!(roles.custom.name_length.value(), Some(&20));
    assert_eq!(roles.custom.label_length.value(), Some(&16));
    assert_eq!(roles.min_per_user.value(), Some(&1));
    assert_eq!(roles.max_per_user.value(), Some(&10));
    assert!(roles.custom.allowed.holds() && roles.custom.labelled.holds() && roles.ordered.holds());
}

#[test]
fn ccaas_has_four_licences_the_dearest_first() {
    let ccaas = platform("ccaas");
    let names: Vec<&String> = ccaas.licences.iter().filter_map(|fact| fact.value()).collect();
    assert_eq!(names, ["Admin", "Manager", "Screen Share agent", "Agent"]);
}

#[test]
fn ccaas_has_the_documented_access_matrix() {
    let ccaas = platform("ccaas");
    for (area, row) in CCAAS_MATRIX {
        for (name, expected) in role_names(&ccaas).into_iter().zip(row) {
            let reach = role(&ccaas, name).reaches[*area].value();
            let said = reach.map_or("?", |text| first_of(text));
            assert_eq!(said, *expected, "{name}: {area}");
        }
    }
    let areas: BTreeSet<&str> = CCAAS_MATRIX.iter().map(|(area, _)| *area).collect();
    assert!(ccaas.roles.built_in.iter().all(|role| role.reaches.keys().eq(areas.iter())));
}

/// What a role reaches, up to the first word that the matrix below leaves out.
fn first_of(text: &str) -> &str {
    let text = text.split([';', ',']).next().unwrap_or(text);
    text.strip_suffix(" in full and Target Metrics").unwrap_or(text)
}

/// How far Admin, Manager, Manager: Data, Manager: Team, Manager: Admin and Agent reach.
const CCAAS_MATRIX: &[(&str, [&str; 6])] = &[
    ("Agent adapter", ["none", "none", "none", "none", "none", "full"]),
    ("Agent desktop", ["configuration only", "?", "?", "?", "?", "full"]),
    ("Chat shortcuts", ["?", "create and edit", "?", "create and edit", "?", "?"]),
    ("Dashboards", ["all teams", "own teams", "own teams", "own teams", "all teams", "none"]),
    ("External storage", ["full", "full", "full", "full", "full", "none"]),
    ("Monitoring", ["full", "own teams", "own teams", "own teams", "full", "none"]),
    (
        "Queue configuration",
        [
            "full",
            "none",
            "assign agents and teams for own teams",
            "assign agents and teams for own teams",
            "assign any agents and teams",
            "none",
        ],
    ),
    ("Queue structures", ["create and edit", "?", "?", "?", "create and edit", "none"]),
    ("Redirects and routing of queues", ["configure", "?", "configure", "?", "?", "none"]),
    ("Report Builder", ["full", "own teams", "full", "?", "full", "none"]),
    ("Settings", ["all", "call and chat by team or queue", "none", "none", "Agent & Team", "none"]),
    (
        "Users and teams",
        [
            "add and deactivate people",
            "?",
            "?",
            "add and deactivate people",
            "add and deactivate people",
            "none",
        ],
    ),
];

#[test]
fn ccaas_has_the_permissions_of_the_manifests_that_are_shown() {
    let ccaas = platform("ccaas");
    let edit_user = permission(&ccaas, "settings.users_and_teams.edit_user");
    assert!(edit_user.levels.value().unwrap().contains(&Level::Granted));
    assert!(edit_user.assigns_roles.as_ref().unwrap().holds());
    assert!(permission(&ccaas, "settings.queue").levels.value().unwrap().contains(&Level::Edit));
    let calls = permission(&ccaas, "dashboards.calls");
    assert!(calls.levels.value().unwrap().contains(&Level::View));
    assert!(calls.scopes.value().unwrap().contains("assigned_teams"));
}

#[test]
fn ccaas_lets_only_edit_user_assign_roles() {
    let ccaas = platform("ccaas");
    let assigns = |p: &&Permission| p.assigns_roles.as_ref().is_some_and(|fact| fact.holds());
    let ids: Vec<&str> = ccaas.permissions.iter().filter(assigns).map(|p| p.id.as_str()).collect();
    assert_eq!(ids, ["settings.users_and_teams.edit_user"]);
}

#[test]
fn ccaas_has_every_permission_that_a_text_names() {
    let ccaas = platform("ccaas");
    let named = |p: &&Permission| p.name.standing == Standing::Documented;
    let ids: BTreeSet<&str> =
        ccaas.permissions.iter().filter(named).map(|p| p.id.as_str()).collect();
    assert_eq!(ids, CCAAS_NAMED.iter().copied().collect());
    assert_eq!(ccaas.permissions.len(), 67);
}

/// The permissions that texts name.
const CCAAS_NAMED: [&str; 38] = [
    "dashboards.audit_dashboard",
    "dashboards.calls",
    "dashboards.chats",
    "dashboards.queue_groups",
    "data.external_storage",
    "function.agent.agent_desktop",
    "function.agent.all",
    "function.agent.calls_chats_messaging",
    "monitoring.agents",
    "monitoring.calls",
    "monitoring.chats",
    "monitoring.queues",
    "reports.agents_and_teams",
    "reports.calls_and_chats",
    "reports.campaigns",
    "reports.queues",
    "reports.session_data",
    "settings.agent_desktop.all",
    "settings.agent_desktop.layout_and_panel_management",
    "settings.announcement_management",
    "settings.call",
    "settings.chat_settings",
    "settings.developer_settings",
    "settings.operation_management.all",
    "settings.operation_management.disposition_codes",
    "settings.queue",
    "settings.users_and_teams.bulk.agent_id",
    "settings.users_and_teams.bulk.chat_concurrency",
    "settings.users_and_teams.bulk.email",
    "settings.users_and_teams.bulk.location",
    "settings.users_and_teams.bulk.names",
    "settings.users_and_teams.bulk.roles",
    "settings.users_and_teams.bulk.status",
    "settings.users_and_teams.bulk.teams",
    "settings.users_and_teams.create_users",
    "settings.users_and_teams.edit_user",
    "settings.users_and_teams.manage_user_lists",
    "user_profile.agent_alias",
];

#[test]
fn ccaas_has_teams_below_teams_with_managers_and_an_order() {
    let teams = platform("ccaas").teams;
    let holds = [&teams.nested, &teams.ordered, &teams.managed, &teams.one_seat];
    assert!(holds.iter().all(|fact| fact.holds()));
    assert_eq!(teams.forbidden.value().unwrap(), ":");
    let unknown = [&teams.max, &teams.depth, &teams.name_length];
    assert!(unknown.iter().all(|fact| fact.standing == Standing::Unknown));
}

#[test]
fn ccaas_takes_as_members_who_has_agent_permissions() {
    let seat = platform("ccaas").teams.members_hold.is.unwrap();
    assert_eq!(seat.roles.iter().map(RoleName::as_str).collect::<Vec<_>>(), ["Agent"]);
    let ids: Vec<&str> = seat.permissions.iter().map(|id| id.as_str()).collect();
    assert!(ids.iter().all(|id| id.starts_with("function.agent.")) && ids.len() == 3);
}

#[test]
fn ccaas_has_people_with_seven_attributes() {
    let users = platform("ccaas").users;
    let known: Vec<&str> = users.attributes.keys().map(|name| name.as_str()).collect();
    let expected = ["agent_id", "alias", "chat_concurrency", "chat_concurrency_enabled"];
    assert_eq!(known[..4], expected);
    assert_eq!(known[4..], ["first_name", "last_name", "location"]);
    let clearable = users.attributes.iter().filter(|(_, attribute)| attribute.clearable.holds());
    assert_eq!(clearable.map(|(name, _)| name.as_str()).collect::<Vec<_>>(), ["location"]);
}

#[test]
fn ccaas_has_people_who_can_be_deactivated_and_renamed() {
    let users = platform("ccaas").users;
    let holds = [&users.deactivates, &users.inactive_leaves_teams, &users.renames];
    assert!(holds.iter().all(|fact| fact.holds()));
    assert_eq!(users.created_elsewhere.value(), Some(&false));
}

// What a platform does by itself.

/// The words for what follows when something is done to a resource, and whether it stays.
fn effects_of(name: &str, kind: Kind, action: Action) -> Vec<(String, Option<bool>)> {
    let effects = platform(name).effects.into_iter();
    let follows =
        effects.filter(|(_, effect)| effect.kind == kind && effect.actions.contains(&action));
    follows.map(|(word, effect)| (word, effect.reversible.is.map(|is| !is))).collect()
}

#[test]
fn an_effect_is_a_sentence_that_somebody_says_of_some_action() {
    for (name, platform) in platforms() {
        for (word, effect) in &platform.effects {
            let what = effect.what.value().unwrap_or_else(|| panic!("{name}: {word}"));
            assert!(what.starts_with(char::is_uppercase) && what.ends_with('.'), "{name}: {word}");
            assert!(!effect.actions.is_empty(), "{name}: {word}");
            assert!(is_word(word), "{name}: {word}");
        }
    }
}

#[test]
fn what_ccaas_does_to_somebody_who_is_deactivated_stays_in_part() {
    let lost = |(word, stays): (&str, bool)| (word.to_owned(), Some(stays));
    let expected = [("queues_lost", true), ("signed_out", false)].map(lost);
    assert_eq!(effects_of("ccaas", Kind::User, Action::Deactivate), expected);
}

#[test]
fn people_who_are_made_get_a_mail_on_three_platforms() {
    for (name, word) in
        [("ccaas", "invitation"), ("aimychat", "invitation"), ("reach", "mail_with_token")]
    {
        let words: Vec<String> = effects_of(name, Kind::User, Action::Create)
            .into_iter()
            .map(|(word, _)| word)
            .collect();
        assert!(words.contains(&word.to_owned()), "{name}: {words:?}");
    }
}

#[test]
fn a_team_of_amity_that_is_deleted_is_gone() {
    let expected = [("final".to_owned(), Some(true))];
    assert_eq!(effects_of("amity", Kind::Team, Action::Delete), expected);
}

// Matrices, typed from the vendors' tables.

/// The permissions that a built-in role is known to contain.
fn permissions_of(platform: &Platform, name: &str) -> BTreeSet<String> {
    let known = role(platform, name).permissions.iter().filter(|(_, fact)| fact.value().is_some());
    known.map(|(id, _)| id.as_str().to_owned()).collect()
}

/// Checks the roles of a product against its table: a row has a permission and a sign for each
/// role, `y` or `n`.
fn assert_table(product: &str, roles: &[&str], table: &[(&str, &str)]) {
    let amity = platform("amity");
    for (column, name) in roles.iter().enumerate() {
        let has = |(_, row): &&(&str, &str)| row.as_bytes()[column] == b'y';
        let expected = table.iter().filter(has).map(|(id, _)| format!("{product}.{id}"));
        assert_eq!(permissions_of(&amity, name), expected.collect(), "{name}");
        assert_eq!(role(&amity, name).product.as_deref(), Some(product), "{name}");
    }
    let rows = table.iter().map(|(id, _)| format!("{product}.{id}"));
    assert_eq!(permissions_below(&amity, product), rows.collect());
}

/// The ids of a product's permissions.
fn permissions_below(platform: &Platform, product: &str) -> BTreeSet<String> {
    let ids = platform.permissions.iter().map(|permission| permission.id.to_string());
    ids.filter(|id| id.split('.').next() == Some(product)).collect()
}

#[test]
fn amity_has_the_table_of_chatbot() {
    let roles = ["Chatbot Admin", "Chatbot Developer", "Chatbot Editor", "Chatbot Moderator"];
    let table = [
        ("entity_page", "yyyn"),
        ("intent_page", "yyyn"),
        ("template_page", "yyyn"),
        ("mapper_page", "yyyn"),
        ("chatflow_page", "yyyn"),
        ("ai_trainer", "yynn"),
        ("ai_performance", "yynn"),
        ("message_template", "yyyn"),
        ("segmentation_audience", "yyyn"),
        ("rich_menu", "yynn"),
        ("deploy_chatflow", "yynn"),
    ];
    assert_table("chatbot", &roles, &table);
}

#[test]
fn amity_has_the_table_of_campaign() {
    let roles = ["Campaign Admin", "Campaign Editor", "Campaign Moderator"];
    let table = [
        ("scheduler", "yyn"),
        ("segmentation_audience", "yyn"),
        ("message_template", "yyn"),
        ("rich_menu", "ynn"),
        ("chat_ads", "ynn"),
    ];
    assert_table("campaign", &roles, &table);
}

#[test]
fn amity_has_the_table_of_livechat() {
    let roles = ["Livechat Admin", "Livechat Supervisor", "Livechat Agent"];
    let table = [
        ("auto_assign_setup", "ynn"),
        ("team_management", "yyn"),
        ("team_crud", "yyn"),
        ("add_remove_user_to_team", "ynn"),
        ("manually_assign_opened_ticket", "yyn"),
        ("transfer_ticket", "yyn"),
        ("export_ticket_reports", "yyn"),
        ("view_ticket_history", "yyy"),
        ("view_all_network_tickets", "ynn"),
        ("view_team_tickets", "yyy"),
        ("chat_with_users", "yny"),
        ("add_wrap_up_notes", "yyy"),
        ("close_resolve_tickets", "yyy"),
    ];
    assert_table("livechat", &roles, &table);
}

#[test]
fn amity_has_the_table_of_genai() {
    let table = [
        ("chat_sandbox", "yy"),
        ("assistant_crud", "yn"),
        ("fulfillment", "yn"),
        ("knowledge_base", "yn"),
        ("ai_lab", "yn"),
        ("memorized_response", "yn"),
    ];
    assert_table("genai", &["GenAI Admin", "GenAI Developer"], &table);
}

#[test]
fn amity_has_four_tables_and_one_role_that_nobody_can_give() {
    let amity = platform("amity");
    assert_eq!(amity.permissions.len(), 11 + 5 + 13 + 6);
    assert_eq!(amity.roles.built_in.len(), 1 + 4 + 3 + 3 + 2);
    assert_eq!(amity.roles.products.len(), 4);
    let fixed: Vec<&str> = not_assignable(&amity);
    assert_eq!(fixed, ["CIM Admin"]);
    assert_eq!(role(&amity, "CIM Admin").product, None);
}

/// The roles that can't be given.
fn not_assignable(platform: &Platform) -> Vec<&str> {
    let roles = platform.roles.built_in.iter();
    roles.filter(|role| !role.assignable.holds()).map(|role| role.name.as_str()).collect()
}

#[test]
fn amity_has_one_team_for_an_agent_or_a_supervisor_and_none_for_an_admin() {
    let teams = platform("amity").teams;
    let most = |role: &str| teams.max_per_holder[role].value().copied();
    assert_eq!(most("Livechat Admin"), Some(0));
    assert_eq!(most("Livechat Supervisor"), Some(1));
    assert_eq!(most("Livechat Agent"), Some(1));
    assert_eq!(teams.max_per_holder.len(), 3);
}

#[test]
fn aimychat_has_its_table() {
    let aimychat = platform("aimychat");
    assert_eq!(role_names(&aimychat), ["Agent", "Supervisor", "Administrator"]);
    for (id, row) in AIMYCHAT_TABLE {
        for (name, expected) in role_names(&aimychat).into_iter().zip(row) {
            assert_eq!(reach(&aimychat, name, id), *expected, "{name}: {id}");
        }
    }
    assert_eq!(aimychat.permissions.len(), AIMYCHAT_TABLE.len());
}

/// How far a role reaches with a permission: nowhere, in its own groups, or everywhere.
fn reach(platform: &Platform, name: &str, id: &str) -> &'static str {
    let grant = role(platform, name).permissions.get(id).and_then(|fact| fact.value());
    match grant {
        None => "no",
        Some(grant) if grant.only.is_empty() => "yes",
        Some(grant) if grant.only.iter().all(|scope| scope.as_str() == "own_groups") => "own",
        Some(grant) => panic!("{name}: {id}: {grant}"),
    }
}

/// What agents, supervisors and administrators can do.
const AIMYCHAT_TABLE: &[(&str, [&str; 3])] = &[
    ("chats.handle", ["own", "own", "own"]),
    ("chats.archive", ["own", "own", "own"]),
    ("chats.transfer", ["yes", "yes", "yes"]),
    ("chats.monitor", ["no", "own", "yes"]),
    ("groups.members", ["no", "own", "yes"]),
    ("chats.step_in", ["no", "yes", "yes"]),
    ("analytics.agents", ["no", "yes", "yes"]),
    ("groups.manage", ["no", "no", "yes"]),
    ("users.manage", ["no", "no", "yes"]),
    ("settings.account_and_prompter", ["no", "no", "yes"]),
];

#[test]
fn aimychat_has_a_default_agent_in_a_group_and_room_for_250_people() {
    let aimychat = platform("aimychat");
    assert_eq!(aimychat.teams.called, "group");
    let agent = &aimychat.teams.attributes["default_agent"];
    assert_eq!(agent.kind.value(), Some(&AttributeKind::Member));
    assert_eq!(aimychat.users.max.value(), Some(&250));
}

// The others.

#[test]
fn smartflows_has_one_role_for_a_person_and_one_that_nobody_can_give() {
    let smartflows = platform("smartflows");
    assert_eq!(role_names(&smartflows), ["Owner", "Administrator", "Agent"]);
    assert_eq!(not_assignable(&smartflows), ["Owner"]);
    assert_eq!(smartflows.roles.max_per_user.value(), Some(&1));
    assert!(smartflows.users.created_elsewhere.holds());
    let limit = &smartflows.users.attributes["chat_limit"];
    let kind = serde_json::to_value(limit.kind.value()).unwrap();
    assert_eq!(kind["min"], -1);
}

#[test]
fn smartflows_says_of_every_fact_from_code_that_it_rests_on_a_conclusion() {
    for Found { place, fact } in facts_of("smartflows", built_in("smartflows").unwrap()) {
        let note = fact.get("note").and_then(Value::as_str).unwrap_or_default();
        let said = note.contains("that Smartflows is Tiledesk is concluded");
        assert!(fact["standing"] != "code" || said, "{place}");
    }
}

#[test]
fn reach_has_permissions_that_are_switched_on_one_by_one() {
    let reach = platform("reach");
    let optional: Vec<(&str, usize)> =
        reach.roles.built_in.iter().map(|role| (role.name.as_str(), role.optional.len())).collect();
    let expected = [
        ("Conversation Agent", 3),
        ("Administrator", 0),
        ("Supervisor", 5),
        ("Order Payment Administrator", 3),
        ("Stakeholder", 0),
    ];
    assert_eq!(optional, expected);
    assert_eq!(reach.permissions.len(), 11);
}

// Where attributes are kept over SCIM.

#[test]
fn scim_keeps_what_every_platform_calls_by_these_names() {
    let names = read_scim_names().unwrap();
    for (name, platform) in platforms() {
        let kept = names.of(&platform);
        let kept: Vec<&str> = kept.keys().map(|name| name.as_str()).collect();
        assert!(kept.contains(&"first_name") && kept.contains(&"last_name"), "{name}: {kept:?}");
    }
}
