//! Builds the crate anew when a file is added to what it embeds.

fn main() {
    println!("cargo::rerun-if-changed=../../locales");
    println!("cargo::rerun-if-changed=assets");
}
