//! How many papers a second?
//!
//! Sets birth certificates of the content, each for other people and with another QR code, on one
//! thread and on as many as there are cores, and prints papers per second of one thread, the first
//! paper's time and a paper's size.
//!
//! `cargo bench -p dean06-typeset --bench papers`.

use std::error::Error;
use std::fs;
use std::path::Path;
use std::thread;
use std::time::{Duration, Instant};

use dean06_typeset::{Paper, PaperField, Typesetter};

/// Papers for each thread.
const PAPERS: usize = 500;

type Outcome<T> = Result<T, Box<dyn Error + Send + Sync>>;

/// A template with the functions it imports.
struct Template {
    template: String,
    official: String,
}

impl Template {
    fn read() -> Outcome<Self> {
        let content = Path::new(env!("CARGO_MANIFEST_DIR")).join("../../content");
        Ok(Self {
            template: fs::read_to_string(content.join("services/birth-registration/result.typ"))?,
            official: fs::read_to_string(content.join("papers/official.typ"))?,
        })
    }

    fn set(&self, typesetter: &Typesetter, number: usize) -> Outcome<usize> {
        let library = [("papers/official.typ", self.official.as_str())];
        let pdf = typesetter.render(&self.template, &library, &paper(number)?)?;
        Ok(pdf.len())
    }
}

fn main() -> Outcome<()> {
    let template = Template::read()?;
    let typesetter = Typesetter::new()?;
    let begun = Instant::now();
    let size = template.set(&typesetter, 0)?;
    println!("first paper {:?}, {size} bytes", begun.elapsed());
    let cores = thread::available_parallelism()?.get();
    for threads in [1, cores] {
        let begun = Instant::now();
        thread::scope(|scope| -> Outcome<()> {
            let work = (0..threads).map(|thread| {
                let (template, typesetter) = (&template, &typesetter);
                scope.spawn(move || -> Outcome<()> {
                    for number in 0..PAPERS {
                        template.set(typesetter, (threads * 10 + thread) * PAPERS + number)?;
                    }
                    Ok(())
                })
            });
            let work: Vec<_> = work.collect();
            for thread in work {
                thread.join().map_err(|_| "a thread ended unexpectedly")??;
            }
            Ok(())
        })?;
        println!(
            "{threads} thread(s): {:.0} papers per second",
            rate(threads * PAPERS, begun.elapsed())
        );
    }
    Ok(())
}

#[expect(clippy::cast_precision_loss, reason = "a few thousand papers")]
fn rate(papers: usize, time: Duration) -> f64 {
    papers as f64 / time.as_secs_f64()
}

/// The certificate of one child.
fn paper(number: usize) -> Outcome<Paper> {
    let residence = format!("Số {number}, phố Châu Long, Phường Ba Đình, Thành phố Hà Nội");
    let fields = [
        ("child_name", format!("Nguyễn Minh Anh {number}")),
        (
            "child_birth_date",
            format!("{:02}/11/2026", number % 28 + 1),
        ),
        ("child_sex", "Nữ".to_owned()),
        ("child_ethnicity", "Kinh".to_owned()),
        ("child_nationality", "Việt Nam".to_owned()),
        (
            "child_birth_place",
            "Trạm y tế Phường Ba Đình, Thành phố Hà Nội".to_owned(),
        ),
        (
            "child_hometown",
            "Phường Giảng Võ, Thành phố Hà Nội".to_owned(),
        ),
        (
            "child_personal_number",
            format!("{:012}", 1_326_000_000 + number),
        ),
        ("mother_name", format!("Trần Thị Lan {number}")),
        ("mother_birth_year", "1995".to_owned()),
        ("mother_ethnicity", "Kinh".to_owned()),
        ("mother_nationality", "Việt Nam".to_owned()),
        ("mother_residence", residence.clone()),
        ("father_name", format!("Nguyễn Văn Nam {number}")),
        ("father_birth_year", "1993".to_owned()),
        ("father_ethnicity", "Kinh".to_owned()),
        ("father_nationality", "Việt Nam".to_owned()),
        ("father_residence", residence),
        ("registered_by", "Ủy ban nhân dân phường Ba Đình".to_owned()),
        ("book_number", number.to_string()),
        ("book", "01/2026".to_owned()),
        ("registered_on", "27/11/2026".to_owned()),
        ("declarant_name", format!("Trần Thị Lan {number}")),
        (
            "declarant_document",
            format!("Số định danh cá nhân {number:012}"),
        ),
    ];
    let fields = fields.map(|(id, value)| PaperField {
        id: id.to_owned(),
        label: id.to_owned(),
        value,
    });
    Ok(Paper {
        kind: "birth-certificate".to_owned(),
        title: "Giấy khai sinh".to_owned(),
        issuer: vec!["Ủy ban nhân dân phường Ba Đình".to_owned()],
        number: Some(format!("H26.00.004-20261127-{number:04}")),
        place_and_date: "Phường Ba Đình, ngày 27 tháng 11 năm 2026".to_owned(),
        fields: fields.to_vec(),
        office: Some("Chủ tịch".to_owned()),
        signer: Some("Lê Thị Hồng Nhung".to_owned()),
        code: format!("0K7M4-Q2XWB-9TJ3A-HC8VN-5RZPD-{number}"),
        verify_url: "https://dichvucong.example/verify".to_owned(),
        qr_text: Some(format!("D1.{number:08}{}", "WyJrMSIsIjBL".repeat(20))),
        issued_at: "2026-11-27T03:05:00Z".parse()?,
    })
}
