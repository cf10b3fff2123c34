# The portal of citizens: crates/web. The names of data are shared with the officers' desk.

## Around every page

portal-nav-services = Dịch vụ công
portal-nav-dossiers = Hồ sơ của tôi
portal-nav-my-data = Dữ liệu của tôi
portal-nav-use = Ai đã dùng dữ liệu
portal-nav-verify = Kiểm tra giấy tờ
portal-title-about = { $title }: { $about }
portal-you = Bạn
portal-not-done = Chưa thực hiện được
portal-not-now = Để sau
portal-text-too-long = Nội dung dài quá { $n } ký tự. Hãy viết ngắn lại.
portal-third-party = Theo nguồn tham khảo; chưa đối chiếu với văn bản chính thức.
portal-unconfirmed = Nội dung này chưa được xác nhận với văn bản chính thức.
portal-other-account = Trang này dành cho tài khoản khác
portal-for-citizens = Bạn đang dùng tài khoản cán bộ. Trang này dành cho người dân nộp hồ sơ và xem dữ liệu của mình. Nếu bạn cần làm việc riêng, hãy đăng xuất rồi đăng nhập bằng tài khoản công dân.
portal-to-desk = Về bàn làm việc

## Checks and other procedures

portal-check-flag = Cần lưu ý
portal-check-redirect = Trường hợp này có thủ tục khác
portal-check-refuse = Chưa thể nộp hồ sơ này
portal-related = Trường hợp khác

## The first page

portal-home-title = Bạn cần làm gì?
portal-home-lead = Đăng nhập để tờ khai được điền sẵn những gì Nhà nước đã biết, và để theo dõi hồ sơ của bạn.
portal-home-waiting = Việc đang làm
portal-home-more = Dữ liệu và giấy tờ
portal-home-my-data = Xem thông tin về bạn trong các cơ sở dữ liệu, kèm nguồn của từng mục.
portal-home-use = Mỗi lần dữ liệu của bạn được dùng đều được ghi lại: ai dùng, để làm gì, theo căn cứ nào.
portal-home-verify = Kiểm tra một giấy tờ điện tử có thật và còn nguyên vẹn hay không. Không cần đăng nhập.
portal-event = { $category ->
    [civil-status] Sinh con, kết hôn, khai tử
    [residence] Nơi ở
    [health] Sức khỏe, bảo hiểm
    [education] Học tập
    [work] Việc làm, lương hưu
    [identity] Căn cước, định danh
   *[other] Dịch vụ khác
}

## Services

portal-search = Tìm dịch vụ công
portal-search-button = Tìm
portal-search-form = Tìm dịch vụ công
portal-services-title = Dịch vụ công
portal-services-found = { $n ->
   *[other] { $n } dịch vụ có “{ $text }”
}
portal-services-none = Chưa tìm thấy dịch vụ nào
portal-services-none-text = Hãy thử từ khác, ngắn hơn, ví dụ “khai sinh” hoặc “tạm trú”. Không cần gõ dấu.
portal-services-all = Xem tất cả dịch vụ
portal-start = Bắt đầu
portal-start-sign-in = Đăng nhập để bắt đầu
portal-start-hint = Tờ khai được điền sẵn từ các cơ sở dữ liệu và tự lưu khi bạn điền. Bạn xem lại toàn bộ trước khi gửi.
portal-start-hint-nobody = Sau khi đăng nhập, tờ khai được điền sẵn từ các cơ sở dữ liệu và tự lưu khi bạn điền.
portal-start-hint-officer = Hồ sơ do người dân nộp bằng tài khoản công dân.
portal-service-who = Ai nộp được
portal-applicant = { $who ->
    [citizen] Công dân
    [organisation] Tổ chức
   *[other] Người khác theo quy định
}
portal-service-how = Cách thực hiện
portal-level = { $level ->
    [full_online] Trực tuyến toàn trình: làm và nhận kết quả trên mạng
    [partial_online] Trực tuyến một phần: có bước phải đến cơ quan
   *[other] Tại cơ quan giải quyết
}
portal-service-clock = { $clock ->
    [intake] Thời hạn tiếp nhận
    [total] Thời hạn trả kết quả
    [with-verification] Thời hạn khi cần xác minh
    [agreement] Thời gian chờ ý kiến đồng ý
   *[other] Thời hạn
}
portal-service-where = Cơ quan giải quyết
portal-service-fee = Phí, lệ phí
portal-service-fee-unknown = Chưa có thông tin
portal-service-result = Bạn nhận được
portal-service-code = Mã thủ tục
portal-service-provided = Bạn không phải nộp
portal-service-asked = Bạn cần khai
portal-service-law = Căn cứ

