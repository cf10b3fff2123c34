# The store of papers: crates/web/src/papers.

papers-nav = My documents
papers-home = Electronic documents issued to you and your children, and what you uploaded yourself.
papers-title = My documents
papers-lead = Electronic documents that offices issued, and those you uploaded to use again in applications. Only you see yours; those of a child are seen by its registered parents.
papers-none = Your store is empty
papers-none-text = When an office issues an electronic result it appears here by itself. You can also upload photographs or scans of other papers.
papers-none-yet = There are no documents yet.
papers-of-mine = My documents
papers-of-child = Documents of your child { $name }
papers-of-a-child = A document of your child
papers-upload = Upload a document
papers-export = Download everything as one file
papers-column-title = Document
papers-column-kind = Kind
papers-column-source = Source
papers-column-date = Date
papers-column-state = State
papers-source-uploaded = You uploaded it
papers-valid = In force
papers-expired = Expired
papers-revoked = Taken back
papers-replaced = Replaced
papers-kept = Kept
papers-valid-to = until { $date }
papers-no-end = without an end
papers-size = { $kb } KB

## One paper

papers-revoked-title = This document has been taken back
papers-replaced-title = This document has been replaced
papers-replaced-by = See the one in its place
papers-intact = The file is unchanged and every electronic signature is valid
papers-key-ended = The certificate of a signature on this paper was revoked or has expired. This is still the file that was issued to you.
papers-expired-title = The last day of this paper is over
papers-not-intact = An electronic signature in the file is not valid
papers-not-vouched = You uploaded this; no office vouches for it here
papers-download-pdf = Download the PDF
papers-download = Download the file
papers-download-signed = Download the signed data
papers-issuer = Issued by
papers-signer = Signed by
papers-issued-on = Issued on
papers-uploaded-on = Uploaded on
papers-validity = Validity
papers-code = Code to check it by
papers-file = File
papers-reused = Used again
papers-reused-times = { $n ->
    [one] once, instead of a paper copy
   *[other] { $n } times, instead of a paper copy
}
papers-says = Content
papers-signatures = Electronic signatures
papers-signature-who = Signed by
papers-signature-role = As
papers-signature-when = Signed at
papers-signature-verdict = Verdict
papers-signature-nobody = Not known
papers-signature-person = Authorised person
papers-signature-seal = Electronic seal of the office
papers-signature-unknown = Not known
papers-signature-stamped = { $signed }; time stamp { $stamped }
papers-signature-holds = Valid
papers-signature-broken = Not valid
papers-signature-ended = Certificate not in force
papers-signature-valid = Unchanged since it was signed; the certificate was in force.
papers-signature-changed = The content was changed after it was signed.
papers-signature-appended = Something was added to the file after this signature.
papers-signature-untrusted = The certificate was not issued by anybody who is trusted here.
papers-signature-expired = The certificate has ended or not begun, and no time stamp shows that the signature was made while it was in force.
papers-signature-revoked = The certificate was revoked, and no time stamp shows that the signature is older.
papers-signature-unreadable = This signature cannot be read.
papers-being-made = The file is being made
papers-being-made-text = The result is signed; the PDF usually follows within minutes. Please open it again later.

## Showing a paper to somebody

papers-shares = Shared links
papers-shares-text = A link shows one document to somebody else, until the day you choose. Every opening is recorded.
papers-shares-none = There are no links
papers-share = Share this document
papers-share-title = Share this document
papers-share-who = Whoever has the link can see and download this document without signing in. Send it only to whom you want.
papers-share-record = You see when the link was opened, and with what kind of device.
papers-share-stop = You can stop sharing at any time.
papers-share-how-long = For how long
papers-share-days = { $n ->
    [one] One day
   *[other] { $n } days
}
papers-share-days-empty = Choose for how long
papers-share-make = Make the link
papers-share-done = The link is ready
papers-share-until = The link opens until { $until }.
papers-share-link = Link
papers-share-once = The link is shown only this once. Copy it before you leave the page.
papers-share-told-before = The link is shown only once, and has been shown. If you did not copy it, end that link and make a new one.
papers-share-back = Back to the document
papers-share-made = Made at { $at }
papers-share-open = Open
papers-share-expired = Expired
papers-share-ended = Ended
papers-share-told = { $n ->
    [one] Opens until { $until }. Opened once.
   *[other] Opens until { $until }. Opened { $n } times.
}
papers-share-end = Stop sharing
papers-client-mobile = telephone or tablet
papers-client-desktop = computer
papers-client-program = a program
papers-client-unknown = device not known
papers-opening = { $at }, { $client }
papers-opening-file = { $at }, { $client }, file downloaded
shared-caption = A document that was shared with you
shared-uploaded = Uploaded by its owner; no office vouches for it here
shared-open = Download the file
shared-until = This link opens until { $until }.
shared-recorded = The owner sees when the link was opened and with what kind of device; nothing else about you is recorded.

## Putting a paper in

papers-upload-title = Upload a document
papers-upload-lead = Photograph or scan a paper once, then choose it in every application.
papers-upload-whose = Whose document
papers-upload-mine = Mine
papers-upload-name = Name
papers-upload-name-hint = By which you will find it again. If left empty, the kind is the name.
papers-upload-file = File
papers-upload-file-hint = A PDF file, or a JPEG or PNG image.
papers-upload-keep = Keep it
papers-upload-kind-empty = Choose the kind of document
papers-upload-file-empty = Choose the file to upload
papers-upload-file-large = The file is too large. Take the picture with a lower resolution, or make several files of it.
papers-not-kept = The document was not kept
papers-discard = Delete this document
papers-discard-title = Delete this document?
papers-discard-text = It is deleted from your store. Officers who handle an application with it will not be able to open it any more.
papers-discard-yes = Delete the document

## In forms

papers-choose-upload = Upload a new document
papers-choose-upload-hint = Press “Continue” to choose the file; what you typed on this page is kept.
papers-choose-none = Without this document
papers-choose-empty = Your store has no document of this kind.
papers-chosen-before = The document that you chose before
papers-open = See the document
