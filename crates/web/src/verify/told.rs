//! A verdict in words: one clear sentence first, then why, then what the paper must show.

use dean06_contracts::casework::{Verdict, VerifyResultResponse};
use dean06_contracts::documents::{
    PaperVerdict, SignatureView, VerdictReason, VerifyPaperResponse,
};
use dean06_kernel::Text;
use dean06_ui::{Markup, Notice, SummaryList, SummaryRow, Tone};
use jiff::civil::Date;

use crate::frame::Shell;
use crate::papers::signature_table;

/// What a check came to.
#[derive(Debug)]
pub(super) struct Told {
    tone: Tone,
    sentence: &'static str,
    text: &'static str,
    rows: Vec<(String, String)>,
    signatures: Vec<SignatureView>,
}

impl Told {
    /// Of signed data, a QR or a code.
    pub fn of_result(shell: &Shell, told: &VerifyResultResponse, by_code: bool) -> Self {
        let (tone, sentence, text) = match told.verdict {
            Some(Verdict::Valid) => (Tone::Good, "verify-valid", "verify-valid-text"),
            Some(Verdict::Invalid) => (Tone::Bad, "verify-invalid", "verify-do-not-use"),
            Some(Verdict::Revoked) if told.replaced_by.is_some() => {
                (Tone::Bad, "verify-replaced", "verify-replaced-text")
            }
            Some(Verdict::Revoked) => (Tone::Bad, "verify-revoked", "verify-revoked-text"),
            Some(Verdict::Expired) => (Tone::Bad, "verify-expired", "verify-expired-text"),
            Some(Verdict::Unknown) | None if by_code => {
                (Tone::Waiting, "verify-unknown", "verify-unknown-text")
            }
            Some(Verdict::Unknown) | None => (Tone::Bad, "verify-not-issued", "verify-do-not-use"),
        };
        let mut rows = head(
            shell,
            told.title.as_ref(),
            told.issuer.as_ref(),
            told.issued_at,
            told.valid_to,
            told.number.as_deref(),
        );
        if told.revoked_at.is_some() {
            rows.push((shell.t("verify-revoked-at"), shell.moment(told.revoked_at)));
        }
        if let Some(other) = &told.replaced_by {
            let title = shell.say(other.title.as_ref());
            let number = other.number.as_deref().unwrap_or_default();
            let by = shell.tw(
                "verify-replaced-by-text",
                &[("title", title.into()), ("number", number.into())],
            );
            rows.push((shell.t("verify-replaced-by"), by));
        }
        let fields = told.fields.iter().flatten();
        rows.extend(fields.map(|field| line(shell, field.label.as_ref(), field.value.as_ref())));
        Self {
            tone,
            sentence,
            text,
            rows,
            signatures: Vec::new(),
        }
    }

    /// Of a file.
    pub fn of_paper(shell: &Shell, told: &VerifyPaperResponse) -> Self {
        let gravest = told.reasons.iter().flatten().next().copied();
        let (tone, sentence, text) = match told.verdict {
            Some(PaperVerdict::Valid) => (Tone::Good, "verify-valid", still_valid(gravest)),
            Some(PaperVerdict::Revoked) => (Tone::Bad, "verify-revoked", "verify-revoked-text"),
            Some(PaperVerdict::Replaced) => (Tone::Bad, "verify-replaced", "verify-replaced-text"),
            Some(PaperVerdict::Expired) => (Tone::Bad, "verify-expired", "verify-expired-text"),
            Some(PaperVerdict::Invalid | PaperVerdict::Unknown) | None => {
                (Tone::Bad, why(gravest), "verify-do-not-use")
            }
        };
        let mut rows = head(
            shell,
            told.title.as_ref(),
            told.issuer.as_ref(),
            told.issued_at,
            told.valid_to,
            told.number.as_deref(),
        );
        let fields = told.fields.iter().flatten();
        rows.extend(fields.map(|field| line(shell, field.label.as_ref(), field.value.as_ref())));
        Self {
            tone,
            sentence,
            text,
            rows,
            signatures: told.signatures.clone().unwrap_or_default(),
        }
    }

