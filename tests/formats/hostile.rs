//! Names that try to be something else, in every place of a plan and in every format.

use std::collections::BTreeMap;
use std::sync::Arc;

use jiff::Timestamp;
use proptest::prelude::*;
use rolecall::core::{
    Action, AttributeName, Diagnostic, Email, Few, FileId, Grant, Key, Known, Level, NodeId,
    Origin, PermissionId, Role, RoleName, Scalar, State, Status, Team, TeamPath, User, codes,
};
use rolecall::document::Sources;
use rolecall::plan::{
    By, Caused, Digest, Means, Plan, Refusal, Resource, Review, Stage, Step, review,
};
use rolecall::platform::read_built_in;
use rolecall::render::{
    Emails, PlanDocument, Portal, Problems, Setting, Shown, Style, diagnostics, diagnostics_github,
    diagnostics_sarif, json, plan_github, plan_markdown, plan_sarif, plan_text, runbook,
};
use rolecall::snapshot::{Seen, Snapshot};
use serde_json::Value;

use crate::{markdown, runner, sarif};

/// What people may call a role, a team or themselves.
pub(crate) const TEXTS: &[&str] = &[
    "::error file=a.yaml,line=1::pwned",
    " ::stop-commands::x",
    "a ##[add-mask]a",
    "%0A::error::x%25",
    "@octocat and @acme/admins",
    "fixes #123, octo/repo#4 and GH-7",
    "deadbeefcafe",
    "<img src=x onerror=alert(1)>",
    "<script>alert(1)</script>",
    "</summary></details><h1>Approved</h1>",
    "--> <!-- x",
    "&lt;b&gt; &#64;octocat",
    "\u{1b}[31mred\u{1b}]8;;https://evil.example\u{7}link",
    "\u{9b}31mred",
    "\u{202e}gnirts\u{2066}x",
    "zero\u{200b}width\u{feff}",
    "=cmd|' /C calc'!A0",
    "+1+1",
    "[click](https://evil.example \"t\")",
    "![pixel](https://evil.example/i.png)",
    "[ref]: https://evil.example",
    "<https://evil.example>",
    "https://evil.example www.evil.example mail@evil.example",
    "`code` ``more`` ```fence```",
    "```",
    "`",
    "a`",
    "a` @octocat [x](https://evil.example) <b>x</b> #1 `b",
    "`` @octocat ` <i>x</i> `` #2 ![x](https://evil.example) `",
    " a ",
    "a|b|c\\|d",
    "line\nbreak\r\n# heading\n- item",
    "\n\n```\n</details>\n\n# out\n",
    "\u{2028}::warning::z\u{85}x",
    "# heading",
    "- item",
    "1. item",
    "> quote",
    "---",
    "***bold*** __bold__ ~~struck~~",
    "$x$ $`y`$ :tada:",
    "{0} {{1}} [x](1)",
    "back\\slash\\",
    "@@ -1 +1 @@",
    "",
];

/// A plan in which every text stands wherever there can be one.
pub(crate) struct Hostile {
    pub(crate) plan: Plan,
    pub(crate) review: Review,
    pub(crate) sources: Sources,
    pub(crate) warnings: Vec<Diagnostic>,
}

impl Hostile {
    pub(crate) fn new() -> Self {
        Self::of(TEXTS)
    }

