# The officers' desk: crates/web.

desk-nav-queue = Queue
desk-nav-done = Decided
desk-role = { $role ->
    [registrar] Registrar
    [one_stop_officer] One-stop officer
    [residence_officer] Residence officer
    [insurance_officer] Insurance officer
    [identity_officer] Identity officer
    [register_keeper] Register keeper
    [leader] Leader
   *[other] Officer
}
desk-for-officers = The desk is for officers. Your own applications are under “My applications”.
desk-to-portal = Go to the home page

## The queue

desk-queue-title = Queue
desk-done-title = Decided
desk-queue-caption = Dossiers of this office, what is due first at the top
desk-queue-none = No dossier is waiting
desk-queue-none-text = New dossiers and those that fall due will be shown here.
desk-queue-all = See everything that waits
desk-found-none = No dossier matches
desk-found-none-text = Check the dossier number, or filter by less.
desk-count-overdue = overdue
desk-count-today = due today
desk-count-new = to be accepted
desk-count-mine = in my hands
desk-count-waiting = waiting for the applicant
desk-count-open = everything open
desk-filter-form = Filter dossiers
desk-filter-service = Procedure
desk-filter-number = Dossier number
desk-filter = Filter
desk-column-number = Dossier number
desk-column-matter = Matter
desk-column-applicant = Applicant
desk-column-status = Status
desk-column-due = Due
desk-column-holder = Held by
desk-flagged = Note
desk-paused = Standing still
desk-next = Open the next dossier

## One dossier

desk-caption = { $number } · submitted by { $applicant } at { $at }
desk-side = Handling
desk-clock = Result due
desk-clock-paused = The clock stands still, waiting for the applicant.
desk-holder-none = Nobody holds this dossier yet.
desk-holder-me = You have held this dossier since { $since }.
desk-holder-other = { $name } has held this dossier since { $since }.
desk-no-step = There is nothing for you to do with this dossier now.
desk-history = History
desk-result = Signed result
desk-differences = { $n ->
    [0] Nothing differs from the registers
    [one] One line differs from the registers
   *[other] { $n } lines differ from the registers
}
desk-registers-silent = Not everything could be compared
desk-supplement-asked = Additions requested at { $at }
desk-preview = What the document will show
desk-attached = Documents that go with it
desk-attached-gone = This document cannot be opened
desk-attached-gone-text = Its owner may have deleted it from the store. If you need it, ask the applicant for it.
desk-appeal = The applicant asks for a new look (attempt { $n })
desk-appeal-former = The former dossier { $number } was refused: { $reason }
desk-appeal-open = Open the former dossier
desk-chain = Chain { $number }
desk-chain-here = This dossier
desk-chain-stuck = Waits too long, somebody must look
desk-chain-attempt = Attempt { $n }, after the applicant asked for a new look.
desk-chain-tries = Tried { $n } times, last at { $at }. { $error }
desk-typed-kept = What you typed:

## Steps

desk-receive = Accept the dossier
desk-decline-intake = Do not accept
desk-approve = Approve and sign
desk-request-supplement = Ask for additions
desk-refuse = Refuse
desk-verify = Verify first
desk-extend = Apologise and set a new date
desk-return-result = Record that the result was returned
desk-take = Take it
desk-done-receive = Dossier { $number } is accepted
desk-done-decline-intake = The applicant was told that dossier { $number } is not accepted
desk-done-approve = Dossier { $number } is approved
desk-done-request-supplement = Additions to dossier { $number } were requested
desk-done-refuse = Dossier { $number } is refused
desk-done-verify = The limit with verification holds for dossier { $number }
desk-done-extend = Dossier { $number } has a new date
desk-done-return-result = The result of dossier { $number } is recorded as returned
desk-done-take = Dossier { $number } is in your hands
desk-retry = Try again now
desk-done-retry = Dossier { $number }: tried again, and it goes on
desk-done-retry-waits = Dossier { $number }: tried again in vain; the system keeps trying
desk-by-hand = Record that it was done by hand
desk-done-by-hand = Dossier { $number } is recorded as done by hand
desk-reference = Number in the register
desk-reference-hint = For example the number of the card or entry that was given by hand.
desk-reference-empty = Write the number that the register gave
desk-by-hand-note = How it was done, and why
desk-by-hand-hint = Colleagues will read this. The request that waits for the register is taken back.
desk-by-hand-note-empty = Write how it was done by hand, and why
desk-revoke = Revoke the result
desk-done-revoke = The result of dossier { $number } is revoked
desk-revoke-hint = The holder will read exactly this. Whoever checks the document from now on is told that it was revoked.
desk-revoke-reason-empty = Write why the result is revoked
desk-take-note = Why you take it over from a colleague
desk-reason = Reason
desk-reason-hint = The applicant will read exactly this.
desk-reason-empty = Write the reason; the applicant will read it
desk-refuse-code = Kind of reason
desk-refuse-code-empty = Choose the kind of reason
desk-supplement-items = What is to be added
desk-supplement-items-hint = One thing a line. You can ask only once, so name everything.
desk-supplement-items-empty = Name what is to be added, one thing a line
desk-supplement-items-long = Write at most { $items } lines of at most { $n } characters each
desk-supplement-sections = Parts of the form that the applicant may change
desk-supplement-sections-hint = Choose none if an explanation is all you need.
desk-supplement-reason = Why additions are needed
desk-verify-reason = What is verified, and why
desk-verify-hint = The applicant will read exactly this. The procedure’s limit with verification counts from the submission; it can be given only once.
desk-extend-days = How many more working days
desk-extend-days-wrong = Enter a number of working days from 1 to { $n }
desk-extend-reason = Why it is late
desk-return-channel = How it was returned
desk-return-channel-empty = Choose how the result was returned
