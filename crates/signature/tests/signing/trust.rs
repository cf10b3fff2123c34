//! Whose signatures count, and when.

use dean06_signature::{
    CertificateKind, Crl, Evidence, Finding, Level, Overall, Revocation, Stamp, Subject,
    TimestampAuthority, add_timestamp, overall, sign,
};
use jiff::Timestamp;

use crate::support::{World, classic_pdf, days, now, years};

fn judged(world: &World, pdf: &[u8], crls: &[Crl], at: Timestamp) -> Overall {
    overall(&world.verdicts(pdf, crls, at))
}

#[test]
fn a_foreign_key_is_not_trusted() {
    let (world, other) = (World::new(), World::new());
    let signed = other.sign_twice(&classic_pdf(), Level::LT);
    let verdicts = world.verdicts_now(&signed);
    assert_eq!(overall(&verdicts), Overall::Invalid(Finding::ForeignKey));
    // Its authority has the same name, but another key.
    assert!(verdicts[0].digest_holds && !verdicts[0].chain_holds);
    assert_eq!(verdicts[0].stamp, Stamp::Untrusted(now()));
    let ours_and_theirs =
        other.sign_by_seal(&world.sign_by_person(&classic_pdf(), Level::B), Level::B);
    let verdicts = world.verdicts_now(&ours_and_theirs);
    assert!(verdicts[0].holds());
    assert_eq!(verdicts[1].findings, [Finding::ForeignKey]);
}

#[test]
fn a_certificate_expires_unless_a_stamp_is_older() {
    let world = World::new();
    let later = now() + days(365 * 2 + 1);
    let expired = Overall::Invalid(Finding::Expired {
        not_after: now() + days(365 * 2),
    });
    let plain = world.sign_by_person(&classic_pdf(), Level::B);
    assert_eq!(judged(&world, &plain, &[], later), expired);
    let stamped = world.sign_by_person(&classic_pdf(), Level::T);
    assert_eq!(judged(&world, &stamped, &[], later), Overall::Valid);
    let archived = add_timestamp(&plain, "Archive", "Dấu thời gian", &world.stamps).unwrap();
    assert_eq!(judged(&world, &archived, &[], later), Overall::Valid);
    // When the authority that stamped has expired itself, its word is worth nothing any more.
    let much_later = now() + days(365 * 16);
    assert_eq!(judged(&world, &stamped, &[], much_later), expired);
}

#[test]
fn a_certificate_is_not_valid_before_its_time() {
    let world = World::new();
    let signed = world.sign_by_person(&classic_pdf(), Level::B);
    assert_eq!(
        judged(&world, &signed, &[], now() - days(400)),
        Overall::Invalid(Finding::NotYetValid {
            not_before: now() - days(365),
        })
    );
}

#[test]
fn revoked_before_the_signature_is_revoked() {
    let mut world = World::new();
    let since = now() - days(1);
    let certificate = world.certificate_of_person();
    world.authority.revoke(&certificate, since);
    let crl = world.crl();
    for level in [Level::B, Level::T] {
        let signed = world.sign_by_person(&classic_pdf(), level);
        assert_eq!(
            judged(&world, &signed, std::slice::from_ref(&crl), now()),
            Overall::Invalid(Finding::Revoked { since })
        );
        assert_eq!(
            judged(&world, &signed, &[], now()),
            Overall::Valid,
            "nobody told"
        );
    }
    // The evidence in the file tells, too.
    let signed = world.sign_by_person(&classic_pdf(), Level::LT);
    let verdicts = world.verdicts_now(&signed);
    assert_eq!(verdicts[0].revocation, Revocation::Revoked { since });
}

#[test]
fn revoked_after_a_stamp_still_holds() {
    let mut world = World::new();
    let plain = world.sign_by_person(&classic_pdf(), Level::B);
    let stamped = world.sign_by_person(&classic_pdf(), Level::T);
    let kept = world.sign_by_person(&classic_pdf(), Level::LT);
    let since = now() + days(3);
    let certificate = world.certificate_of_person();
    world.clock.set(now() + days(5));
    world.authority.revoke(&certificate, since);
    let crls = [world.crl()];
    let at = now() + days(6);
    assert_eq!(
        judged(&world, &plain, &crls, at),
        Overall::Invalid(Finding::Revoked { since })
    );
    for pdf in [stamped, kept] {
        let verdicts = world.verdicts(&pdf, &crls, at);
        assert_eq!(overall(&verdicts), Overall::Valid);
        assert_eq!(
            verdicts[0].revocation,
            Revocation::Good {
                as_of: now() + days(5),
            }
        );
    }
}