    /// The verdict as HTML.
    pub fn markup(&self, shell: &Shell) -> Markup {
        let notice = Notice::new(self.tone, shell.t(self.sentence))
            .text(&shell.t(self.text))
            .live();
        let rows = self.rows.iter();
        let rows: Vec<SummaryRow> = rows
            .map(|(label, value)| SummaryRow::new(label, value))
            .collect();
        let list = if rows.is_empty() {
            Markup::default()
        } else {
            SummaryList::new(&shell.words, rows).into()
        };
        Markup::join([
            notice.into(),
            list,
            signature_table(shell, &self.signatures),
        ])
    }
}

/// What is said of a paper that was issued here and is in force, also when the certificate of a
/// signature has ended or was revoked since: nobody else can make such a file now.
fn still_valid(gravest: Option<VerdictReason>) -> &'static str {
    match gravest {
        Some(VerdictReason::CertificateRevoked) => "verify-valid-key-revoked-text",
        Some(VerdictReason::CertificateExpired) => "verify-valid-key-expired-text",
        _ => "verify-valid-text",
    }
}

/// Why a file does not pass, in a sentence.
fn why(reason: Option<VerdictReason>) -> &'static str {
    match reason {
        Some(VerdictReason::NotAPdf) => "verify-not-a-pdf",
        Some(VerdictReason::NotAQr) => "verify-not-a-qr",
        Some(VerdictReason::NotSigned) => "verify-not-signed",
        Some(VerdictReason::UnreadableSignature) => "verify-unreadable-signature",
        Some(VerdictReason::Changed) => "verify-changed",
        Some(VerdictReason::Appended) => "verify-appended",
        Some(VerdictReason::ForeignKey) => "verify-foreign-key",
        Some(VerdictReason::CertificateExpired) => "verify-certificate-expired",
        Some(VerdictReason::CertificateRevoked) => "verify-certificate-revoked",
        Some(VerdictReason::NotIssuedHere) => "verify-not-issued",
        Some(VerdictReason::UnknownCode) => "verify-unknown",
        Some(VerdictReason::TakenBack) => "verify-revoked",
        Some(VerdictReason::Replaced) => "verify-replaced",
        Some(VerdictReason::Expired) => "verify-expired",
        Some(VerdictReason::InOrder) | None => "verify-invalid",
    }
}

/// What names a paper; what it does not show is left out.
fn head(
    shell: &Shell,
    title: Option<&Text>,
    issuer: Option<&Text>,
    issued_at: Option<i64>,
    valid_to: Option<Date>,
    number: Option<&str>,
) -> Vec<(String, String)> {
    [
        ("verify-paper", shell.say(title).to_owned()),
        ("verify-issuer", shell.say(issuer).to_owned()),
        ("verify-signed", shell.moment(issued_at)),
        (
            "verify-valid-to",
            valid_to.map_or_else(String::new, |day| shell.words.date(day)),
        ),
        ("verify-number", number.unwrap_or_default().to_owned()),
    ]
    .into_iter()
    .filter(|(_, value)| !value.is_empty())
    .map(|(label, value)| (shell.t(label), value))
    .collect()
}

fn line(shell: &Shell, label: Option<&Text>, value: Option<&Text>) -> (String, String) {
    (shell.say(label).to_owned(), shell.say(value).to_owned())
}

#[cfg(test)]
mod tests {
    use std::collections::BTreeSet;

    use dean06_contracts::casework::{Replacement, ResultField, Verdict, VerifyResultResponse};
    use dean06_contracts::documents::{
        PaperVerdict, SignatureState, SignatureView, VerdictReason, VerifyPaperResponse,
    };
    use dean06_kernel::Text;

    use super::Told;
    use crate::frame::testing::{NOW, anybody};

    fn text(text: &str) -> Text {
        Text::new(text, text)
    }

