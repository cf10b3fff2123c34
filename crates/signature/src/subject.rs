//! Names in certificates that are issued here.

use der::asn1::{Any, ObjectIdentifier, PrintableString, SetOfVec};
use der::{Decode, Encode};

use crate::asn1::oid;
use crate::asn1::x509::{Name, NameAttribute};

/// Whom a certificate is for.
#[derive(Debug, Clone, PartialEq, Eq, Default)]
pub struct Subject {
    /// The person's name, or that of the organisation or the authority.
    pub name: String,
    /// The organisation; for a person the one for which the person signs.
    pub organisation: Option<String>,
    /// The person's office.
    pub title: Option<String>,
    /// What tells apart two of the same name: no personal number, because certificates are public.
    pub identifier: Option<Identifier>,
}

/// What tells apart two of the same name.
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum Identifier {
    /// Of a person (`serialNumber`).
    Person(String),
    /// Of an organisation (`organizationIdentifier`).
    Organisation(String),
}

impl Subject {
    /// A subject with a name only.
    pub fn named(name: &str) -> Self {
        Self {
            name: name.to_owned(),
            ..Self::default()
        }
    }

    /// The name in the form of X.509; the country is Vietnam.
    pub(crate) fn to_name(&self) -> der::Result<Any> {
        let mut name = Name::new();
        let mut add = |id: ObjectIdentifier, value: Any| -> der::Result<()> {
            name.push(SetOfVec::try_from(vec![NameAttribute { id, value }])?);
            Ok(())
        };
        add(
            oid::COUNTRY,
            Any::encode_from(&PrintableString::new("VN")?)?,
        )?;
        if let Some(organisation) = &self.organisation {
            add(oid::ORGANISATION, Any::encode_from(organisation)?)?;
        }
        if let Some(Identifier::Organisation(identifier)) = &self.identifier {
            add(oid::ORGANISATION_IDENTIFIER, Any::encode_from(identifier)?)?;
        }
        if let Some(title) = &self.title {
            add(oid::TITLE, Any::encode_from(title)?)?;
        }
        if let Some(Identifier::Person(identifier)) = &self.identifier {
            let identifier = PrintableString::new(identifier)?;
            add(oid::SERIAL_NUMBER, Any::encode_from(&identifier)?)?;
        }
        add(oid::COMMON_NAME, Any::encode_from(&self.name)?)?;
        Any::from_der(&name.to_der()?)
    }
}
