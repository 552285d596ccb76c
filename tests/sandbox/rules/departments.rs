//! Departments, and the teams that they refer to.

use rolecall::core::{Department, Key, Scalar};
use rolecall::plan::Action::{Create, Rename, Update};
use rolecall::target::Target;
use rolecall::target::sandbox::Sandbox;

use super::{but, refuses, refuses_on, with};
use crate::world::*;

fn key(name: &str) -> Key {
    Key::Department(name.into())
}

#[test]
fn a_department_has_a_name_that_the_platform_can_write() {
    refuses(department(Create, "", desk(&[])), "a department needs a name");
    let sentence = "the name of the department `Longest` is longer than 6 characters";
    refuses(department(Create, "Longest", desk(&[])), sentence);
    let sentence = "the name of the department `a/b` cannot contain `/`";
    refuses(department(Create, "a/b", desk(&[])), sentence);
    let taken = "department `Reception` is already there";
    refuses(department(Create, "Reception", desk(&[])), taken);
}

#[test]
fn departments_are_counted_and_exist_only_where_the_platform_has_them() {
    let full = with(|live| {
        for name in ["A", "B", "C"] {
            live.departments.insert(name.into(), desk(&[]));
        }
    });
    let sentence = "there is no room for `D`: there can be at most 3 departments";
    refuses_on(&platform(), &full, department(Create, "D", desk(&[])), sentence);
    let none = but(|platform| platform.departments = None);
    let sentence = "this platform has no departments, so `D` cannot be made";
    refuses_on(&none, &live(), department(Create, "D", Department::default()), sentence);
}

#[test]
fn the_default_department_stays_and_keeps_its_name() {
    let sentence = "the department `Reception` is the default one and cannot be deleted";
    refuses(delete(key("Reception")), sentence);
    let renamed = from(key("Reception"), department(Rename, "Desk", desk(&[])));
    let sentence = "the department `Reception` is the default one and cannot be renamed";
    refuses(renamed, sentence);
}

#[test]
fn shares_are_of_the_whole() {
    let bad = |shares: &[(&str, Option<u8>)]| department(Create, "A", desk(shares));
    let sentence = "the percentages of the department `A` add up to 90";
    refuses(bad(&[("Sales", Some(50)), ("Support", Some(40))]), sentence);
    let sentence = "the percentages of the department `A` add up to 100, and some groups have none";
    refuses(bad(&[("Sales", Some(100)), ("Support", None)]), sentence);
    refuses(bad(&[("Nights", None)]), "team `Nights` is not there");
    let none = but(|platform| {
        let departments = platform.departments.as_mut();
        departments.into_iter().for_each(|all| all.percentages.is = Some(false));
    });
    let sentence = "groups of the department `A` have percentages, and this platform has none";
    refuses_on(&none, &live(), bad(&[("Sales", Some(100))]), sentence);
}

#[test]
fn attributes_of_departments_are_of_their_type() {
    let without = department(Create, "A", Department::default());
    refuses(without, "the department `A` cannot be without the attribute `way`");
    let with = |name: &str, value: Scalar| {
        let attributes = [(name.into(), value)].into_iter().collect();
        department(Update, "Reception", Department { attributes, ..desk(&[]) })
    };
    let sentence = "the attribute `way` of the department `Reception` cannot be `two`: it is one of \
                    all, one";
    refuses(with("way", "two".into()), sentence);
    refuses(with("seats", Scalar::Int(1)), "this platform has no attribute `seats`");
}

#[test]
fn a_team_that_a_department_refers_to_stays_and_is_followed_by_name() {
    let used = with(|live| {
        live.departments.insert("A".into(), desk(&[("Sales", Some(100))]));
    });
    let sentence = "the team `Sales` cannot be deleted: the department `A` refers to it";
    refuses_on(&platform(), &used, delete(team_key("Sales")), sentence);
    let sandbox = Sandbox::in_memory(&platform(), &used).expect("the state is legal");
    let renamed = from(team_key("Sales"), team(Rename, "Shop", managed_by(&[])));
    let gone = delete(key("A"));
    assert_eq!(wait(sandbox.perform(&[&renamed])), [Ok(())]);
    let groups = &read(&sandbox).departments["A"].groups;
    assert_eq!(groups, &desk(&[("Shop", Some(100))]).groups);
    assert_eq!(wait(sandbox.perform(&[&gone, &delete(team_key("Shop"))])), [Ok(()), Ok(())]);
    assert_eq!(read(&sandbox).departments.len(), 1, "the default one is left");
}
