//! The body of an upload.

use sha2::{Digest, Sha256};

/// Returns a body with one file in it, and its content type. The same file makes the same body.
pub(super) fn file(part: &str, name: &str, content: &[u8]) -> (String, Vec<u8>) {
    let boundary = boundary(content);
    let head = format!(
        "--{boundary}\r\nContent-Disposition: form-data; name=\"{part}\"; filename=\"{name}\"\r\n\
         Content-Type: application/json\r\n\r\n"
    );
    let body = [head.as_bytes(), content, format!("\r\n--{boundary}--\r\n").as_bytes()].concat();
    (format!("multipart/form-data; boundary={boundary}"), body)
}

/// Returns a line that doesn't stand in the content, made from it.
fn boundary(content: &[u8]) -> String {
    let mut boundary = format!("rolecall-{}", hex(content, 16));
    while contains(content, boundary.as_bytes()) {
        boundary = format!("rolecall-{}", hex(boundary.as_bytes(), 16));
    }
    boundary
}

fn contains(content: &[u8], part: &[u8]) -> bool {
    content.windows(part.len()).any(|window| window == part)
}

/// Returns the first bytes of the SHA-256 of something, as hexadecimal digits.
pub(super) fn hex(content: &[u8], bytes: usize) -> String {
    Sha256::digest(content).iter().take(bytes).map(|byte| format!("{byte:02x}")).collect()
}