    #[test]
    fn a_verdict_is_one_clear_sentence() {
        let shell = anybody();
        let html = |verdict: Verdict, by_code: bool| {
            let told = VerifyResultResponse {
                verdict: Some(verdict),
                title: Some(text("Giấy khai sinh")),
                fields: Some(vec![ResultField {
                    id: None,
                    label: Some(text("Họ tên")),
                    value: Some(text("Lò <Ánh>")),
                }]),
                ..VerifyResultResponse::default()
            };
            let told = Told::of_result(&shell, &told, by_code);
            told.markup(&shell).as_str().to_owned()
        };
        for (verdict, by_code, tone, words) in [
            (Verdict::Valid, true, "good", "Giấy tờ hợp lệ"),
            (Verdict::Invalid, false, "bad", "Đừng dùng giấy này"),
            (Verdict::Revoked, true, "bad", "Giấy tờ đã bị thu hồi"),
            (Verdict::Expired, true, "bad", "Giấy tờ đã hết hạn sử dụng"),
            (
                Verdict::Unknown,
                true,
                "waiting",
                "Không có giấy nào mang mã này",
            ),
            (
                Verdict::Unknown,
                false,
                "bad",
                "Giấy tờ không do hệ thống này cấp",
            ),
        ] {
            let html = html(verdict, by_code);
            assert!(html.contains(&format!("class=\"notice {tone}\" role=\"status\"")));
            assert!(html.contains(words), "{words} in {html}");
            assert!(html.contains("Lò &#60;Ánh&#62;"));
        }
    }

    #[test]
    fn what_took_its_place_is_named_and_no_more() {
        let shell = anybody();
        let told = VerifyResultResponse {
            verdict: Some(Verdict::Revoked),
            revoked_at: Some(NOW),
            replaced_by: Some(Replacement {
                title: Some(text("Giấy khai sinh")),
                number: Some("H26-2".to_owned()),
                issued_at: None,
            }),
            ..VerifyResultResponse::default()
        };
        let html = Told::of_result(&shell, &told, false).markup(&shell);
        for part in ["đã được thay thế", "09:00, 23/11/2026", "H26-2"] {
            assert!(html.as_str().contains(part), "{part}");
        }
    }

    #[test]
    fn each_way_a_file_fails_has_its_own_sentence() {
        let shell = anybody();
        let reasons = [
            VerdictReason::NotAPdf,
            VerdictReason::NotSigned,
            VerdictReason::Changed,
            VerdictReason::Appended,
            VerdictReason::ForeignKey,
            VerdictReason::CertificateExpired,
            VerdictReason::CertificateRevoked,
            VerdictReason::NotIssuedHere,
        ];
        let sentences: BTreeSet<&str> = reasons
            .iter()
            .map(|reason| {
                let told = VerifyPaperResponse {
                    verdict: Some(PaperVerdict::Invalid),
                    reasons: Some(vec![*reason]),
                    ..VerifyPaperResponse::default()
                };
                Told::of_paper(&shell, &told).sentence
            })
            .collect();
        assert_eq!(sentences.len(), reasons.len());
    }

    #[test]
    fn a_key_revoked_since_is_told_beside_a_paper_that_holds() {
        let shell = anybody();
        let told = VerifyPaperResponse {
            verdict: Some(PaperVerdict::Valid),
            reasons: Some(vec![VerdictReason::CertificateRevoked]),
            ..VerifyPaperResponse::default()
        };
        let html = Told::of_paper(&shell, &told).markup(&shell);
        assert!(html.as_str().contains("class=\"notice good\""));
        assert!(html.as_str().contains("đã bị thu hồi"));
    }

    #[test]
    fn a_file_tells_who_signed_it() {
        let shell = anybody();
        let told = VerifyPaperResponse {
            verdict: Some(PaperVerdict::Valid),
            signatures: Some(vec![SignatureView {
                name: Some("Quàng Văn Hặc".to_owned()),
                state: Some(SignatureState::Valid),
                ..SignatureView::default()
            }]),
            ..VerifyPaperResponse::default()
        };
        let html = Told::of_paper(&shell, &told).markup(&shell);
        assert!(html.as_str().contains("Quàng Văn Hặc"));
    }
}
