# The portal of citizens: crates/web. The names of data are shared with the officers' desk.

## Around every page

portal-nav-services = Services
portal-nav-dossiers = My applications
portal-nav-my-data = My data
portal-nav-use = Who used my data
portal-nav-verify = Check a document
portal-title-about = { $title }: { $about }
portal-you = You
portal-not-done = This could not be done
portal-not-now = Not now
portal-text-too-long = The text has more than { $n } characters. Make it shorter.
portal-third-party = From a secondary source; not compared with the official text.
portal-unconfirmed = This has not been confirmed against the official text.
portal-other-account = This page is for another account
portal-for-citizens = You are using an officer's account. This page is for citizens, who apply here and see their own data. For your own affairs, sign out and sign in with your citizen account.
portal-to-desk = Go to the desk

## Checks and other procedures

portal-check-flag = Please note
portal-check-redirect = Another procedure fits this case
portal-check-refuse = This cannot be submitted yet
portal-related = Other cases

## The first page

portal-home-title = What do you need to do?
portal-home-lead = Sign in to get forms filled in with what the state already knows, and to follow your applications.
portal-home-waiting = In progress
portal-home-more = Data and documents
portal-home-my-data = See what the registers hold about you, with the source of each item.
portal-home-use = Every use of your data is on record: who, for what, on which legal basis.
portal-home-verify = Check whether an electronic document is genuine and unchanged. No need to sign in.
portal-event = { $category ->
    [civil-status] Birth, marriage, death
    [residence] Where you live
    [health] Health and insurance
    [education] Education
    [work] Work and pension
    [identity] Identity
   *[other] Other services
}

## Services

portal-search = Find a service
portal-search-button = Search
portal-search-form = Find a service
portal-services-title = Services
portal-services-found = { $n ->
    [one] One service with “{ $text }”
   *[other] { $n } services with “{ $text }”
}
portal-services-none = No service found
portal-services-none-text = Try another, shorter word, for example “birth” or “residence”. Vietnamese words work without diacritics.
portal-services-all = See all services
portal-start = Start
portal-start-sign-in = Sign in to start
portal-start-hint = The form is filled in from the registers and saves itself while you type. You see all of it before you send it.
portal-start-hint-nobody = Once you are signed in, the form is filled in from the registers and saves itself while you type.
portal-start-hint-officer = Citizens apply with their own accounts.
portal-service-who = Who may apply
portal-applicant = { $who ->
    [citizen] Citizens
    [organisation] Organisations
   *[other] Others by law
}
portal-service-how = How
portal-level = { $level ->
    [full_online] Fully online: apply and receive the result on the web
    [partial_online] Partly online: one step needs a visit
   *[other] At the office
}
portal-service-clock = { $clock ->
    [intake] Time to acceptance
    [total] Time to the result
    [with-verification] Time when something must be verified
    [agreement] Time to wait for an agreement
   *[other] Time limit
}
portal-service-where = Handled by
portal-service-fee = Fee
portal-service-fee-unknown = Not known
portal-service-result = You receive
portal-service-code = Procedure code
portal-service-provided = You do not have to bring
portal-service-asked = You will be asked for
portal-service-law = Legal basis

## Filling in

portal-page-of = { $title } · page { $page } of { $pages }
portal-continue = Continue
portal-later = Save for later
portal-saved-at = Draft saved at { $at }
portal-kept-until = The draft is kept until the end of { $date }; each time you save, the time begins anew.
portal-not-saved = This page is not saved yet
portal-fields-opened = Your answer opened more fields
portal-fields-opened-link = Fill in the new field, then continue
portal-province = Province or city
portal-province-first = Choose the province and press “{ $button }”; its communes and wards will then be listed.
portal-province-other = To see the communes of another province, choose it and press “{ $button }”.
portal-commune = Commune, ward or special zone
portal-commune-now = The communes and wards are listed now
portal-commune-now-link = Choose one of them, then continue
portal-correction-title = Is this wrong?
portal-correction-why = This is what the { $register } holds. The form does not change the register, so that all offices use the same information.
portal-correction-who = { $owner ->
    [population] Turn to the commune police where you live, with papers that prove it, and ask for a correction.
    [civil-status] Turn to the people's committee of the commune where it was registered, with papers that prove it, and ask for a correction.
   *[other] Turn to the office that keeps this register, with papers that prove it, and ask for a correction.
}
portal-correction-then = Once the register is corrected, this field follows by itself. Your draft is kept.
portal-correction-now = If you apply now, the application uses what is on record.
portal-correction-back = Back to the form