#[test]
fn the_stamp_of_a_revoked_authority_proves_nothing() {
    let mut world = World::new();
    let stamper = world
        .authority
        .issue_signer(
            &Subject::named("Dấu thời gian khác"),
            CertificateKind::Tsa,
            years(-1, 15),
            &world.sources,
        )
        .unwrap();
    let certificate = dean06_signature::CryptoSigner::certificate(&stamper).clone();
    let stamps = TimestampAuthority::new(stamper, world.sources.clone());
    let mut options = world.options("Person", Level::T);
    options.timestamp = Some(&stamps);
    let signed = sign(&classic_pdf(), &world.person, &options).unwrap();
    world.authority.revoke(&certificate, now());
    let verdicts = world.verdicts(&signed, &[world.crl()], now());
    assert_eq!(verdicts[0].stamp, Stamp::Untrusted(now()));
    assert!(verdicts[0].holds());
}

#[test]
fn a_list_of_somebody_else_counts_for_nothing() {
    let (world, mut other) = (World::new(), World::new());
    // Somebody of the same name revokes a certificate that is not his.
    other
        .authority
        .revoke(&world.certificate_of_person(), now() - days(1));
    let crls = [other.crl()];
    let signed = world.sign_by_person(&classic_pdf(), Level::B);
    let verdicts = world.verdicts(&signed, &crls, now());
    assert!(verdicts[0].holds());
    assert_eq!(verdicts[0].revocation, Revocation::Unknown);
}

#[test]
fn certificates_are_for_one_use() {
    let world = World::new();
    let stamper = || {
        world
            .authority
            .issue_signer(
                &Subject::named("Dấu thời gian"),
                CertificateKind::Tsa,
                years(-1, 15),
                &world.sources,
            )
            .unwrap()
    };
    let by_stamper = sign(
        &classic_pdf(),
        &stamper(),
        &world.options("Person", Level::B),
    )
    .unwrap();
    assert_eq!(
        judged(&world, &by_stamper, &[], now()),
        Overall::Invalid(Finding::WrongUse)
    );
    // And a person is no time-stamp authority.
    let person = world
        .authority
        .issue_signer(
            &Subject::named("Người khác"),
            CertificateKind::Person,
            years(-1, 2),
            &world.sources,
        )
        .unwrap();
    let stamps = TimestampAuthority::new(person, world.sources.clone());
    let mut options = world.options("Person", Level::T);
    options.timestamp = Some(&stamps);
    options.evidence = Evidence::default();
    let signed = sign(&classic_pdf(), &world.person, &options).unwrap();
    let verdicts = world.verdicts_now(&signed);
    assert_eq!(verdicts[0].stamp, Stamp::Untrusted(now()));
}

#[test]
fn who_may_sign_may_not_issue() {
    use dean06_signature::{Authority, CryptoSigner as _, SigningKey, SoftwareSigner};
    let world = World::new();
    // The person plays authority with her own key and certificate.
    let key = SigningKey::from_pkcs8(world.person.key().pkcs8().to_vec()).unwrap();
    let pretender = Authority::load(key, world.certificate_of_person(), None).unwrap();
    let forged = pretender
        .issue_signer(
            &Subject::named("Chủ tịch tỉnh"),
            CertificateKind::Person,
            years(-1, 2),
            &world.sources,
        )
        .unwrap();
    let key = SigningKey::from_pkcs8(forged.key().pkcs8().to_vec()).unwrap();
    let chain = vec![world.certificate_of_person()];
    let forged = SoftwareSigner::new(key, forged.certificate().clone(), chain).unwrap();
    let signed = sign(&classic_pdf(), &forged, &world.options("Person", Level::B)).unwrap();
    assert_eq!(
        judged(&world, &signed, &[], now()),
        Overall::Invalid(Finding::ForeignKey)
    );
}

#[test]
fn a_stored_authority_goes_on() {
    use dean06_signature::{Authority, Certificate, CryptoSigner as _, SigningKey};
    let world = World::new();
    let key = SigningKey::from_pkcs8(world.authority.key().pkcs8().to_vec()).unwrap();
    let root = Certificate::from_pem(&world.authority.certificate().pem()).unwrap();
    let mut again = Authority::load(key, root, None).unwrap();
    again.revoke(world.person.certificate(), now());
    let crl = again.crl(now(), now() + days(1)).unwrap();
    assert_eq!(Crl::from_pem(&crl.pem()).unwrap(), crl);
    assert_eq!(crl.this_update(), now());
    assert_eq!(crl.next_update(), Some(now() + days(1)));
    let signed = world.sign_by_person(&classic_pdf(), Level::B);
    assert_eq!(
        judged(&world, &signed, &[crl], now()),
        Overall::Invalid(Finding::Revoked { since: now() })
    );
    let other = SigningKey::generate().unwrap();
    let root = world.authority.certificate().clone();
    assert!(Authority::load(other, root, None).is_err());
}
