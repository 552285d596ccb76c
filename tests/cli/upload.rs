//! Files that somebody uploads in the portal, where no program can write.

use std::fs;

use crate::project::Project;

/// Returns the text of the one file that is to be uploaded.
fn upload(project: &Project) -> (String, String) {
    let folder = project.path(".rolecall/upload/production");
    let mut files: Vec<_> = fs::read_dir(folder).expect("it is there").flatten().collect();
    assert_eq!(files.len(), 1, "{files:?}");
    let name = files.remove(0).file_name().into_string().expect("it is text");
    let path = format!(".rolecall/upload/production/{name}");
    (path.clone(), project.read(&path))
}

#[test]
fn an_upload_has_the_templates_columns_and_what_is_live_in_every_other_cell() {
    let project = Project::copy_of("portal");
    let list = project.read("live/users.csv");
    let ended = project.run(&["apply", "--yes"]).ends(6);
    let ended = ended.prints("(2 rows)").prints("Bulk User Management \u{203a} Upload Users");
    ended.prints("Edit the team `Support:L2`").prints("Managers, whole: `tomas.lindqvist@");
    let (_, text) = upload(&project);
    let rows: Vec<&str> = text.split_terminator("\r\n").collect();
    let mut lines = list.lines();
    assert_eq!(rows[0], lines.next().expect("it has heads"));
    let live = |who: &str| list.lines().find(|line| line.starts_with(who)).expect("they are there");
    let ana =
        live("ana.reyes").replace("\"Reyes, n\u{e9}e Soto\"", "Reyes").replace(",3,1,", ",4,1,");
    assert_eq!(rows[1], ana);
    let vera = live("vera").replace("Inactive", "Active").replace(",0,1,0,0,0,0", ",0,1,0,0,1,0");
    assert_eq!(rows[2], vera);
    assert_eq!(rows.len(), 3);
    assert_eq!(project.read("live/users.csv"), list, "the list itself stays as it is");
}

#[test]
fn once_it_was_uploaded_nothing_is_left_of_it() {
    let project = Project::copy_of("portal");
    project.run(&["apply", "--yes"]).ends(6);
    let (_, text) = upload(&project);
    let mut rows: Vec<String> = text.split_terminator("\r\n").map(ToOwned::to_owned).collect();
    let list = project.read("live/users.csv");
    let uploaded = |line: &&str| {
        let address = line.split(',').next().unwrap_or_default();
        rows.iter().any(|row| row.starts_with(address))
    };
    let rest: Vec<String> =
        list.lines().filter(|line| !uploaded(line)).map(ToOwned::to_owned).collect();
    rows.extend(rest);
    project.write("live/users.csv", rows.join("\n") + "\n");
    let plan = project.run(&["plan"]).ends(0);
    assert!(!plan.out.contains("user `"), "{}", plan.out);
}

#[test]
fn a_column_that_nobody_knows_is_never_emptied() {
    let project = Project::copy_of("portal");
    let list = project.read("live/users.csv");
    let wider = |(at, line): (usize, &str)| match at {
        0 => format!("{line},Direct inbound number 1\n"),
        _ => format!("{line},+15550100\n"),
    };
    project.write("live/users.csv", list.lines().enumerate().map(wider).collect::<String>());
    let ended = project.run(&["apply", "--yes"]).ends(1);
    ended.says("the list has a column that nobody knows");
    assert!(!project.path(".rolecall/upload").exists());
}

#[test]
fn what_would_be_taken_for_a_formula_is_not_uploaded() {
    let project = Project::copy_of("portal");
    project.edit("access/access.yaml", "last_name: Reyes", "last_name: \"=1+1\"");
    project.run(&["apply", "--yes"]).ends(1).says("would be taken for a formula");
    assert!(!project.path(".rolecall/upload").exists());
}

/// The vendor's own example of an error log, in its own words and with its own columns; a file with
/// these ten mistakes, in the columns that the older template has there.
const LOG: &str = "Error,Column,Row
Role Name A must exist in the CCAI Platform Platform,9,
Team Name A must exist in the CCAI Platform Platform,19,
The email must be unique,1,25
First name must not be empty,3,190
Last name must not be empty,4,195
\"Status must be \"\"Active\"\", \"\"Inactive\"\", or empty\",5,89
Location must match the existing location in the CCAI Platform Platform or be Null,6,20
Chat concurrency must be within 1 to X range,7,78
\"Role Name A must be 0, 1, or empty\",9,22
\"Team Name A must be 0, 1, or empty\",19,165
";

