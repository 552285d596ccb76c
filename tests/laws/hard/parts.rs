//! Roles that are changed in parts: what is lost first, what is gained last, and what waits for a part.

use rolecall::core::Known;
use rolecall::platform::Fact;

use super::roles::{CALLS, DESKTOP, DEVELOPER, LOOK, QUEUE, roles_of};
use super::{planned_as, project, refused, shape};
use crate::judged::judged;
use crate::order::{org, person, role};
use crate::world::{GRANTED, WIDE, World, ccaas};

#[test]
fn a_role_in_parts_is_narrowed_first_and_widened_last() {
    const TEAMS: &str = "dashboards.calls: { level: view, only: [assigned_teams] }";
    const QUEUES: &str = "dashboards.calls: { level: view, only: [assigned_queues] }";
    let exchanged = |was: &str, is: &str| {
        (
            roles_of(&[("A", DESKTOP), ("B", was)], &[("ana", "A"), ("bo", "B")]),
            roles_of(&[("A", DEVELOPER), ("B", is)], &[("ana", "B"), ("bo", "A")]),
        )
    };
    let (live, wanted) = exchanged(QUEUE, &format!("{LOOK}, {CALLS}"));
    planned_as(
        &live,
        &wanted,
        "\
         update role `B` -settings.queue: edit +settings.queue: view\n\
         update user `ana@acme.example` -A +B\n\
         update role `A` -function.agent.agent_desktop: granted +settings.developer_settings: edit\n\
         update user `bo@acme.example` -B +A\n\
         update role `B` +dashboards.calls: view\n",
    );
    let (live, wanted) = exchanged(TEAMS, QUEUES);
    planned_as(
        &live,
        &wanted,
        "\
         update role `B` -dashboards.calls: view, only assigned_teams \
         +dashboards.calls: view, only assigned_queues and assigned_teams\n\
         update user `ana@acme.example` -A +B\n\
         update role `A` -function.agent.agent_desktop: granted +settings.developer_settings: edit\n\
         update user `bo@acme.example` -B +A\n\
         update role `B` -dashboards.calls: view, only assigned_queues and assigned_teams \
         +dashboards.calls: view, only assigned_queues\n",
    );
}

#[test]
fn a_role_in_parts_gets_its_label_once() {
    let of = |first: &str, second: &str, more: &str, ana: &str, bo: &str| {
        let second = role("B", second).replace("label: x", more);
        org(&[role("A", first), second], "", &[person("ana", ana), person("bo", bo)])
    };
    let live = of(DESKTOP, QUEUE, "label: y, color: \"#000000\"", "A", "B");
    let wanted = of(DEVELOPER, CALLS, "label: z, color: \"#FFFFFF\"", "B", "A");
    planned_as(
        &live,
        &wanted,
        "\
         update role `B` -y -#000000 -settings.queue: edit +z +#FFFFFF\n\
         update user `ana@acme.example` -A +B\n\
         update role `A` -function.agent.agent_desktop: granted +settings.developer_settings: edit\n\
         update user `bo@acme.example` -B +A\n\
         update role `B` +dashboards.calls: view\n",
    );
}

#[test]
fn a_role_in_parts_says_whom_it_gives_as_long_as_it_gives() {
    let gives = |role: String| role.replace("label: x", "label: x, assignable_roles: [Agent]");
    let of = |first: &str, second: String, ana: &str, bo: &str| {
        org(&[role("A", first), second], "", &[person("ana", ana), person("bo", bo)])
    };
    let giving = gives(role("B", "settings.users_and_teams.edit_user: granted"));
    let looking = role("B", QUEUE);
    let [there, back] = [(&giving, &looking), (&looking, &giving)].map(|(was, is)| {
        let live = of(DESKTOP, was.clone(), "A", "B");
        (live, of(DEVELOPER, is.clone(), "B", "A"))
    });
    planned_as(
        &there.0,
        &there.1,
        "\
         update role `B` -settings.users_and_teams.edit_user: granted -giving Agent\n\
         update user `ana@acme.example` -A +B\n\
         update role `A` -function.agent.agent_desktop: granted +settings.developer_settings: edit\n\
         update user `bo@acme.example` -B +A\n\
         update role `B` +settings.queue: edit\n",
    );
    planned_as(
        &back.0,
        &back.1,
        "\
         update role `B` -settings.queue: edit\n\
         update user `ana@acme.example` -A +B\n\
         update role `A` -function.agent.agent_desktop: granted +settings.developer_settings: edit\n\
         update user `bo@acme.example` -B +A\n\
         update role `B` +settings.users_and_teams.edit_user: granted +giving Agent\n",
    );
}

