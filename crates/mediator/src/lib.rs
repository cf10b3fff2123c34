//! The hallway: the only way data crosses from one room to another, and to any human eye.
//!
//! A call is decided, dispatched, minimised to what its purpose allows, recorded durably in the
//! ledger, and only then released. Rooms register their handlers in a [`Registry`]; callers name a
//! contract and say for which purpose and case they ask.

mod access_trail;
mod actor;
mod api;
mod ask;
mod error;
mod faults;
mod mediator;
mod minimise;
mod openapi;
mod policy;
mod problems;
mod registry;
mod session;

pub use actor::{Actor, ActorKind, ActorMint, ActorRef, RoomSeal};
pub use api::{ProblemResponse, api_router};
pub use ask::Ask;
pub use error::{MediatorError, Reason, ServiceError};
pub use mediator::{Mediator, MediatorSetupError};
pub use openapi::openapi;
pub use policy::PolicyError;
pub use problems::{Problems, ProblemsError};
pub use registry::{Context, Registry, RegistryError, Reply};
pub use session::Session;
