//! The tables of permissions of two platforms, copied by hand from the vendors' pages: what `explain`
//! prints is held to them, word by word and in their order. Nothing here is taken from the platform
//! files.

use crate::project::Project;

/// The users page of Amity Bots: a table for each product, its heads first, then each permission with
/// one mark for each role.
const AMITY: [(&str, &str, &str); 4] = [
    (
        "Chatbot",
        "Permission | Chatbot Admin | Chatbot Developer | Chatbot Editor | Chatbot Moderator |",
        "Entity page ✅ ✅ ✅ ❌
         Intent page ✅ ✅ ✅ ❌
         Template page ✅ ✅ ✅ ❌
         Mapper page ✅ ✅ ✅ ❌
         Chatflow page ✅ ✅ ✅ ❌
         AI trainer ✅ ✅ ❌ ❌
         AI performance ✅ ✅ ❌ ❌
         Message template ✅ ✅ ✅ ❌
         Segmentation + audience ✅ ✅ ✅ ❌
         Rich menu ✅ ✅ ❌ ❌
         Deploy chatflow ✅ ✅ ❌ ❌",
    ),
    (
        "Campaign",
        "Permission | Campaign Admin | Campaign Editor | Campaign Moderator |",
        "Scheduler ✅ ✅ ❌
         Segmentation + audience ✅ ✅ ❌
         Message template ✅ ✅ ❌
         Rich menu ✅ ❌ ❌
         Chat ads ✅ ❌ ❌",
    ),
    (
        "Livechat",
        "Permission | Livechat Admin | Livechat Supervisor | Livechat Agent |",
        "Auto assign setup ✅ ❌ ❌
         Team management ✅ ✅ ❌
         Team CRUD ✅ ✅ ❌
         Add/Remove user to team ✅ ❌ ❌
         Manually assign opened ticket ✅ ✅ ❌
         Transfer ticket ✅ ✅ ❌
         Export ticket reports ✅ ✅ ❌
         View ticket history ✅ ✅ ✅
         View all network tickets ✅ ❌ ❌
         View team tickets ✅ ✅ ✅
         Chat with users ✅ ❌ ✅
         Add wrap up notes ✅ ✅ ✅
         Close/resolve tickets ✅ ✅ ✅",
    ),
    (
        "GenAI",
        "Permission | GenAI Admin | GenAI Developer |",
        "Chat Sandbox ✅ ✅
         Assistant CRUD ✅ ❌
         Fulfillment ✅ ❌
         Knowledge Base ✅ ❌
         AI Lab ✅ ❌
         Memorized Response ✅ ❌",
    ),
];

/// The roles page of Aimychat: what each feature is, the permission that it is here, and how far the
/// agent, the supervisor and the administrator have it.
const AIMYCHAT: [(&str, &str, [&str; 3]); 10] = [
    ("handle the chats of groups where one is a member", "chats.handle", ["own", "own", "own"]),
    ("view the archive of those chats", "chats.archive", ["own", "own", "own"]),
    ("transfer to another group without joining", "chats.transfer", ["yes", "yes", "yes"]),
    ("monitor the chats of agents: own groups, or all", "chats.monitor", ["no", "own", "yes"]),
    ("step into an active chat", "chats.step_in", ["no", "yes", "yes"]),
    ("manage who is in a group: own groups, or all", "groups.members", ["no", "own", "yes"]),
    ("manage and create all groups", "groups.manage", ["no", "no", "yes"]),
    ("manage and invite users", "users.manage", ["no", "no", "yes"]),
    ("analytics on agents", "analytics.agents", ["no", "yes", "yes"]),
    ("account and prompter settings", "settings.account_and_prompter", ["no", "no", "yes"]),
];

/// Returns the rows below `Permissions` in what is printed of a role: what it has, and how far.
fn printed(platform: &str, role: &str) -> Vec<(String, String)> {
    let out = Project::empty().run(&["explain", "--platform", platform, role]).ends(0).out;
    let (_, below) = out.split_once("\nPermissions").expect("it has permissions");
    let rows = below.lines().skip(1).take_while(|line| !line.is_empty());
    // A row begins two columns in; its further lines stand deeper.
    let rows = rows.filter(|line| line.starts_with("  ") && !line.starts_with("   "));
    let row = |line: &str| {
        let line = line.trim();
        let (name, grant) = line
            .split_once("  ")
            .map(|(name, rest)| (name, rest.trim_start()))
            .or_else(|| line.rsplit_once(": "))
            .unwrap_or((line, ""));
        let grant = grant.split("  ").next().unwrap_or_default();
        (name.trim().to_owned(), grant.to_owned())
    };
    rows.map(row).collect()
}

/// Takes a table apart: the roles, and each permission with whether each role has it.
fn table(heads: &str, rows: &str) -> (Vec<String>, Vec<(String, Vec<bool>)>) {
    let roles = heads.split('|').map(str::trim).filter(|head| !head.is_empty()).skip(1);
    let row = |line: &str| {
        let (name, marks) = line.trim().split_at(line.trim().find(['✅', '❌']).expect("marks"));
        let marks = marks.split_whitespace().map(|mark| mark == "✅").collect();
        (name.trim().to_owned(), marks)
    };
    (roles.map(ToOwned::to_owned).collect(), rows.lines().map(row).collect())
}