/// A list of 200 people on the older template: eight columns, ten roles, two teams.
fn sheet(wrong: bool) -> String {
    let roles = ["Agent", "Admin", "Manager", "Manager: Data", "Manager: Team", "Manager: Admin"];
    let mut heads: Vec<String> = [
        "Email",
        "Agent Id",
        "First name",
        "Last name",
        "Status",
        "Location",
        "Chat concurrency",
        "Chat concurrency status",
    ]
    .map(ToOwned::to_owned)
    .to_vec();
    heads.push(if wrong { "Role: Role Name A".into() } else { "Role: Floor Lead".into() });
    heads.extend(roles.iter().map(|name| format!("Role: {name}")));
    heads.extend(["Role: Extra 1", "Role: Extra 2", "Role: Extra 3"].map(ToOwned::to_owned));
    heads.push(if wrong { "Team: Team Name A".into() } else { "Team: Support".into() });
    assert_eq!((heads[8].starts_with("Role"), heads[18].starts_with("Team")), (true, true));
    let mut rows = vec![heads];
    for number in 1..=200 {
        let mut row: Vec<String> =
            vec![format!("user{number}@acme.example"), String::new(), "A".into(), "B".into()];
        row.extend(["Active", "Mexico", "2", "1"].map(ToOwned::to_owned));
        row.extend(vec!["0".to_owned(); 10]);
        row.push("0".into());
        rows.push(row);
    }
    if wrong {
        rows[25][0] = "user1@acme.example".into();
        rows[190][2].clear();
        rows[195][3].clear();
        rows[89][4] = "Gone".into();
        rows[20][5] = "Atlantis".into();
        rows[78][6] = "0".into();
        rows[22][8] = "2".into();
        rows[165][18] = "yes".into();
    }
    rows.iter().map(|row| row.join(",") + "\n").collect()
}

fn project(wrong: bool) -> Project {
    let project = Project::empty();
    project.write(
        "rolecall.yaml",
        "version: 1\nplatform: ccaas\nenvironments: { rehearsal: { target: sandbox } }\n",
    );
    let role = |name: &str| format!("  - {{ name: {name}, label: x, permissions: {{}} }}\n");
    let roles: String = ["Floor Lead", "Extra 1", "Extra 2", "Extra 3"].map(role).concat();
    project.write(
        "access/access.yaml",
        format!(
            "roles:\n{roles}teams:\n  - name: Support\nusers:\n  - email: user89@acme.example\n    \
             first_name: A\n    last_name: B\n    status: inactive\n    location: Mexico\n    \
             roles: [Agent]\n"
        ),
    );
    project.write("upload.csv", sheet(wrong));
    project.write("log.csv", LOG);
    project
}

#[test]
fn the_ten_mistakes_of_the_vendors_error_log_are_found_before_the_upload() {
    project(false).run(&["check", "--upload", "upload.csv"]).ends(0).prints("Valid:");
    let mut ended = project(true).run(&["check", "--upload", "upload.csv"]).ends(7);
    for (line, what) in [
        (1, "there is no role `Role Name A`"),
        (1, "there is no team `Team Name A`"),
        (26, "`user1@acme.example` has a second row here"),
        (191, "`first_name` is empty"),
        (196, "`last_name` is empty"),
        (90, "`Gone` says nothing here"),
        (21, "there is no location `Atlantis`"),
        (79, "0 is outside the range"),
        (23, "`2` says nothing here"),
        (166, "`yes` says nothing here"),
    ] {
        ended = ended.says(what).says(&format!("upload.csv:{line}:"));
    }
    ended.says("10 errors");
}

#[test]
fn an_error_log_leads_to_the_cells_and_to_the_lines_that_ask_for_them() {
    let ended = project(true).run(&["check", "--upload", "upload.csv", "--errors", "log.csv"]);
    let mut ended = ended.ends(7).says("10 errors").says("access/access.yaml:");
    for (place, what) in [
        ("upload.csv:1:", "Role Name A must exist in the CCAI Platform Platform"),
        ("upload.csv:1:", "Team Name A must exist"),
        ("upload.csv:26:1", "The email must be unique"),
        ("upload.csv:191:", "First name must not be empty"),
        ("upload.csv:90:", "Status must be \"Active\", \"Inactive\", or empty"),
        ("upload.csv:166:", "Team Name A must be 0, 1, or empty"),
    ] {
        ended = ended.says(place).says(what);
    }
}

#[test]
fn a_log_that_is_none_is_refused() {
    let project = project(true);
    project.write("log.csv", "nothing\n");
    let ended = project.run(&["check", "--upload", "upload.csv", "--errors", "log.csv"]);
    ended.ends(7).says("this is no error log of an upload");
    project.run(&["check", "--errors", "log.csv"]).ends(64);
    project.run(&["check", "--upload", "nowhere.csv"]).ends(7).says("there is no such file");
}

/// A project that compares with a list in which somebody has another address in the manifests.
fn renamed(head: &str, cells: &str) -> Project {
    let project = Project::empty();
    project.write(
        "rolecall.yaml",
        "version: 1\nplatform: ccaas\nenvironments: { production: { target: file, live: users.csv } }\n\
         guards: { min_admins: 0 }\n",
    );
    project.write(
        "access/access.yaml",
        "users:\n  - email: ana.diaz@acme.example\n    previously: [ana@acme.example]\n    \
         first_name: Ana\n    last_name: Diaz\n    roles: [Agent]\n",
    );
    let list = format!(
        "Email{head},First name,Last name,Role: Agent\nana@acme.example{cells},Ana,Diaz,1\n"
    );
    project.write("users.csv", list);
    project
}

#[test]
fn a_new_address_stands_in_a_column_of_its_own() {
    let apply = ["apply", "--approve"];
    let run = |project: &Project| {
        let digest = project.digest();
        project.run(&[apply[0], apply[1], &digest, "--allow", "identity-change"])
    };
    let project = renamed(",New email", ",");
    run(&project).ends(6);
    let (_, text) = upload(&project);
    assert!(text.ends_with("\r\nana@acme.example,ana.diaz@acme.example,Ana,Diaz,1\r\n"), "{text}");
    let without = renamed("", "");
    run(&without).ends(1).says("the template has no column for a new address");
}
