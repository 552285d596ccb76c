//! Something between the program and the server: it sees every write, loses requests and answers, and can look
//! at the server after each.

use std::io::{Read, Write};
use std::net::{TcpListener, TcpStream};
use std::sync::Arc;
use std::sync::atomic::{AtomicUsize, Ordering};
use std::thread;

use super::server::{Instance, server};

/// A request that changes something.
#[derive(Clone, Debug)]
pub struct Change {
    pub method: String,
    pub path: String,
    /// Which one it is, from 1.
    pub number: usize,
}

/// What becomes of a request.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Fate {
    /// It gets through, and so does the answer.
    Passes,
    /// It gets through, and the answer is lost.
    LosesItsAnswer,
    /// It doesn't get through.
    IsLost,
}

/// The two sides of a decision: what becomes of a change, and what is done once it got through.
pub struct Rules {
    pub fate: Box<dyn Fn(&Change) -> Fate + Send + Sync>,
    pub after: Box<dyn Fn(&Change) + Send + Sync>,
}

/// Starts it; returns the address of an instance through it.
pub fn between(instance: &Instance, rules: Rules) -> String {
    let listener = TcpListener::bind("127.0.0.1:0").expect("a port is free");
    let address = listener.local_addr().expect("it has an address");
    let onward = server().trim_start_matches("http://").to_owned();
    let (rules, count) = (Arc::new(rules), Arc::new(AtomicUsize::new(0)));
    thread::spawn(move || {
        for stream in listener.incoming().flatten() {
            let (onward, rules, count) = (onward.clone(), Arc::clone(&rules), Arc::clone(&count));
            thread::spawn(move || serve(stream, &onward, &rules, &count));
        }
    });
    format!("http://{address}/{}", instance.id)
}

/// Passes the requests of one connection on, one after the other, until one is lost.
fn serve(mut stream: TcpStream, onward: &str, rules: &Rules, count: &AtomicUsize) {
    while let Some(request) = message(&mut stream) {
        let head = String::from_utf8_lossy(&request[..request.len().min(400)]).into_owned();
        let mut words = head.split_whitespace().map(ToOwned::to_owned);
        let (method, path) = (words.next().unwrap_or_default(), words.next().unwrap_or_default());
        let change = (method != "GET").then(|| {
            let number = count.fetch_add(1, Ordering::SeqCst) + 1;
            Change { method, path, number }
        });
        let fate = change.as_ref().map_or(Fate::Passes, |change| (rules.fate)(change));
        if fate == Fate::IsLost {
            return;
        }
        let mut server = TcpStream::connect(onward).expect("the server listens");
        server.write_all(&request).expect("it reads");
        let Some(answer) = message(&mut server) else { return };
        change.iter().for_each(|change| (rules.after)(change));
        if fate == Fate::LosesItsAnswer || stream.write_all(&answer).is_err() {
            return;
        }
    }
}

/// Reads one message: its head, and as much as that says.
fn message(stream: &mut TcpStream) -> Option<Vec<u8>> {
    let (mut read, mut byte) = (Vec::new(), [0]);
    while !read.ends_with(b"\r\n\r\n") {
        stream.read_exact(&mut byte).ok()?;
        read.push(byte[0]);
    }
    let head = String::from_utf8_lossy(&read).to_lowercase();
    let length = head.lines().find_map(|line| line.strip_prefix("content-length:"));
    let length: usize = length.map_or(0, |text| text.trim().parse().expect("a number"));
    let mut body = vec![0; length];
    stream.read_exact(&mut body).ok()?;
    read.extend(body);
    Some(read)
}
