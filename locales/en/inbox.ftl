# Messages to citizens: crates/web/src/inbox.rs.

inbox-nav = Messages
inbox-nav-unread = Messages ({ $n })
inbox-home = { $n ->
    [one] You have one message that you have not read
   *[other] You have { $n } messages that you have not read
}
inbox-title = Messages
inbox-lead = Messages hold no personal information; what they are about stands behind the link, once you are signed in.
inbox-none = There are no messages yet
inbox-none-text = When something changes in your applications or somebody needs your answer, a message is shown here.
inbox-new = New
inbox-read = Read
inbox-open = Open: { $title }
