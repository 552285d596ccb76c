//! A language server that others wrote, driven over its standard input and output as an editor
//! drives it.

use std::collections::HashMap;
use std::io::{BufRead, BufReader, Read, Write};
use std::path::{Path, PathBuf};
use std::process::{Child, ChildStdin, ChildStdout, Command, Stdio};
use std::sync::mpsc::{self, Receiver};
use std::thread;
use std::time::Duration;

use serde_json::{Value as Json, json};

/// Where `tests/editor/install` puts the server.
const SERVER: &str = "target/editor/node_modules/yaml-language-server/bin/yaml-language-server";

/// How long an answer may take. Nothing waits this long unless it fails.
const PATIENCE: Duration = Duration::from_secs(120);

/// A running server, and what it last said of each file.
pub(crate) struct Server {
    process: Child,
    input: ChildStdin,
    messages: Receiver<Json>,
    published: HashMap<String, Vec<Json>>,
    requests: u64,
    folder: PathBuf,
}

impl Server {
    /// Starts the server in a folder, with the settings of an editor that knows nothing of us: only
    /// the first line of a file says which schema it has.
    pub(crate) fn start(folder: &Path) -> Self {
        let script = Path::new(env!("CARGO_MANIFEST_DIR")).join(SERVER);
        assert!(script.exists(), "the language server isn't there: run `tests/editor/install`");
        let mut command = Command::new("node");
        command.arg(script).arg("--stdio").current_dir(folder);
        command.stdin(Stdio::piped()).stdout(Stdio::piped()).stderr(Stdio::null());
        let mut process = command.spawn().expect("`node` can be started");
        let input = process.stdin.take().expect("it is piped");
        let messages = listen(process.stdout.take().expect("it is piped"));
        let (published, folder) = (HashMap::new(), folder.to_owned());
        let mut server = Self { process, input, messages, published, requests: 0, folder };
        server.greet();
        server
    }

    fn greet(&mut self) {
        let capabilities = json!({
            "workspace": { "configuration": true },
            "textDocument": { "hover": { "contentFormat": ["markdown"] } },
        });
        let root = self.uri("");
        let hello = json!({ "processId": null, "rootUri": root, "capabilities": capabilities });
        self.request("initialize", hello);
        self.notify("initialized", json!({}));
    }

    /// Opens a file with that text, whether or not it is on the disk.
    pub(crate) fn open(&mut self, path: &str, text: &str) {
        let uri = self.uri(path);
        let file = json!({ "uri": uri, "languageId": "yaml", "version": 1, "text": text });
        self.notify("textDocument/didOpen", json!({ "textDocument": file }));
    }

    /// Gives an open file another text.
    pub(crate) fn change(&mut self, path: &str, version: u64, text: &str) {
        let file = json!({ "uri": self.uri(path), "version": version });
        let changes = json!({ "textDocument": file, "contentChanges": [{ "text": text }] });
        self.notify("textDocument/didChange", changes);
    }

    /// Returns what the server finds wrong with a file, as soon as it says so; waits for something
    /// that is wrong or for nothing being wrong.
    pub(crate) fn problems(&mut self, path: &str, some: bool) -> Vec<Json> {
        let uri = self.uri(path);
        loop {
            match self.published.remove(&uri) {
                Some(problems) if problems.is_empty() != some => return problems,
                _ => self.receive(&format!("problems of {path}, some: {some}")),
            };
        }
    }

    /// Returns the names that the server offers at a place.
    pub(crate) fn completions(&mut self, path: &str, line: usize, column: usize) -> Vec<String> {
        let answer = self.at("textDocument/completion", path, line, column);
        let items = answer["items"].as_array().cloned().unwrap_or_default();
        items.iter().filter_map(|item| item["label"].as_str()).map(ToOwned::to_owned).collect()
    }

    /// Returns what the server shows to somebody who points at a place, in Markdown.
    pub(crate) fn hover(&mut self, path: &str, line: usize, column: usize) -> String {
        let answer = self.at("textDocument/hover", path, line, column);
        answer["contents"]["value"].as_str().unwrap_or_default().to_owned()
    }

    fn at(&mut self, method: &str, path: &str, line: usize, column: usize) -> Json {
        let place = json!({ "line": line, "character": column });
        self.request(
            method,
            json!({ "textDocument": { "uri": self.uri(path) }, "position": place }),
        )
    }

    fn uri(&self, path: &str) -> String {
        format!("file://{}", self.folder.join(path).display())
    }

    fn request(&mut self, method: &str, params: Json) -> Json {
        self.requests += 1;
        let id = self.requests;
        self.send(&json!({ "jsonrpc": "2.0", "id": id, "method": method, "params": params }));
        loop {
            let message = self.receive(method);
            if message["id"] == id && message.get("method").is_none() {
                assert!(message.get("error").is_none(), "{method}: {message}");
                return message["result"].clone();
            }
        }
    }

    fn notify(&mut self, method: &str, params: Json) {
        self.send(&json!({ "jsonrpc": "2.0", "method": method, "params": params }));
    }

    fn send(&mut self, message: &Json) {
        let body = message.to_string();
        let sent = write!(self.input, "Content-Length: {}\r\n\r\n{body}", body.len());
        sent.and_then(|()| self.input.flush()).expect("the server reads");
    }

    /// Returns the next message; answers it if it is a question, keeps it if it tells of problems.
    fn receive(&mut self, waiting: &str) -> Json {
        let message = self.messages.recv_timeout(PATIENCE);
        let message = message.unwrap_or_else(|_| panic!("the server is silent: {waiting}"));
        let params = &message["params"];
        if message["method"] == "textDocument/publishDiagnostics" {
            let uri = params["uri"].as_str().expect("it has one").to_owned();
            let problems = params["diagnostics"].as_array().cloned().unwrap_or_default();
            self.published.insert(uri, problems);
        } else if message.get("method").is_some() && message.get("id").is_some() {
            let result = settings(params);
            self.send(&json!({ "jsonrpc": "2.0", "id": message["id"], "result": result }));
        }
        message
    }
}

impl Drop for Server {
    fn drop(&mut self) {
        let _ = self.process.kill();
        let _ = self.process.wait();
    }
}

/// Returns the settings that the server asks for: its own, but without the catalogue of schemas
/// that it would fetch.
fn settings(params: &Json) -> Json {
    let items = params["items"].as_array().cloned().unwrap_or_default();
    let section = |item: &Json| match item["section"].as_str() {
        Some("yaml") => json!({
            "validate": true, "hover": true, "completion": true, "schemaStore": { "enable": false },
        }),
        _ => json!({}),
    };
    items.iter().map(section).collect()
}

/// Reads messages until the server ends.
fn listen(output: ChildStdout) -> Receiver<Json> {
    let (sender, receiver) = mpsc::channel();
    thread::spawn(move || {
        let mut output = BufReader::new(output);
        while let Some(message) = read(&mut output) {
            if sender.send(message).is_err() {
                break;
            }
        }
    });
    receiver
}

/// Reads one message: a header, an empty line, and as many bytes as the header says.
fn read(input: &mut impl BufRead) -> Option<Json> {
    let mut length = 0;
    let mut line = String::new();
    while input.read_line(&mut line).ok()? > 0 && line != "\r\n" {
        if let Some(value) = line.strip_prefix("Content-Length: ") {
            length = value.trim().parse().ok()?;
        }
        line.clear();
    }
    let mut body = Vec::new();
    input.take(length).read_to_end(&mut body).ok()?;
    serde_json::from_slice(&body).ok()
}
