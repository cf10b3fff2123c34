# The shell, the components and the ways of saying dates, money and time: crates/ui.

## The shell

ui-system-name = Đề án 06
ui-system-line = Dịch vụ công trực tuyến
ui-about = dean06 là phần mềm nguồn mở, giấy phép Apache-2.0.
ui-demo = Bản trình diễn, dữ liệu giả lập
ui-skip = Đến nội dung chính
ui-navigation = Điều hướng chính
ui-crumbs = Các trang phía trên
ui-footer = Liên kết cuối trang
ui-language-name = Tiếng Việt
ui-sign-in = Đăng nhập
ui-sign-out = Đăng xuất
ui-back = Quay lại
ui-home = Về trang chủ

## Lists and values

ui-change = Sửa
ui-nothing = Chưa có
ui-pages = Các trang của danh sách
ui-previous = Trang trước
ui-next = Trang sau
ui-list = { $first } và { $last }

## Forms

ui-choose = Chọn
ui-optional = (không bắt buộc)
ui-day = Ngày
ui-month-box = Tháng
ui-year-box = Năm
ui-error-word = Lỗi:
ui-errors-title = Có thông tin cần sửa
ui-date-not-digits = Nhập ngày, tháng, năm bằng chữ số, ví dụ 5 3 1990
ui-date-year = Nhập năm bằng 4 chữ số, ví dụ 1990
ui-date-month = Nhập cả tháng, hoặc để trống ngày
ui-date-no-such-day = Kiểm tra lại ngày và tháng: lịch không có ngày này
ui-source = Theo { $register }
ui-source-wrong = Thông tin này chưa đúng?
ui-saving = Đang lưu…
ui-saved = Đã lưu bản nháp
ui-save-failed = Chưa lưu được. Những gì bạn nhập vẫn còn trên trang này; hệ thống sẽ thử lại.
ui-offline = Đang mất kết nối. Những gì bạn nhập vẫn còn trên trang này; gửi lại khi có mạng.
ui-print = In trang này
ui-copy = Chép
ui-copied = Đã chép

## Declared beside registered

ui-compare-field = Thông tin
ui-compare-declared = Người nộp khai
ui-compare-registered = Cơ sở dữ liệu ghi nhận
ui-compare-unknown = Cơ sở dữ liệu không có
ui-compare-different = Khác nhau

## Keys of the desk

ui-keys = Phím tắt:
ui-keys-on = Dùng phím tắt
ui-key-next = hồ sơ sau
ui-key-previous = hồ sơ trước
ui-key-open = mở

## Dates

ui-weekday = { $day ->
    [1] thứ Hai
    [2] thứ Ba
    [3] thứ Tư
    [4] thứ Năm
    [5] thứ Sáu
    [6] thứ Bảy
   *[7] Chủ nhật
}
ui-full-date = { $weekday }, { $date }
ui-date-time = { $time }, { $date }
ui-full-date-time = { $time } { $date }

## Deadlines

ui-clock = { $what } { $deadline }
ui-deadline-left = trước { $at } (còn { $days } ngày làm việc)
ui-deadline-today = trước { $time } hôm nay, { $date }
ui-deadline-overdue-today = quá hạn từ { $time } hôm nay, { $date }
ui-deadline-overdue = quá hạn { $days } ngày làm việc (hạn { $at })
ui-due-left = còn { $days } ngày
ui-due-today = hôm nay
ui-due-overdue-today = quá hạn hôm nay
ui-due-overdue = quá hạn { $days } ngày

## Money

ui-no-fee = không thu phí

## Paper

ui-national-title = CỘNG HÒA XÃ HỘI CHỦ NGHĨA VIỆT NAM
ui-motto = Độc lập - Tự do - Hạnh phúc

## When something goes wrong

ui-failure-status = Mã trạng thái: { $status }
ui-failure-sign-in = Bạn cần đăng nhập
ui-failure-sign-in-next = Đăng nhập rồi mở lại trang này. Những gì bạn vừa gửi được giữ lại trong ít phút.
ui-failure-forbidden = Bạn không xem được trang này
ui-failure-forbidden-next = Tài khoản đang dùng không có quyền với trang này. Nếu bạn có tài khoản khác, hãy đăng xuất rồi đăng nhập bằng tài khoản đó.
ui-failure-not-found = Không tìm thấy trang này
ui-failure-not-found-next = Kiểm tra lại địa chỉ, hoặc bắt đầu từ trang chủ.
ui-failure-conflict = Nội dung này vừa thay đổi
ui-failure-conflict-next = Có người vừa xử lý cùng nội dung, hoặc bạn đã gửi trước đó. Mở lại trang để xem tình trạng mới nhất trước khi làm tiếp.
ui-failure-too-large = Nội dung gửi lên quá lớn
ui-failure-too-large-next = Quay lại, rút ngắn nội dung hoặc chọn tệp nhỏ hơn rồi gửi lại.
ui-failure-too-many = Có quá nhiều yêu cầu trong thời gian ngắn
ui-failure-too-many-next = Chờ một phút rồi thử lại.
ui-failure-unavailable = Hệ thống tạm thời chưa trả lời được
ui-failure-unavailable-next = Chờ ít phút rồi tải lại trang. Những gì đã lưu vẫn còn nguyên.
ui-failure-request = Yêu cầu này chưa đúng
ui-failure-request-next = Quay lại trang trước và thử lại. Nếu bạn mở một liên kết đã lưu, hãy bắt đầu từ trang chủ.
ui-failure-internal = Hệ thống gặp lỗi
ui-failure-internal-next = Lỗi ở phía hệ thống, không phải do bạn. Chờ ít phút rồi thử lại; những gì đã lưu vẫn còn nguyên.
