# The officers' desk: crates/web.

desk-nav-queue = Hàng chờ
desk-nav-done = Đã giải quyết
desk-role = { $role ->
    [registrar] Công chức hộ tịch
    [one_stop_officer] Cán bộ một cửa
    [residence_officer] Cán bộ đăng ký cư trú
    [insurance_officer] Cán bộ bảo hiểm xã hội
    [identity_officer] Cán bộ căn cước
    [register_keeper] Cán bộ quản lý dữ liệu
    [leader] Lãnh đạo
   *[other] Cán bộ
}
desk-for-officers = Bàn làm việc dành cho cán bộ. Hồ sơ của bạn nằm trong mục “Hồ sơ của tôi”.
desk-to-portal = Về trang chủ

## The queue

desk-queue-title = Hàng chờ
desk-done-title = Đã giải quyết
desk-queue-caption = Hồ sơ của cơ quan, gần hạn nhất đứng đầu
desk-queue-none = Không có hồ sơ nào đang chờ
desk-queue-none-text = Hồ sơ mới nộp và hồ sơ đến hạn sẽ hiện ở đây.
desk-queue-all = Xem tất cả hồ sơ đang chờ
desk-found-none = Không có hồ sơ nào khớp
desk-found-none-text = Kiểm tra lại mã số hồ sơ, hoặc bỏ bớt điều kiện lọc.
desk-count-overdue = quá hạn
desk-count-today = đến hạn hôm nay
desk-count-new = chờ tiếp nhận
desk-count-mine = tôi đang giữ
desk-count-waiting = chờ bổ sung
desk-count-open = tất cả đang chờ
desk-filter-form = Lọc hồ sơ
desk-filter-service = Thủ tục
desk-filter-number = Mã số hồ sơ
desk-filter = Lọc
desk-column-number = Mã số hồ sơ
desk-column-matter = Việc
desk-column-applicant = Người nộp
desk-column-status = Trạng thái
desk-column-due = Hạn
desk-column-holder = Người giữ
desk-flagged = Cần lưu ý
desk-paused = Tạm dừng
desk-next = Mở hồ sơ kế tiếp

## One dossier

desk-caption = { $number } · { $applicant } nộp lúc { $at }
desk-side = Xử lý hồ sơ
desk-clock = Trả kết quả
desk-clock-paused = Thời hạn tạm dừng, chờ người nộp bổ sung.
desk-holder-none = Chưa có ai giữ hồ sơ này.
desk-holder-me = Bạn giữ hồ sơ này từ { $since }.
desk-holder-other = { $name } giữ hồ sơ này từ { $since }.
desk-no-step = Hiện không có việc gì bạn cần làm với hồ sơ này.
desk-history = Lịch sử
desk-result = Kết quả đã ký
desk-differences = { $n ->
    [0] Không có điểm nào khác với cơ sở dữ liệu
   *[other] { $n } điểm khác với cơ sở dữ liệu
}
desk-registers-silent = Chưa đối chiếu được hết
desk-supplement-asked = Đã yêu cầu bổ sung lúc { $at }
desk-preview = Giấy sẽ ghi
desk-attached = Giấy tờ kèm theo
desk-attached-gone = Chưa mở được giấy tờ này
desk-attached-gone-text = Giấy tờ có thể đã bị chủ xóa khỏi kho. Nếu cần, hãy yêu cầu người nộp bổ sung.
desk-appeal = Người nộp đề nghị xem xét lại (lần { $n })
desk-appeal-former = Hồ sơ trước { $number } bị từ chối: { $reason }
desk-appeal-open = Mở hồ sơ trước
desk-chain = Chuỗi liên thông { $number }
desk-chain-here = Hồ sơ này
desk-chain-stuck = Chờ quá lâu, cần người xử lý
desk-chain-attempt = Lần nộp thứ { $n }, sau khi người nộp đề nghị xem xét lại.
desk-chain-tries = Đã thử { $n } lần, lần cuối { $at }. { $error }
desk-typed-kept = Nội dung bạn đã nhập:

## Steps

