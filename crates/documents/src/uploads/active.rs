//! PDF files that do something, instead of showing something.
//!
//! What does something is named: an action of the type `JavaScript` or `Launch`. Names are looked for
//! in the whole file, wherever they stand and however they are spelled (`/J#61vaScript`), and inside
//! object streams, where objects can be packed away. What cannot be looked into is refused.

use std::io::Read as _;

use flate2::read::ZlibDecoder;

/// What makes a PDF unacceptable.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(super) enum Active {
    /// It runs a script, starts a program or sends something.
    Action,
    /// It is encrypted, or packs objects so that nobody can look into it.
    Opaque,
}

/// Names of what a paper has no need of.
const ACTIONS: [&[u8]; 6] = [
    b"JavaScript",
    b"Launch",
    b"SubmitForm",
    b"ImportData",
    b"RichMedia",
    b"EmbeddedFile",
];
/// The most bytes that one object stream may unpack to.
const UNPACKED: u64 = 32 * 1024 * 1024;
/// The most object streams that are unpacked.
const STREAMS: usize = 10_000;
/// All object streams together may unpack to this many bytes.
const UNPACKED_IN_ALL: u64 = 128 * 1024 * 1024;

/// Looks into a PDF.
pub(super) fn look(pdf: &[u8]) -> Option<Active> {
    let mut object_streams = 0;
    let mut unpacked = 0;
    if let Some(found) = names(pdf).find_map(|name| verdict(&name.text)) {
        return Some(found);
    }
    for name in names(pdf).filter(|name| name.text == b"ObjStm") {
        object_streams += 1;
        if object_streams > STREAMS {
            return Some(Active::Opaque);
        }
        let Some(content) = unpack(pdf, name.end) else {
            return Some(Active::Opaque);
        };
        unpacked += u64::try_from(content.len()).unwrap_or(u64::MAX);
        if unpacked > UNPACKED_IN_ALL {
            return Some(Active::Opaque);
        }
        if let Some(found) = names(&content).find_map(|name| verdict(&name.text)) {
            return Some(found);
        }
    }
    None
}

fn verdict(name: &[u8]) -> Option<Active> {
    if ACTIONS.contains(&name) {
        return Some(Active::Action);
    }
    (name == b"Encrypt").then_some(Active::Opaque)
}

/// A name and where it ends.
struct Name {
    text: Vec<u8>,
    end: usize,
}

/// Everything that a reader could take for a name, with its escapes resolved.
fn names(bytes: &[u8]) -> impl Iterator<Item = Name> + '_ {
    let starts = bytes.iter().enumerate().filter(|(_, byte)| **byte == b'/');
    starts.map(|(start, _)| {
        let mut text = Vec::new();
        let mut at = start + 1;
        // No name that is looked for is longer than this, escaped or not.
        while let Some(byte) = bytes.get(at).filter(|byte| is_regular(**byte)) {
            if text.len() > 16 {
                break;
            }
            let escaped = (*byte == b'#')
                .then(|| hex(*bytes.get(at + 1)?, *bytes.get(at + 2)?))
                .flatten();
            text.push(escaped.unwrap_or(*byte));
            at += if escaped.is_some() { 3 } else { 1 };
        }
        Name { text, end: at }
    })
}

/// Neither white space nor a delimiter.
fn is_regular(byte: u8) -> bool {
    !matches!(
        byte,
        0 | b'\t'
            | b'\n'
            | 0x0c
            | b'\r'
            | b' '
            | b'('
            | b')'
            | b'<'
            | b'>'
            | b'['
            | b']'
            | b'{'
            | b'}'
            | b'/'
            | b'%'
    )
}

fn hex(high: u8, low: u8) -> Option<u8> {
    let digit = |byte: u8| char::from(byte).to_digit(16);
    u8::try_from(digit(high)? * 16 + digit(low)?).ok()
}

/// The content of the stream whose dictionary is left at `from`. Only the one common packing is
/// understood.
fn unpack(pdf: &[u8], from: usize) -> Option<Vec<u8>> {
    let rest = pdf.get(from..)?;
    let keyword = find(rest, b"stream")?;
    // The dictionary may begin before its type and goes on after it: its beginning is the last
    // object's.
    let before = pdf.get(..from)?;
    let begin = before.windows(3).rposition(|window| window == b"obj")?;
    let dictionary = pdf.get(begin..from + keyword)?;
    let is = |wanted: &[u8]| names(dictionary).any(|name| name.text == wanted);
    let others = names(dictionary).any(|name| {
        (name.text.ends_with(b"Decode") && name.text != b"FlateDecode")
            || matches!(
                name.text.as_slice(),
                b"DecodeParms" | b"DP" | b"Fl" | b"F" | b"Crypt"
            )
    });
    if others {
        return None;
    }
    let body = rest.get(keyword + b"stream".len()..)?;
    let body = body
        .strip_prefix(b"\r\n")
        .or_else(|| body.strip_prefix(b"\n"))
        .unwrap_or(body);
    if !is(b"FlateDecode") {
        let end = find(body, b"endstream")?;
        return body.get(..end).map(<[u8]>::to_vec);
    }
    let mut content = Vec::new();
    let read = ZlibDecoder::new(body)
        .take(UNPACKED + 1)
        .read_to_end(&mut content);
    let fits = u64::try_from(content.len()).is_ok_and(|length| length <= UNPACKED);
    (read.is_ok() && fits).then_some(content)
}

