//! The content is embedded by a macro; Cargo must be told that files may come and go.

fn main() {
    println!("cargo:rerun-if-changed=../../content");
}