## Before it is sent

portal-check-title = Check before you send
portal-check-missing = Pages that are not complete
portal-page-incomplete = Incomplete
portal-check-organisation = Your application will go to { $organisation }.
portal-check-before = By sending it you confirm that what you declared is true. You can still withdraw it as long as no decision has been made.
portal-check-not-ready = The application cannot be sent yet: something above is missing or needs mending.
portal-submit = Send the application
portal-fill-on = Continue filling in
portal-keep-for-later = Save for later
portal-discard = Delete the draft
portal-not-submitted = The application was not sent
portal-discard-title = Delete this draft?
portal-discard-text = What you typed in the draft will be lost. You can start again at any time.
portal-discard-yes = Delete the draft
portal-discard-no = Keep it

## After it is sent

portal-submitted-title = We have received your application
portal-number = Dossier number
portal-submitted-next = What happens next
portal-submitted-intake = { $organisation } looks at your application and accepts it, or says why not.
portal-submitted-supplement = If something is missing you will be asked once, for everything. The clock stands still meanwhile.
portal-submitted-result = The result will be signed electronically and shown in your application; you do not have to collect it.
portal-dossier-open = Open the application

## My dossiers

portal-dossiers-title = My applications
portal-drafts-heading = Not sent yet
portal-dossiers-heading = Sent
portal-draft-state = Draft
portal-draft-note = Saved at { $saved }. Not sent.
portal-dossier-note = { $status }. Number { $number }.
portal-dossier-note-due = { $status }. Result due: { $due }. Number { $number }.
portal-dossiers-none = You have no applications yet
portal-dossiers-none-text = When you apply, each step and the date of the result will be shown here.
portal-dossiers-start = Choose a service
portal-news-saved = The draft is saved
portal-news-saved-text = You can go on at any time.
portal-news-discarded = The draft is deleted
portal-news-discarded-text = You can start again at any time.
portal-news-answered = Your answer was sent
portal-news-answered-text = The office goes on with your application.
portal-news-chosen = Your choice is kept
portal-news-chosen-text = You can change it until you send the application.
portal-news-moved = The form follows the new rules now
portal-news-moved-text = Look through each part; new ones to fill in are marked in the list.
portal-news-leg-withdrawn = It is withdrawn
portal-news-leg-withdrawn-text = The others go on.
portal-news-bundle-withdrawn = The application is withdrawn
portal-news-bundle-withdrawn-text = What was not done has stopped; results that are there stay.
portal-news-appealed = It will be looked at again
portal-news-appealed-text = The office does so in the new dossier below.
portal-news-agreed = Your answer was sent
portal-news-agreed-text = Who asked is told that you agree.
portal-news-declined = Your answer was sent
portal-news-declined-text = Who asked is told that you do not agree.
portal-news-uploaded = The document is kept
portal-news-uploaded-text = You can choose it in applications.
portal-news-paper-discarded = The document is deleted
portal-news-paper-discarded-text = You can upload it again at any time.
portal-news-share-ended = It is shared no more
portal-news-share-ended-text = That link does not open any more.
portal-news-withdrawn = The application is withdrawn
portal-news-withdrawn-text = The office stops working on it.

## One dossier

