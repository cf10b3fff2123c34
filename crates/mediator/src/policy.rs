use std::collections::HashMap;

use cedar_policy::{
    Authorizer, Context, Decision, Entities, EntityId, EntityTypeName, EntityUid, PolicySet,
    Request, RestrictedExpression, Schema, ValidationMode, Validator,
};

use crate::{Actor, ActorKind, Ask};

/// Policies that cannot be used.
#[derive(Debug, thiserror::Error)]
pub enum PolicyError {
    /// The text is not Cedar.
    #[error("the policies do not parse: {0}")]
    Parse(String),
    /// They name a data service or an attribute that does not exist, or mix up types.
    #[error("the policies do not fit the data services: {0}")]
    Validation(String),
    /// A name that Cedar does not take.
    #[error("no name for Cedar: {0}")]
    Name(String),
}

/// Access policies of one version of the content, parsed and validated once.
pub(crate) struct Policy {
    authorizer: Authorizer,
    policies: PolicySet,
    entities: Entities,
    principals: HashMap<ActorKind, EntityTypeName>,
    actions: HashMap<&'static str, (EntityUid, EntityUid)>,
}

impl Policy {
    /// Parses `text` and checks it against the data services, given by name and owner.
    pub fn parse(
        text: &str,
        services: &[(&'static str, &'static str)],
    ) -> Result<Self, PolicyError> {
        let policies: PolicySet = text
            .parse()
            .map_err(|e| PolicyError::Parse(format!("{e:?}")))?;
        let (schema, _) = Schema::from_cedarschema_str(&schema_text(services))
            .map_err(|e| PolicyError::Validation(format!("{e:?}")))?;
        let outcome = Validator::new(schema).validate(&policies, ValidationMode::Strict);
        if !outcome.validation_passed() {
            let errors: Vec<String> = outcome
                .validation_errors()
                .map(ToString::to_string)
                .collect();
            return Err(PolicyError::Validation(errors.join("; ")));
        }
        let mut principals = HashMap::new();
        for kind in [
            ActorKind::Anonymous,
            ActorKind::Citizen,
            ActorKind::Officer,
            ActorKind::Organisation,
            ActorKind::System,
        ] {
            principals.insert(kind, type_name(entity_type(kind))?);
        }
        let mut actions = HashMap::new();
        for &(service, owner) in services {
            let action = uid("Action", service)?;
            actions.insert(service, (action, uid("Owner", owner)?));
        }
        Ok(Self {
            authorizer: Authorizer::new(),
            policies,
            entities: Entities::empty(),
            principals,
            actions,
        })
    }

    /// Whether `ask` may use `service`. Anything that cannot be evaluated is a no.
    pub fn permits(&self, ask: &Ask<'_>, service: &str, about_self: bool) -> bool {
        self.request(ask, service, about_self)
            .is_some_and(|request| {
                let response =
                    self.authorizer
                        .is_authorized(&request, &self.policies, &self.entities);
                response.decision() == Decision::Allow
                    && response.diagnostics().errors().next().is_none()
            })
    }

    fn request(&self, ask: &Ask<'_>, service: &str, about_self: bool) -> Option<Request> {
        let (action, owner) = self.actions.get(service)?;
        let principal = EntityUid::from_type_name_and_id(
            self.principals.get(&ask.actor.kind())?.clone(),
            EntityId::new(ask.actor.id()),
        );
        let context = context(ask.actor, ask, about_self)?;
        Request::new(principal, action.clone(), owner.clone(), context, None).ok()
    }
}

fn context(actor: &Actor, ask: &Ask<'_>, about_self: bool) -> Option<Context> {
    let text = |value: &str| RestrictedExpression::new_string(value.to_owned());
    let roles = actor.roles().iter().map(|role| text(role));
    let on_behalf_of = actor
        .on_behalf_of()
        .map_or("nobody", |who| who.kind.as_str());
    Context::from_pairs([
        ("purpose".to_owned(), text(ask.purpose)),
        (
            "in_case".to_owned(),
            RestrictedExpression::new_bool(ask.case.is_some()),
        ),
        (
            "about_self".to_owned(),
            RestrictedExpression::new_bool(about_self),
        ),
        (
            "assurance".to_owned(),
            RestrictedExpression::new_long(actor.assurance().into()),
        ),
        ("roles".to_owned(), RestrictedExpression::new_set(roles)),
        ("on_behalf_of".to_owned(), text(on_behalf_of)),
    ])
    .ok()
}

