use crate::{
    Descriptor, allowances, casework, civil_status, documents, health_insurance, identity, ledger,
    messages, population,
};

/// Every contract of the house, by owner and file.
pub fn all() -> Vec<Descriptor> {
    vec![
        Descriptor::of::<population::CorrectPerson>(),
        Descriptor::of::<population::EndPermanentResidence>(),
        Descriptor::of::<population::GetHousehold>(),
        Descriptor::of::<population::GetPerson>(),
        Descriptor::of::<population::IssueIdentityCard>(),
        Descriptor::of::<population::RegisterChild>(),
        Descriptor::of::<population::RegisterDeath>(),
        Descriptor::of::<population::RegisterPermanentResidence>(),
        Descriptor::of::<population::RegisterTemporaryResidence>(),
        Descriptor::of::<population::ReplacePersonalNumber>(),
        Descriptor::of::<population::SearchPersons>(),
        Descriptor::of::<population::VerifyPerson>(),
        Descriptor::of::<civil_status::FindBirths>(),
        Descriptor::of::<civil_status::FindMarriage>(),
        Descriptor::of::<civil_status::GetBirth>(),
        Descriptor::of::<civil_status::GetBirthNotice>(),
        Descriptor::of::<civil_status::GetDeath>(),
        Descriptor::of::<civil_status::GetDeathNotice>(),
        Descriptor::of::<civil_status::ReceiveBirthNotice>(),
        Descriptor::of::<civil_status::ReceiveDeathNotice>(),
        Descriptor::of::<civil_status::RegisterBirth>(),
        Descriptor::of::<civil_status::RegisterDeath>(),
        Descriptor::of::<health_insurance::EndCard>(),
        Descriptor::of::<health_insurance::GetCard>(),
        Descriptor::of::<health_insurance::IssueCard>(),
        Descriptor::of::<allowances::GetGrants>(),
        Descriptor::of::<allowances::Grant>(),
        Descriptor::of::<identity::GetOrganisationKey>(),
        Descriptor::of::<casework::AnswerAgreement>(),
        Descriptor::of::<casework::AnswerSupplement>(),
        Descriptor::of::<casework::AppealLeg>(),
        Descriptor::of::<casework::Approve>(),
        Descriptor::of::<casework::CheckAttached>(),
        Descriptor::of::<casework::ChooseLeg>(),
        Descriptor::of::<casework::DeclineIntake>(),
        Descriptor::of::<casework::DiscardDraft>(),
        Descriptor::of::<casework::BeginVerification>(),
        Descriptor::of::<casework::Extend>(),
        Descriptor::of::<casework::FinishByHand>(),
        Descriptor::of::<casework::GetAgreement>(),
        Descriptor::of::<casework::GetBundleInfo>(),
        Descriptor::of::<casework::GetDossier>(),
        Descriptor::of::<casework::GetDraft>(),
        Descriptor::of::<casework::GetOwnBundle>(),
        Descriptor::of::<casework::GetPaperLibrary>(),
        Descriptor::of::<casework::GetResult>(),
        Descriptor::of::<casework::GetService>(),
        Descriptor::of::<casework::GetSlip>(),
        Descriptor::of::<casework::ListAgreements>(),
        Descriptor::of::<casework::ListBundles>(),
        Descriptor::of::<casework::ListDossiers>(),
        Descriptor::of::<casework::ListDrafts>(),
        Descriptor::of::<casework::ListOwnBundles>(),
        Descriptor::of::<casework::ListQueue>(),
        Descriptor::of::<casework::ListServices>(),
        Descriptor::of::<casework::MoveBundle>(),
        Descriptor::of::<casework::OpenChain>(),
        Descriptor::of::<casework::OpenDossier>(),
        Descriptor::of::<casework::PublicKeys>(),
        Descriptor::of::<casework::Receive>(),
        Descriptor::of::<casework::Refuse>(),
        Descriptor::of::<casework::RequestSupplement>(),
        Descriptor::of::<casework::RetryLeg>(),
        Descriptor::of::<casework::ReturnResult>(),
        Descriptor::of::<casework::RevokeResult>(),
        Descriptor::of::<casework::SaveDraft>(),
        Descriptor::of::<casework::StartBundle>(),
        Descriptor::of::<casework::StartDraft>(),
        Descriptor::of::<casework::Submit>(),
        Descriptor::of::<casework::SubmitBundle>(),
        Descriptor::of::<casework::TakeDossier>(),
        Descriptor::of::<casework::VerifyResult>(),
        Descriptor::of::<casework::Withdraw>(),
        Descriptor::of::<casework::WithdrawBundle>(),
        Descriptor::of::<casework::WithdrawLeg>(),
        Descriptor::of::<ledger::ProveAccess>(),
        Descriptor::of::<ledger::WhoUsedMyData>(),
        Descriptor::of::<documents::AttachPaper>(),
        Descriptor::of::<documents::DiscardUpload>(),
        Descriptor::of::<documents::EndShare>(),
        Descriptor::of::<documents::ExportPapers>(),
        Descriptor::of::<documents::GetPaper>(),
        Descriptor::of::<documents::GetPaperFile>(),
        Descriptor::of::<documents::GetPaperOfDossier>(),
        Descriptor::of::<documents::ListPapers>(),
        Descriptor::of::<documents::ListShares>(),
        Descriptor::of::<documents::ListUsable>(),
        Descriptor::of::<documents::OpenShare>(),
        Descriptor::of::<documents::RevokePaper>(),
        Descriptor::of::<documents::SharePaper>(),
        Descriptor::of::<documents::UploadPaper>(),
        Descriptor::of::<documents::VerifyPaper>(),
        Descriptor::of::<messages::CountUnread>(),
        Descriptor::of::<messages::ListMessages>(),
        Descriptor::of::<messages::ReadMessage>(),
    ]
}