portal-dossier-number = Application { $number }
portal-status-line = { $status }. Handled by { $organisation }.
portal-intake-due = The office says whether it accepts the application before { $due }.
portal-clock-result = You receive the result
portal-clock-paused = The clock stands still until you have answered.
portal-course = Steps
portal-course-now = Going on
portal-course-later = You receive the result
portal-course-later-when = As soon as it is decided
portal-papers = Papers of this application
portal-slip-appointment = Receipt and appointment for the result
portal-slip-supplement = Request for additions
portal-slip-refusal = Notice of refusal
portal-slip-apology = Apology and new appointment
portal-slip-signer = Issued by
portal-declared = What you declared
portal-more = Other things you can do
portal-more-text = They do not affect your other applications.
portal-refusal-title = The application was not granted
portal-refusal-next = You can apply again once the reason is settled. The notice of refusal is among the papers below.
portal-extended-title = The office has apologised and set a new date
portal-extended-text = The new date is below. The apology is among the papers.
portal-result-title = The result is here
portal-result-text = It is signed electronically. You can read, print and download it.
portal-result-open = Open the result
portal-withdraw = Withdraw the application
portal-withdraw-title = Withdraw this application?
portal-withdraw-text = The office will stop working on it. You can apply again later.
portal-withdraw-reason = Why you withdraw it
portal-withdraw-reason-empty = Write why you withdraw the application
portal-withdraw-yes = Withdraw
portal-withdraw-no = Keep it
portal-supplement-title = The office needs more from you
portal-supplement-answer = Answer the request
portal-supplement-page = Answer the request
portal-supplement-asked = The office asks for
portal-supplement-word = What you want to tell the officer
portal-supplement-word-hint = For example why what you declared is right.
portal-supplement-send = Send the answer

## Results

portal-paper-date = { $day }/{ $month }/{ $year }
portal-result-signer = Signed by
portal-result-signed = Signed electronically at { $at }
portal-result-revoked = This document is no longer in force since { $at }
portal-result-qr = QR code to check this document
portal-result-verify = To check this document scan the QR code, or open { $site }/verify and enter the code { $code }
portal-result-download = Download the signed data
portal-result-download-text = The .jws file holds exactly this content with its electronic signature; other programs can check it without asking the issuer.

## My data

data-title = My data
data-lead = This is what the registers hold about you.
data-use-link = See who used these data
data-papers-link = See your electronic documents
data-source-since = { $register }, valid since { $date }
data-correction-back = Back to my data
data-group-name = Name and personal number
data-group-birth = Birth
data-group-belonging = Nationality, ethnicity, religion, blood group
data-group-residence = Where you live
data-group-family = Family
data-group-papers = Identity card
data-group-contact = Contact
data-group-life = Status
data-male = Male
data-female = Female
data-sex-unknown = Not known
data-alive = Alive
data-dead = Dead
data-missing = Missing
data-father = Father
data-mother = Mother
data-spouse = Spouse
data-child = Child
data-representative = Representative
data-represented = Represented person
data-absence = From { $from } to { $to }, at { $place }
data-card = { $kind } no. { $number }, issued { $issued } by { $by }, valid until { $expires }
data-card-no-end = no end
data-household = Household
data-household-at = Members of the household at { $place }
data-household-none = The register holds no household of yours.
data-member = Member
data-field-relation = Relation to the head
data-number = Personal number
data-marriage = Marriage
data-marriage-none = The civil status database holds no marriage that is in force.
data-married-on = Day of registration
data-registered-at = Registered at
data-book = No. { $number }, book { $book }
data-book-entry = Register entry
data-births = Births of your children
data-births-none = No birth names you as a parent yet.
data-born = Born
data-registered-by = Registered by

## Who used my data

