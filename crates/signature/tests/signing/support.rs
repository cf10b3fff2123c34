//! Two PDFs made by hand, and a world in which to sign them: an authority, a person, a seal, a
//! time-stamp authority, and a clock that stands still.

use std::io::Write as _;
use std::sync::Arc;

use dean06_kernel::{ManualClock, Sources};
use dean06_signature::{
    Authority, Certificate, CertificateKind, Crl, CryptoSigner as _, Evidence, Identifier, Level,
    Overall, SignOptions, SoftwareSigner, Subject, TimestampAuthority, Trust, Validity, Verdict,
    overall, sign, verdicts,
};
use flate2::Compression;
use flate2::write::ZlibEncoder;
use jiff::{SignedDuration, Timestamp};

pub fn at(text: &str) -> Timestamp {
    text.parse().unwrap()
}

/// When everything happens, if nothing else is said.
pub fn now() -> Timestamp {
    at("2026-11-22T02:30:00Z")
}

pub fn days(days: i64) -> SignedDuration {
    SignedDuration::from_hours(24 * days)
}

/// Appends an object to a file and tells where it stands.
fn object(pdf: &mut Vec<u8>, number: usize, content: &[u8]) -> usize {
    let at = pdf.len();
    writeln!(pdf, "{number} 0 obj").unwrap();
    pdf.extend_from_slice(content);
    pdf.extend_from_slice(b"\nendobj\n");
    at
}

fn stream(dictionary: &str, content: &[u8]) -> Vec<u8> {
    let mut stream = format!("<<{dictionary}/Length {}>>\nstream\n", content.len()).into_bytes();
    stream.extend_from_slice(content);
    stream.extend_from_slice(b"\nendstream");
    stream
}

const PAGE_TEXT: &[u8] = b"BT /F1 24 Tf 72 720 Td (Giay khai sinh) Tj ET";

/// A file of one page with a table of cross-references.
pub fn classic_pdf() -> Vec<u8> {
    let objects = [
        b"<</Type/Catalog/Pages 2 0 R/Lang(vi)>>".to_vec(),
        b"<</Type/Pages/Kids[3 0 R]/Count 1>>".to_vec(),
        b"<</Type/Page/Parent 2 0 R/MediaBox[0 0 595 842]/Contents 4 0 R/Resources<</Font<</F1 5 0 R>>>>>>".to_vec(),
        stream("", PAGE_TEXT),
        b"<</Type/Font/Subtype/Type1/BaseFont/Helvetica>>".to_vec(),
        b"<</Title(Giay khai sinh)>>".to_vec(),
    ];
    let mut pdf = b"%PDF-1.7\n%\x80\x80\x80\x80\n".to_vec();
    let mut rows = Vec::new();
    for (index, content) in objects.iter().enumerate() {
        let offset = object(&mut pdf, index + 1, content);
        rows.push(format!("{offset:010} 00000 n \n"));
    }
    let (section, rows) = (pdf.len(), rows.concat());
    write!(
        pdf,
        "xref\n0 7\n0000000000 65535 f \n{rows}trailer\n<</Size 7/Root 1 0 R/Info 6 0 R/ID[<0102><0304>]>>\nstartxref\n{section}\n%%EOF"
    )
    .unwrap();
    pdf
}

