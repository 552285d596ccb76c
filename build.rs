//! Turns the built-in platforms from YAML, which people write, into JSON, which the program reads
//! in a fraction of the time.
#![allow(clippy::print_stdout, reason = "this is how a build script speaks to cargo")]

use std::error::Error;
use std::fs;
use std::path::Path;

fn main() -> Result<(), Box<dyn Error>> {
    let out = std::env::var_os("OUT_DIR").ok_or("cargo says where to write")?;
    println!("cargo::rerun-if-changed=platforms");
    for entry in fs::read_dir("platforms")? {
        let path = entry?.path();
        let name = path.file_name().ok_or("a file has a name")?;
        let platform: serde_json::Value = serde_yaml::from_str(&fs::read_to_string(&path)?)
            .map_err(|error| format!("{}: {error}", path.display()))?;
        fs::write(Path::new(&out).join(name).with_extension("json"), platform.to_string())?;
    }
    Ok(())
}
