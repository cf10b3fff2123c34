# The shell, the components and the ways of saying dates, money and time: crates/ui.

## The shell

ui-system-name = Đề án 06
ui-system-line = Online public services
ui-about = dean06 is open-source software under the Apache-2.0 licence.
ui-demo = Demonstration with made-up data
ui-skip = Skip to main content
ui-navigation = Main navigation
ui-crumbs = Pages above this one
ui-footer = Footer links
ui-language-name = English
ui-sign-in = Sign in
ui-sign-out = Sign out
ui-back = Back
ui-home = Go to the home page

## Lists and values

ui-change = Change
ui-nothing = None yet
ui-pages = Pages of the list
ui-previous = Previous page
ui-next = Next page
ui-list = { $first } and { $last }

## Forms

ui-choose = Choose
ui-optional = (optional)
ui-day = Day
ui-month-box = Month
ui-year-box = Year
ui-error-word = Error:
ui-errors-title = Some information needs mending
ui-date-not-digits = Enter the day, month and year in digits, for example 5 3 1990
ui-date-year = Enter the year in 4 digits, for example 1990
ui-date-month = Enter the month too, or leave the day empty
ui-date-no-such-day = Check the day and the month: the calendar has no such day
ui-source = From the { $register }
ui-source-wrong = Is this wrong?
ui-saving = Saving…
ui-saved = Draft saved
ui-save-failed = Not saved yet. What you typed is still on this page; the system will try again.
ui-offline = You are offline. What you typed is still on this page; send it again when you are back online.
ui-print = Print this page
ui-copy = Copy
ui-copied = Copied

## Declared beside registered

ui-compare-field = Information
ui-compare-declared = Declared by the applicant
ui-compare-registered = In the registers
ui-compare-unknown = Not in the registers
ui-compare-different = Different

## Keys of the desk

ui-keys = Keys:
ui-keys-on = Use keys
ui-key-next = next dossier
ui-key-previous = previous dossier
ui-key-open = open

## Dates

ui-weekday = { $day ->
    [1] Monday
    [2] Tuesday
    [3] Wednesday
    [4] Thursday
    [5] Friday
    [6] Saturday
   *[7] Sunday
}
ui-full-date = { $weekday } { $date }
ui-date-time = { $time }, { $date }
ui-full-date-time = { $time } on { $date }

## Deadlines

ui-clock = { $what } { $deadline }
ui-deadline-left = { $days ->
    [one] by { $at } ({ $days } working day left)
   *[other] by { $at } ({ $days } working days left)
}
ui-deadline-today = by { $time } today, { $date }
ui-deadline-overdue-today = overdue since { $time } today, { $date }
ui-deadline-overdue = { $days ->
    [one] overdue by { $days } working day (due { $at })
   *[other] overdue by { $days } working days (due { $at })
}
ui-due-left = { $days ->
    [one] { $days } day left
   *[other] { $days } days left
}
ui-due-today = today
ui-due-overdue-today = overdue today
ui-due-overdue = { $days ->
    [one] { $days } day overdue
   *[other] { $days } days overdue
}

## Money

ui-no-fee = free of charge

## Paper

ui-national-title = SOCIALIST REPUBLIC OF VIET NAM
ui-motto = Independence - Freedom - Happiness

## When something goes wrong

ui-failure-status = Status code: { $status }
ui-failure-sign-in = You need to sign in
ui-failure-sign-in-next = Sign in and open this page again. What you just sent is kept for a few minutes.
ui-failure-forbidden = You cannot see this page
ui-failure-forbidden-next = The account you are using has no right to this page. If you have another account, sign out and sign in with that one.
ui-failure-not-found = This page was not found
ui-failure-not-found-next = Check the address, or start from the home page.
ui-failure-conflict = This has just changed
ui-failure-conflict-next = Somebody has just worked on the same thing, or you have sent it before. Open the page again to see how it stands before you go on.
ui-failure-too-large = What was sent is too large
ui-failure-too-large-next = Go back, shorten the text or choose a smaller file, and send it again.
ui-failure-too-many = Too many requests in a short time
ui-failure-too-many-next = Wait a minute and try again.
ui-failure-unavailable = The system cannot answer just now
ui-failure-unavailable-next = Wait a few minutes and load the page again. What was saved is still there.
ui-failure-request = This request is not right
ui-failure-request-next = Go back to the page before and try again. If you opened a saved link, start from the home page.
ui-failure-internal = The system has a problem
ui-failure-internal-next = The fault is the system's, not yours. Wait a few minutes and try again; what was saved is still there.