#[test]
fn every_role_of_amity_has_what_the_vendors_table_says_in_its_words_and_order() {
    let mut roles_seen = 0;
    for (_, heads, rows) in AMITY {
        let (roles, rows) = table(heads, rows);
        for (column, role) in roles.iter().enumerate() {
            let word = |has: bool| if has { "granted" } else { "no" }.to_owned();
            let expected: Vec<(String, String)> =
                rows.iter().map(|(name, marks)| (name.clone(), word(marks[column]))).collect();
            let mut shown = printed("amity", role);
            assert_eq!(shown.len(), rows.len(), "{role}: {shown:?}");
            assert_eq!(shown, expected, "{role}");
            shown.retain(|(_, grant)| grant == "granted");
            let has = rows.iter().filter(|(_, marks)| marks[column]).map(|(name, _)| name);
            assert!(shown.iter().map(|(name, _)| name).eq(has), "{role}");
            roles_seen += 1;
        }
    }
    assert_eq!(roles_seen, 12);
}

#[test]
fn the_matrix_of_amity_is_the_vendors_tables() {
    let out = |product| {
        let arguments = ["explain", "--platform", "amity", "--matrix", product, "--format", "json"];
        Project::empty().run(&arguments).ends(0).json()
    };
    for (product, heads, rows) in AMITY {
        let matrix = out(product);
        let tables = matrix["about"]["tables"].as_array().expect("it has tables");
        let [shown] = tables.as_slice() else { panic!("one table: {tables:?}") };
        let (roles, rows) = table(heads, rows);
        assert_eq!(shown["title"], product);
        assert_eq!(shown["roles"], serde_json::json!(roles));
        let marks = |row: &serde_json::Value| -> (String, Vec<bool>) {
            let cells = row["cells"].as_array().expect("it has cells");
            let name = row["name"].as_str().expect("it has a name").to_owned();
            (name, cells.iter().map(|cell| cell["has"] == "yes").collect())
        };
        let shown: Vec<_> = shown["rows"].as_array().expect("rows").iter().map(marks).collect();
        assert_eq!(shown, rows, "{product}");
    }
}

#[test]
fn the_administrator_of_all_products_has_every_permission_of_every_table() {
    let project = Project::empty();
    let role = ["explain", "--platform", "amity", "CIM Admin"];
    project.run(&role).ends(0).prints("Every permission that there is: yes (documented: ");
    project.run(&role).ends(0).prints("Can be given and taken: no");
    for (product, _, rows) in AMITY {
        for line in rows.lines() {
            let name = line.trim().split(['✅', '❌']).next().unwrap_or_default().trim();
            let full = format!("{product} › {name}");
            let out = project.run(&["explain", "--platform", "amity", &full]).ends(0).out;
            let has = out.lines().any(|line| {
                line.starts_with("  CIM Admin  ") && line.contains("  with everything  ")
            });
            assert!(has, "{full}: {out}");
        }
    }
}

#[test]
fn every_role_of_aimychat_has_what_the_vendors_page_says() {
    for (column, role) in ["Agent", "Supervisor", "Administrator"].into_iter().enumerate() {
        let shown = Project::empty()
            .run(&["explain", "--platform", "aimychat", role, "--format", "json"])
            .ends(0)
            .json();
        let shown = shown["about"]["permissions"].as_array().expect("it has permissions").clone();
        let how = |row: &serde_json::Value| match (row["has"].as_str(), &row["grant"]["only"]) {
            (Some("yes"), only) if only.is_null() => "yes",
            (Some("yes"), only) if *only == serde_json::json!(["own_groups"]) => "own",
            (Some("no"), _) => "no",
            other => panic!("{other:?}"),
        };
        let shown: Vec<(String, &str)> = shown
            .iter()
            .map(|row| (row["id"].as_str().expect("it has an id").to_owned(), how(row)))
            .collect();
        for (feature, id, roles) in AIMYCHAT {
            let found: Vec<&str> =
                shown.iter().filter(|(other, _)| other == id).map(|(_, how)| *how).collect();
            assert_eq!(found, [roles[column]], "{role}: {feature}");
        }
        assert_eq!(shown.len(), AIMYCHAT.len(), "{role}: {shown:?}");
    }
}

#[test]
fn the_two_roles_of_the_earlier_page_of_aimychat_have_its_features() {
    let reaches = |role| {
        let out = Project::empty().run(&["explain", "--platform", "aimychat", role]).ends(0).out;
        let (_, below) = out.split_once("\nReaches\n").expect("it reaches");
        let rows = below.lines().take_while(|line| !line.is_empty());
        let rows = rows.filter(|line| !line.starts_with("   "));
        let rows = rows.map(|line| line.split(" (").next().unwrap_or_default().trim().to_owned());
        rows.collect::<Vec<_>>()
    };
    let join = "Chats of the groups that its holder is a member of: join";
    assert_eq!(reaches("AIMYCHAT_AGENT"), [join]);
    let admin =
        ["Aimychat preferences: access", "Chat statistics: view", join, "Groups and users: manage"];
    assert_eq!(reaches("AIMYCHAT_ADMIN"), admin);
}
