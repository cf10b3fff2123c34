use std::collections::BTreeMap;

use dean06_kernel::Text;
use schemars::JsonSchema;
use serde::{Deserialize, Serialize};

use super::ONE_STOP;
use crate::{Contract, Field, Shape};

/// A public service: who, what, how long, how much, on which legal basis.
pub struct GetService;

impl Contract for GetService {
    const NAME: &'static str = "casework.get-service/1";
    const SHAPE: Shape = Shape::Call;
    const SUMMARY: &'static str =
        "A public service: who, what, how long, how much, on which legal basis.";
    const FIELDS: &'static [Field] = &[
        Field::public("slug", ONE_STOP),
        Field::public("procedure_code", ONE_STOP),
        Field::public("title", ONE_STOP),
        Field::public("summary", ONE_STOP),
        Field::public("category", ONE_STOP),
        Field::public("level", ONE_STOP),
        Field::public("components", ONE_STOP),
        Field::public("clocks", ONE_STOP),
        Field::public("fee", ONE_STOP),
        Field::public("fee_text", ONE_STOP),
        Field::public("office", ONE_STOP),
        Field::public("result", ONE_STOP),
        Field::public("related", ONE_STOP),
        Field::public("source", ONE_STOP),
        Field::public("acts", ONE_STOP),
        Field::public("confidence", ONE_STOP),
        Field::public("valid_from", ONE_STOP),
        Field::public("applicants", ONE_STOP),
        Field::public("offered", ONE_STOP),
        Field::public("bundles", ONE_STOP),
    ];

    type Request = GetServiceRequest;
    type Response = ServiceView;
}

/// Names the service.
#[derive(Clone, Debug, Serialize, Deserialize, JsonSchema)]
#[serde(deny_unknown_fields)]
pub struct GetServiceRequest {
    /// Name in addresses.
    #[schemars(length(min = 1, max = 80))]
    pub slug: String,
}

/// A service as the catalogue shows it.
#[derive(Clone, Debug, Default, PartialEq, Serialize, Deserialize, JsonSchema)]
#[serde(default)]
pub struct ServiceView {
    /// Name in addresses.
    pub slug: Option<String>,
    /// Mã thủ tục hành chính.
    pub procedure_code: Option<String>,
    /// Title.
    #[schemars(with = "Option<BTreeMap<String, String>>")]
    pub title: Option<Text>,
    /// What it is for.
    #[schemars(with = "Option<BTreeMap<String, String>>")]
    pub summary: Option<Text>,
    /// Category id.
    pub category: Option<String>,
    /// `full_online` or `partial_online`.
    pub level: Option<String>,
    /// Thành phần hồ sơ.
    pub components: Option<Vec<ComponentView>>,
    /// Time limits.
    pub clocks: Option<Vec<ClockOfService>>,
    /// Fee in đồng; absent when none is known.
    pub fee: Option<i64>,
    /// What there is to say about the fee.
    #[schemars(with = "Option<BTreeMap<String, String>>")]
    pub fee_text: Option<Text>,
    /// The kind of organisation that handles it.
    #[schemars(with = "Option<BTreeMap<String, String>>")]
    pub office: Option<Text>,
    /// What the applicant receives.
    #[schemars(with = "Option<BTreeMap<String, String>>")]
    pub result: Option<Text>,
    /// Other procedures for special cases.
    pub related: Option<Vec<RelatedView>>,
    /// Where these rules stand.
    pub source: Option<String>,
    /// The acts that it stands in, as people are told.
    #[schemars(with = "Option<BTreeMap<String, String>>")]
    pub acts: Option<Text>,
    /// `official`, `third-party` or `unconfirmed`.
    pub confidence: Option<String>,
    /// First day of validity.
    pub valid_from: Option<String>,
    /// Who may apply: `citizen`, `organisation`.
    pub applicants: Option<Vec<String>>,
    /// It can be applied for by itself; if not, only as a leg of interlinked procedures.
    pub offered: Option<bool>,
    /// The interlinked procedures of today that it is a leg of.
    pub bundles: Option<Vec<BundleOfService>>,
}

/// An interlinked procedure that a service is a leg of.
#[derive(Clone, Debug, Default, PartialEq, Serialize, Deserialize, JsonSchema)]
#[serde(default)]
pub struct BundleOfService {
    /// Its family.
    pub family: Option<String>,
    /// Title.
    #[schemars(with = "Option<BTreeMap<String, String>>")]
    pub title: Option<Text>,
}

/// A part of the dossier.
#[derive(Clone, Debug, Default, PartialEq, Serialize, Deserialize, JsonSchema)]
#[serde(default)]
pub struct ComponentView {
    /// Title.
    #[schemars(with = "Option<BTreeMap<String, String>>")]
    pub title: Option<Text>,
    /// `register` when nobody has to bring it, `form` when it is typed.
    pub from: Option<String>,
}

/// A time limit.
#[derive(Clone, Debug, Default, PartialEq, Serialize, Deserialize, JsonSchema)]
#[serde(default)]
pub struct ClockOfService {
    /// Id, for example `total`.
    pub id: Option<String>,
    /// In words.
    #[schemars(with = "Option<BTreeMap<String, String>>")]
    pub limit: Option<Text>,
    /// `official`, `third-party` or `unconfirmed`.
    pub confidence: Option<String>,
}

/// Another procedure that a special case may need.
#[derive(Clone, Debug, Default, PartialEq, Serialize, Deserialize, JsonSchema)]
#[serde(default)]
pub struct RelatedView {
    /// Title.
    #[schemars(with = "Option<BTreeMap<String, String>>")]
    pub title: Option<Text>,
    /// When and how.
    #[schemars(with = "Option<BTreeMap<String, String>>")]
    pub text: Option<Text>,
}
