//! What the error logs say, in the words of the vendor's samples.

use serde_json::{Value, json};

use crate::setting::{BASE, Setting, live};

/// "Table 2. Sample Error Log Results" of the vendor's page, its ten rows: the message, the column,
/// the row. What is about the head has no row.
const TABLE_2: [(&str, usize, Option<usize>); 10] = [
    ("Role Name A must exist in the CCAI Platform Platform", 9, None),
    ("Team Name A must exist in the CCAI Platform Platform", 19, None),
    ("The email must be unique", 1, Some(25)),
    ("First name must not be empty", 3, Some(190)),
    ("Last name must not be empty", 4, Some(195)),
    ("Status must be \"Active\", \"Inactive\", or empty", 5, Some(89)),
    (
        "Location must match the existing location in the CCAI Platform Platform or be Null",
        6,
        Some(20),
    ),
    ("Chat concurrency must be within 1 to X range", 7, Some(78)),
    ("Role Name A must be 0, 1, or empty", 9, Some(22)),
    ("Team Name A must be 0, 1, or empty", 19, Some(165)),
];

/// A table of the older template, which its column numbers fit: ten columns of roles, one of a team.
fn table(roles: [&str; 10], team: &str, wrong: &[(usize, usize, &str)]) -> String {
    let head = "Email,Agent Id,First name,Last name,Status,Location,Chat concurrency,\
        Chat concurrency status";
    let roles = roles.map(|name| format!("Role: {name}"));
    let mut text = format!("{head},{},Team: {team}\n", roles.join(","));
    for row in 1..=200 {
        let mut cells = vec![String::new(); 19];
        cells[0] = format!("user{row}@acme.example");
        (cells[2], cells[3], cells[9]) = ("Cy".into(), "Roe".into(), "1".into());
        for (_, column, cell) in wrong.iter().filter(|(at, ..)| *at == row) {
            cells[column - 1] = (*cell).to_owned();
        }
        text += &(cells.join(",") + "\n");
    }
    text
}

/// The vendor's page, from which the doubled word comes that an automatic renaming left in it, and
/// the bound of this instance.
fn as_printed(message: &str) -> String {
    message
        .replace("in the CCAI Platform", "in the CCAI Platform Platform")
        .replace("1 to 30", "1 to X")
}

const ROLES: [&str; 10] =
    ["Role Name A", "Agent", "Manager", "Admin", "B", "C", "D", "E", "F", "G"];

#[test]
fn the_sample_error_log_comes_out_row_by_row() {
    let mut live = live();
    let role = live.roles.values().next().expect("there is one").clone();
    for name in ["B", "C", "D", "E", "F", "G"] {
        live.roles.insert(name.into(), role.clone());
    }
    let setting = Setting::with(&live, |options| {
        options.locations = Some(["Mexico".to_owned()].into());
        options.most = 30;
    });
    let wrong = [
        (25, 1, "user1@acme.example"),
        (190, 3, ""),
        (195, 4, ""),
        (89, 5, "Busy"),
        (20, 6, "Atlantis"),
        (78, 7, "31"),
        (22, 9, "2"),
        (165, 19, "yes"),
    ];
    let id = setting.job_of("users.csv", &table(ROLES, "Team Name A", &wrong));
    let said = |(message, column, row): (String, Value, Value)| {
        (as_printed(&message), column.as_u64(), row.as_u64())
    };
    let mut log: Vec<_> = setting.log(id).into_iter().map(said).collect();
    let sample = TABLE_2.map(|(message, column, row)| {
        (message.to_owned(), Some(column as u64), row.map(|row| row as u64))
    });
    let mut sample = Vec::from(sample);
    log.sort();
    sample.sort();
    assert_eq!(log, sample);
    let job = setting.status(id);
    assert_eq!((&job["affected_rows"], &job["failed_rows"]), (&192.into(), &8.into()));
}

#[test]
fn an_address_that_is_none_is_wrong_with_the_file() {
    let setting = Setting::new();
    let people =
        json!([{ "email": "ana@acme.example" }, { "email": "ana" }, {}, { "email": ["x"] }]);
    let id = setting.upload("people.json", &people.to_string(), None).body["id"].as_u64().unwrap();
    let log = setting.get(&format!("{BASE}/errors/scheme/{id}")).body;
    // The vendor's samples of both messages.
    let malformed =
        |row: u64| json!({ "message": "Must be a valid email", "column": 1, "row": row });
    let empty = json!({ "message": "Non-empty string", "column": 1, "row": 4 });
    assert_eq!(log, json!([empty, malformed(2), malformed(3), malformed(4)]));
    let told = setting.post(&format!("{BASE}/proceed"), &json!({ "id": id }));
    assert_eq!(told.status, 409);
    assert_eq!(setting.status(id)["status"], "created");
}

#[test]
fn a_file_that_is_no_list_has_errors_without_a_place() {
    for file in ["", "{}", "[", "7", "[1"] {
        let setting = Setting::new();
        let id = setting.upload("people.json", file, None).body["id"].as_u64().unwrap();
        let log = setting.get(&format!("{BASE}/errors/scheme/{id}"));
        assert_eq!(log.each("row"), [Value::Null], "{file}");
    }
    let setting = Setting::new();
    for (file, row) in [("[1]", 1), ("[{\"email\":\"a@x.example\",\"roles\":3}]", 1)] {
        let id = setting.upload("people.json", file, None).body["id"].as_u64().unwrap();
        let log = setting.get(&format!("{BASE}/errors/scheme/{id}"));
        assert_eq!(log.each("row")[0], row, "{file}");
    }
}

#[test]
fn json_is_numbered_by_the_columns_of_the_template() {
    let setting = Setting::new();
    let id = setting.job(&json!([
        { "email": "ana@acme.example", "first_name": "" },
        { "email": "bo@acme.example", "max_chat_limit": 0, "max_chat_limit_enabled": 2,
          "status": "Gone", "roles": [{ "name": "Nobody", "value": 1 }] },
        { "email": "cy@acme.example", "first_name": "Cy" },
        { "email": "ida@acme.example", "new_email": "bo@acme.example" },
        { "email": "lea@acme.example", "new_email": "lea" },
    ]));
    // Email, New email, Agent Id, First name, Last name, Alias, Status, Location, Chat concurrency,
    // Chat concurrency status, the roles, the teams, and then what isn't there.
    let log = setting.log(id);
    let roles =
        1 + rolecall::platform::read_built_in("ccaas").unwrap().unwrap().roles.built_in.len();
    let expected = [
        ("First name must not be empty", 4, 1),
        ("Status must be \"Active\", \"Inactive\", or empty", 7, 2),
        ("Chat concurrency must be within 1 to 100 range", 9, 2),
        ("Chat concurrency status must be 0, 1, or empty", 10, 2),
        ("Nobody must exist in the CCAI Platform", 10 + roles + 3 + 1, 2),
        ("Last name must not be empty", 5, 3),
        ("The email must be unique", 2, 4),
        ("Must be a valid email", 2, 5),
    ];
    let mut log: Vec<_> = log
        .iter()
        .map(|(message, column, row)| {
            (message.as_str(), column.as_u64().unwrap() as usize, row.as_u64().unwrap())
        })
        .collect();
    log.sort_by_key(|(_, column, row)| (*row, *column));
    assert_eq!(log, expected);
}
