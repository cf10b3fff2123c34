//! The hospital of the demonstration: it signs in with a key of its own and sends birth and death
//! notices, as any hospital does from outside.

#[cfg(test)]
mod tests;

use anyhow::{Context, anyhow, ensure};
use aws_lc_rs::{
    agreement::{ECDH_P256, PrivateKey},
    digest::{SHA256, digest},
    signature::{ECDSA_P256_SHA256_FIXED_SIGNING, EcdsaKeyPair},
};
use base64::{Engine as _, engine::general_purpose::URL_SAFE_NO_PAD};
use dean06_contracts::{
    civil_status::{ReceiveBirthNotice, ReceiveBirthNoticeRequest, ReceiveBirthNoticeResponse},
    identity::OrganisationJwk,
};
use dean06_identity::{Identity, NewOrganisationKey};
use dean06_kernel::{OrgId, Sources};
use dean06_mediator::{Ask, Mediator};
use jsonwebtoken::{
    Algorithm, EncodingKey, Header, encode,
    jwk::{Jwk, ThumbprintHash},
};
use serde_json::{Value, json};

use crate::{
    accounts::DemoPeople,
    house::{House, Rooms},
};

/// The organisation: one that the content has made up.
pub const DEMO_HOSPITAL: &str = "hospital-mau-01";
/// The private key of the demonstration is the SHA-256 of this text. Everybody can know it, so that
/// everybody can try the way of a notice; only `demo` registers it.
const DEMO_KEY: &[u8] = b"dean06 demonstration hospital";
/// Roles of a key that sends notices, as `content/policies` names them.
const ROLES: [&str; 2] = ["birth_notice_sender", "death_notice_sender"];
/// The type of a signed birth notice.
pub const BIRTH_NOTICE: &str = "birth-notice+jws";
/// The type of a signed death notice.
pub const DEATH_NOTICE: &str = "death-notice+jws";
/// For what a notice is sent.
const PURPOSE: &str = "birth-notice.send";
/// How long a token is good for, in seconds.
const TOKEN_SECONDS: i64 = 120;
/// Whose child the first notice is about.
const MOTHER: &str = "new-mother";

/// A hospital with its key.
pub struct Hospital {
    org: OrgId,
    key_id: String,
    signing: EncodingKey,
    public_key: OrganisationJwk,
}

impl Hospital {
    /// The hospital of the demonstration.
    pub fn demo() -> anyhow::Result<Self> {
        let secret = digest(&SHA256, DEMO_KEY);
        let secret = secret.as_ref();
        let broken = |_| anyhow!("the key of the demo hospital cannot be made");
        let point = PrivateKey::from_private_key(&ECDH_P256, secret)
            .map_err(|_| anyhow!("the key of the demo hospital cannot be made"))?
            .compute_public_key()
            .map_err(broken)?;
        let point = point.as_ref();
        let pair = EcdsaKeyPair::from_private_key_and_public_key(
            &ECDSA_P256_SHA256_FIXED_SIGNING,
            secret,
            point,
        )?;
        let (x, y) = point
            .get(1..)
            .and_then(|halves| halves.split_at_checked(32))
            .context("the public key is no point")?;
        let public_key = OrganisationJwk {
            kty: "EC".to_owned(),
            crv: "P-256".to_owned(),
            x: URL_SAFE_NO_PAD.encode(x),
            y: URL_SAFE_NO_PAD.encode(y),
        };
        let jwk: Jwk = serde_json::from_value(json!(public_key))?;
        Ok(Self {
            org: OrgId::new(DEMO_HOSPITAL)?,
            key_id: jwk.thumbprint(ThumbprintHash::SHA256)?,
            signing: EncodingKey::from_ec_der(pair.to_pkcs8v1().map_err(broken)?.as_ref()),
            public_key,
        })
    }

    /// A fresh token for one request.
    pub fn token(&self, sources: &Sources) -> anyhow::Result<String> {
        let claims = json!({
            "iss": self.org,
            "sub": self.org,
            "aud": "dean06",
            "exp": sources.now().as_second() + TOKEN_SECONDS,
            "jti": sources.uuid(),
        });
        self.encode("JWT", &claims)
    }

    /// A notice of this type as it is sent.
    pub fn sign(&self, kind: &str, notice: &Value) -> anyhow::Result<String> {
        self.encode(kind, notice)
    }

    fn encode(&self, kind: &str, content: &Value) -> anyhow::Result<String> {
        let header = Header {
            typ: Some(kind.to_owned()),
            kid: Some(self.key_id.clone()),
            ..Header::new(Algorithm::ES256)
        };
        Ok(encode(&header, content, &self.signing)?)
    }

    /// Registers the key.
    async fn register(&self, identity: &Identity) -> anyhow::Result<()> {
        let key = NewOrganisationKey {
            org: self.org.clone(),
            public_key: self.public_key.clone(),
            roles: ROLES.map(str::to_owned).to_vec(),
            valid_from: None,
        };
        let id = identity.register_organisation_key(key).await?;
        ensure!(id == self.key_id, "the key was registered as {id}");
        Ok(())
    }

    /// Sends a notice through the hallway, signed in as any hospital is.
    async fn send(
        &self,
        identity: &Identity,
        mediator: &Mediator,
        sources: &Sources,
        notice: &Value,
    ) -> anyhow::Result<ReceiveBirthNoticeResponse> {
        let actor = identity.organisation(&self.token(sources)?).await?;
        let ask = Ask::new(&actor, PURPOSE);
        let key = sources.uuid().to_string();
        let request = ReceiveBirthNoticeRequest {
            notice: self.sign(BIRTH_NOTICE, notice)?,
        };
        let answer = mediator.command::<ReceiveBirthNotice>(ask, &key, &request);
        Ok(answer.await?)
    }
}

/// Lets the demonstration begin with a notice that has just arrived: a girl, born yesterday.
pub async fn send_first_notice(house: &House, seed: u64) -> anyhow::Result<()> {
    let House {
        rooms, identity, ..
    } = house;
    let hospital = Hospital::demo()?;
    hospital.register(identity).await?;
    let notice = first_notice(rooms, &hospital.org, seed)?;
    hospital
        .send(identity, &rooms.mediator, &rooms.sources, &notice)
        .await?;
    Ok(())
}

fn first_notice(rooms: &Rooms, org: &OrgId, seed: u64) -> anyhow::Result<Value> {
    let people = DemoPeople::of(rooms, seed)?;
    let mother = people.find(MOTHER)?;
    let facility = rooms.content.organisation(org);
    let facility = facility.context("the content has no demo hospital")?;
    let today = rooms.sources.today();
    Ok(json!({
        "notice_number": format!("GCS-{}-000001", today.year()),
        "revision": 1,
        "issued_on": today,
        "facility": org,
        "mother": {
            "name": mother.name.as_str(),
            "birth_date": mother.birth_date,
            "personal_number": mother.personal_number.map(|number| number.to_string()),
        },
        "child": {
            "sex": "female",
            "birth_date": today.yesterday()?,
            "birth_time": "06:40",
            "weight_grams": 3150,
            "count": 1,
        },
        "place": {
            "facility": facility.name.vi,
            "commune": people.commune,
            "line": "Số 1, phố Mẫu",
        },
        "attended_by": "Lê Thị Lan",
    }))
}
