# The check of papers: crates/web/src/verify.

verify-title = Check a document
verify-lead = Check whether an electronic document issued by this system is genuine, unchanged and in force. No need to sign in. Files that you send are not kept.
verify-by-file = Send the file
verify-file = PDF file, or file of signed data (.jws)
verify-file-hint = The original that the holder downloaded, not a photograph. At most 10 MB.
verify-button-file = Check the file
verify-by-code = Enter the code
verify-code = Code printed on the document
verify-code-hint = It stands beside the QR code, at the lower left. If you scan the QR code you need not type it.
verify-code-too-long = A code has at most 40 characters. Enter it exactly as printed.
verify-button = Check the code
verify-by-qr = Paste what the QR code holds
verify-qr = Text of the QR code
verify-qr-hint = The line that begins with D1, or the whole address with that line in it.
verify-qr-empty = Paste the text of the QR code
verify-button-qr = Check the text
verify-text-too-long = The text is too long to have been issued by this system. Scan the QR code again.
verify-nothing = Choose the file to check
verify-file-too-large = The file is larger than 10 MB, so it was not issued by this system. Check the file.
verify-file-unknown = This is neither a PDF nor signed data. Ask the holder for the original file.
verify-offline = QR codes and signed data can also be checked offline, with the public keys at /.well-known/jwks.json.

## Verdicts

verify-valid = The document is valid
verify-valid-text = It was issued by this system, is unchanged and in force. Compare what follows with the document in your hand; if it differs, that document was altered.
verify-valid-key-revoked-text = It was issued by this system, is unchanged and in force. The certificate of one of its signatures was revoked after it had been issued; this is still the file that was issued. Compare what follows with the document in your hand; if it differs, that document was altered.
verify-valid-key-expired-text = It was issued by this system, is unchanged and in force. The certificate of one of its signatures expired after it had been issued; this is still the file that was issued. Compare what follows with the document in your hand; if it differs, that document was altered.
verify-expired = The document is no longer valid: its last day is over
verify-expired-text = It was issued by this system and is unchanged, but its last day is over. Ask the issuing office if you need a new one.
verify-revoked = The document has been taken back
verify-revoked-text = It was issued but is no longer in force. Ask the issuing office if you need the one that replaces it.
verify-replaced = The document has been replaced
verify-replaced-text = It was issued, but another one has taken its place. Ask the holder for the new one.
verify-unknown = No document has this code
verify-unknown-text = Check each character of the code. If it is as printed, the document was not issued by this system.
verify-not-issued = The document was not issued by this system
verify-do-not-use = Do not rely on it. Ask for the original file, or ask the issuing office.
verify-invalid = The content was altered, or was not signed by this system
verify-changed = The file was changed after it was signed
verify-appended = Something was added to the file after it was signed
verify-foreign-key = The file was signed with a foreign key, not issued by this system
verify-certificate-expired = The certificate of a signature is not in force, and no time stamp shows that the signature was made while it was
verify-certificate-revoked = The certificate of a signature was revoked, and no time stamp shows that the signature is older
verify-unreadable-signature = A signature in the file cannot be read
verify-not-signed = The file has no electronic signature
verify-not-a-pdf = The file is no PDF, or is damaged
verify-not-a-qr = This is not the text of a document's QR code
verify-paper = Document
verify-issuer = Issued by
verify-signed = Signed at
verify-valid-to = Valid until the end of
verify-number = Dossier number
verify-revoked-at = No longer in force since
verify-replaced-by = Replaced by
verify-replaced-by-text = { $title }, dossier number { $number }
