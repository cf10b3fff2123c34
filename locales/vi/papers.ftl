# The store of papers: crates/web/src/papers.

papers-nav = Giấy tờ của tôi
papers-home = Giấy tờ điện tử cơ quan đã cấp cho bạn và con bạn, cùng những giấy tờ bạn tự tải lên.
papers-title = Giấy tờ của tôi
papers-lead = Giấy tờ điện tử cơ quan đã cấp, và giấy tờ bạn tự tải lên để dùng lại khi làm hồ sơ. Chỉ bạn thấy giấy tờ của mình; giấy tờ của con do cha, mẹ đã đăng ký xem được.
papers-none = Kho giấy tờ của bạn chưa có gì
papers-none-text = Khi cơ quan cấp kết quả điện tử, giấy tờ tự hiện ở đây. Bạn cũng có thể tải lên ảnh chụp hoặc bản quét của giấy tờ khác.
papers-none-yet = Chưa có giấy tờ nào.
papers-of-mine = Giấy tờ của tôi
papers-of-child = Giấy tờ của con: { $name }
papers-of-a-child = Giấy tờ của con
papers-upload = Tải giấy tờ lên
papers-export = Tải tất cả về một tệp
papers-column-title = Giấy tờ
papers-column-kind = Loại
papers-column-source = Nguồn
papers-column-date = Ngày
papers-column-state = Tình trạng
papers-source-uploaded = Bạn tải lên
papers-valid = Có hiệu lực
papers-expired = Hết hạn
papers-revoked = Đã bị thu hồi
papers-replaced = Đã được thay thế
papers-kept = Đang lưu
papers-valid-to = đến hết { $date }
papers-no-end = không có ngày hết hạn
papers-size = { $kb } KB

## One paper

papers-revoked-title = Giấy tờ này đã bị thu hồi
papers-replaced-title = Giấy tờ này đã được thay thế
papers-replaced-by = Xem giấy tờ thay thế
papers-intact = Tệp còn nguyên vẹn, mọi chữ ký số đều hợp lệ
papers-key-ended = Chứng thư của một chữ ký trên giấy này đã bị thu hồi hoặc hết hạn. Đây vẫn đúng là tệp đã cấp cho bạn.
papers-expired-title = Giấy tờ đã hết hạn sử dụng
papers-not-intact = Có chữ ký số trong tệp không hợp lệ
papers-not-vouched = Giấy tờ do bạn tải lên; không có cơ quan nào xác nhận nội dung tại đây
papers-download-pdf = Tải tệp PDF
papers-download = Tải tệp
papers-download-signed = Tải dữ liệu đã ký
papers-issuer = Cơ quan cấp
papers-signer = Người ký
papers-issued-on = Ngày cấp
papers-uploaded-on = Ngày tải lên
papers-validity = Hiệu lực
papers-code = Mã kiểm tra
papers-file = Tệp
papers-reused = Đã dùng lại
papers-reused-times = { $n } lần, thay cho việc nộp bản giấy
papers-says = Nội dung
papers-signatures = Chữ ký số
papers-signature-who = Người ký
papers-signature-role = Tư cách
papers-signature-when = Lúc ký
papers-signature-verdict = Kết luận
papers-signature-nobody = Không rõ
papers-signature-person = Người có thẩm quyền
papers-signature-seal = Con dấu điện tử của cơ quan
papers-signature-unknown = Không rõ
papers-signature-stamped = { $signed }; dấu thời gian { $stamped }
papers-signature-holds = Hợp lệ
papers-signature-broken = Không hợp lệ
papers-signature-ended = Chứng thư không còn hiệu lực
papers-signature-valid = Nội dung không đổi từ khi ký; chứng thư có hiệu lực khi ký.
papers-signature-changed = Nội dung đã bị thay đổi sau khi ký.
papers-signature-appended = Tệp bị thêm nội dung sau chữ ký này.
papers-signature-untrusted = Chứng thư không do tổ chức được tin cậy ở đây cấp.
papers-signature-expired = Chứng thư đã hết hạn hoặc chưa có hiệu lực, và không có dấu thời gian nào cho thấy chữ ký được tạo khi chứng thư còn hiệu lực.
papers-signature-revoked = Chứng thư đã bị thu hồi, và không có dấu thời gian nào cho thấy chữ ký có trước đó.
papers-signature-unreadable = Không đọc được chữ ký này.
papers-being-made = Tệp đang được lập
papers-being-made-text = Kết quả đã được ký; tệp PDF thường có sau ít phút. Hãy mở lại sau.

