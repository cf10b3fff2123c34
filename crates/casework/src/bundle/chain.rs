use std::sync::Arc;

use dean06_content as content;
use dean06_contracts::casework::{BundleState, LegState};
use dean06_kernel::Text;
use dean06_mediator::ServiceError;

use crate::edition::Edition;
use crate::error::database;
use crate::room::Casework;
use crate::rows::{Bundle, Dossier, Draft, Leg};

/// An interlinked application with all that belongs to it, as it stood when it was read.
pub(crate) struct Chain {
    pub bundle: Bundle,
    /// The version of the content that counts for it: its own once it is submitted, until then the
    /// one in force.
    pub edition: Arc<Edition>,
    legs: Vec<Leg>,
    drafts: Vec<Draft>,
    /// Of all attempts, the latest first.
    dossiers: Vec<Dossier>,
}

impl Chain {
    /// Reads an application; nothing if the party has no such one.
    pub async fn find(
        room: &Casework,
        party: &str,
        bundle: &str,
    ) -> Result<Option<Self>, ServiceError> {
        let read = room.store.read();
        // The whole is read first: whatever changes later has another version.
        let Some(bundle) = Bundle::find(read, party, bundle).await.map_err(database)? else {
            return Ok(None);
        };
        let edition = match &bundle.content_digest {
            Some(digest) => room.edition(digest).await?,
            None => Arc::clone(room.editions.current()),
        };
        let legs = Leg::of_bundle(read, party, &bundle.bundle_id)
            .await
            .map_err(database)?;
        let drafts: Vec<String> = legs.iter().map(|leg| leg.draft_id.clone()).collect();
        let drafts = Draft::of_bundle(read, party, &drafts)
            .await
            .map_err(database)?;
        let dossiers = match bundle.state {
            BundleState::Draft => Vec::new(),
            _ => Dossier::of_bundle(read, party, &bundle.bundle_id)
                .await
                .map_err(database)?,
        };
        Ok(Some(Self {
            bundle,
            edition,
            legs,
            drafts,
            dossiers,
        }))
    }

    /// The procedure; nothing if the content has it no more.
    pub fn procedure(&self) -> Option<&content::Bundle> {
        self.edition.content.bundle(&self.bundle.slug)
    }

    /// The procedure of an application that lives under a version that must have it.
    pub fn own_procedure(&self) -> Result<&content::Bundle, ServiceError> {
        self.procedure().ok_or_else(|| {
            ServiceError::internal("an application of a procedure that its content lacks")
        })
    }

    /// The legs with what the procedure says of them, each after those that it depends on.
    pub fn in_order(&self) -> Vec<(&content::Leg, &Leg)> {
        let Some(procedure) = self.procedure() else {
            return Vec::new();
        };
        let ordered = in_order(procedure).into_iter();
        ordered
            .filter_map(|rule| Some((rule, self.leg(&rule.id)?)))
            .collect()
    }

    /// The leg with this name.
    pub fn leg(&self, id: &str) -> Option<&Leg> {
        self.legs.iter().find(|leg| leg.leg_id == id)
    }

    /// All legs.
    pub fn legs(&self) -> &[Leg] {
        &self.legs
    }

    /// The form of a leg.
    pub fn draft_of(&self, leg: &Leg) -> Option<&Draft> {
        self.drafts
            .iter()
            .find(|draft| draft.draft_id == leg.draft_id)
    }

    /// The dossier of a leg, the latest.
    pub fn dossier_of(&self, leg: &Leg) -> Option<&Dossier> {
        let wanted = leg.dossier_id.as_ref()?;
        self.dossiers
            .iter()
            .find(|dossier| dossier.dossier_id == *wanted)
    }

    /// The dossiers of former attempts of a leg, the latest first.
    pub fn former_dossiers<'c>(&'c self, leg: &'c Leg) -> impl Iterator<Item = &'c Dossier> {
        self.dossiers.iter().filter(|dossier| {
            dossier.leg_id.as_ref() == Some(&leg.leg_id)
                && Some(&dossier.dossier_id) != leg.dossier_id.as_ref()
        })
    }

    /// All dossiers, the latest first.
    pub fn dossiers(&self) -> &[Dossier] {
        &self.dossiers
    }

    /// The service of a leg.
    pub fn service(&self, rule: &content::Leg) -> Result<&content::Service, ServiceError> {
        self.edition
            .content
            .service(&rule.service)
            .ok_or_else(|| ServiceError::internal("a leg of a service that its content lacks"))
    }

    /// Title of a leg: that of its service.
    pub fn title(&self, leg: &str) -> Text {
        let rule = self.procedure().and_then(|procedure| procedure.leg(leg));
        rule.map_or_else(
            || Text::new(leg, leg),
            |rule| self.edition.service_title(&rule.service),
        )
    }

    /// Legs that this one needs and that are not done, in the order of the content.
    pub fn awaited<'c>(&'c self, rule: &'c content::Leg) -> impl Iterator<Item = &'c Leg> {
        rule.after
            .iter()
            .filter_map(|id| self.leg(id))
            .filter(|leg| leg.state != LegState::Done)
    }

    /// The first leg that this one needs and that will not come to a result.
    pub fn broken<'c>(&'c self, rule: &'c content::Leg) -> Option<&'c Leg> {
        self.awaited(rule).find(|leg| leg.state.is_final())
    }

    /// Legs that need this one, directly or through others.
    pub fn dependents(&self, leg: &str) -> Vec<&Leg> {
        let mut needing: Vec<&str> = vec![leg];
        let mut found = Vec::new();
        for (rule, row) in self.in_order() {
            if rule.after.iter().any(|id| needing.contains(&id.as_str())) {
                needing.push(&rule.id);
                found.push(row);
            }
        }
        found
    }
}

/// The legs of a procedure, each after those that it depends on, otherwise as the content has them.
pub(super) fn in_order(procedure: &content::Bundle) -> Vec<&content::Leg> {
    let mut left: Vec<&content::Leg> = procedure.legs().iter().collect();
    let mut ordered: Vec<&content::Leg> = Vec::with_capacity(left.len());
    while !left.is_empty() {
        let is_ready = |leg: &&content::Leg| {
            leg.after
                .iter()
                .all(|id| ordered.iter().any(|done| done.id == *id))
        };
        // The check of the content lets no circle through; should there be one, its order is as good
        // as any.
        let at = left.iter().position(is_ready).unwrap_or(0);
        ordered.push(left.remove(at));
    }
    ordered
}
