use std::path::PathBuf;

use clap::{Args, Subcommand};
use dean06_kernel::OrgId;
use jiff::Timestamp;

use super::DataOptions;

/// What to do with keys.
#[derive(Args, Clone)]
pub struct KeyOptions {
    /// Where the data is.
    #[command(flatten)]
    pub data: DataOptions,
    /// What to do.
    #[command(subcommand)]
    pub action: KeyAction,
}

/// What an administrator can do with keys.
#[derive(Subcommand, Clone)]
pub enum KeyAction {
    /// Keys with which organisations sign in and sign what they send.
    #[command(subcommand)]
    Organisation(OrganisationKeyAction),
    /// Makes a new key for signed results and QR codes. What former keys signed stays verifiable.
    Rotate,
    /// Founds a new authority for the certificates on papers. What former ones issued stays valid.
    RenewAuthority,
    /// Revokes the certificates with which an officer signs papers; the next paper gets a new one.
    RevokeOfficer {
        /// What the officer types to sign in.
        #[arg(long)]
        login: String,
        /// Why, for the record.
        #[arg(long)]
        why: String,
    },
    /// Revokes the certificates of an organisation's seal; the next paper gets a new one.
    RevokeSeal {
        /// Key of the organisation, such as `committee-00004`.
        #[arg(long)]
        org: OrgId,
        /// Why, for the record.
        #[arg(long)]
        why: String,
    },
}

/// What can be done with the keys of organisations.
#[derive(Subcommand, Clone)]
pub enum OrganisationKeyAction {
    /// Registers a key.
    Add {
        /// Key of the organisation in the content, such as `hospital-mau-01`.
        #[arg(long)]
        org: OrgId,
        /// File with the public key on P-256 as a JSON Web Key (RFC 7517).
        #[arg(long)]
        public_key: PathBuf,
        /// What a program that signs in with it may do, such as `birth_notice_sender`; may be
        /// repeated.
        #[arg(long = "role", required = true)]
        roles: Vec<String>,
        /// From when on it holds; from now on without it.
        #[arg(long)]
        valid_from: Option<Timestamp>,
    },
    /// Lists the keys, revoked ones included.
    List {
        /// Those of one organisation only.
        #[arg(long)]
        org: Option<OrgId>,
    },
    /// Revokes a key from now on.
    Revoke {
        /// Its id, as `add` and `list` print it.
        key_id: String,
    },
}
