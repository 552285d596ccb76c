//! People who come and go.

use std::sync::Arc;

use rolecall::core::{Known, RoleName};

use super::{planned_as, project};
use crate::case::Project;
use crate::order::{more_of_person, org, person, role};
use crate::world::{World, as_it_is};

const TEAM: &str = "{ name: T, managers: [], members: [] }";

fn seats(managers: &str, members: &str) -> String {
    let list = |names: &str| {
        if names.is_empty() { String::new() } else { format!("{names}@acme.example") }
    };
    TEAM.replace("managers: []", &format!("managers: [{}]", list(managers)))
        .replace("members: []", &format!("members: [{}]", list(members)))
}

fn inactive(name: &str, roles: &str) -> String {
    more_of_person(name, roles, "status: inactive")
}

#[test]
fn a_member_is_deactivated_while_the_role_is_widened() {
    let roles = ["settings.queue: view", "settings.queue: edit"]
        .map(|all| [role("A", &format!("function.agent.all: granted, {all}"))]);
    planned_as(
        &org(&roles[0], &seats("", "ana"), &[person("ana", "A"), person("bo", "A")]),
        &org(&roles[1], &seats("", ""), &[inactive("ana", "A"), person("bo", "A")]),
        "\
         deactivate user `ana@acme.example` -active -T +inactive\n\
         update role `A` -settings.queue: view +settings.queue: edit\n\
         emptied 1: T\n",
    );
}

#[test]
fn a_manager_is_deactivated() {
    planned_as(
        &org(
            &[role("A", "")],
            &seats("ana", "bo"),
            &[person("ana", "A, Agent"), person("bo", "Agent")],
        ),
        &org(
            &[role("A", "")],
            &seats("", "bo"),
            &[inactive("ana", "Agent"), person("bo", "Agent")],
        ),
        "\
         update team `T` -ana\n\
         deactivate user `ana@acme.example` -active -A +inactive\n\
         emptied 1: A\n\
         emptied 1: T\n",
    );
}

#[test]
fn somebody_is_reactivated_into_a_team() {
    let roles = ["settings.queue: edit", "settings.queue: view"]
        .map(|all| [role("A", &format!("function.agent.all: granted, {all}"))]);
    planned_as(
        &org(&roles[0], "", &[inactive("ana", "A"), person("bo", "A")]),
        &org(&roles[1], &seats("bo", "ana"), &[person("ana", "A"), person("bo", "A")]),
        "\
         update role `A` -settings.queue: edit +settings.queue: view; create team `T` +bo\n\
         reactivate user `ana@acme.example` -inactive +active +T\n",
    );
}

#[test]
fn the_last_administrator_is_deactivated() {
    planned_as(
        &org(&[], "", &[person("ana", "Admin"), person("bo", "Agent")]),
        &org(&[], "", &[inactive("ana", "Admin"), person("bo", "Agent")]),
        "\
         deactivate user `ana@acme.example` -active +inactive\n\
         last-administrators 0: ana@acme.example\n\
         emptied 1: Admin\n",
    );
    // There is another by then.
    planned_as(
        &org(&[], "", &[person("ana", "Admin"), person("bo", "Agent")]),
        &org(&[], "", &[inactive("ana", "Admin"), person("bo", "Admin")]),
        "\
         update user `bo@acme.example` -Agent +Admin\n\
         deactivate user `ana@acme.example` -active +inactive\n\
         emptied 1: Agent\n",
    );
}

#[test]
fn who_holds_what_nobody_may_change_is_left_as_they_are() {
    let world = World::new(as_it_is("amity"));
    let of = |people: &[(&str, &str, &str)]| {
        let each = people.iter().map(|(who, last, role)| {
            format!(
                "{{ email: {who}@acme.example, first_name: A, last_name: {last}, roles: [{role}] }}"
            )
        });
        format!("users: [{}]\n", each.collect::<Vec<_>>().join(", "))
    };
    let text = Project { all: [false, false, true], ..Project::default() }.text();
    let plan_of = |wanted: &str| {
        let all = ["ana", "bo", "cy"].map(|who| (who, "B", "Livechat Admin"));
        let mut live = world.live(&of(&all));
        // No manifest says it: the role can't be given.
        let ana = live.users.values_mut().next().map(Arc::make_mut).expect("there are three");
        ana.roles = Known::Known([RoleName::new("CIM Admin")].into_iter().collect());
        let files = [("access.yaml".to_owned(), wanted.to_owned())];
        let desired = world.mean(&text.replace("ccaas", "amity"), &files).expect("it is valid");
        world.plan(&desired, &live, &project().limits())
    };
    // Who isn't listed goes, and who can't be changed stays.
    let plan = plan_of(&of(&[("cy", "B", "Livechat Admin")])).expect("it can be planned");
    assert_eq!(plan.steps().map(|step| step.key.name()).collect::<Vec<_>>(), ["bo@acme.example"]);
    // Whom a manifest would change even so is named.
    let wanted = of(&[("ana", "C", "Livechat Admin"), ("cy", "B", "Livechat Admin")]);
    let found = format!("{:?}", plan_of(&wanted).expect_err("nobody may change her"));
    assert!(found.contains("holder-not-editable") && found.contains("ana@acme.example"), "{found}");
}
