# Messages to citizens: crates/web/src/inbox.rs.

inbox-nav = Thông báo
inbox-nav-unread = Thông báo ({ $n })
inbox-home = Bạn có { $n } thông báo chưa đọc
inbox-title = Thông báo
inbox-lead = Thông báo không chứa thông tin cá nhân; nội dung nằm sau liên kết, khi bạn đã đăng nhập.
inbox-none = Chưa có thông báo nào
inbox-none-text = Khi hồ sơ của bạn có thay đổi hoặc có người cần bạn trả lời, thông báo hiện ở đây.
inbox-new = Mới
inbox-read = Đã đọc
inbox-open = Mở: { $title }
