# Interlinked procedures: crates/web/src/bundles.

## Where they are offered

bundle-events = Life events
bundle-event = { $family ->
    [birth] A new baby?
    [death] A death in the family?
   *[other] { $title }
}
bundle-event-text = { $n ->
    [one] One form for { $legs }.
   *[other] One form for { $n } things: { $legs }.
}
bundle-ready = A form waits for you
bundle-ready-text = “{ $title }” has been filled in from what an office or health facility sent us. Look through it, add what is missing and send it once.
bundle-ready-open = Open the form
bundle-begun = You have already begun this
bundle-start-another = Start another one
bundle-at-once = This can be done together with other things
bundle-at-once-text = One form, several offices at work:
bundle-only = This procedure is done as part of the one above.
bundle-legs = What is done
bundle-leg-always = Always
bundle-leg-optional = You choose
bundle-leg-by = Handled by { $organisation }.
bundle-leg-limit = Time limit: { $limit }.
bundle-leg-after = Begins after: { $legs }.

## In lists

bundle-heading = Interlinked applications
bundle-row-draft = Begun at { $at }. Not sent.
bundle-row-prepared = Filled in for you at { $at }. Not sent.
bundle-row = { $done } of { $total } done. Number { $number }.
bundle-row-due = { $done } of { $total } done. Everything due { $due }. Number { $number }.
bundle-part-of = See the whole interlinked application

## Filling in

bundle-not-sent = Interlinked application, not sent
bundle-occasion = The form has been filled in from it. Look through it and add what is missing.
bundle-tasks = Parts to fill in
bundle-progress = { $done } of { $total } parts complete.
bundle-leg-complete = Complete
bundle-leg-to-fill = To fill in
bundle-leg-not-chosen = Not wanted
bundle-choose = Add { $leg }
bundle-leave-out = Leave out { $leg }
bundle-look = See everything so far
bundle-saved-by-itself = What you type is kept; you can leave and come back later.
bundle-agreement-somebody = the head of the household or owner of the dwelling
bundle-agreement-will-ask = Once you have sent the application, { $name } will be asked.
bundle-agreement-asked = At { $at }, { $name } was asked; the answer is awaited.
bundle-agreement-until = Awaited until { $until }.
bundle-agreement-yes = At { $at }, { $name } agreed.
bundle-agreement-no = At { $at }, { $name } answered no.
bundle-changed = The rules have changed
bundle-changed-text = This is now done as “{ $title }”. Move the form to the new rules to be able to send it. What you typed stays in the parts that are the same; new parts will be in the list.
bundle-move = Move to the new rules
bundle-leg-check = Check this part
bundle-leg-before = This part is saved. You send all parts at once from the list.
bundle-leg-not-ready = Something in this part is missing or needs mending.
bundle-leg-save = Save and go back to the list
bundle-before = By sending it you confirm that what you declared is true. Each procedure has its own number and time limit, and none waits for another without need. You can still withdraw each of them as long as no decision has been made.
bundle-submit = Send everything at once
bundle-back-to-list = Back to the list
bundle-discard-text = What you typed in all parts will be lost. You can start again at any time.

## After it is sent

bundle-clock = Everything is done
bundle-told = Whenever something changes, you get a message under Messages.
bundle-alone = If one procedure runs into difficulties, those that do not depend on it go on.
bundle-follow = Follow the application
bundle-sent = Sent at { $at }.
bundle-sent-ended = Sent at { $at }, everything done at { $end }.
bundle-reason = Reason
bundle-agreement = Agreement
bundle-waits-for = Waits for
bundle-organisation = Handled by
bundle-former = Before
bundle-former-open = See the former dossier
bundle-appeal = Ask for a new look
bundle-appeal-title = Ask for a new look: { $leg }
bundle-appeal-text = The office will look at it again in a new dossier with a new time limit. The former dossier and the reason of the refusal are kept.
bundle-appeal-why = Why it should be looked at again
bundle-appeal-hint = The officer will read exactly this. Say what is not right, or what is new.
bundle-appeal-empty = Write why it should be looked at again
bundle-appeal-send = Send
bundle-withdraw = Withdraw everything
bundle-withdraw-what = You can withdraw single procedures above, or everything.
bundle-withdraw-title = Withdraw the whole application?
bundle-withdraw-open = What is not done stops.
bundle-withdraw-done = What has a result keeps it.
bundle-withdraw-yes = Withdraw everything
bundle-withdraw-leg = Withdraw this
bundle-withdraw-leg-title = Withdraw: { $leg }?
bundle-withdraw-leg-text = The office stops working on it. Procedures that need its result become impossible; the others go on.
bundle-withdraw-leg-yes = Withdraw this
bundle-withdraw-leg-no = Keep it
