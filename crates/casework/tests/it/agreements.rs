use dean06_contracts::casework::{
    AgreementRow, AgreementView, AnswerAgreement, AnswerAgreementRequest, AnswerAgreementResponse,
    BundleState, GetAgreement, GetAgreementRequest, LegState, ListAgreements,
    ListAgreementsRequest, WithdrawBundle, WithdrawBundleRequest,
};
use dean06_contracts::population::PersonRecord;
use dean06_kernel::instant;
use dean06_mediator::{Actor, MediatorError};
use jiff::civil::date;
use serde_json::json;

use crate::festival::{leg, plain_but};
use crate::support::{COMMUNE, House, code, each, micros, person_record};

const NUMBER: &str = "001190000001";

/// A friend who owns a flag.
fn friend(house: &House) -> Actor {
    let friend = house.citizen("Trần Văn Bạn");
    house.register.enter(PersonRecord {
        personal_number: Some(NUMBER.to_owned()),
        ..person_record(friend.person().unwrap(), "Trần Văn Bạn", "2")
    });
    friend
}

/// An application that needs the friend's agreement for the flag.
async fn festival(house: &House, citizen: &Actor) -> String {
    let flag = json!({ "colour": "xanh", "commune": COMMUNE, "friend": NUMBER });
    house
        .festival(citizen, plain_but("flag", "flag", flag))
        .await
}

async fn questions(house: &House, person: &Actor) -> Vec<AgreementRow> {
    let page = house
        .call::<ListAgreements>(person, ListAgreementsRequest::default())
        .await
        .unwrap();
    page.rows.unwrap()
}

async fn question(
    house: &House,
    person: &Actor,
    agreement: &str,
) -> Result<AgreementView, MediatorError> {
    let request = GetAgreementRequest {
        agreement_id: agreement.to_owned(),
    };
    house.call::<GetAgreement>(person, request).await
}

async fn answer(
    house: &House,
    person: &Actor,
    agreement: &str,
    agreed: bool,
) -> Result<AnswerAgreementResponse, MediatorError> {
    let request = AnswerAgreementRequest {
        agreement_id: agreement.to_owned(),
        agreed,
        reason: (!agreed).then(|| "Cờ đang giặt".to_owned()),
    };
    house.command::<AnswerAgreement>(person, request).await
}

#[tokio::test]
async fn who_is_asked_agrees_and_the_leg_begins_when_it_may() {
    each(|house| async move {
        let (citizen, friend) = (house.citizen("Nguyễn Thị Diều"), friend(&house));
        let stranger = house.citizen("C");
        let bundle = festival(&house, &citizen).await;
        assert_eq!(house.messages(&friend).await, ["agreement-asked"]);
        assert_eq!(questions(&house, &stranger).await, []);
        let rows = questions(&house, &friend).await;
        let asked = rows[0].agreement_id.clone().unwrap();
        assert_eq!(rows[0].applicant.as_deref(), Some("Nguyễn Thị Diều"));
        let view = question(&house, &friend, &asked).await.unwrap();
        assert!(view.question.unwrap().vi.starts_with("Bạn có đồng ý"));
        assert_eq!(view.due_at, Some(micros(10, 17, 0)));
        assert_eq!(view.open, Some(true));
        for nobody in [&stranger, &citizen] {
            let outcome = question(&house, nobody, &asked).await;
            assert_eq!(code(outcome), "agreement-not-found");
            let outcome = answer(&house, nobody, &asked, true).await;
            assert_eq!(code(outcome), "agreement-not-found");
        }

        // The leg waits for both: the kite, and the friend.
        let registrar = house.registrar("Lan");
        house.grant(&registrar, &citizen, &bundle, "kite").await;
        house
            .until_leg(&citizen, &bundle, "flag", LegState::AwaitingAgreement)
            .await;
        let flag = house.leg(&citizen, &bundle, "flag").await;
        assert_eq!(
            flag.next.unwrap().vi,
            "Đang chờ Trần Văn Bạn trả lời đồng ý hay không."
        );
        assert_eq!(
            flag.agreement.unwrap().asked_name.as_deref(),
            Some("Trần Văn Bạn")
        );
        let answered = answer(&house, &friend, &asked, true).await.unwrap();
        assert_eq!(answered.agreed, Some(true));
        let again = answer(&house, &friend, &asked, false).await;
        assert_eq!(code(again), "agreement-answered");
        house
            .until_leg(&citizen, &bundle, "flag", LegState::Running)
            .await;
        assert_eq!(questions(&house, &friend).await.len(), 1);
    })
    .await;
}

