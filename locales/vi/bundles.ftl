# Interlinked procedures: crates/web/src/bundles.

## Where they are offered

bundle-events = Sự kiện trong đời
bundle-event = { $family ->
    [birth] Có em bé mới sinh?
    [death] Có người thân qua đời?
   *[other] { $title }
}
bundle-event-text = Khai một lần cho { $n } việc: { $legs }.
bundle-ready = Có tờ khai đang chờ bạn
bundle-ready-text = “{ $title }” đã được điền sẵn theo thông tin cơ quan, cơ sở y tế gửi đến. Bạn xem lại, điền nốt phần còn thiếu và gửi một lần.
bundle-ready-open = Mở tờ khai
bundle-begun = Bạn đang có tờ khai này
bundle-start-another = Bắt đầu tờ khai khác
bundle-at-once = Có thể làm cùng lúc với việc khác
bundle-at-once-text = Khai một lần, nhiều cơ quan cùng giải quyết:
bundle-only = Thủ tục này được làm trong nhóm thủ tục liên thông ở trên.
bundle-legs = Các việc trong hồ sơ
bundle-leg-always = Luôn làm
bundle-leg-optional = Bạn chọn
bundle-leg-by = { $organisation } giải quyết.
bundle-leg-limit = Thời hạn: { $limit }.
bundle-leg-after = Bắt đầu sau khi xong: { $legs }.

## In lists

bundle-heading = Hồ sơ liên thông
bundle-row-draft = Bắt đầu lúc { $at }. Chưa gửi.
bundle-row-prepared = Được điền sẵn lúc { $at }. Chưa gửi.
bundle-row = Xong { $done } trên { $total } việc. Mã số { $number }.
bundle-row-due = Xong { $done } trên { $total } việc. Xong toàn bộ trước { $due }. Mã số { $number }.
bundle-part-of = Xem toàn bộ hồ sơ liên thông

## Filling in

bundle-not-sent = Hồ sơ liên thông, chưa gửi
bundle-occasion = Tờ khai đã được điền sẵn theo giấy đó. Bạn xem lại và điền nốt phần còn thiếu.
bundle-tasks = Các phần cần điền
bundle-progress = Đã điền đủ { $done } trên { $total } phần.
bundle-leg-complete = Đã điền đủ
bundle-leg-to-fill = Cần điền
bundle-leg-not-chosen = Không làm
bundle-choose = Thêm { $leg } vào hồ sơ
bundle-leave-out = Không làm { $leg }
bundle-look = Xem trước toàn bộ
bundle-saved-by-itself = Mọi thứ bạn điền được lưu lại; bạn có thể rời trang và quay lại sau.
bundle-agreement-somebody = chủ hộ hoặc chủ sở hữu chỗ ở
bundle-agreement-will-ask = Sau khi bạn gửi hồ sơ, { $name } sẽ được hỏi ý kiến.
bundle-agreement-asked = Đã hỏi ý kiến { $name } lúc { $at }, đang chờ trả lời.
bundle-agreement-until = Chờ trả lời đến { $until }.
bundle-agreement-yes = Lúc { $at }, { $name } đã đồng ý.
bundle-agreement-no = Lúc { $at }, { $name } đã trả lời không đồng ý.
bundle-changed = Quy định đã thay đổi
bundle-changed-text = Việc này nay làm theo “{ $title }”. Hãy chuyển tờ khai sang quy định mới để gửi được. Những gì bạn đã điền được giữ lại ở các phần giống nhau; phần mới sẽ hiện trong danh sách.
bundle-move = Chuyển sang quy định mới
bundle-leg-check = Xem lại phần này
bundle-leg-before = Phần này đã được lưu. Bạn gửi tất cả các phần cùng một lúc từ danh sách.
bundle-leg-not-ready = Phần này còn thiếu hoặc còn điều cần sửa ở trên.
bundle-leg-save = Lưu và quay lại danh sách
bundle-before = Khi gửi, bạn xác nhận những điều đã khai là đúng sự thật. Từng việc có mã số và thời hạn riêng; việc này không chờ việc kia nếu không cần. Bạn vẫn có thể rút từng việc khi cơ quan chưa quyết định.
bundle-submit = Gửi một lần cho tất cả
bundle-back-to-list = Quay lại danh sách
bundle-discard-text = Những gì bạn đã nhập trong tất cả các phần sẽ mất. Bạn có thể bắt đầu lại bất cứ lúc nào.

## After it is sent

bundle-clock = Xong toàn bộ
bundle-told = Mỗi khi có thay đổi, bạn nhận được thông báo trong mục Thông báo.
bundle-alone = Nếu một việc gặp vướng mắc, các việc khác không phụ thuộc vào nó vẫn tiếp tục.
bundle-follow = Theo dõi hồ sơ
bundle-sent = Đã gửi lúc { $at }.
bundle-sent-ended = Đã gửi lúc { $at }, xong toàn bộ lúc { $end }.
bundle-reason = Lý do
bundle-agreement = Ý kiến đồng ý
bundle-waits-for = Đang chờ
bundle-organisation = Cơ quan giải quyết
bundle-former = Lần trước
bundle-former-open = Xem hồ sơ lần trước
bundle-appeal = Đề nghị xem xét lại
bundle-appeal-title = Đề nghị xem xét lại: { $leg }
bundle-appeal-text = Cơ quan sẽ xem xét lại trong một hồ sơ mới, có thời hạn mới. Hồ sơ cũ và lý do từ chối vẫn được giữ.
bundle-appeal-why = Vì sao bạn đề nghị xem xét lại
bundle-appeal-hint = Cán bộ sẽ đọc đúng nội dung này. Nêu điều chưa đúng hoặc thông tin mới.
bundle-appeal-empty = Ghi vì sao bạn đề nghị xem xét lại
bundle-appeal-send = Gửi đề nghị
bundle-withdraw = Rút toàn bộ hồ sơ
bundle-withdraw-what = Bạn có thể rút từng việc ở trên, hoặc rút toàn bộ hồ sơ.
bundle-withdraw-title = Rút toàn bộ hồ sơ này?
bundle-withdraw-open = Các việc chưa xong dừng lại.
bundle-withdraw-done = Các việc đã có kết quả vẫn giữ nguyên kết quả.
bundle-withdraw-yes = Rút toàn bộ
bundle-withdraw-leg = Rút việc này
bundle-withdraw-leg-title = Rút việc này: { $leg }?
bundle-withdraw-leg-text = Cơ quan dừng giải quyết việc này. Các việc cần kết quả của nó cũng không làm được; các việc khác vẫn tiếp tục.
bundle-withdraw-leg-yes = Rút việc này
bundle-withdraw-leg-no = Giữ lại