## Filling in

portal-page-of = { $title } · trang { $page } trên { $pages }
portal-continue = Tiếp tục
portal-later = Lưu và để sau
portal-saved-at = Đã lưu bản nháp lúc { $at }
portal-kept-until = Bản nháp được giữ đến hết ngày { $date }; mỗi lần bạn lưu, thời hạn này được tính lại từ đầu.
portal-not-saved = Chưa lưu được trang này
portal-fields-opened = Câu trả lời của bạn mở thêm mục
portal-fields-opened-link = Điền mục mới rồi tiếp tục
portal-province = Tỉnh, thành phố
portal-province-first = Chọn tỉnh rồi bấm “{ $button }”; danh sách xã, phường của tỉnh sẽ hiện ra.
portal-province-other = Nếu chọn tỉnh khác, bấm “{ $button }” để xem danh sách xã, phường của tỉnh đó.
portal-commune = Xã, phường, đặc khu
portal-commune-now = Đã có danh sách xã, phường của tỉnh
portal-commune-now-link = Chọn xã, phường hoặc đặc khu rồi tiếp tục
portal-correction-title = Thông tin này chưa đúng?
portal-correction-why = { $register } đang ghi nhận như trên. Tờ khai không sửa dữ liệu gốc, để mọi cơ quan cùng dùng một thông tin.
portal-correction-who = { $owner ->
    [population] Hãy liên hệ công an cấp xã nơi bạn cư trú, mang theo giấy tờ chứng minh, và đề nghị điều chỉnh thông tin.
    [civil-status] Hãy liên hệ Ủy ban nhân dân cấp xã nơi đã đăng ký hộ tịch, mang theo giấy tờ chứng minh, và đề nghị cải chính.
   *[other] Hãy liên hệ cơ quan giữ dữ liệu này, mang theo giấy tờ chứng minh, và đề nghị điều chỉnh thông tin.
}
portal-correction-then = Khi dữ liệu gốc được sửa, mục này tự cập nhật. Bản nháp của bạn vẫn được giữ.
portal-correction-now = Nếu bạn vẫn nộp bây giờ, hồ sơ dùng thông tin đang được ghi nhận.
portal-correction-back = Quay lại tờ khai

## Before it is sent

portal-check-title = Xem lại trước khi gửi
portal-check-missing = Các trang còn thiếu
portal-page-incomplete = Còn thiếu
portal-check-organisation = Hồ sơ sẽ được gửi đến { $organisation }.
portal-check-before = Khi gửi, bạn xác nhận những điều đã khai là đúng sự thật. Sau khi gửi, bạn vẫn có thể rút hồ sơ khi cơ quan chưa quyết định.
portal-check-not-ready = Hồ sơ chưa gửi được vì còn thiếu hoặc còn điều cần sửa ở trên.
portal-submit = Gửi hồ sơ
portal-fill-on = Điền tiếp
portal-keep-for-later = Lưu và để sau
portal-discard = Xóa bản nháp
portal-not-submitted = Hồ sơ chưa gửi được
portal-discard-title = Xóa bản nháp này?
portal-discard-text = Những gì bạn đã nhập trong bản nháp sẽ mất. Bạn có thể bắt đầu lại bất cứ lúc nào.
portal-discard-yes = Xóa bản nháp
portal-discard-no = Giữ lại

## After it is sent

portal-submitted-title = Đã nhận hồ sơ của bạn
portal-number = Mã số hồ sơ
portal-submitted-next = Việc tiếp theo
portal-submitted-intake = { $organisation } kiểm tra hồ sơ và tiếp nhận, hoặc nói rõ vì sao chưa tiếp nhận.
portal-submitted-supplement = Nếu cần bổ sung, cơ quan yêu cầu bạn một lần, ghi rõ mọi thứ còn thiếu. Khi đó thời hạn giải quyết tạm dừng.
portal-submitted-result = Kết quả được ký số và hiện trong hồ sơ của bạn; bạn không phải đến lấy.
portal-dossier-open = Xem hồ sơ