    pub(crate) fn of(texts: &[&str]) -> Self {
        let mut sources = Sources::default();
        for text in texts {
            sources.add(format!("access/{text}.yaml"), format!("- {text}\n"));
        }
        let steps: Vec<Step> =
            texts.iter().enumerate().flat_map(|(n, text)| steps(n, text)).collect();
        let refusals = texts.iter().map(|text| refusal(text)).collect();
        let warnings = texts.iter().enumerate().map(|(n, text)| warning(n, text)).collect();
        let keys = |text: &&str| Key::User(Email::new(text));
        let plan = Plan {
            platform: "ccaas".into(),
            environment: texts.concat(),
            digest: Digest::new(&"0".repeat(64)),
            stages: vec![Stage { steps }],
            unmanaged: texts.iter().map(keys).collect(),
            drift: texts.iter().map(keys).collect(),
            effects: Vec::<Caused>::new(),
            refusals,
        };
        let platform = read_built_in("ccaas").expect("it is built in").expect("it is valid");
        let mut live = State::default();
        live.users.insert(Email::new("a@acme.example"), Arc::default());
        let review = review(&plan, &live, &platform);
        Self { plan, review, sources, warnings }
    }

    pub(crate) fn shown(&self) -> Shown<'_> {
        let setting =
            Setting { sources: &self.sources, folder: "a ::b/", emails: Emails::default() };
        let Self { plan, review, warnings, .. } = self;
        Shown { plan, review, against: None, as_of: None, warnings, setting }
    }
}

fn steps(number: usize, text: &str) -> Vec<Step> {
    let file = FileId(number as u32);
    let because = vec![Origin { file, node: NodeId(0) }];
    let grants = BTreeMap::from([(PermissionId::new(text), Grant::everywhere(Level::Edit))]);
    let role = Role {
        label: Known::Known(text.to_owned()),
        color: Known::Known(text.to_owned()),
        permissions: Known::Known(grants),
        assignable_roles: Known::Known([RoleName::new(text)].into()),
    };
    let team = Team {
        managers: Known::Known([Email::new(text)].into()),
        seated: Few::new(),
        attributes: [(AttributeName::new(text), Scalar::Text(text.into()))].into_iter().collect(),
        named: [(AttributeName::new(text), Some(Email::new(text)))].into(),
    };
    let mut user = User {
        status: Known::Known(Status::Active),
        roles: Known::Known([RoleName::new(text)].into()),
        teams: Known::Known([TeamPath::new(text)].into()),
        ..User::default()
    };
    user.attributes.insert(AttributeName::new(text), Scalar::Text(text.into()));
    let make = |key: Key, resource: Resource| {
        let about = |action| Step {
            action,
            because: because.clone(),
            reason: Some(text.to_owned()),
            ..Step::about(key.clone())
        };
        [
            Step { after: Some(resource.clone()), ..about(Action::Create) },
            Step { before: Some(resource.clone()), ..about(Action::Delete) },
            Step {
                previous_key: Some(key.clone()),
                before: Some(resource.clone()),
                after: Some(resource),
                ..about(Action::Rename)
            },
        ]
    };
    let order = Step {
        action: Action::Reorder,
        before: Some(Resource::RoleOrder(vec![RoleName::new("a"), RoleName::new(text)])),
        after: Some(Resource::RoleOrder(vec![RoleName::new(text), RoleName::new("a")])),
        ..Step::about(Key::RoleOrder)
    };
    let kinds = [
        make(Key::Role(RoleName::new(text)), Resource::Role(role)),
        make(Key::Team(TeamPath::new(text)), Resource::Team(team)),
        make(Key::User(Email::new(text)), Resource::User(user)),
    ];
    kinds.into_iter().flatten().chain([order]).collect()
}

fn refusal(text: &str) -> Refusal {
    Refusal {
        guard: "emptied",
        message: format!("team `{text}` would lose {text}"),
        found: 1,
        limit: 0,
        waivable: true,
        names: vec![text.to_owned(), format!("{text}: {text}"), format!("{text} to {text}")],
    }
}

fn warning(number: usize, text: &str) -> Diagnostic {
    let at = Origin { file: FileId(number as u32), node: NodeId(0) };
    let other = Origin { file: FileId(0), node: NodeId(0) };
    codes::UNKNOWN_ROLE
        .at(at, format!("no role is called `{text}` or {text}"), format!("Did you mean `{text}`?"))
        .and(other, text)
}