#[tokio::test]
async fn a_yes_that_comes_early_is_remembered() {
    each(|house| async move {
        let (citizen, friend) = (house.citizen("A"), friend(&house));
        let bundle = festival(&house, &citizen).await;
        let asked = questions(&house, &friend).await[0].agreement_id.clone();
        answer(&house, &friend, &asked.unwrap(), true)
            .await
            .unwrap();
        let flag = house.leg(&citizen, &bundle, "flag").await;
        assert_eq!(flag.state, Some(LegState::Waiting));
        assert_eq!(flag.agreement.unwrap().agreed, Some(true));
        let registrar = house.registrar("Lan");
        house.grant(&registrar, &citizen, &bundle, "kite").await;
        house
            .until_leg(&citizen, &bundle, "flag", LegState::Running)
            .await;
    })
    .await;
}

#[tokio::test]
async fn a_no_ends_that_leg_alone() {
    each(|house| async move {
        let (citizen, friend) = (house.citizen("A"), friend(&house));
        let bundle = festival(&house, &citizen).await;
        let asked = questions(&house, &friend).await[0].agreement_id.clone();
        answer(&house, &friend, &asked.unwrap(), false)
            .await
            .unwrap();
        let view = house.bundle(&citizen, &bundle).await;
        let flag = leg(&view, "flag");
        assert_eq!(flag.state, Some(LegState::Declined));
        assert_eq!(
            flag.reason.unwrap().vi,
            "Chủ lá cờ không đồng ý. Lý do được nêu: Cờ đang giặt"
        );
        assert!(
            house
                .messages(&citizen)
                .await
                .contains(&"agreement-answered".to_owned())
        );
        let registrar = house.registrar("Lan");
        house.grant(&registrar, &citizen, &bundle, "kite").await;
        house
            .until_bundle(&citizen, &bundle, BundleState::Done)
            .await;
        let view = house.bundle(&citizen, &bundle).await;
        assert_eq!(leg(&view, "sticker").state, Some(LegState::Done));
    })
    .await;
}

#[tokio::test]
async fn who_does_not_answer_in_time_is_asked_no_more() {
    each(|house| async move {
        let _running = house.running();
        let (citizen, friend) = (house.citizen("A"), friend(&house));
        let bundle = festival(&house, &citizen).await;
        let asked = questions(&house, &friend).await[0].agreement_id.clone();
        let asked = asked.unwrap();
        house.clock.set(instant(date(2026, 11, 10).at(17, 1, 0, 0)));
        house
            .until_leg(&citizen, &bundle, "flag", LegState::Declined)
            .await;
        let view = question(&house, &friend, &asked).await.unwrap();
        assert_eq!(view.open, Some(false));
        assert_eq!(
            view.closed_text.unwrap().vi,
            "Người được hỏi ý kiến chưa trả lời trong thời hạn."
        );
        let late = answer(&house, &friend, &asked, true).await;
        assert_eq!(code(late), "agreement-closed");
    })
    .await;
}

#[tokio::test]
async fn a_question_falls_away_with_the_application() {
    each(|house| async move {
        let (citizen, friend) = (house.citizen("A"), friend(&house));
        let bundle = festival(&house, &citizen).await;
        let request = WithdrawBundleRequest {
            bundle_id: bundle,
            reason: "Trời mưa".to_owned(),
        };
        house
            .command::<WithdrawBundle>(&citizen, request)
            .await
            .unwrap();
        let asked = questions(&house, &friend).await.remove(0);
        assert_eq!(asked.open, Some(false));
        let view = question(&house, &friend, &asked.agreement_id.unwrap()).await;
        assert_eq!(
            view.unwrap().closed_text.unwrap().vi,
            "Hồ sơ không còn cần ý kiến này."
        );
    })
    .await;
}

#[tokio::test]
async fn whoever_applies_for_an_own_flag_agrees() {
    each(|house| async move {
        let citizen = friend(&house);
        let bundle = festival(&house, &citizen).await;
        assert_eq!(questions(&house, &citizen).await, []);
        let registrar = house.registrar("Lan");
        house.grant(&registrar, &citizen, &bundle, "kite").await;
        house
            .until_leg(&citizen, &bundle, "flag", LegState::Running)
            .await;
    })
    .await;
}

#[tokio::test]
async fn another_owner_since_then_is_asked_anew() {
    each(|house| async move {
        let (citizen, former) = (house.citizen("A"), friend(&house));
        let bundle = festival(&house, &citizen).await;
        let asked = questions(&house, &former).await[0].agreement_id.clone();
        answer(&house, &former, &asked.unwrap(), true)
            .await
            .unwrap();
        // The flag changes hands: its number leads to somebody else.
        let person = former.person().unwrap();
        house
            .register
            .enter(person_record(person, "Trần Văn Bạn", "2"));
        let now = friend(&house);
        let registrar = house.registrar("Lan");
        house.grant(&registrar, &citizen, &bundle, "kite").await;
        house
            .until_leg(&citizen, &bundle, "flag", LegState::AwaitingAgreement)
            .await;
        let asked = questions(&house, &now).await[0].agreement_id.clone();
        answer(&house, &now, &asked.unwrap(), true).await.unwrap();
        house
            .until_leg(&citizen, &bundle, "flag", LegState::Running)
            .await;
    })
    .await;
}