fn entity_type(kind: ActorKind) -> &'static str {
    match kind {
        ActorKind::Anonymous => "Anonymous",
        ActorKind::Citizen => "Citizen",
        ActorKind::Officer => "Officer",
        ActorKind::Organisation => "Organisation",
        ActorKind::System => "Room",
    }
}

fn type_name(name: &str) -> Result<EntityTypeName, PolicyError> {
    name.parse().map_err(|_| PolicyError::Name(name.to_owned()))
}

fn uid(kind: &str, id: &str) -> Result<EntityUid, PolicyError> {
    Ok(EntityUid::from_type_name_and_id(
        type_name(kind)?,
        EntityId::new(id),
    ))
}

/// The Cedar schema that follows from the data services.
fn schema_text(services: &[(&'static str, &'static str)]) -> String {
    let actions: Vec<String> = services
        .iter()
        .map(|(name, _)| format!("\"{name}\""))
        .collect();
    format!(
        "entity Anonymous; entity Citizen; entity Officer; entity Organisation; entity Room;
         entity Owner;
         type Ask = {{
           purpose: String, in_case: Bool, about_self: Bool, assurance: Long,
           roles: Set<String>, on_behalf_of: String
         }};
         action {} appliesTo {{
           principal: [Anonymous, Citizen, Officer, Organisation, Room], resource: [Owner],
           context: Ask
         }};",
        actions.join(", ")
    )
}

#[cfg(test)]
mod tests {
    use dean06_kernel::PersonId;
    use uuid::Uuid;

    use super::*;
    use crate::ActorMint;

    const SERVICES: &[(&str, &str)] = &[("population.get-person/1", "population")];

    fn citizen() -> Actor {
        ActorMint(()).citizen("a", "A", PersonId::from_uuid(Uuid::nil()), 2)
    }

    #[test]
    fn a_policy_permits_what_it_says_and_nothing_else() {
        let policy = Policy::parse(
            r#"permit(principal is Citizen, action == Action::"population.get-person/1", resource)
               when { context.about_self && context.purpose == "own-data" };"#,
            SERVICES,
        )
        .expect("a policy");
        let citizen = citizen();
        let ask = Ask::new(&citizen, "own-data");
        assert!(policy.permits(&ask, "population.get-person/1", true));
        assert!(!policy.permits(&ask, "population.get-person/1", false));
        assert!(!policy.permits(
            &Ask::new(&citizen, "other"),
            "population.get-person/1",
            true
        ));
        assert!(!policy.permits(&ask, "population.search-persons/1", true));
        let nobody = Actor::anonymous();
        assert!(!policy.permits(
            &Ask::new(&nobody, "own-data"),
            "population.get-person/1",
            true
        ));
    }

    #[test]
    fn an_organisation_is_a_principal_of_its_own() {
        let policy = Policy::parse(
            r#"permit(principal is Organisation, action, resource)
               when { context.roles.contains("sender") };"#,
            SERVICES,
        )
        .expect("a policy");
        let org = || dean06_kernel::OrgId::new("hospital-1").expect("an id");
        let roles = vec!["sender".to_owned()];
        let mint = ActorMint(());
        let sender = mint.organisation("k", "A", org(), roles.clone());
        let other = mint.organisation("k", "A", org(), Vec::new());
        let officer = mint.officer("o", "B", None, org(), roles, 2);
        for (actor, permitted) in [(&sender, true), (&other, false), (&officer, false)] {
            let ask = Ask::new(actor, "any");
            assert_eq!(
                policy.permits(&ask, "population.get-person/1", false),
                permitted,
                "{}",
                actor.kind().as_str()
            );
        }
    }

    #[test]
    fn a_policy_about_a_service_that_does_not_exist_is_refused() {
        let wrong = r#"permit(principal, action == Action::"population.get-persn/1", resource);"#;
        assert!(matches!(
            Policy::parse(wrong, SERVICES),
            Err(PolicyError::Validation(_))
        ));
    }

    #[test]
    fn a_policy_with_a_misspelt_attribute_is_refused() {
        let wrong = "permit(principal, action, resource) when { context.about_slef };";
        assert!(matches!(
            Policy::parse(wrong, SERVICES),
            Err(PolicyError::Validation(_))
        ));
    }

    #[test]
    fn text_that_is_not_a_policy_is_refused() {
        assert!(matches!(
            Policy::parse("permit(", SERVICES),
            Err(PolicyError::Parse(_))
        ));
    }
}