#[test]
fn a_role_gives_nothing_by_a_permission_that_it_no_longer_has() {
    // Besides `edit_user`, the queue lets somebody give roles.
    let mut platform = ccaas();
    let mut known = platform.permissions.iter_mut();
    let queue = known.find(|known| known.id.as_str() == "settings.queue").expect("it is known");
    queue.assigns_roles = Some(Fact { is: Some(true), ..Fact::unknown() });
    let world = World::new(platform);
    let gives = |role: String| role.replace("label: x", "label: x, assignable_roles: [Agent]");
    let of = |x: String, u: &str, people: [&str; 2]| {
        let [w, y] = ["W", "Y"].map(|name| gives(role(name, LOOK)));
        let people = ["wes", "zed"].iter().zip(people);
        let people = people.map(|(name, roles)| person(name, roles)).collect::<Vec<_>>();
        org(&[x, role("F", DESKTOP), role("U", u), w, y], "", &people)
    };
    // Wes is never to edit people: he leaves U for X once it doesn't let him. Zed goes to U once it has
    // what he has by F, and gives roles by X until then. X can't do without the one and keep the other, so
    // he is without what F gave him for a while.
    let edit = gives(role("X", "settings.users_and_teams.edit_user: granted"));
    let live = of(edit, "", ["U, W", "F, X"]);
    let wanted = of(role("X", ""), DESKTOP, ["W, X", "U, Y"]);
    let plan = judged(&world, &live, &project(), &wanted);
    assert_eq!(
        shape(&plan) + &refused(&plan),
        "\
         update user `zed@acme.example` -F -X +U +Y\n\
         update role `X` -settings.users_and_teams.edit_user: granted -giving Agent\n\
         update user `wes@acme.example` -U +X\n\
         update role `U` +function.agent.agent_desktop: granted\n\
         emptied 1: F\nemptied 1: X\n\
         access-gap 1: zed@acme.example: `function.agent.agent_desktop`, from stages 1 to 3\n"
    );
}

#[test]
fn parts_that_wait_for_the_same_are_one() {
    // Wes joins X once it is without the calls, Y is widened once he has left it, Zed goes there then,
    // and X loses the rest after that.
    let (rest, all) = (format!("{DESKTOP}, {QUEUE}"), format!("{CALLS}, {DESKTOP}, {QUEUE}"));
    let of = |x: &str, y: &str, wes: &str, zed: &str| {
        let roles = [("F", DEVELOPER), ("V", &rest), ("W", &rest), ("X", x), ("Y", y)];
        roles_of(&roles, &[("wes", wes), ("zed", zed)])
    };
    planned_as(
        &of(&all, "", "W, Y", "F, X"),
        &of("", DEVELOPER, "W, X", "V, Y"),
        "\
         update role `X` -dashboards.calls: view\n\
         update user `wes@acme.example` -Y +X\n\
         update role `Y` +settings.developer_settings: edit\n\
         update user `zed@acme.example` -F -X +V +Y\n\
         update role `X` -function.agent.agent_desktop: granted -settings.queue: edit\n\
         emptied 1: F\nemptied 3: X\n",
    );
}

#[test]
fn two_small_gaps_may_be_more_than_a_larger_one() {
    // Who goes from A and F to B has the queue by C until then; who comes from B to A has the desktop by
    // D, and who comes from B to F the calls by G. The first can't go together with either other.
    let roles =
        |a, b, f| [("A", a), ("B", b), ("F", f), ("C", QUEUE), ("D", DESKTOP), ("G", CALLS)];
    let people = |there: &'static str, first: &'static str, second: &'static str| {
        let three = ["ana", "amy", "ann"].map(|name| (name, there));
        let two = ["bo", "bea"].map(|name| (name, first));
        let others = ["cy", "cat"].map(|name| (name, second));
        [&three[..], &two, &others].concat()
    };
    planned_as(
        &roles_of(&roles("", "", ""), &people("A, F, C", "B, D", "B, G")),
        &roles_of(&roles(DESKTOP, QUEUE, CALLS), &people("B", "A", "F")),
        "\
         update user `amy@acme.example` -A -C -F +B; update user `ana@acme.example` -A -C -F +B; \
         update user `ann@acme.example` -A -C -F +B\n\
         update role `A` +function.agent.agent_desktop: granted; update role `F` +dashboards.calls: view\n\
         update user `bea@acme.example` -B -D +A; update user `bo@acme.example` -B -D +A; \
         update user `cat@acme.example` -B -G +F; update user `cy@acme.example` -B -G +F\n\
         update role `B` +settings.queue: edit\n\
         emptied 3: C\nemptied 2: D\nemptied 2: G\n\
         access-gap 3: amy@acme.example: `settings.queue`: edit, from stages 1 to 3; \
         ana@acme.example: `settings.queue`: edit, from stages 1 to 3; \
         ann@acme.example: `settings.queue`: edit, from stages 1 to 3\n",
    );
}

