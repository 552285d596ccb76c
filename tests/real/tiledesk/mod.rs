//! Smartflows, on Tiledesk.

/// The environment variable with the address of the server.
const SERVER: &str = "ROLECALL_TILEDESK";

#[test]
#[ignore = "needs Tiledesk, which `tests/real/run` installs"]
fn the_server_is_there() {
    assert!(
        std::env::var(SERVER).is_ok(),
        "`tests/real/run tiledesk` names the server in {SERVER}"
    );
}
