//! What the layout is, case by case.

use super::lawful;

#[track_caller]
fn becomes(text: &str, expected: &str) {
    let new = lawful(text).expect("the reader takes it");
    assert_eq!(new, expected);
}

#[track_caller]
fn stays(text: &str) {
    becomes(text, text);
}

#[test]
fn indentation_is_two_spaces_and_lists_stand_further_in_than_their_key() {
    becomes(
        "roles:\n- name: A\n  permissions:\n        a: view\n-    name: B\n",
        "roles:\n  - name: A\n    permissions:\n      a: view\n  - name: B\n",
    );
    becomes("a:\n - - x\n   -   - y\n", "a:\n  - - x\n    - - y\n");
}

#[test]
fn quotes_stay_where_they_are_needed() {
    becomes(
        "a: ['x', \"y z\", 'a, b', \"no\", '12', \"\", '#0B57D0', 'a: b', \"<<\", 'é']\n",
        "a: [x, y z, \"a, b\", \"no\", \"12\", \"\", \"#0B57D0\", \"a: b\", \"<<\", é]\n",
    );
    becomes("a: 'a, b'\n'b': \"it's\"\n", "a: a, b\nb: it's\n");
    stays("a: no\nuntil: 2099-12-31\nb: \"2099-12-31\"\nc: \"e\\u0301\"\n");
}

#[test]
fn keys_have_the_order_of_the_types() {
    becomes(
        "users:\n  - roles: [{until: 2099-12-31, role: Agent}]\n    location: Lima\n    email: a@b.example\n    alias: A\n    previously: [b@b.example]\nroles:\n  - color: \"#000000\"\n    permissions: {z: view, a: {only: [x], level: view}}\n    name: A\n    odd: 1\n",
        "roles:\n  - name: A\n    color: \"#000000\"\n    permissions: { a: { level: view, only: [x] }, z: view }\n    odd: 1\nusers:\n  - email: a@b.example\n    previously: [b@b.example]\n    location: Lima\n    alias: A\n    roles: [{ role: Agent, until: 2099-12-31 }]\n",
    );
    becomes(
        "environments:\n  production: {url: u, target: t}\n  a: {target: s}\nplatform: ccaas\nversion: 1\n",
        "version: 1\nplatform: ccaas\nenvironments:\n  production: { target: t, url: u }\n  a: { target: s }\n",
    );
}

#[test]
fn entries_of_lists_never_move() {
    stays("team_order: [B, A]\nusers:\n  - email: b@b.example\n  - email: a@b.example\n");
}

#[test]
fn groups_of_permissions_stay() {
    stays("roles:\n  - name: A\n    permissions:\n      b: view\n\n      a: view\n");
    stays("roles:\n  - name: A\n    permissions:\n      # these\n      b: view\n      a: view\n");
}

#[test]
fn nothing_moves_where_a_value_is_mentioned_again() {
    stays(
        "users:\n  - roles: &r [Agent]\n    email: a@b.example\n  - roles: *r\n    email: b@b.example\n",
    );
}

#[test]
fn comments_stay_with_what_they_belong_to() {
    becomes(
        "# head\n\n# teams\nteams: # all\n- # first\n  # of S\n  members: # m\n   - a # A\n   # - b\n  # name\n  name: S   # s\n  # end of S\n\n\n# roles\nroles:\n  # none\n# bye\n",
        "# head\n\n# roles\nroles:\n  # none\n\n# teams\nteams: # all\n  # first\n  # name\n  - name: S # s\n    # of S\n    members: # m\n      - a # A\n      # - b\n    # end of S\n# bye\n",
    );
}

#[test]
fn the_head_of_a_file_stays_its_head() {
    becomes(
        "# yaml-language-server: $schema=x\nteams: []\n# r\nroles: []\n",
        "# yaml-language-server: $schema=x\n\n# r\nroles: []\nteams: []\n",
    );
    stays("# yaml-language-server: $schema=x\n#\n# What it is.\nroles: []\n");
    becomes("\n\n# only this\n\n\n\n# and that", "# only this\n\n# and that\n");
    becomes("", "");
    becomes("---\n# x\na: 1\n...\n", "# x\na: 1\n");
}

#[test]
fn comments_in_empty_lists_stay() {
    becomes(
        "members: [ # nobody\n  # yet\n]\nmanagers:\n  # - a\nx: 1\n",
        "members: [] # nobody\n  # yet\nmanagers:\n  # - a\nx: 1\n",
    );
}

#[test]
fn brackets_stay_where_they_fit_on_a_line() {
    becomes("a: [ x,y , {b: c,d: } ]\nb: { }\n", "a: [x, y, { b: c, d: null }]\nb: {}\n");
    let item = "x".repeat(46);
    stays(&format!("a: [{item}, {item}1]\n"));
    becomes(&format!("a: [{item}, {item}12]\n"), &format!("a:\n  - {item}\n  - {item}12\n"));
    becomes("- {a: b, # c\n   d: [e]}\n", "- a: b # c\n  d: [e]\n");
}

#[test]
fn text_on_lines_of_its_own_keeps_its_lines() {
    becomes(
        "a:\n    b: |  # c\n          x\n            y\n\n\n    c: >-\n      one\n      two\n",
        "a:\n  b: | # c\n    x\n      y\n\n  c: >-\n    one\n    two\n",
    );
    becomes("a:\n      b: |+\n       x\n\n\n      c: 1\n", "a:\n  b: |+\n    x\n\n\n  c: 1\n");
    becomes("a: |4-\n      x\n    y\n", "a: |2-\n    x\n  y\n");
    becomes(
        "a: \"x  \n     y\\\n     \\ z\"\nb: one\n      two\n",
        "a: \"x\n  y\\\n  \\ z\"\nb: one\n  two\n",
    );
}

#[test]
fn long_keys_are_marked_as_keys() {
    let key = "k".repeat(1_100);
    becomes(&format!("? {key}\n: - x\n"), &format!("? {key}\n:\n  - x\n"));
}