#[test]
fn whom_a_role_gives_begins_with_what_lets_it_give() {
    let gives = "settings.users_and_teams.edit_user: granted";
    let giving = role("B", gives).replace("label: x", "label: x, assignable_roles: [Agent]");
    let of = |first: &str, second: String, ana: &str, bo: &str| {
        org(&[role("A", first), second], "", &[person("ana", ana), person("bo", bo)])
    };
    // Nobody says whom a role gives that lets nobody give anything.
    let mut live = WIDE.live(&of(DESKTOP, role("B", QUEUE), "A", "B"));
    live.roles.values_mut().for_each(|role| role.assignable_roles = Known::Unknown);
    let files = [("access.yaml".to_owned(), of(DEVELOPER, giving, "B", "A"))];
    let desired = WIDE.mean(&project().text(), &files).expect("it is valid");
    let plan = WIDE.plan(&desired, &live, &project().limits()).expect("it can be planned");
    assert_eq!(
        shape(&plan),
        "\
         update role `B` -settings.queue: edit\n\
         update user `ana@acme.example` -A +B\n\
         update role `A` -function.agent.agent_desktop: granted +settings.developer_settings: edit\n\
         update user `bo@acme.example` -B +A\n\
         update role `B` +settings.users_and_teams.edit_user: granted +giving Agent\n"
    );
}

#[test]
fn what_is_neither_wider_nor_narrower_isnt_widened_first() {
    const TEAMS: &str = "dashboards.calls: { level: view, only: [assigned_teams] }";
    const QUEUES: &str = "dashboards.calls: { level: view, only: [assigned_queues] }";
    // Zed has the queues by F and then by B, and the teams by B and then by E. B would have to begin
    // with the one before F ends, and so before Wes is in F and out of E, and E begins with the other.
    planned_as(
        &roles_of(&[("B", TEAMS), ("E", ""), ("F", QUEUES)], &[("wes", "E"), ("zed", "B, E, F")]),
        &roles_of(&[("B", QUEUES), ("E", TEAMS), ("F", "")], &[("wes", "F"), ("zed", "B, E, F")]),
        "\
         update role `F` -dashboards.calls: view, only assigned_queues\n\
         update user `wes@acme.example` -E +F\n\
         update role `E` +dashboards.calls: view, only assigned_teams\n\
         update role `B` -dashboards.calls: view, only assigned_teams \
         +dashboards.calls: view, only assigned_queues\n\
         emptied 1: F\n\
         access-gap 1: zed@acme.example: `dashboards.calls`: view, only assigned_queues, from stages 1 to 3\n",
    );
}

#[test]
fn the_part_by_which_a_role_ceases_to_make_administrators_waits_for_who_comes() {
    let of = |a: &str, b: &str, people: [&str; 3]| {
        let people = ["ana", "bo", "dan"].into_iter().zip(people).collect::<Vec<_>>();
        roles_of(&[("A", a), ("B", b)], &people)
    };
    let live = of(DESKTOP, DEVELOPER, ["A", "B", "Agent"]);
    let wanted = of(CALLS, QUEUE, ["B", "A", "Admin"]);
    let plan = judged(&GRANTED, &live, &project(), &wanted);
    assert_eq!(
        shape(&plan),
        "\
         update user `dan@acme.example` -Agent +Admin\n\
         update role `B` -settings.developer_settings: edit\n\
         update user `ana@acme.example` -A +B\n\
         update role `A` -function.agent.agent_desktop: granted +dashboards.calls: view\n\
         update user `bo@acme.example` -B +A\n\
         update role `B` +settings.queue: edit\n"
    );
}
