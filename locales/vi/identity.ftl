# Signing in: crates/identity.

sign-in-title = Đăng nhập
sign-in-lead = Dùng tài khoản định danh điện tử của bạn. Một tài khoản dùng cho mọi dịch vụ công.
sign-in-kept-lead = Phiên làm việc đã hết hạn. Thông tin bạn vừa nhập đã được giữ lại; hãy đăng nhập để tiếp tục.
sign-in-login = Tên đăng nhập
sign-in-password = Mật khẩu
sign-in-wrong = Kiểm tra lại tên đăng nhập và mật khẩu
sign-in-too-many = Bạn đã thử quá nhiều lần. Hãy đợi 15 phút rồi thử lại
sign-in-unavailable = Chưa đăng nhập được vì hệ thống đang tạm gián đoạn. Hãy thử lại sau ít phút
sign-in-demo-title = Tài khoản dùng thử
sign-in-demo-text = Tên đăng nhập và mật khẩu được in ra khi chạy bản trình diễn.
kept-title = Thông tin của bạn vẫn còn
kept-lead = Phiên làm việc đã hết hạn khi bạn đang nhập. Chúng tôi đã giữ lại những gì bạn vừa gửi; chọn “Gửi lại” để tiếp tục.
kept-continue = Gửi lại
