//! What git knows of a repository. Nothing here changes it, nor the work tree.

use std::ffi::OsStr;
use std::io::{Read as _, Write as _};
use std::path::{Path, PathBuf};
use std::process::{Command, Stdio};

/// A repository, by a folder in it.
pub(super) struct Git {
    folder: PathBuf,
}

/// A file of a commit.
pub(super) struct Entry {
    /// Its path from the repository's folder.
    pub(super) path: String,
    /// Whether it is a symbolic link.
    pub(super) is_link: bool,
    object: String,
}

impl Git {
    pub(super) fn of(folder: &Path) -> Self {
        Self { folder: folder.to_owned() }
    }

    /// Returns the commit that a name stands for.
    ///
    /// # Errors
    ///
    /// A sentence on why there is none.
    pub(super) fn commit(&self, rev: &str) -> Result<String, String> {
        if rev.starts_with('-') || rev.is_empty() || rev.contains(char::is_control) {
            return Err(format!("`{rev}` is no name of a commit"));
        }
        let commit = format!("{rev}^{{commit}}");
        let found = self.line(&["rev-parse", "--verify", "--quiet", "--end-of-options", &commit]);
        found.map_err(|why| match why.is_empty() {
            true => format!("git knows no commit `{rev}`"),
            false => why,
        })
    }

    /// Returns the folder of the work tree.
    pub(super) fn top(&self) -> Result<PathBuf, String> {
        self.line(&["rev-parse", "--show-toplevel"]).map(PathBuf::from)
    }

    /// Returns the project's folder from that of the repository, with a slash at its end.
    pub(super) fn prefix(&self) -> Result<String, String> {
        self.line(&["rev-parse", "--show-prefix"])
    }

    /// Returns whether all that a commit has is in `HEAD` as well.
    pub(super) fn is_in_head(&self, commit: &str) -> bool {
        self.run(&["merge-base", "--is-ancestor", commit, "HEAD"]).is_ok()
    }

    /// Returns the files of a commit below a folder, those of submodules left out.
    pub(super) fn files(&self, commit: &str, folder: &str) -> Result<Vec<Entry>, String> {
        let mut arguments = vec!["ls-tree", "-r", "-z", "--full-tree", commit];
        if !folder.is_empty() {
            arguments.extend(["--", folder]);
        }
        let listed = self.run(&arguments)?;
        let lines =
            listed.split(|byte| *byte == 0).filter_map(|line| std::str::from_utf8(line).ok());
        let entry = |line: &str| {
            let (about, path) = line.split_once('\t')?;
            let mut about = about.split(' ');
            let (mode, kind, object) = (about.next()?, about.next()?, about.next()?);
            let entry = || Entry {
                path: path.to_owned(),
                is_link: mode == "120000",
                object: object.to_owned(),
            };
            (kind == "blob").then(entry)
        };
        Ok(lines.filter_map(entry).collect())
    }

    /// Reads the contents of files, in their order.
    pub(super) fn contents(
        &self,
        entries: &[Entry],
        mut each: impl FnMut(&Entry, &[u8]) -> std::io::Result<()>,
    ) -> Result<(), String> {
        let mut command = self.command(&["cat-file", "--batch"]);
        command.stdin(Stdio::piped()).stdout(Stdio::piped()).stderr(Stdio::null());
        let text = |error: std::io::Error| format!("git: {error}");
        let mut child = command.spawn().map_err(text)?;
        let names: String = entries.iter().map(|entry| format!("{}\n", entry.object)).collect();
        let input = child.stdin.take();
        // Git answers while it is still being asked.
        let asking = std::thread::spawn(move || {
            input.map_or(Ok(()), |mut input| input.write_all(names.as_bytes()))
        });
        if let Some(output) = child.stdout.take() {
            let mut output = std::io::BufReader::new(output);
            for entry in entries {
                let bytes = blob(&mut output).map_err(text)?;
                each(entry, &bytes).map_err(text)?;
            }
        }
        let _ = asking.join();
        child.wait().map_err(text).map(|_| ())
    }

    fn line(&self, arguments: &[&str]) -> Result<String, String> {
        let text = String::from_utf8(self.run(arguments)?).map_err(|error| error.to_string())?;
        Ok(text.trim_end_matches('\n').to_owned())
    }

    fn run(&self, arguments: &[&str]) -> Result<Vec<u8>, String> {
        let output = self.command(arguments).stdin(Stdio::null()).output();
        let output = output.map_err(|error| format!("git can't be started: {error}"))?;
        if output.status.success() {
            return Ok(output.stdout);
        }
        Err(String::from_utf8_lossy(&output.stderr).trim().to_owned())
    }

    fn command(&self, arguments: &[impl AsRef<OsStr>]) -> Command {
        let mut command = Command::new("git");
        command.arg("-C").arg(&self.folder).arg("--no-pager").args(arguments);
        // Nothing is locked, fetched or asked for.
        command.env("GIT_OPTIONAL_LOCKS", "0").env("GIT_NO_LAZY_FETCH", "1");
        command.env("GIT_TERMINAL_PROMPT", "0");
        // A hook says where its own repository is, and would have it that this is the top of it.
        for name in ["GIT_DIR", "GIT_WORK_TREE", "GIT_INDEX_FILE", "GIT_PREFIX"] {
            command.env_remove(name);
        }
        command
    }
}

/// Reads what `cat-file --batch` says of one object: a line that ends with its size, and its bytes.
fn blob(output: &mut impl std::io::BufRead) -> std::io::Result<Vec<u8>> {
    let mut head = String::new();
    output.read_line(&mut head)?;
    let size = head.trim_end().rsplit(' ').next().and_then(|size| size.parse::<u64>().ok());
    let size = size.ok_or_else(|| std::io::Error::other(format!("no such object: {head}")))?;
    let mut bytes = Vec::new();
    output.take(size).read_to_end(&mut bytes)?;
    output.read_exact(&mut [0])?;
    Ok(bytes)
}
