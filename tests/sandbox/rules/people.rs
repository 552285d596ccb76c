//! What people can hold and be.

use rolecall::core::{Scalar, Status};
use rolecall::plan::Action::{Create, Reactivate, Rename, Update};
use rolecall::target::Target;
use rolecall::target::sandbox::Sandbox;

use super::{but, refuses, refuses_on, with};
use crate::world::*;

#[test]
fn a_person_holds_from_one_to_three_roles() {
    let sentence = "`ana@x.example` would hold 0 roles, and a person holds at least 1";
    refuses(user(Update, "ana@x.example", row(&[], &[])), sentence);
    let sentence = "`zoe@x.example` would hold 4 roles, and a person holds at most 3";
    let many = holds(&["Admin", "Idle", "Lead", "Taker"]);
    refuses(user(Update, "zoe@x.example", many), sentence);
    let nothing = user(Create, "new@x.example", person(&[], &[]));
    refuses(nothing, "`new@x.example` would hold 0 roles, and a person holds at least 1");
}

#[test]
fn a_role_that_is_held_is_there() {
    refuses(user(Update, "zoe@x.example", holds(&["None"])), "role `None` is not there");
}

#[test]
fn one_role_of_each_product() {
    let sentence = "`zoe@x.example` would hold several roles of one product: `Agent` and `Helper`";
    refuses(user(Update, "zoe@x.example", holds(&["Agent", "Helper"])), sentence);
}

#[test]
fn some_roles_are_neither_given_nor_taken() {
    let sentence = "the role `Owner` cannot be given to anybody";
    refuses(user(Update, "zoe@x.example", holds(&["Owner"])), sentence);
    let owner = with(|live| {
        live.users.insert("own@x.example".into(), person(&["Owner"], &[]).into());
    });
    let sentence = "the role `Owner` cannot be taken from anybody";
    let bad = user(Update, "own@x.example", holds(&["Idle"]));
    refuses_on(&platform(), &owner, bad, sentence);
    refuses_on(&platform(), &owner, delete(user_key("own@x.example")), sentence);
    let more = user(Update, "own@x.example", holds(&["Owner", "Idle"]));
    let sandbox = Sandbox::in_memory(&platform(), &owner).expect("the state is legal");
    assert_eq!(wait(sandbox.perform(&[&more])), [Ok(())]);
}

#[test]
fn attributes_are_known_and_of_their_type() {
    let refuses = |name: &str, value: Scalar, sentence: &str| {
        refuses(user(Update, "zoe@x.example", has(name, value)), sentence);
    };
    refuses("shoe", Scalar::Int(42), "this platform has no attribute `shoe`");
    let at = "of `zoe@x.example` cannot be";
    refuses(
        "note",
        "".into(),
        &format!("the attribute `note` {at} ``: it is text that is not empty"),
    );
    refuses(
        "name",
        "somebody else".into(),
        &format!(
            "the attribute `name` {at} `somebody else`: it is text that is not empty, of \
             at most 10 characters"
        ),
    );
    refuses(
        "note",
        Scalar::Bool(true),
        &format!("the attribute `note` {at} `true`: it is text that is not empty"),
    );
    for value in [Scalar::Int(10), Scalar::Int(-1), "3".into(), Scalar::Bool(true)] {
        let sentence =
            format!("the attribute `seats` {at} `{value}`: it is a whole number from 0 up to 9");
        refuses("seats", value, &sentence);
    }
    for value in [Scalar::Int(1), "true".into()] {
        let sentence = format!("the attribute `vip` {at} `{value}`: it is true or false");
        refuses("vip", value, &sentence);
    }
    for value in ["Rome".into(), Scalar::Int(1)] {
        let sentence = format!("the attribute `city` {at} `{value}`: it is one of Lima, Quito");
        refuses("city", value, &sentence);
    }
}

#[test]
fn an_attribute_of_unknown_type_takes_anything() {
    for value in [Scalar::Bool(false), Scalar::Int(-3), "".into()] {
        let sandbox = Sandbox::in_memory(&platform(), &live()).expect("the state is legal");
        let any = user(Update, "zoe@x.example", has("dark", value.clone()));
        assert_eq!(wait(sandbox.perform(&[&any])), [Ok(())]);
        let zoe = &read(&sandbox).users["zoe@x.example"];
        assert_eq!(zoe.attributes[&"dark".into()], value);
    }
}

#[test]
fn required_attributes_stay_and_some_cannot_be_cleared() {
    let without = user(Create, "new@x.example", holds(&["Idle"]));
    refuses(without, "`new@x.example` cannot be without the attribute `name`");
    let cleared = user(Update, "zoe@x.example", has("name", Scalar::Null));
    refuses(cleared, "the attribute `name` of `zoe@x.example` cannot be cleared");
    let soft = but(|platform| {
        if let Some(name) = platform.users.attributes.get_mut("name") {
            name.clearable.is = None;
        }
    });
    let cleared = user(Update, "zoe@x.example", has("name", Scalar::Null));
    let sentence = "`zoe@x.example` cannot be without the attribute `name`";
    refuses_on(&soft, &live(), cleared, sentence);
    let badged = with(|live| {
        let zoe = live.users.get_mut("zoe@x.example");
        zoe.map(std::sync::Arc::make_mut).into_iter().for_each(|zoe| {
            zoe.attributes.insert("badge".into(), "7".into());
        });
    });
    let cleared = user(Update, "zoe@x.example", has("badge", Scalar::Null));
    let sentence = "the attribute `badge` of `zoe@x.example` cannot be cleared";
    refuses_on(&platform(), &badged, cleared, sentence);

    let sandbox = Sandbox::in_memory(&platform(), &badged).expect("the state is legal");
    let never = user(Update, "ana@x.example", has("badge", Scalar::Null));
    let gone = delete(user_key("zoe@x.example"));
    assert_eq!(wait(sandbox.perform(&[&never, &gone])), [Ok(()), Ok(())]);
}

#[test]
fn people_are_counted() {
    let full = with(|live| {
        live.users.insert("six@x.example".into(), person(&["Idle"], &[]).into());
    });
    let bad = user(Create, "new@x.example", person(&["Idle"], &[]));
    let sentence = "there is no room for `new@x.example`: there can be at most 6 people";
    refuses_on(&platform(), &full, bad, sentence);
}

#[test]
fn people_are_made_renamed_and_switched_where_the_platform_can() {
    let elsewhere = but(|platform| platform.users.created_elsewhere.is = Some(true));
    let bad = user(Create, "new@x.example", person(&["Idle"], &[]));
    let sentence = "people are created elsewhere, so `new@x.example` cannot be made here";
    refuses_on(&elsewhere, &live(), bad, sentence);
    let stays = but(|platform| platform.users.renames.is = Some(false));
    let bad =
        from(user_key("ana@x.example"), user(Rename, "an@x.example", has("note", "a".into())));
    let sentence = "the address of `ana@x.example` cannot be changed on this platform";
    refuses_on(&stays, &live(), bad, sentence);
    let always = but(|platform| platform.users.deactivates.is = Some(false));
    let bad = user(Reactivate, "ida@x.example", is(Status::Active));
    let sentence = "people cannot be deactivated or reactivated on this platform, and so neither \
                    can `ida@x.example`";
    refuses_on(&always, &live(), bad, sentence);
}

#[test]
fn a_manager_is_not_deleted() {
    let sentence = "`lea@x.example` cannot be deleted: they still manage `Support`";
    refuses(delete(user_key("lea@x.example")), sentence);
}