desk-receive = Tiếp nhận hồ sơ
desk-decline-intake = Không tiếp nhận
desk-approve = Phê duyệt và ký
desk-request-supplement = Yêu cầu bổ sung
desk-refuse = Từ chối
desk-verify = Cần xác minh
desk-extend = Xin lỗi và hẹn lại
desk-return-result = Ghi nhận đã trả kết quả
desk-take = Nhận xử lý
desk-done-receive = Đã tiếp nhận hồ sơ { $number }
desk-done-decline-intake = Đã thông báo không tiếp nhận hồ sơ { $number }
desk-done-approve = Đã phê duyệt hồ sơ { $number }
desk-done-request-supplement = Đã yêu cầu bổ sung hồ sơ { $number }
desk-done-refuse = Đã từ chối hồ sơ { $number }
desk-done-verify = Hồ sơ { $number } theo thời hạn có xác minh
desk-done-extend = Đã hẹn lại hồ sơ { $number }
desk-done-return-result = Đã ghi nhận trả kết quả hồ sơ { $number }
desk-done-take = Bạn đang giữ hồ sơ { $number }
desk-retry = Thử lại ngay
desk-done-retry = Hồ sơ { $number }: đã thử lại và đi tiếp
desk-done-retry-waits = Hồ sơ { $number }: đã thử lại nhưng chưa được; hệ thống sẽ tự thử tiếp
desk-by-hand = Ghi nhận đã làm thủ công
desk-done-by-hand = Đã ghi nhận hồ sơ { $number } làm thủ công
desk-reference = Số trong cơ sở dữ liệu
desk-reference-hint = Ví dụ số thẻ hoặc số vào sổ đã cấp khi làm thủ công.
desk-reference-empty = Ghi số mà cơ sở dữ liệu đã cấp
desk-by-hand-note = Đã làm thế nào và vì sao
desk-by-hand-hint = Đồng nghiệp sẽ đọc nội dung này. Yêu cầu đang chờ gửi đến cơ sở dữ liệu được rút lại.
desk-by-hand-note-empty = Ghi đã làm thủ công thế nào và vì sao
desk-revoke = Thu hồi kết quả
desk-done-revoke = Đã thu hồi kết quả hồ sơ { $number }
desk-revoke-hint = Người giữ giấy sẽ đọc đúng nội dung này. Ai kiểm tra giấy từ nay đều thấy giấy đã bị thu hồi.
desk-revoke-reason-empty = Ghi rõ vì sao thu hồi kết quả
desk-take-note = Lý do nhận thay đồng nghiệp
desk-reason = Lý do
desk-reason-hint = Người nộp sẽ đọc đúng nội dung này.
desk-reason-empty = Ghi rõ lý do; người nộp sẽ đọc nội dung này
desk-refuse-code = Loại lý do
desk-refuse-code-empty = Chọn loại lý do từ chối
desk-supplement-items = Những thứ cần bổ sung
desk-supplement-items-hint = Mỗi dòng một thứ. Chỉ được yêu cầu một lần, nên hãy ghi đủ.
desk-supplement-items-empty = Ghi những thứ cần bổ sung, mỗi dòng một thứ
desk-supplement-items-long = Ghi tối đa { $items } dòng, mỗi dòng tối đa { $n } ký tự
desk-supplement-sections = Phần tờ khai mà người nộp được sửa
desk-supplement-sections-hint = Không chọn phần nào nếu chỉ cần người nộp giải thích.
desk-supplement-reason = Vì sao cần bổ sung
desk-verify-reason = Xác minh gì và vì sao
desk-verify-hint = Người nộp sẽ đọc đúng nội dung này. Thời hạn có xác minh của thủ tục được tính từ ngày nộp; chỉ chuyển được một lần.
desk-extend-days = Hẹn thêm bao nhiêu ngày làm việc
desk-extend-days-wrong = Nhập số ngày làm việc từ 1 đến { $n }
desk-extend-reason = Vì sao chậm
desk-return-channel = Đã trả bằng cách nào
desk-return-channel-empty = Chọn cách đã trả kết quả
