//! The names of the files that are uploaded. By them a run finds the jobs of an earlier one, or one
//! of which it never heard that it exists.

use super::multipart::hex;
use crate::plan::{Step, step_id};
use crate::target::Batch;

/// What all of them begin with.
const PREFIX: &str = "rolecall-";

/// Returns the name of the file for these steps of a batch: the plan's digest, stage and batch, and
/// a digest of the steps and of what is written of them, since a row may be left out or shorter.
pub(super) fn file_name<'s>(
    batch: &Batch,
    steps: impl Iterator<Item = &'s Step>,
    content: &[u8],
) -> String {
    let mut whole: Vec<u8> = steps.flat_map(|step| step_id(step).into_bytes()).collect();
    whole.extend_from_slice(content);
    let digest: String = batch.digest.as_str().chars().take(12).collect();
    let Batch { digest: _, stage, number } = batch;
    format!("{PREFIX}{digest}-s{stage}-b{number}-{}.json", hex(&whole, 6))
}

/// Returns whether a file is one of ours.
pub(super) fn is_ours(name: &str) -> bool {
    let Some(rest) = name.strip_prefix(PREFIX).and_then(|rest| rest.strip_suffix(".json")) else {
        return false;
    };
    let parts: Vec<&str> = rest.split('-').collect();
    let number = |part: &str, letter| {
        part.strip_prefix(letter).is_some_and(|rest| rest.parse::<usize>().is_ok())
    };
    let digits = |part: &str| part.len() == 12 && part.bytes().all(|byte| byte.is_ascii_hexdigit());
    matches!(parts[..], [digest, stage, batch, hash]
        if digits(digest) && number(stage, 's') && number(batch, 'b') && digits(hash))
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::plan::Digest;

    #[test]
    fn a_name_is_recognized_and_others_are_not() {
        let batch = Batch { digest: Digest::new(&"ab".repeat(32)), stage: 1, number: 12 };
        let name = file_name(&batch, std::iter::empty(), b"[]");
        assert!(name.starts_with("rolecall-abababababab-s1-b12-") && is_ours(&name), "{name}");
        assert_ne!(name, file_name(&batch, std::iter::empty(), b"[{}]"));
        for other in ["100row.json", "rolecall-.json", "rolecall-ab-s1-b1-ab.json", ""] {
            assert!(!is_ours(other), "{other}");
        }
    }
}
