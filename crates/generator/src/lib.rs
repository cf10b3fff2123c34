//! A made-up population that looks like a real one: names by frequency, ages by the pyramid,
//! families of up to three generations with plausible gaps, marriages, births, residence in real
//! communes by population, cards by age; elderly people of whom only a year of birth is known,
//! births abroad, foreigners.
//!
//! Nobody in it exists. All shares come from the folder `synthetic/` of the content, which says of
//! each table where it is from and that most are estimates. Phone numbers carry prefixes that no
//! operator holds, e-mail addresses a domain that receives nothing. Personal numbers have the form
//! of the law and random serials; that one of them is also somebody's cannot be ruled out, but
//! nothing is said of that person.
//!
//! The same inputs, seed, day and number of people give the same population, byte for byte, on
//! every machine: one sequence of draws makes it, household by household, and memory hardly
//! grows with it.

mod day;
mod digits;
mod draw;
mod generator;
mod household;
mod ids;
mod inputs;
mod numbers;
mod person;
mod plan;
mod steering;

pub use digits::Digits;
pub use generator::{DemoPerson, Generator, GeneratorError};
pub use household::{
    BookEntry, MarriageEnd, MarriageEndKind, ResidenceKind, SyntheticBirth, SyntheticHousehold,
    SyntheticMarriage,
};
pub use inputs::{Inputs, InputsError};
pub use person::{
    Code, Kin, Life, Place, Relation, SyntheticAbsence, SyntheticCard, SyntheticPerson,
    SyntheticRelative,
};
