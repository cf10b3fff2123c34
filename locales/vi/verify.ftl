# The check of papers: crates/web/src/verify.

verify-title = Kiểm tra giấy tờ
verify-lead = Kiểm tra giấy tờ điện tử do hệ thống này cấp: có thật hay không, có bị sửa hay không, còn hiệu lực hay không. Không cần đăng nhập. Tệp bạn gửi không được lưu lại.
verify-by-file = Gửi tệp
verify-file = Tệp PDF hoặc tệp dữ liệu đã ký (.jws)
verify-file-hint = Tệp gốc mà người có giấy đã tải về, không phải ảnh chụp. Không quá 10 MB.
verify-button-file = Kiểm tra tệp
verify-by-code = Nhập mã
verify-code = Mã in trên giấy
verify-code-hint = Mã nằm cạnh hình QR, ở góc dưới bên trái của giấy. Quét QR thì không cần nhập.
verify-code-too-long = Mã dài tối đa 40 ký tự. Hãy nhập lại đúng như trên giấy.
verify-button = Kiểm tra mã
verify-by-qr = Dán nội dung mã QR
verify-qr = Nội dung quét được từ mã QR
verify-qr-hint = Dòng chữ bắt đầu bằng D1, hoặc cả địa chỉ chứa dòng chữ đó.
verify-qr-empty = Dán nội dung quét được từ mã QR
verify-button-qr = Kiểm tra nội dung
verify-text-too-long = Nội dung quá dài nên không phải do hệ thống này cấp. Hãy quét lại mã QR.
verify-nothing = Chọn tệp cần kiểm tra
verify-file-too-large = Tệp lớn quá 10 MB nên không phải giấy tờ do hệ thống này cấp. Hãy kiểm tra lại tệp.
verify-file-unknown = Tệp này không phải PDF, cũng không phải dữ liệu đã ký. Hãy xin tệp gốc từ người có giấy.
verify-offline = Mã QR và dữ liệu đã ký kiểm tra được cả khi không có mạng, bằng khóa công khai tại /.well-known/jwks.json.

## Verdicts

verify-valid = Giấy tờ hợp lệ
verify-valid-text = Giấy do hệ thống này cấp, còn nguyên vẹn và còn hiệu lực. Hãy so nội dung dưới đây với giấy bạn đang cầm; nếu khác, giấy đó đã bị sửa.
verify-valid-key-revoked-text = Giấy do hệ thống này cấp, còn nguyên vẹn và còn hiệu lực. Sau khi giấy được cấp, chứng thư của một chữ ký trên giấy đã bị thu hồi; tệp này vẫn đúng là tệp đã cấp. Hãy so nội dung dưới đây với giấy bạn đang cầm; nếu khác, giấy đó đã bị sửa.
verify-valid-key-expired-text = Giấy do hệ thống này cấp, còn nguyên vẹn và còn hiệu lực. Sau khi giấy được cấp, chứng thư của một chữ ký trên giấy đã hết hạn; tệp này vẫn đúng là tệp đã cấp. Hãy so nội dung dưới đây với giấy bạn đang cầm; nếu khác, giấy đó đã bị sửa.
verify-expired = Giấy tờ đã hết hạn sử dụng
verify-expired-text = Giấy do hệ thống này cấp và còn nguyên vẹn, nhưng đã qua ngày cuối cùng có hiệu lực. Hãy hỏi cơ quan cấp nếu cần giấy mới.
verify-revoked = Giấy tờ đã bị thu hồi
verify-revoked-text = Giấy từng được cấp nhưng không còn hiệu lực. Hãy hỏi cơ quan cấp nếu cần giấy thay thế.
verify-replaced = Giấy tờ đã được thay thế
verify-replaced-text = Giấy từng được cấp nhưng nay có giấy khác thay thế. Hãy xin người có giấy bản mới.
verify-unknown = Không có giấy nào mang mã này
verify-unknown-text = Kiểm tra lại từng ký tự của mã. Nếu mã đúng như trên giấy, giấy đó không do hệ thống này cấp.
verify-not-issued = Giấy tờ không do hệ thống này cấp
verify-do-not-use = Đừng dùng giấy này. Hãy đề nghị người đưa giấy gửi lại tệp gốc, hoặc hỏi cơ quan cấp.
verify-invalid = Nội dung đã bị thay đổi hoặc không do hệ thống này ký
verify-changed = Tệp đã bị thay đổi sau khi ký
verify-appended = Tệp đã bị thêm nội dung sau khi ký
verify-foreign-key = Tệp được ký bằng khóa lạ, không do hệ thống này cấp
verify-certificate-expired = Chứng thư của chữ ký không còn hiệu lực, và không có dấu thời gian nào cho thấy chữ ký được tạo khi còn hiệu lực
verify-certificate-revoked = Chứng thư của chữ ký đã bị thu hồi, và không có dấu thời gian nào cho thấy chữ ký có trước đó
verify-unreadable-signature = Có chữ ký trong tệp không đọc được
verify-not-signed = Tệp không có chữ ký số
verify-not-a-pdf = Tệp không phải PDF hoặc đã hỏng
verify-not-a-qr = Nội dung này không phải mã QR của giấy tờ
verify-paper = Loại giấy
verify-issuer = Cơ quan cấp
verify-signed = Ký số lúc
verify-valid-to = Có hiệu lực đến hết ngày
verify-number = Mã số hồ sơ
verify-revoked-at = Hết hiệu lực lúc
verify-replaced-by = Được thay bằng
verify-replaced-by-text = { $title }, mã số hồ sơ { $number }