fn find(bytes: &[u8], wanted: &[u8]) -> Option<usize> {
    bytes
        .windows(wanted.len())
        .position(|window| window == wanted)
}

#[cfg(test)]
mod tests {
    use std::io::Write as _;

    use flate2::Compression;
    use flate2::write::ZlibEncoder;
    use proptest::prelude::*;

    use super::*;

    fn packed(content: &[u8], dictionary: &str) -> Vec<u8> {
        let mut encoder = ZlibEncoder::new(Vec::new(), Compression::default());
        encoder.write_all(content).unwrap();
        let body = encoder.finish().unwrap();
        let mut pdf = format!("%PDF-1.7\n1 0 obj\n<< {dictionary} >>\nstream\n").into_bytes();
        pdf.extend(body);
        pdf.extend(b"\nendstream\nendobj\n%%EOF");
        pdf
    }

    #[test]
    fn a_paper_that_only_shows_is_taken() {
        let plain = b"%PDF-1.7\n1 0 obj << /Type /Catalog /OpenAction 2 0 R >> endobj %%EOF";
        assert_eq!(look(plain), None);
        let objects = packed(b"<< /Type /Page >>", "/Type /ObjStm /Filter /FlateDecode");
        assert_eq!(look(&objects), None);
        let bare = b"%PDF-1.7\n1 0 obj << /Type /ObjStm >>\nstream\n<< >>\nendstream";
        assert_eq!(look(bare), None);
    }

    #[test]
    fn what_acts_is_found_however_it_is_spelled() {
        let spelled = [
            "<< /S /JavaScript /JS (app.alert(1)) >>",
            "<< /S/J#61vaScript/JS(x) >>",
            "<< /S /#4c#61#75#6e#63#68 /F (cmd.exe) >>",
            "<</S/Launch>>",
            "(>>\nstream\n) << /S /JavaScript >>",
        ];
        for text in spelled {
            let pdf = format!("%PDF-1.7\n1 0 obj\n{text}\nendobj");
            assert_eq!(look(pdf.as_bytes()), Some(Active::Action), "{text}");
        }
    }

    #[test]
    fn what_is_packed_away_is_found() {
        let script = b"<< /S /JavaScript /JS (x) >>";
        let plain = packed(script, "/Type /ObjStm /Filter /FlateDecode");
        assert_eq!(look(&plain), Some(Active::Action));
        let escaped = packed(script, "/Filter /Flate#44ecode /Type /Obj#53tm");
        assert_eq!(look(&escaped), Some(Active::Action));
        let layered = packed(
            script,
            "/Type /ObjStm /Filter [/ASCII85Decode /FlateDecode]",
        );
        assert_eq!(look(&layered), Some(Active::Opaque));
        let predicted = packed(
            script,
            "/Type /ObjStm /Filter /FlateDecode /DecodeParms <<>>",
        );
        assert_eq!(look(&predicted), Some(Active::Opaque));
    }

    #[test]
    fn what_nobody_can_look_into_is_refused() {
        let encrypted = b"%PDF-1.7\ntrailer << /Encrypt 5 0 R >>";
        assert_eq!(look(encrypted), Some(Active::Opaque));
        let broken = b"%PDF-1.7\n1 0 obj << /Type /ObjStm /Filter /FlateDecode >>\nstream\nxyz";
        assert_eq!(look(broken), Some(Active::Opaque));
        let zeros = vec![0; usize::try_from(UNPACKED).unwrap() + 2];
        let bomb = packed(&zeros, "/Type /ObjStm /Filter /FlateDecode");
        assert_eq!(look(&bomb), Some(Active::Opaque));
    }

    proptest! {
        #[test]
        fn nothing_makes_it_panic(bytes in proptest::collection::vec(any::<u8>(), 0..400)) {
            let _ = look(&bytes);
        }

        #[test]
        fn no_spelling_hides_a_script(escaped in proptest::collection::vec(any::<bool>(), 10)) {
            let spelled: String = "JavaScript"
                .bytes()
                .zip(escaped)
                .map(|(byte, escape)| if escape { format!("#{byte:02x}") } else { char::from(byte).to_string() })
                .collect();
            let pdf = format!("%PDF-1.7 << /S /{spelled} >>");
            prop_assert_eq!(look(pdf.as_bytes()), Some(Active::Action));
        }
    }
}