#[cfg(test)]
mod tests {
    use std::collections::BTreeSet;

    use crate::{Shape, all};

    #[test]
    fn names_are_unique_and_well_formed() {
        let mut seen = BTreeSet::new();
        for contract in all() {
            assert!(seen.insert(contract.name), "{} stands twice", contract.name);
            let (path, version) = contract.name.split_once('/').expect("a version");
            assert!(
                version.parse::<u16>().is_ok_and(|v| v > 0),
                "{}",
                contract.name
            );
            let (owner, verb) = path.split_once('.').expect("an owner");
            assert_eq!(owner, contract.owner);
            assert!(
                verb.chars().all(|c| c.is_ascii_lowercase() || c == '-'),
                "{}",
                contract.name
            );
        }
    }

    #[test]
    fn every_field_of_every_answer_is_classified_and_optional() {
        for contract in all() {
            let properties: BTreeSet<&str> = contract.response["properties"]
                .as_object()
                .expect("an object")
                .keys()
                .map(String::as_str)
                .collect();
            let classified: BTreeSet<&str> = contract.fields.iter().map(|f| f.name).collect();
            assert_eq!(properties, classified, "{}", contract.name);
            assert!(
                contract
                    .response
                    .get("required")
                    .is_none_or(|r| r.as_array().is_none_or(Vec::is_empty)),
                "{} has a field that a minimised answer would lack",
                contract.name
            );
        }
    }

    #[test]
    fn schemas_are_valid_and_refuse_unknown_fields() {
        for contract in all() {
            jsonschema::draft202012::meta::validate(&contract.request).expect(contract.name);
            jsonschema::draft202012::meta::validate(&contract.response).expect(contract.name);
            assert_eq!(
                contract.request["additionalProperties"], false,
                "{}",
                contract.name
            );
        }
    }

    #[test]
    fn a_subject_is_a_field_of_the_request() {
        for contract in all() {
            if let Some(subject) = contract.subject {
                assert!(
                    contract.request["properties"].get(subject).is_some(),
                    "{} has no {subject}",
                    contract.name
                );
            }
        }
    }

    #[test]
    fn a_search_has_rows_a_limit_and_a_cursor() {
        for contract in all().into_iter().filter(|c| c.shape == Shape::Search) {
            assert!(
                contract.response["properties"].get("rows").is_some(),
                "{}",
                contract.name
            );
            for field in ["limit", "cursor"] {
                assert!(
                    contract.request["properties"].get(field).is_some(),
                    "{}",
                    contract.name
                );
            }
        }
    }
}