## Showing a paper to somebody

papers-shares = Liên kết chia sẻ
papers-shares-text = Liên kết cho người khác xem đúng một giấy tờ, đến ngày bạn chọn. Mỗi lần mở đều được ghi lại.
papers-shares-none = Chưa có liên kết nào
papers-share = Chia sẻ giấy tờ này
papers-share-title = Chia sẻ giấy tờ này
papers-share-who = Ai có liên kết đều xem và tải được giấy tờ này, không cần đăng nhập. Chỉ gửi cho người bạn muốn.
papers-share-record = Bạn thấy liên kết được mở khi nào và bằng loại thiết bị nào.
papers-share-stop = Bạn có thể dừng chia sẻ bất cứ lúc nào.
papers-share-how-long = Chia sẻ trong bao lâu
papers-share-days = { $n } ngày
papers-share-days-empty = Chọn thời gian chia sẻ
papers-share-make = Tạo liên kết
papers-share-done = Liên kết đã sẵn sàng
papers-share-until = Liên kết mở được đến { $until }.
papers-share-link = Liên kết
papers-share-once = Liên kết chỉ hiện một lần này. Hãy chép lại trước khi rời trang.
papers-share-told-before = Liên kết chỉ hiện một lần và đã hiện rồi. Nếu bạn chưa chép, hãy dừng liên kết đó và tạo liên kết mới.
papers-share-back = Về giấy tờ
papers-share-made = Tạo lúc { $at }
papers-share-open = Đang mở
papers-share-expired = Hết hạn
papers-share-ended = Đã dừng
papers-share-told = Mở được đến { $until }. Đã mở { $n } lần.
papers-share-end = Dừng chia sẻ
papers-client-mobile = điện thoại hoặc máy tính bảng
papers-client-desktop = máy tính
papers-client-program = một chương trình
papers-client-unknown = không rõ thiết bị
papers-opening = { $at }, { $client }
papers-opening-file = { $at }, { $client }, có tải tệp
shared-caption = Giấy tờ được chia sẻ với bạn
shared-uploaded = Chủ giấy tờ tải lên; không có cơ quan nào xác nhận nội dung tại đây
shared-open = Tải tệp về xem
shared-until = Liên kết này mở được đến { $until }.
shared-recorded = Chủ giấy tờ thấy liên kết được mở lúc nào và bằng loại thiết bị nào; không có thông tin nào khác về bạn được ghi lại.

## Putting a paper in

papers-upload-title = Tải giấy tờ lên
papers-upload-lead = Chụp hoặc quét giấy tờ một lần, sau đó chọn lại trong mọi hồ sơ.
papers-upload-whose = Giấy tờ của ai
papers-upload-mine = Của tôi
papers-upload-name = Tên gọi
papers-upload-name-hint = Để bạn dễ tìm lại. Nếu để trống, tên là loại giấy tờ.
papers-upload-file = Tệp
papers-upload-file-hint = Tệp PDF, hoặc ảnh JPEG, PNG.
papers-upload-keep = Lưu vào kho
papers-upload-kind-empty = Chọn loại giấy tờ
papers-upload-file-empty = Chọn tệp cần tải lên
papers-upload-file-large = Tệp quá lớn. Hãy chụp lại với độ phân giải thấp hơn hoặc tách thành nhiều tệp.
papers-not-kept = Chưa lưu được giấy tờ này
papers-discard = Xóa giấy tờ này
papers-discard-title = Xóa giấy tờ này?
papers-discard-text = Giấy tờ bị xóa khỏi kho của bạn. Nếu một hồ sơ đang giải quyết dùng giấy tờ này, cán bộ sẽ không xem được nữa.
papers-discard-yes = Xóa giấy tờ

## In forms

papers-choose-upload = Tải giấy tờ mới lên
papers-choose-upload-hint = Bấm “Tiếp tục” để chọn tệp; những gì đã điền trên trang này được lưu lại.
papers-choose-none = Không kèm giấy tờ này
papers-choose-empty = Kho của bạn chưa có giấy tờ loại này.
papers-chosen-before = Giấy tờ bạn đã chọn trước đây
papers-open = Xem giấy tờ
