//! Where requests may go. Nothing is ever sent to decide it.

use rolecall::core::FaultKind;
use rolecall::target::Target;
use rolecall::target::ccaas::{Place, Token};

use crate::peer::{Peer, answer};
use crate::setting::{api, on_a_clock, target};

fn place(address: &str) -> Result<Place, String> {
    with(address, None, &[])
}

fn with(address: &str, subdomain: Option<&str>, named: &[&str]) -> Result<Place, String> {
    let named: Vec<String> = named.iter().map(|&host| host.to_owned()).collect();
    let domains = api().domains.is.expect("they are known");
    Place::new(address, subdomain, &domains, &named).map_err(|barred| barred.label)
}

#[test]
fn the_platforms_hosts_are_allowed_and_the_first_label_is_the_customer() {
    for address in ["https://acme.uc1.ccaiplatform.com", "https://ACME.ccaiplatform.com:8443/"] {
        assert_eq!(place(address).expect("it is allowed").user(), "acme", "{address}");
    }
    let named = with("https://acme.uc1.ccaiplatform.com", Some("acme-2"), &[]);
    assert_eq!(named.expect("it is allowed").user(), "acme-2");
}

#[test]
fn everything_else_is_barred() {
    let cases = [
        ("http://acme.uc1.ccaiplatform.com", "requests go by https only"),
        ("ftp://acme.uc1.ccaiplatform.com", "requests go by https only"),
        ("file:///etc/passwd", "no host is named"),
        ("https://evil.example", "`evil.example` isn't a host of the platform"),
        ("https://ccaiplatform.com", "isn't a host of the platform"),
        ("https://.ccaiplatform.com", "isn't a host of the platform"),
        ("https://evilccaiplatform.com", "isn't a host of the platform"),
        ("https://acme.ccaiplatform.com.evil.example", "isn't a host of the platform"),
        ("https://acme.ccaiplatform.com.", "isn't a host of the platform"),
        ("https://acme.ccaiplatform.com@evil.example", "a name or a password"),
        ("https://me:secret@acme.ccaiplatform.com", "a name or a password"),
        ("https://acme.ccaiplatform.com/?to=evil", "something stands after the host"),
        ("https://acme.ccaiplatform.com/#x", "something stands after the host"),
        ("https://acme.ccaiplatform.com/apps/api/v1", "something stands after the host"),
        ("https://evil.example\\.ccaiplatform.com", "something stands after the host"),
        ("acme.ccaiplatform.com", "isn't the address of a host"),
        ("", "isn't the address of a host"),
        ("http://10.0.0.1", "requests go by https only"),
        ("https://10.0.0.1", "`10.0.0.1` isn't a host of the platform"),
        ("http://localhost.evil.example", "requests go by https only"),
        ("http://127.0.0.1.evil.example", "requests go by https only"),
    ];
    for (address, expected) in cases {
        let label = place(address).expect_err(address);
        assert!(label.contains(expected), "{address}: {label}");
    }
}

#[test]
fn this_machine_needs_no_encryption_and_a_name_for_the_customer() {
    assert_eq!(place("http://localhost:8080").expect("it is allowed").user(), "localhost");
    for address in ["http://127.0.0.1:8080", "http://[::1]:8080", "https://127.0.0.1"] {
        assert!(place(address).expect_err(address).contains("doesn't name the customer"));
        assert_eq!(with(address, Some("acme"), &[]).expect(address).user(), "acme");
    }
    assert!(with("http://127.0.0.1", Some("a:b"), &[]).is_err());
}

#[test]
fn a_host_can_be_named_outside_of_the_repository_and_needs_https_all_the_same() {
    let named = ["other.example", " Acme.Example "];
    for address in ["https://acme.example", "https://other.example:444"] {
        assert!(with(address, None, &named).is_ok(), "{address}");
    }
    for address in ["https://sub.acme.example", "http://acme.example", "https://evil.example"] {
        assert!(with(address, None, &named).is_err(), "{address}");
    }
}

#[test]
fn a_redirect_is_a_fault_and_is_not_followed() {
    for status in [301, 302, 303, 307, 308] {
        on_a_clock(async {
            let peer = Peer::with(1);
            let mut moved = answer(status, "");
            let there = "https://evil.example/".parse().expect("a header");
            moved.headers_mut().insert("Location", there);
            peer.world().instead.push(("/jobs".into(), moved));
            let fault = target(peer.clone()).read().await.expect_err("it is no answer");
            assert_eq!(fault.kind, FaultKind::Unreachable);
            assert!(fault.message.contains("never followed"), "{fault}");
            assert!(!fault.message.contains("evil"), "{fault}");
            assert_eq!(peer.world().seen.len(), 1);
        });
    }
}

#[test]
fn a_link_leads_nowhere() {
    on_a_clock(async {
        // Each page of the peer has a link to another host, and another path.
        let peer = Peer::with(3000);
        let live = target(peer.clone()).read().await.expect("it can be read");
        assert_eq!(live.users.len(), 3001);
        let world = peer.world();
        assert!(world.seen.iter().all(|(_, _, path, _)| !path.contains("users_jobs")));
    });
}

#[test]
fn a_token_is_one_line_of_printable_characters() {
    assert!(Token::new("  abc-123\n").is_some());
    for text in ["", " \n", "two lines\nof it", "a b", "t\u{f6}ken", "a\u{0}b"] {
        assert!(Token::new(text).is_none(), "{text:?}");
    }
}