data-use-title = Who used my data
data-use-lead = Every look at your data is put on record before the data are handed out. The latest is at the top.
data-use-none = Nobody has used your data yet
data-use-none-text = When somebody looks at them, yourself included, it will be shown here.
data-use-row = { $who }, { $at }
data-use-anonymous = Somebody not signed in
data-use-system = The system by itself
data-use-org = For
data-use-purpose = Purpose
data-use-basis = Legal basis
data-use-case = Application
data-use-draft = A form not sent yet
data-use-fields = Data
data-use-what = { $service }: { $fields }
data-use-proofs = Proof
data-use-proof = Download entry { $index }
data-use-nothing-personal = no personal information was handed out
data-service = { $service ->
    [population-get-person] Population record
    [population-get-household] Household
    [population-search-persons] Search in the population register
    [population-verify-person] Comparison with the population register
    [population-register-child] Entry of a newborn
    [population-register-temporary-residence] Entry of a temporary residence
    [population-correct-person] Correction of the population record
    [population-replace-personal-number] New personal number
    [civil-status-find-births] Births of children
    [civil-status-find-marriage] Marriage
    [civil-status-get-birth] Birth entry
    [civil-status-get-birth-notice] Birth notice
    [civil-status-receive-birth-notice] Receipt of a birth notice
    [civil-status-register-birth] Registration of a birth
    [casework-get-draft] Form being filled in
    [casework-save-draft] Form being filled in
    [casework-start-draft] Form being filled in
    [casework-discard-draft] Form being filled in
    [casework-list-drafts] List of forms being filled in
    [casework-submit] Submission
    [casework-list-dossiers] List of applications
    [casework-get-dossier] Application
    [casework-list-queue] The office's list of applications
    [casework-open-dossier] Application on an officer's desk
    [casework-get-slip] Papers of the application
    [casework-get-result] Result of the application
    [casework-verify-result] Check of a document
    [identity-get-organisation-key] Public key of an organisation
    [ledger-prove-access] Proof from the record of uses
    [ledger-who-used-my-data] Record of uses
    [population-register-permanent-residence] Entry of a permanent residence
    [population-end-permanent-residence] End of a permanent residence
    [population-register-death] Entry of a death
    [population-issue-identity-card] Entry of an identity card
    [civil-status-get-death] Death entry
    [civil-status-get-death-notice] Death notice
    [civil-status-receive-death-notice] Receipt of a death notice
    [civil-status-register-death] Registration of a death
    [health-insurance-get-card] Health insurance card
    [health-insurance-issue-card] Issue of a health insurance card
    [health-insurance-end-card] End of a health insurance card
    [allowances-get-grants] Allowances
    [allowances-grant] Grant of an allowance
    [casework-start-bundle] Interlinked form being filled in
    [casework-choose-leg] Interlinked form being filled in
    [casework-move-bundle] Interlinked form being filled in
    [casework-get-own-bundle] Interlinked application
    [casework-list-own-bundles] List of interlinked applications
    [casework-submit-bundle] Submission of an interlinked application
    [casework-withdraw-bundle] Withdrawal of an interlinked application
    [casework-withdraw-leg] Withdrawal of a part of an interlinked application
    [casework-appeal-leg] Request for a new look
    [casework-list-agreements] List of questions to agree to
    [casework-get-agreement] Question to agree to
    [casework-answer-agreement] Answer to a question
    [casework-open-chain] Chain of an interlinked application on an officer’s desk
    [casework-revoke-result] Revocation of a result
    [documents-list-papers] List of stored documents
    [documents-list-usable] Stored documents that a form can use
    [documents-get-paper] Stored document
    [documents-get-paper-file] File of a stored document
    [documents-get-paper-of-dossier] Document that an application ended with
    [documents-attach-paper] Use of a stored document
    [documents-upload-paper] Upload of a document
    [documents-discard-upload] Deletion of a stored document
    [documents-share-paper] Sharing of a document
    [documents-list-shares] List of shared links
    [documents-end-share] End of sharing a document
    [documents-open-share] Opening of a shared document
    [documents-export-papers] Download of all documents
    [documents-revoke-paper] Revocation of a document
    [documents-verify-paper] Check of a document
    [messages-list-messages] Messages
    [messages-count-unread] Number of messages not read
    [messages-read-message] Reading of a message
   *[other] Work on the application
}
data-field = { $field ->
    [name] Full name
    [other_names] Other names
    [personal_number] Personal number
    [former_personal_number] Former personal number
    [former_personal_numbers] Former personal numbers
    [sex] Sex
    [birth_date] Date of birth
    [birth_place] Place of birth
    [birth_registration_place] Where the birth was registered
    [hometown] Hometown
    [ethnicity] Ethnicity
    [religion] Religion
    [nationality] Nationality
    [blood_group] Blood group
    [old_id_number] Old identity number
    [identity_card] Identity card
    [relatives] Relatives
    [permanent_residence] Permanent residence
    [temporary_residence] Temporary residence
    [current_residence] Current residence
    [temporary_absence] Temporary absence
    [residence_file_number] Residence file number
    [marital_status] Marital status
    [relation_to_head] Relation to the head of household
    [household] Head of household
    [life_status] Life status
    [death_or_missing_date] Date of death or of going missing
    [phone] Telephone
    [email] E-mail
    [other] Other information
    [members] Household members
    [residence] Address of the household
    [matches] Result of the comparison
    [number_known] Whether the number exists
    [name_matches] Whether the name matches
    [birth_date_matches] Whether the birth date matches
    [alive] Whether alive
    [child] The child's details
    [mother] The mother's details
    [father] The father's details
    [notice_number] Number of the birth notice
    [child_sex] The child's sex
    [birth_time] Time of birth
    [birth_order] Order of birth
    [count] Number of children born
    [facility_name] Where the child was born
    [commune] Commune of birth
    [place_line] Address of the place of birth
    [registered] Whether the birth is registered
    [mother_name] The mother's name
    [declarant] Who declared the birth
    [book] Register entry
    [registered_on] Day of registration
    [registered_by] Registering body
    [registration_place] Place of registration
    [spouse_name] Spouse's name
    [married_on] Day of marriage
    [ended_on] End of the marriage
    [valid_from] First day
    [valid_to] Last day
    [place] Address
    [about] Whom the application is about
    [applicant] The applicant's name
    [pages] What was declared
    [fields] What was declared or stands on the paper
    [flags] Points to note
    [notices] Points to note
    [errors] Fields to mend
    [ready] Whether the form is complete
    [clock] Time limit
    [status] Status
    [status_text] Status
    [timeline] Steps of the application
    [supplement] Request for additions
    [refusal] Reason of the refusal
    [holder] Officer in charge
    [has_result] Whether there is a result
    [organisation] Handling office
    [submitted_at] Time of submission
    [issued_at] Time of signing
    [issuer] Issuing body
    [signer] Who signed
    [kind] Kind of paper
    [title] Name of the paper or procedure
    [number] Dossier number
    [place_and_date] Place and date of the paper
    [lines] Content of the paper
    [jws] Signed data
    [code] Code to check it by
    [agreed] The answer
    [answered_at] Time of the answer
    [asked_at] Time of the question
    [question] The question
    [declined_text] What follows from a no
    [closed_text] Why no answer is needed any more
    [open] Whether an answer is awaited
    [due_at] Time limit
    [intake_due_at] Time limit of acceptance
    [appeal] Request for a new look
    [reason] Reason
    [can_submit] Whether it can be sent
    [obstacles] What speaks against sending
    [legs] Parts of the interlinked application
    [occasion_text] Why the form was begun
    [started_at] Time of the beginning
    [finished_at] Time when everything was done
    [state] State
    [state_text] State
    [state_reason] Reason of the state
    [office] Office of who signed
    [qr] Content of the QR code
    [revocation] Reason of the revocation
    [revoked_at] Time of the revocation
    [replaced_by] What took its place
    [slips] Slips of the application
    [signatures] Electronic signatures
    [source] Source of the document
    [has_file] Whether there is a file
    [file_name] Name of the file
    [bytes] The file
    [papers] Number of documents
    [reused] Number of uses
    [token] Shared link
    [unread] Number of messages not read
    [read_at] Time of reading
    [card_number] Card number
    [group_code] Health insurance group
    [initial_facility] Facility of first care
    [in_force] Whether the card is in force
    [end_reason] Reason of the end
    [ended_by_death] Whether it ended by death
    [issued_by] Issued by
    [issued_on] Day of issue
    [expires_on] Day of expiry
    [household_without_head] Whether the household is without a head
    [household_head_name] Name of the new head of the household
    [proof] Proof of one use of data
    [deceased] The deceased person’s details
    [deceased_name] The deceased person’s name
    [died_on] Day of death
    [died_at] Time of death
    [cause] Cause of death
    [amount] Amount
    [beneficiary] Who receives the allowance
    [decided_on] Day of the decision
    [grants] Allowances
    [preview] What the document will show
   *[unknown] { $field }
}