## My dossiers

portal-dossiers-title = Hồ sơ của tôi
portal-drafts-heading = Đang soạn
portal-dossiers-heading = Đã nộp
portal-draft-state = Bản nháp
portal-draft-note = Lưu lúc { $saved }. Chưa gửi.
portal-dossier-note = { $status }. Mã số { $number }.
portal-dossier-note-due = { $status }. Hạn trả kết quả: { $due }. Mã số { $number }.
portal-dossiers-none = Bạn chưa có hồ sơ nào
portal-dossiers-none-text = Khi bạn nộp hồ sơ, từng bước giải quyết và ngày hẹn trả kết quả hiện ở đây.
portal-dossiers-start = Chọn dịch vụ công
portal-news-saved = Đã lưu bản nháp
portal-news-saved-text = Bạn có thể điền tiếp bất cứ lúc nào.
portal-news-discarded = Đã xóa bản nháp
portal-news-discarded-text = Bạn có thể bắt đầu lại bất cứ lúc nào.
portal-news-answered = Đã gửi phần bổ sung
portal-news-answered-text = Cơ quan tiếp tục giải quyết hồ sơ.
portal-news-chosen = Đã ghi nhận lựa chọn của bạn
portal-news-chosen-text = Bạn có thể đổi lại trước khi gửi.
portal-news-moved = Đã chuyển sang quy định mới
portal-news-moved-text = Hãy xem lại từng phần; phần mới cần điền được đánh dấu trong danh sách.
portal-news-leg-withdrawn = Đã rút việc này
portal-news-leg-withdrawn-text = Các việc khác vẫn tiếp tục.
portal-news-bundle-withdrawn = Đã rút hồ sơ
portal-news-bundle-withdrawn-text = Các việc chưa xong đã dừng; kết quả đã có vẫn giữ nguyên.
portal-news-appealed = Đã gửi đề nghị xem xét lại
portal-news-appealed-text = Cơ quan xem xét lại trong hồ sơ mới bên dưới.
portal-news-agreed = Đã gửi câu trả lời
portal-news-agreed-text = Người hỏi được báo là bạn đồng ý.
portal-news-declined = Đã gửi câu trả lời
portal-news-declined-text = Người hỏi được báo là bạn không đồng ý.
portal-news-uploaded = Đã lưu giấy tờ
portal-news-uploaded-text = Bạn có thể chọn giấy tờ này khi làm hồ sơ.
portal-news-paper-discarded = Đã xóa giấy tờ
portal-news-paper-discarded-text = Bạn có thể tải lên lại bất cứ lúc nào.
portal-news-share-ended = Đã dừng chia sẻ
portal-news-share-ended-text = Liên kết đó không mở được nữa.
portal-news-withdrawn = Đã rút hồ sơ
portal-news-withdrawn-text = Cơ quan dừng giải quyết hồ sơ này.

## One dossier

