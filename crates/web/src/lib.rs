//! The citizen portal, the desk and the verify page: a client of the mediator.