/// A file of one page with a stream of cross-references, most of its objects in an object stream.
pub fn packed_pdf() -> Vec<u8> {
    let packed = [
        (1, "<</Type/Catalog/Pages 2 0 R>>"),
        (2, "<</Type/Pages/Kids[3 0 R]/Count 1>>"),
        (
            3,
            "<</Type/Page/Parent 2 0 R/MediaBox[0 0 595 842]/Contents 6 0 R/Annots 4 0 R/Resources<</Font<</F1 5 0 R>>>>>>",
        ),
        (4, "[]"),
        (5, "<</Type/Font/Subtype/Type1/BaseFont/Helvetica>>"),
    ];
    let (mut head, mut body) = (Vec::new(), String::new());
    for (number, content) in packed {
        head.push(format!("{number} {} ", body.len()));
        body.push_str(content);
        body.push(' ');
    }
    let head = head.concat();
    let content = deflate(format!("{head}{body}").as_bytes());
    let mut pdf = b"%PDF-1.7\n%\x80\x80\x80\x80\n".to_vec();
    let text = object(&mut pdf, 6, &stream("", PAGE_TEXT));
    let dictionary = format!(
        "/Type/ObjStm/Filter/FlateDecode/N {}/First {}",
        packed.len(),
        head.len()
    );
    let object_stream = object(&mut pdf, 7, &stream(&dictionary, &content));
    let section = pdf.len();
    let mut rows = vec![[0, 0, 0, 255]];
    let at = |offset: usize| {
        let offset = u16::try_from(offset).unwrap().to_be_bytes();
        [1, offset[0], offset[1], 0]
    };
    rows.extend((0..5).map(|index| [2, 0, 7, index]));
    rows.extend([at(text), at(object_stream), at(section)]);
    // Each row as its difference from the one above, as most writers do it.
    let mut predicted = Vec::new();
    let mut above = [0; 4];
    for row in rows {
        predicted.push(2);
        predicted.extend(
            row.iter()
                .zip(above)
                .map(|(byte, up): (&u8, u8)| byte.wrapping_sub(up)),
        );
        above = row;
    }
    let dictionary = "/Type/XRef/Size 9/W[1 2 1]/Root 1 0 R/Filter/FlateDecode/DecodeParms<</Predictor 12/Columns 4>>";
    object(&mut pdf, 8, &stream(dictionary, &deflate(&predicted)));
    writeln!(pdf, "startxref\n{section}\n%%EOF").unwrap();
    pdf
}

fn deflate(bytes: &[u8]) -> Vec<u8> {
    let mut encoder = ZlibEncoder::new(Vec::new(), Compression::default());
    encoder.write_all(bytes).unwrap();
    encoder.finish().unwrap()
}

/// Where the last cross-references of a file begin.
pub fn last_section(pdf: &[u8]) -> usize {
    let text = String::from_utf8_lossy(pdf);
    let (_, after) = text.rsplit_once("startxref").unwrap();
    after.split_whitespace().next().unwrap().parse().unwrap()
}

/// What the trailer of [`classic_pdf`] says, and that of every update of it.
pub const TRAILER: &str = "/Root 1 0 R/Info 6 0 R";

/// Adds an update with a table to a file: these objects, and this in its trailer.
pub fn append(pdf: &[u8], objects: &[(usize, &str)], trailer: &str) -> Vec<u8> {
    let previous = last_section(pdf);
    let mut updated = pdf.to_vec();
    updated.push(b'\n');
    let mut rows = Vec::new();
    for (number, content) in objects {
        let offset = object(&mut updated, *number, content.as_bytes());
        rows.push(format!("{number} 1\n{offset:010} 00000 n \n"));
    }
    let (section, rows) = (updated.len(), rows.concat());
    write!(
        updated,
        "xref\n{rows}trailer\n<</Size 300/Prev {previous}{trailer}>>\nstartxref\n{section}\n%%EOF\n"
    )
    .unwrap();
    updated
}

pub struct World {
    pub clock: Arc<ManualClock>,
    pub sources: Sources,
    pub authority: Authority,
    pub person: SoftwareSigner,
    pub seal: SoftwareSigner,
    pub stamps: TimestampAuthority<SoftwareSigner>,
}

impl World {
    pub fn new() -> Self {
        let clock = Arc::new(ManualClock::new(now()));
        let sources = Sources::manual(Arc::clone(&clock), 6);
        let authority = Authority::create(
            &Subject::named("Gốc chữ ký số (thử nghiệm)"),
            years(-1, 20),
            Some("http://127.0.0.1/dean06.crl"),
            &sources,
        )
        .unwrap();
        let issue = |subject: &Subject, kind, validity| {
            authority
                .issue_signer(subject, kind, validity, &sources)
                .unwrap()
        };
        let organisation = "Ủy ban nhân dân phường Hoàn Kiếm";
        let person = issue(
            &Subject {
                name: "Trần Thị Ánh".to_owned(),
                organisation: Some(organisation.to_owned()),
                title: Some("Chủ tịch".to_owned()),
                identifier: Some(Identifier::Person("OFFICER-17".to_owned())),
            },
            CertificateKind::Person,
            years(-1, 2),
        );
        let seal = issue(
            &Subject {
                name: organisation.to_owned(),
                organisation: Some(organisation.to_owned()),
                title: None,
                identifier: Some(Identifier::Organisation("committee-00004".to_owned())),
            },
            CertificateKind::Seal,
            years(-1, 3),
        );
        let stamper = issue(
            &Subject::named("Dấu thời gian (thử nghiệm)"),
            CertificateKind::Tsa,
            years(-1, 15),
        );
        let stamps = TimestampAuthority::new(stamper, sources.clone());
        Self {
            clock,
            sources,
            authority,
            person,
            seal,
            stamps,
        }
    }