portal-dossier-number = Hồ sơ { $number }
portal-status-line = { $status }. Cơ quan giải quyết: { $organisation }.
portal-intake-due = Cơ quan kiểm tra và trả lời có tiếp nhận hay không trước { $due }.
portal-clock-result = Bạn nhận kết quả
portal-clock-paused = Thời hạn giải quyết tạm dừng cho đến khi bạn bổ sung.
portal-course = Các bước
portal-course-now = Đang thực hiện
portal-course-later = Bạn nhận kết quả
portal-course-later-when = Ngay sau khi cơ quan quyết định
portal-papers = Giấy tờ của hồ sơ
portal-slip-appointment = Giấy tiếp nhận hồ sơ và hẹn trả kết quả
portal-slip-supplement = Phiếu yêu cầu bổ sung hồ sơ
portal-slip-refusal = Phiếu từ chối giải quyết hồ sơ
portal-slip-apology = Phiếu xin lỗi và hẹn lại ngày trả kết quả
portal-slip-signer = Người lập phiếu
portal-declared = Những điều bạn đã khai
portal-more = Việc khác
portal-more-text = Các việc này không ảnh hưởng đến hồ sơ khác của bạn.
portal-refusal-title = Hồ sơ không được giải quyết
portal-refusal-next = Bạn có thể nộp hồ sơ mới khi đã khắc phục lý do trên. Phiếu từ chối nằm trong phần giấy tờ bên dưới.
portal-extended-title = Cơ quan đã xin lỗi và hẹn lại
portal-extended-text = Ngày trả kết quả mới hiện bên dưới. Phiếu xin lỗi nằm trong phần giấy tờ.
portal-result-title = Đã có kết quả
portal-result-text = Kết quả đã được ký số. Bạn có thể xem, in và tải về.
portal-result-open = Xem kết quả
portal-withdraw = Rút hồ sơ
portal-withdraw-title = Rút hồ sơ này?
portal-withdraw-text = Cơ quan sẽ dừng giải quyết. Bạn có thể nộp hồ sơ mới sau này.
portal-withdraw-reason = Lý do rút hồ sơ
portal-withdraw-reason-empty = Ghi lý do bạn rút hồ sơ
portal-withdraw-yes = Rút hồ sơ
portal-withdraw-no = Giữ hồ sơ
portal-supplement-title = Cơ quan cần bạn bổ sung
portal-supplement-answer = Bổ sung hồ sơ
portal-supplement-page = Bổ sung hồ sơ
portal-supplement-asked = Cơ quan yêu cầu
portal-supplement-word = Điều bạn muốn nói với cán bộ
portal-supplement-word-hint = Ví dụ vì sao thông tin bạn khai là đúng.
portal-supplement-send = Gửi phần bổ sung

## Results

portal-paper-date = Ngày { $day } tháng { $month } năm { $year }
portal-result-signer = Người ký
portal-result-signed = Đã ký số lúc { $at }
portal-result-revoked = Giấy này không còn hiệu lực từ { $at }
portal-result-qr = Mã QR để kiểm tra giấy này
portal-result-verify = Kiểm tra giấy này: quét mã QR, hoặc mở { $site }/verify và nhập mã { $code }
portal-result-download = Tải dữ liệu đã ký
portal-result-download-text = Tệp .jws chứa đúng nội dung này cùng chữ ký số; phần mềm khác kiểm tra được mà không cần hỏi lại cơ quan cấp.

## My data

data-title = Dữ liệu của tôi
data-lead = Đây là những gì các cơ sở dữ liệu ghi nhận về bạn.
data-use-link = Xem ai đã dùng dữ liệu này
data-papers-link = Xem giấy tờ điện tử của bạn
data-source-since = { $register }, có hiệu lực từ { $date }
data-correction-back = Quay lại dữ liệu của tôi
data-group-name = Tên và số định danh
data-group-birth = Ngày sinh, nơi sinh
data-group-belonging = Quốc tịch, dân tộc, tôn giáo, nhóm máu
data-group-residence = Nơi ở
data-group-family = Gia đình
data-group-papers = Thẻ căn cước
data-group-contact = Liên hệ
data-group-life = Tình trạng
data-male = Nam
data-female = Nữ
data-sex-unknown = Chưa có thông tin
data-alive = Còn sống
data-dead = Đã chết
data-missing = Mất tích
data-father = Cha
data-mother = Mẹ
data-spouse = Vợ hoặc chồng
data-child = Con
data-representative = Người đại diện
data-represented = Người được đại diện
data-absence = Từ { $from } đến { $to }, tại { $place }
data-card = { $kind } số { $number }, cấp ngày { $issued }, nơi cấp { $by }, có giá trị đến { $expires }
data-card-no-end = không thời hạn
data-household = Hộ gia đình
data-household-at = Các thành viên của hộ tại { $place }
data-household-none = Cơ sở dữ liệu chưa ghi nhận hộ gia đình của bạn.
data-member = Thành viên
data-field-relation = Quan hệ với chủ hộ
data-number = Số định danh cá nhân
data-marriage = Hôn nhân
data-marriage-none = Cơ sở dữ liệu hộ tịch không ghi nhận hôn nhân nào đang có hiệu lực.
data-married-on = Ngày đăng ký
data-registered-at = Nơi đăng ký
data-book = Số { $number }, quyển { $book }
data-book-entry = Sổ hộ tịch
data-births = Khai sinh của các con
data-births-none = Chưa có khai sinh nào ghi bạn là cha hoặc mẹ.
data-born = Ngày sinh
data-registered-by = Nơi đăng ký khai sinh

