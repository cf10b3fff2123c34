//! Measures how fast a population is made, without writing it anywhere.
//!
//! `cargo run --release -p dean06-generator --example speed -- [people]`

use std::error::Error;
use std::sync::Arc;
use std::time::Instant;

use dean06_content::Content;
use dean06_generator::{Generator, Inputs};
use jiff::civil::date;

fn main() -> Result<(), Box<dyn Error>> {
    let people = std::env::args()
        .nth(1)
        .map_or(Ok(1_000_000), |text| text.parse())?;
    let started = Instant::now();
    let content = Content::embedded()?;
    println!("content: {:?}", started.elapsed());
    let started = Instant::now();
    let inputs = Arc::new(Inputs::from_content(&content)?);
    println!("inputs: {:?}", started.elapsed());
    let started = Instant::now();
    let mut made = 0_u64;
    for household in Generator::new(inputs, 6, date(2026, 11, 22), people)? {
        made += household.people() as u64;
    }
    let seconds = started.elapsed().as_secs_f64();
    println!(
        "{made} people in {seconds:.2} s: {:.0} a second",
        f64::from(u32::try_from(made)?) / seconds
    );
    Ok(())
}
