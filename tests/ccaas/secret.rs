//! The token is nowhere but in the header.

use rolecall::core::Scalar;
use rolecall::plan::Action;
use rolecall::target::Target;
use rolecall::target::ccaas::Token;

use crate::peer::{Peer, answer};
use crate::setting::{TOKEN, on_a_clock, perform, step, target, with};

#[test]
fn a_token_is_not_shown() {
    let token = Token::new(TOKEN).expect("it is one");
    assert!(!format!("{token:?}").contains(TOKEN));
}

#[test]
fn a_server_that_sends_the_token_back_puts_it_into_no_fault() {
    use base64::Engine;
    let encoded = base64::engine::general_purpose::STANDARD.encode(format!("acme:{TOKEN}"));
    for status in [400, 401, 500] {
        on_a_clock(async {
            let peer = Peer::with(1);
            let body = format!(r#"{{"message":"bad header: Basic {encoded}, {TOKEN}"}}"#);
            peer.world().instead = vec![("/template".into(), answer(status, &body)); 20];
            let fault = target(peer.clone()).read().await.expect_err("it is refused");
            assert!(!fault.message.contains(TOKEN) && !fault.message.contains(&encoded), "{fault}");
            assert!(fault.message.contains("[hidden]"), "{fault}");
        });
    }
}

#[test]
fn a_value_that_holds_the_token_is_not_shown_either() {
    on_a_clock(async {
        let peer = Peer::with(1);
        let text = format!(r#"[{{"email": "a@b", "max_chat_limit": "{TOKEN}"}}]"#);
        peer.world().instead.push(("/users".into(), answer(200, &text)));
        let fault = target(peer.clone()).read().await.expect_err("it is no number");
        assert!(!fault.message.contains(TOKEN), "{fault}");
        let target = target(peer);
        target.read().await.expect("it can be read");
        let step =
            step(Action::Update, "user0@acme.example", None, with("location", Scalar::from("x")));
        assert!(perform(&target, &[step]).await.0[0].is_ok());
    });
}