## Who used my data

data-use-title = Ai đã dùng dữ liệu của tôi
data-use-lead = Mỗi lần dữ liệu của bạn được xem hoặc dùng đều được ghi lại trước khi dữ liệu được đưa ra. Lần mới nhất ở trên cùng.
data-use-none = Chưa có ai dùng dữ liệu của bạn
data-use-none-text = Khi có người xem hoặc dùng, kể cả bạn, lần đó hiện ở đây.
data-use-row = { $who }, { $at }
data-use-anonymous = Người không đăng nhập
data-use-system = Hệ thống tự động
data-use-org = Cho cơ quan
data-use-purpose = Để làm gì
data-use-basis = Căn cứ
data-use-case = Hồ sơ
data-use-draft = Tờ khai chưa gửi
data-use-fields = Dữ liệu
data-use-what = { $service }: { $fields }
data-use-proofs = Bằng chứng
data-use-proof = Tải mục { $index }
data-use-nothing-personal = không có thông tin cá nhân nào được đưa ra
data-service = { $service ->
    [population-get-person] Thông tin dân cư
    [population-get-household] Hộ gia đình
    [population-search-persons] Tìm người trong dữ liệu dân cư
    [population-verify-person] Đối chiếu thông tin dân cư
    [population-register-child] Ghi nhận trẻ mới sinh
    [population-register-temporary-residence] Ghi nhận tạm trú
    [population-correct-person] Điều chỉnh thông tin dân cư
    [population-replace-personal-number] Cấp lại số định danh
    [civil-status-find-births] Khai sinh của các con
    [civil-status-find-marriage] Hôn nhân
    [civil-status-get-birth] Khai sinh
    [civil-status-get-birth-notice] Giấy chứng sinh
    [civil-status-receive-birth-notice] Tiếp nhận giấy chứng sinh
    [civil-status-register-birth] Đăng ký khai sinh
    [casework-get-draft] Tờ khai đang soạn
    [casework-save-draft] Tờ khai đang soạn
    [casework-start-draft] Tờ khai đang soạn
    [casework-discard-draft] Tờ khai đang soạn
    [casework-list-drafts] Danh sách tờ khai đang soạn
    [casework-submit] Nộp hồ sơ
    [casework-list-dossiers] Danh sách hồ sơ
    [casework-get-dossier] Hồ sơ
    [casework-list-queue] Danh sách hồ sơ của cơ quan
    [casework-open-dossier] Hồ sơ trên bàn cán bộ
    [casework-get-slip] Giấy tờ của hồ sơ
    [casework-get-result] Kết quả của hồ sơ
    [casework-verify-result] Kiểm tra giấy tờ
    [identity-get-organisation-key] Khóa công khai của tổ chức
    [ledger-prove-access] Bằng chứng trong nhật ký dùng dữ liệu
    [ledger-who-used-my-data] Nhật ký dùng dữ liệu
    [population-register-permanent-residence] Ghi nhận thường trú
    [population-end-permanent-residence] Xóa đăng ký thường trú
    [population-register-death] Ghi nhận người đã chết
    [population-issue-identity-card] Ghi nhận cấp thẻ căn cước
    [civil-status-get-death] Khai tử
    [civil-status-get-death-notice] Giấy báo tử
    [civil-status-receive-death-notice] Tiếp nhận giấy báo tử
    [civil-status-register-death] Đăng ký khai tử
    [health-insurance-get-card] Thẻ bảo hiểm y tế
    [health-insurance-issue-card] Cấp thẻ bảo hiểm y tế
    [health-insurance-end-card] Dừng thẻ bảo hiểm y tế
    [allowances-get-grants] Các khoản trợ cấp
    [allowances-grant] Quyết định trợ cấp
    [casework-start-bundle] Tờ khai liên thông đang soạn
    [casework-choose-leg] Tờ khai liên thông đang soạn
    [casework-move-bundle] Tờ khai liên thông đang soạn
    [casework-get-own-bundle] Hồ sơ liên thông
    [casework-list-own-bundles] Danh sách hồ sơ liên thông
    [casework-submit-bundle] Nộp hồ sơ liên thông
    [casework-withdraw-bundle] Rút hồ sơ liên thông
    [casework-withdraw-leg] Rút một việc trong hồ sơ liên thông
    [casework-appeal-leg] Đề nghị xem xét lại
    [casework-list-agreements] Các câu hỏi ý kiến
    [casework-get-agreement] Câu hỏi ý kiến
    [casework-answer-agreement] Trả lời ý kiến
    [casework-open-chain] Chuỗi hồ sơ liên thông trên bàn cán bộ
    [casework-revoke-result] Thu hồi kết quả
    [documents-list-papers] Danh sách giấy tờ trong kho
    [documents-list-usable] Giấy tờ trong kho dùng được cho hồ sơ
    [documents-get-paper] Giấy tờ trong kho
    [documents-get-paper-file] Tệp giấy tờ trong kho
    [documents-get-paper-of-dossier] Giấy tờ kết quả của hồ sơ
    [documents-attach-paper] Dùng lại giấy tờ trong kho
    [documents-upload-paper] Tải giấy tờ lên kho
    [documents-discard-upload] Xóa giấy tờ khỏi kho
    [documents-share-paper] Chia sẻ giấy tờ
    [documents-list-shares] Danh sách liên kết chia sẻ
    [documents-end-share] Dừng chia sẻ giấy tờ
    [documents-open-share] Mở giấy tờ được chia sẻ
    [documents-export-papers] Tải tất cả giấy tờ
    [documents-revoke-paper] Thu hồi giấy tờ
    [documents-verify-paper] Kiểm tra giấy tờ
    [messages-list-messages] Thông báo
    [messages-count-unread] Số thông báo chưa đọc
    [messages-read-message] Đọc thông báo
   *[other] Xử lý hồ sơ
}
data-field = { $field ->
    [name] Họ, chữ đệm và tên
    [other_names] Tên gọi khác
    [personal_number] Số định danh cá nhân
    [former_personal_number] Số định danh trước đây
    [former_personal_numbers] Số định danh trước đây
    [sex] Giới tính
    [birth_date] Ngày sinh
    [birth_place] Nơi sinh
    [birth_registration_place] Nơi đăng ký khai sinh
    [hometown] Quê quán
    [ethnicity] Dân tộc
    [religion] Tôn giáo
    [nationality] Quốc tịch
    [blood_group] Nhóm máu
    [old_id_number] Số chứng minh nhân dân
    [identity_card] Thẻ căn cước
    [relatives] Người thân
    [permanent_residence] Nơi thường trú
    [temporary_residence] Nơi tạm trú
    [current_residence] Nơi ở hiện tại
    [temporary_absence] Tạm vắng
    [residence_file_number] Số hồ sơ cư trú
    [marital_status] Tình trạng hôn nhân
    [relation_to_head] Quan hệ với chủ hộ
    [household] Chủ hộ
    [life_status] Tình trạng
    [death_or_missing_date] Ngày chết hoặc mất tích
    [phone] Số điện thoại
    [email] Thư điện tử
    [other] Thông tin khác
    [members] Thành viên hộ
    [residence] Nơi ở của hộ
    [matches] Kết quả đối chiếu
    [number_known] Số định danh có tồn tại
    [name_matches] Họ tên có khớp
    [birth_date_matches] Ngày sinh có khớp
    [alive] Còn sống
    [child] Thông tin của con
    [mother] Thông tin của mẹ
    [father] Thông tin của cha
    [notice_number] Số giấy chứng sinh
    [child_sex] Giới tính của con
    [birth_time] Giờ sinh
    [birth_order] Thứ tự trong lần sinh
    [count] Số con trong lần sinh
    [facility_name] Nơi sinh
    [commune] Xã, phường nơi sinh
    [place_line] Địa chỉ nơi sinh
    [registered] Đã đăng ký khai sinh chưa
    [mother_name] Họ, chữ đệm và tên của mẹ
    [declarant] Người đi khai sinh
    [book] Số, quyển sổ hộ tịch
    [registered_on] Ngày đăng ký
    [registered_by] Nơi đăng ký
    [registration_place] Nơi đăng ký
    [spouse_name] Họ tên vợ hoặc chồng
    [married_on] Ngày đăng ký kết hôn
    [ended_on] Ngày chấm dứt hôn nhân
    [valid_from] Ngày bắt đầu
    [valid_to] Ngày kết thúc
    [place] Nơi ở
    [about] Hồ sơ về ai
    [applicant] Tên người nộp
    [pages] Những điều đã khai
    [fields] Những điều đã khai hoặc ghi trên giấy
    [flags] Điều cần lưu ý
    [notices] Điều cần lưu ý
    [errors] Mục cần sửa
    [ready] Tờ khai đã đủ chưa
    [clock] Thời hạn
    [status] Trạng thái
    [status_text] Trạng thái
    [timeline] Các bước của hồ sơ
    [supplement] Yêu cầu bổ sung
    [refusal] Lý do từ chối
    [holder] Cán bộ đang xử lý
    [has_result] Đã có kết quả chưa
    [organisation] Cơ quan giải quyết
    [submitted_at] Lúc nộp
    [issued_at] Lúc ký
    [issuer] Cơ quan cấp
    [signer] Người ký
    [kind] Loại giấy
    [title] Tên giấy hoặc thủ tục
    [number] Mã số hồ sơ
    [place_and_date] Nơi và ngày lập giấy
    [lines] Nội dung giấy
    [jws] Dữ liệu đã ký
    [code] Mã kiểm tra
    [agreed] Câu trả lời
    [answered_at] Lúc trả lời
    [asked_at] Lúc hỏi
    [question] Câu hỏi
    [declined_text] Hệ quả khi không đồng ý
    [closed_text] Vì sao không cần trả lời nữa
    [open] Còn chờ trả lời không
    [due_at] Hạn
    [intake_due_at] Hạn tiếp nhận
    [appeal] Đề nghị xem xét lại
    [reason] Lý do
    [can_submit] Hồ sơ đã đủ để gửi chưa
    [obstacles] Điều còn vướng trước khi gửi
    [legs] Các việc trong hồ sơ liên thông
    [occasion_text] Lý do tờ khai được lập sẵn
    [started_at] Lúc bắt đầu
    [finished_at] Lúc xong toàn bộ
    [state] Tình trạng
    [state_text] Tình trạng
    [state_reason] Lý do của tình trạng
    [office] Chức vụ người ký
    [qr] Nội dung mã QR
    [revocation] Lý do thu hồi
    [revoked_at] Lúc thu hồi
    [replaced_by] Giấy tờ thay thế
    [slips] Các phiếu của hồ sơ
    [signatures] Chữ ký số
    [source] Nguồn của giấy tờ
    [has_file] Có tệp hay không
    [file_name] Tên tệp
    [bytes] Tệp
    [papers] Số giấy tờ
    [reused] Số lần dùng lại
    [token] Liên kết chia sẻ
    [unread] Số thông báo chưa đọc
    [read_at] Lúc đọc
    [card_number] Số thẻ
    [group_code] Nhóm đối tượng bảo hiểm y tế
    [initial_facility] Nơi khám chữa bệnh ban đầu
    [in_force] Thẻ còn hiệu lực không
    [end_reason] Lý do dừng thẻ
    [ended_by_death] Dừng do người đó đã chết
    [issued_by] Nơi cấp
    [issued_on] Ngày cấp
    [expires_on] Ngày hết hạn
    [household_without_head] Hộ chưa có chủ hộ mới
    [household_head_name] Họ tên chủ hộ mới
    [proof] Bằng chứng về một lần dùng dữ liệu
    [deceased] Thông tin người đã chết
    [deceased_name] Họ, chữ đệm và tên người đã chết
    [died_on] Ngày chết
    [died_at] Giờ chết
    [cause] Nguyên nhân chết
    [amount] Số tiền
    [beneficiary] Người nhận trợ cấp
    [decided_on] Ngày quyết định
    [grants] Các khoản trợ cấp
    [preview] Nội dung dự kiến của giấy
   *[unknown] { $field }
}