/// Texts that name one thing each, so that none is cut away.
fn each() -> impl Iterator<Item = Hostile> {
    TEXTS.iter().map(|text| Hostile::of(&[*text])).chain([Hostile::new()])
}

#[test]
fn nothing_gets_out_of_markdown() {
    for hostile in each() {
        for shown in [hostile.shown(), hostile.shown().with_short_emails()] {
            let page = plan_markdown(&shown);
            markdown::holds_nothing_but_ours(&page);
        }
    }
}

#[test]
fn what_a_name_is_stands_in_markdown_as_it_is() {
    for text in ["<b>@x</b>", "a`b", "[x](y)", "a|b", "#1 \\"] {
        let page = plan_markdown(&Hostile::of(&[text]).shown());
        assert!(markdown::spans_of_code(&page).iter().any(|span| span == text), "{text}: {page}");
    }
}

#[test]
fn a_runner_obeys_only_our_annotations() {
    for hostile in each() {
        let shown = hostile.shown();
        let printed = plan_github(&shown);
        let commands = runner::commands(&printed);
        assert!(commands.iter().all(|command| command.is_annotation()), "{printed}");
        let places = commands.iter().filter_map(|command| command.properties.get("file"));
        for place in places {
            assert!(place.starts_with("a ::b/"), "{place}");
        }
        let found = diagnostics_github(&hostile.warnings, &shown.setting);
        assert!(runner::commands(&found).iter().all(|command| command.is_annotation()), "{found}");
        runner::disturbs_no_log(&printed);
    }
}

#[test]
fn a_runner_obeys_nothing_in_text_and_json() {
    for hostile in each() {
        let Hostile { plan, sources, warnings, .. } = &hostile;
        let document = json(&PlanDocument::of(plan, sources)).expect("it has a form");
        let problems = json(&Problems::of(warnings, sources)).expect("it has a form");
        for width in [40, 100] {
            let style = Style { color: false, width };
            let (text, said) =
                (plan_text(plan, sources, style), diagnostics(warnings, sources, style));
            for printed in [&document, &problems, &text, &said] {
                assert!(runner::commands(printed).is_empty(), "{printed}");
                runner::disturbs_no_log(printed);
            }
        }
    }
}

#[test]
fn json_means_what_it_would_mean_unescaped() {
    let hostile = Hostile::new();
    let document = PlanDocument::of(&hostile.plan, &hostile.sources);
    let text = json(&document).expect("it has a form");
    let read: Value = serde_json::from_str(&text).expect("it is JSON");
    assert_eq!(read, serde_json::to_value(&document).expect("it has a form"));
}

#[test]
fn nothing_gets_out_of_a_runbook_or_a_snapshot() {
    let platform = read_built_in("ccaas").expect("it is built in").expect("it is valid");
    for Hostile { mut plan, .. } in each() {
        plan.stages.iter_mut().flat_map(|stage| &mut stage.steps).for_each(|s| s.by = By::Hand);
        let portal = Portal { platform: &platform, uploads: false };
        let page = runbook(&plan, portal, &[]).expect("there is something to do");
        assert!(runner::commands(&page).is_empty(), "{page}");
        runner::disturbs_no_log(&page);
        markdown::holds_neither_links_nor_html(&page);
    }
    let mut state = State::default();
    for text in TEXTS {
        let attributes = [(AttributeName::new(text), Scalar::from(*text))].into_iter().collect();
        let user =
            User { attributes, roles: Few::from([RoleName::new(text)]).into(), ..User::default() };
        state.users.insert(Email::new(text), Arc::new(user));
        let role = Role { label: Known::Known((*text).to_owned()), ..Role::default() };
        state.roles.insert(RoleName::new(text), role);
    }
    let (told, means, remarks) =
        (None, Means::default(), TEXTS.iter().map(|text| (*text).to_owned()).collect());
    let seen = Seen { state, told, means, remarks };
    let [environment, platform] = ["::error::x ##[group]", "\u{1b}[31m"].map(str::to_owned);
    let snapshot = Snapshot { environment, platform, read_at: Timestamp::UNIX_EPOCH, seen };
    let text = json(&snapshot).expect("it has a form");
    assert!(runner::commands(&text).is_empty(), "{text}");
    runner::disturbs_no_log(&text);
    assert_eq!(Snapshot::from_json(&text), Ok(snapshot), "and it means the same");
}

