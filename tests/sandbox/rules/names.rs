//! What is there is not made again, and what isn't is not changed.

use rolecall::core::{Role, Team};
use rolecall::plan::Action::{Create, Rename, Update};
use rolecall::plan::Resource;

use super::refuses;
use crate::world::*;

#[test]
fn what_is_there_is_not_created() {
    refuses(role(Create, "Lead", may(&[])), "role `Lead` is already there");
    refuses(role(Create, "Agent", may(&[])), "role `Agent` is already there");
    refuses(team(Create, "Sales", Team::default()), "team `Sales` is already there");
    let again = user(Create, "ana@x.example", person(&["Agent"], &[]));
    refuses(again, "user `ana@x.example` is already there");
}

#[test]
fn what_is_not_there_is_not_changed() {
    refuses(role(Update, "None", may(&[])), "role `None` is not there");
    refuses(team(Update, "Sales:L1", Team::default()), "team `Sales:L1` is not there");
    refuses(user(Update, "no@x.example", holds(&["Agent"])), "user `no@x.example` is not there");
    refuses(delete(user_key("no@x.example")), "user `no@x.example` is not there");
    let gone = from(role_key("None"), role(Rename, "Some", Role::default()));
    refuses(gone, "role `None` is not there");
}

#[test]
fn a_taken_name_is_not_taken_again() {
    let taken = from(role_key("Lead"), role(Rename, "Taker", Role::default()));
    refuses(taken, "role `Taker` is already there");
    let taken = from(team_key("Sales"), team(Rename, "Support", Team::default()));
    refuses(taken, "team `Support` is already there");
    let taken =
        from(user_key("ana@x.example"), user(Rename, "hal@x.example", row(&["Agent"], &[])));
    refuses(taken, "user `hal@x.example` is already there");
}

#[test]
fn a_step_is_about_one_kind_of_thing() {
    let odd = from(role_key("Lead"), team(Rename, "Sales", Team::default()));
    refuses(odd, "role `Lead` cannot become team `Sales`");
    let odd = step(Update, role_key("Lead"), Some(Resource::Team(Team::default())));
    refuses(odd, "the step on role `Lead` says nothing that fits it");
    let odd = from(role_key("Lead"), role(Create, "Boss", Role::default()));
    refuses(odd, "role `Boss` cannot be made out of another");
}
