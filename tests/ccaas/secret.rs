//! The token is nowhere but in the header.

use std::io::{Read, Write};
use std::net::TcpListener;
use std::sync::{Arc, Mutex};

use base64::Engine;
use base64::engine::general_purpose::STANDARD;
use rolecall::core::Scalar;
use rolecall::plan::Action;
use rolecall::target::Target;
use rolecall::target::ccaas::{Ccaas, Https, MachineTime, Place, Proof, Token};

use crate::peer::{Peer, answer};
use crate::setting::{TOKEN, on_a_clock, perform, step, target, with};

#[test]
fn a_token_is_not_shown() {
    let token = Token::new(TOKEN).expect("it is one");
    assert!(!format!("{token:?}").contains(TOKEN));
}

#[test]
fn a_server_that_sends_the_token_back_puts_it_into_no_fault() {
    let encoded = STANDARD.encode(format!("acme:{TOKEN}"));
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

/// Takes what is traced.
#[derive(Clone, Default)]
struct Said(Arc<Mutex<Vec<u8>>>);

impl Write for Said {
    fn write(&mut self, bytes: &[u8]) -> std::io::Result<usize> {
        self.0.lock().expect("nobody panicked").extend_from_slice(bytes);
        Ok(bytes.len())
    }

    fn flush(&mut self) -> std::io::Result<()> {
        Ok(())
    }
}

/// Answers every request on a port of this machine with the credentials that came with it, and
/// returns the port and what came.
fn echo() -> (u16, Arc<Mutex<Vec<String>>>) {
    let listener = TcpListener::bind("127.0.0.1:0").expect("a port");
    let port = listener.local_addr().expect("it has one").port();
    let came: Arc<Mutex<Vec<String>>> = Arc::default();
    let taken = Arc::clone(&came);
    std::thread::spawn(move || {
        for stream in listener.incoming() {
            let mut stream = stream.expect("a connection");
            let mut request = vec![0; 4096];
            let length = stream.read(&mut request).expect("a request");
            let request = String::from_utf8_lossy(&request[..length]).into_owned();
            let header = request.lines().find(|line| line.to_lowercase().starts_with("auth"));
            let body = format!("you said {} to me", header.unwrap_or("nothing"));
            taken.lock().expect("nobody panicked").push(request);
            let head = format!("HTTP/1.1 403 No\r\nContent-Length: {}\r\n", body.len());
            let answer = format!("{head}Connection: close\r\nX-Echo: {body}\r\n\r\n{body}");
            stream.write_all(answer.as_bytes()).expect("it is read");
        }
    });
    (port, came)
}

#[test]
fn whatever_is_traced_the_token_is_not_in_it() {
    let (port, came) = echo();
    let said = Said::default();
    let writer = said.clone();
    let subscriber = tracing_subscriber::fmt()
        .with_max_level(tracing::Level::TRACE)
        .with_writer(move || writer.clone())
        .finish();
    let domains = crate::setting::api().domains.is.expect("they are known");
    let address = format!("http://127.0.0.1:{port}");
    let place = Place::new(&address, Some("acme"), &domains, &[]).expect("this machine");
    let fault = tracing::subscriber::with_default(subscriber, || {
        let sender = Arc::new(Https::to(&place).expect("it can be made"));
        let (token, time) = (Token::new(TOKEN).expect("it is one"), MachineTime::start());
        let (api, platform) = (crate::setting::api(), crate::setting::platform());
        let setting = crate::setting::settings();
        let runtime = tokio::runtime::Builder::new_current_thread().enable_all().build();
        runtime.expect("a runtime").block_on(async {
            let time = Arc::new(time);
            let proof = Proof::of(place.user(), &token).expect("it can be sent");
            let target = Ccaas::new(api, platform, place, proof, sender, time, setting);
            target.read().await.expect_err("it is refused")
        })
    });
    let encoded = STANDARD.encode(format!("acme:{TOKEN}"));
    let came = came.lock().expect("nobody panicked").concat();
    assert!(came.contains(&format!("authorization: Basic {encoded}")), "{came}");
    assert!(came.contains("user-agent: rolecall/"), "{came}");
    let said = said.0.lock().expect("nobody panicked").clone();
    let said = String::from_utf8(said).expect("text") + &fault.message;
    assert!(said.contains("answered 403") && said.contains("[hidden]"), "{said}");
    assert!(!said.contains(TOKEN) && !said.contains(&encoded), "{said}");
}