    pub fn anchors(&self) -> Vec<Certificate> {
        vec![self.authority.certificate().clone()]
    }

    pub fn certificate_of_person(&self) -> Certificate {
        self.person.certificate().clone()
    }

    pub fn certificate_of_seal(&self) -> Certificate {
        self.seal.certificate().clone()
    }

    pub fn crl(&self) -> Crl {
        let now = self.sources.now();
        self.authority.crl(now, now + days(7)).unwrap()
    }

    /// Options for a signature now.
    pub fn options<'a>(&'a self, field: &'a str, level: Level) -> SignOptions<'a> {
        SignOptions {
            reason: Some("Ký giấy khai sinh"),
            location: Some("Hà Nội"),
            level,
            timestamp: Some(&self.stamps),
            ..SignOptions::new(self.sources.now(), field)
        }
    }

    pub fn sign_by_person(&self, pdf: &[u8], level: Level) -> Vec<u8> {
        let crls = [self.crl()];
        let mut options = self.options("Person", level);
        options.evidence = Evidence {
            certificates: &[],
            crls: &crls,
        };
        sign(pdf, &self.person, &options).unwrap()
    }

    pub fn sign_by_seal(&self, pdf: &[u8], level: Level) -> Vec<u8> {
        let crls = [self.crl()];
        let mut options = self.options("Seal", level);
        options.evidence = Evidence {
            certificates: &[],
            crls: &crls,
        };
        sign(pdf, &self.seal, &options).unwrap()
    }

    /// Signed by the person, then sealed.
    pub fn sign_twice(&self, pdf: &[u8], level: Level) -> Vec<u8> {
        self.sign_by_seal(&self.sign_by_person(pdf, level), level)
    }

    pub fn verdicts(&self, pdf: &[u8], crls: &[Crl], at: Timestamp) -> Vec<Verdict> {
        let anchors = self.anchors();
        verdicts(
            pdf,
            &Trust {
                anchors: &anchors,
                crls,
                at,
            },
        )
        .unwrap()
    }

    /// Verdicts now, with no revocation list but those in the file.
    pub fn verdicts_now(&self, pdf: &[u8]) -> Vec<Verdict> {
        self.verdicts(pdf, &[], self.sources.now())
    }
}

/// From so many years before now to so many after it.
pub fn years(from: i64, to: i64) -> Validity {
    Validity {
        not_before: now() + days(365 * from),
        not_after: now() + days(365 * to),
    }
}

/// What is said of a file; nothing if it is no PDF any more.
pub fn judged(world: &World, pdf: &[u8]) -> Option<Overall> {
    let anchors = world.anchors();
    let trust = Trust {
        anchors: &anchors,
        crls: &[],
        at: now(),
    };
    verdicts(pdf, &trust)
        .ok()
        .map(|verdicts| overall(&verdicts))
}

pub fn find(pdf: &[u8], text: &str) -> usize {
    pdf.windows(text.len())
        .position(|window| window == text.as_bytes())
        .unwrap_or_else(|| panic!("{text} is not there"))
}

/// The content of the newest version of an object in a file without object streams.
pub fn content(pdf: &[u8], number: usize) -> String {
    let text = String::from_utf8_lossy(pdf);
    let (_, after) = text.rsplit_once(&format!("\n{number} 0 obj\n")).unwrap();
    after.split_once("\nendobj").unwrap().0.to_owned()
}

/// The number of the form that a catalog names.
pub fn form_of(catalog: &str) -> usize {
    let (_, after) = catalog.split_once("/AcroForm ").unwrap();
    after.split(' ').next().unwrap().parse().unwrap()
}
