# Signing in: crates/identity.

sign-in-title = Sign in
sign-in-lead = Use your electronic identity. One account serves for every public service.
sign-in-kept-lead = Your session had ended. What you just typed was kept; sign in to go on.
sign-in-login = Login
sign-in-password = Password
sign-in-wrong = Check your login and password
sign-in-too-many = You have tried too often. Wait 15 minutes and try again
sign-in-unavailable = You cannot be signed in because the system is interrupted for a moment. Try again in a few minutes
sign-in-demo-title = Accounts to try
sign-in-demo-text = The logins and passwords were printed when the demo was started.
kept-title = What you typed is still there
kept-lead = Your session had ended while you were typing. We kept what you sent; choose “Send again” to go on.
kept-continue = Send again
