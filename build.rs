//! Turns the built-in platforms from YAML, which people write, into JSON, which the program reads
//! in a fraction of the time.
#![allow(clippy::print_stdout, reason = "this is how a build script speaks to cargo")]

use std::error::Error;
use std::fs;
use std::path::Path;

fn main() -> Result<(), Box<dyn Error>> {
    let out = std::env::var_os("OUT_DIR").ok_or("cargo says where to write")?;
    println!("cargo::rerun-if-changed=platforms");
    // This one is compiled into the program, by a macro that doesn't look whether it is still the same.
    println!("cargo::rerun-if-changed=schemas/project.schema.json");
    into_json(Path::new("platforms"), Path::new(&out))
}

fn into_json(from: &Path, to: &Path) -> Result<(), Box<dyn Error>> {
    fs::create_dir_all(to)?;
    for entry in fs::read_dir(from)? {
        let path = entry?.path();
        let name = path.file_name().ok_or("a file has a name")?;
        if path.is_dir() {
            into_json(&path, &to.join(name))?;
            continue;
        }
        let value: serde_json::Value = serde_yaml::from_str(&fs::read_to_string(&path)?)
            .map_err(|error| format!("{}: {error}", path.display()))?;
        fs::write(to.join(name).with_extension("json"), value.to_string())?;
    }
    Ok(())
}