#[test]
fn nothing_gets_out_of_sarif() {
    for hostile in each() {
        for shown in [hostile.shown(), hostile.shown().with_short_emails()] {
            let log = plan_sarif(&shown);
            sarif::is_valid(&log);
            sarif::holds_no_links(&log);
            runner::disturbs_no_log(&json(&log).expect("it has a form"));
            let found = diagnostics_sarif(&hostile.warnings, &shown.setting);
            sarif::is_valid(&found);
            sarif::holds_no_links(&found);
        }
    }
}

#[test]
fn short_addresses_are_nowhere_whole() {
    let mut hostile = Hostile::of(&["ana.diaz@acme.example", "anabel@acme.example"]);
    hostile.warnings.truncate(1);
    hostile.plan.environment = "production".into();
    let shown = hostile.shown().with_short_emails();
    let texts = [plan_markdown(&shown), plan_github(&shown), plan_sarif(&shown).to_string()];
    for text in texts {
        // Names of files stay, since another name would be another file.
        let text = text.replace("access/ana.diaz@acme.example", "");
        let text = text.replace("access/anabel@acme.example", "");
        assert!(!text.contains("diaz@acme") && !text.contains("anabel@"), "{text}");
        assert!(
            text.contains("ana.…@acme.example") && text.contains("anab…@acme.example"),
            "{text}"
        );
    }
}

/// What marks something in one of the formats, and what may stand between.
const PIECES: &[&str] = &[
    "`",
    "``",
    "```",
    "@octocat",
    "[x](y)",
    "![x](y)",
    "<b>",
    "</details>",
    "<!--",
    "-->",
    "|",
    "\\",
    "*",
    "**",
    "_",
    "~~",
    "\n",
    "\r",
    " ",
    "  ",
    "#1",
    "GH-1",
    "://",
    "https",
    "www.",
    "$",
    "$$",
    "&lt;",
    "&#64;",
    "!",
    "(",
    ")",
    "[",
    "]",
    "{",
    "}",
    "-",
    "1.",
    "1)",
    "+",
    "=",
    ">",
    ":",
    "::",
    ":tada:",
    "##[",
    "%0A",
    ",",
    ".",
    ";",
    "'",
    "\"",
    "\u{202e}",
    "\u{1b}[1m",
    "\u{2028}",
    "x",
    "word",
    "\t",
    "^",
    "[^1]",
    "deadbeef",
];

fn anything() -> impl Strategy<Value = String> {
    prop::collection::vec(prop::sample::select(PIECES), 0..12).prop_map(|pieces| pieces.concat())
}

proptest! {
    #![proptest_config(ProptestConfig { cases: 300, failure_persistence: None, ..ProptestConfig::default() })]

    #[test]
    fn whatever_a_name_is_made_of_nothing_gets_out(text in anything()) {
        let hostile = Hostile::of(&[text.as_str()]);
        let shown = hostile.shown();
        markdown::holds_nothing_but_ours(&plan_markdown(&shown));
        let printed = plan_github(&shown);
        prop_assert!(runner::commands(&printed).iter().all(|command| command.is_annotation()));
        runner::disturbs_no_log(&printed);
        let log = plan_sarif(&shown);
        sarif::holds_no_links(&log);
        let style = Style { color: false, width: 60 };
        let text = plan_text(&hostile.plan, &hostile.sources, style);
        prop_assert!(runner::commands(&text).is_empty(), "{}", text);
    }
}
