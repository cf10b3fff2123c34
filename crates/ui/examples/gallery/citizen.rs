//! Pages as a citizen sees them.

use askama::Template;
use dean06_ui::{
    Button, Buttons, Card, Cards, Choice, ClockLine, Confirmation, DateBoxes, Due, EmptyState,
    ErrorSummary, Field, FilledValue, Link, Markup, Notice, Page, PageResponse, Paper, Row,
    SaveStatus, Seal, SignedIn, Source, SummaryList, SummaryRow, Table, Tag, TaskItem, TaskList,
    Timeline, TimelineEntry, Tone, Words,
};
use jiff::civil::{DateTime, date};

const REGISTER: &str = "Cơ sở dữ liệu quốc gia về dân cư";

fn due() -> DateTime {
    date(2026, 11, 25).at(17, 0, 0, 0)
}

fn shell(words: &Words, title: &str) -> Page {
    Page::new(words, title)
        .navigation(vec![
            Link::new("Dịch vụ", "/home.html"),
            Link::new("Hồ sơ của tôi", "/dossier.html").current(true),
            Link::new("Dữ liệu của tôi", "/check.html"),
            Link::new("Ai đã xem dữ liệu", "/sent.html"),
        ])
        .footer(vec![Link::new("Kiểm tra giấy tờ", "/slip.html")])
        .signed_in(SignedIn::new("Lò Thị Mai", "/sign-out"))
}

fn source(words: &Words) -> Source {
    Source::new(words, REGISTER).correction(words, "/correct")
}

pub fn home(words: &Words) -> PageResponse {
    let cards = Cards::new(vec![
        Card::new(
            "Đăng ký khai sinh",
            "/form.html",
            "Cho con mới sinh. Thông tin cha, mẹ được điền sẵn; bạn chỉ nhập những gì còn thiếu.",
        ),
        Card::new(
            "Đăng ký tạm trú",
            "/form.html",
            "Khi bạn ở nơi khác nơi thường trú từ 30 ngày trở lên.",
        ),
        Card::new(
            "Kiểm tra giấy tờ",
            "/slip.html",
            "Quét mã QR trên giấy hoặc nhập số giấy để biết giấy có thật hay không.",
        ),
    ]);
    let empty = EmptyState::new(
        "Bạn chưa có hồ sơ nào",
        "Khi bạn nộp một hồ sơ, từng bước giải quyết và ngày hẹn trả kết quả hiện ở đây.",
    )
    .action(Button::primary("Đăng ký khai sinh").href("/form.html"));
    Page::new(words, "Bạn cần làm gì?")
        .sign_in("/sign-in.html")
        .navigation(vec![
            Link::new("Dịch vụ", "/home.html").current(true),
            Link::new("Kiểm tra giấy tờ", "/slip.html"),
        ])
        .footer(vec![Link::new("Kiểm tra giấy tờ", "/slip.html")])
        .markup(Markup::join([
            cards.into(),
            Markup::trusted("<h2>Hồ sơ của bạn</h2>"),
            empty.into(),
        ]))
}

pub fn sign_in(words: &Words) -> PageResponse {
    let errors = ErrorSummary::new(words).field("login", "Nhập số định danh gồm 12 chữ số");
    let form = Markup::join([
        Markup::trusted("<form method=\"post\" novalidate>"),
        Field::digits(words, "login", "Số định danh cá nhân", 12)
            .hint("12 chữ số in trên thẻ căn cước")
            .value("00119000")
            .error(Some("Nhập số định danh gồm 12 chữ số"))
            .autocomplete("username")
            .into(),
        Field::password(words, "password", "Mật khẩu").into(),
        Field::checkbox(words, "remember", "Giữ đăng nhập trên máy này")
            .hint("Chỉ chọn khi đây là máy riêng của bạn.")
            .into(),
        Buttons::new([Button::primary("Đăng nhập")]).into(),
        Markup::trusted("</form>"),
    ]);
    Page::new(words, "Đăng nhập").errors(errors).markup(form)
}

pub fn question(words: &Words) -> PageResponse {
    let form = Markup::join([
        Markup::trusted("<form method=\"post\" novalidate>"),
        Field::radios(
            words,
            "married",
            "Cha và mẹ của trẻ đã đăng ký kết hôn chưa?",
            vec![
                Choice::new("yes", "Đã đăng ký kết hôn"),
                Choice::new("no", "Chưa đăng ký kết hôn").hint(
                    "Thông tin của cha có thể để trống. Nhận cha cho con là một thủ tục khác.",
                ),
                Choice::new("unknown", "Tôi không chắc"),
            ],
        )
        .heading()
        .hint("Nếu đã kết hôn, chúng tôi lấy thông tin từ cơ sở dữ liệu hộ tịch.")
        .value("no")
        .into(),
        Buttons::new([Button::primary("Tiếp tục")]).into(),
        Markup::trusted("</form>"),
    ]);
    shell(words, "Cha và mẹ của trẻ")
        .own_heading()
        .back("/home.html")
        .caption("Đăng ký khai sinh · phần 2 trên 5")
        .markup(form)
}

#[derive(Template)]
#[template(
    source = r#"<form method="post" data-autosave="/draft" novalidate>
{{ name }}{{ known }}{{ place }}{{ born }}{{ sex }}{{ commune }}{{ note }}{{ copies }}{{ file }}
{{ status }}
{{ buttons }}
</form>"#,
    ext = "html"
)]
struct Form {
    name: Field,
    known: FilledValue,
    place: FilledValue,
    born: Field,
    sex: Field,
    commune: Field,
    note: Field,
    copies: Field,
    file: Field,
    status: SaveStatus,
    buttons: Buttons,
}

pub fn form(words: &Words) -> PageResponse {
    let wrong = "Nhập năm bằng 4 chữ số, ví dụ 1990";
    let boxes = DateBoxes {
        day: "7".to_owned(),
        month: "11".to_owned(),
        year: "26".to_owned(),
    };
    let choices = |pairs: &[(&str, &str)]| {
        let pairs = pairs.iter();
        pairs
            .map(|(value, label)| Choice::new(*value, *label))
            .collect()
    };
    let content = Form {
        name: Field::text(words, "child.name", "Họ, chữ đệm và tên của trẻ")
            .hint("Viết có dấu, ví dụ Nguyễn Ngọc Ánh")
            .value("Lò Ngọc Ánh"),
        known: FilledValue::new("Họ và tên mẹ", "Lò Thị Mai", source(words)),
        place: FilledValue::new(
            "Nơi thường trú của mẹ",
            "Bản Mển, xã Thanh Nưa, tỉnh Điện Biên",
            source(words),
        ),
        born: Field::date(words, "child.birth_date", "Ngày sinh của trẻ", boxes).error(Some(wrong)),
        sex: Field::radios(
            words,
            "child.sex",
            "Giới tính của trẻ",
            choices(&[("male", "Nam"), ("female", "Nữ")]),
        )
        .value("female"),
        commune: Field::select(
            words,
            "child.ethnicity",
            "Dân tộc",
            choices(&[("01", "Kinh"), ("03", "Thái"), ("05", "Mường")]),
        )
        .value("03"),
        note: Field::area(words, "note", "Điều bạn muốn nói thêm").optional(),
        copies: Field::checkboxes(
            words,
            "copies",
            "Bạn muốn nhận kết quả thế nào?",
            choices(&[
                ("data", "Bản điện tử trong kho dữ liệu của tôi"),
                ("paper", "Bản giấy tại bộ phận một cửa"),
            ]),
        )
        .chosen(vec!["data".to_owned()]),
        file: Field::file(words, "notice", "Giấy chứng sinh", ".pdf,image/jpeg")
            .hint("Ảnh chụp rõ bốn góc, không quá 5 MB"),
        status: SaveStatus::new(words, Some("Đã lưu bản nháp lúc 14:05".to_owned())),
        buttons: Buttons::new([
            Button::primary("Tiếp tục"),
            Button::plain("Để sau").href("/home.html"),
        ]),
    };
    shell(words, "Thông tin của trẻ")
        .back("/question.html")
        .caption("Đăng ký khai sinh · phần 3 trên 5")
        .errors(ErrorSummary::new(words).field("child.birth_date", wrong))
        .body(&content)
}

pub fn check(words: &Words) -> PageResponse {
    let row = |label: &str, value: &str| SummaryRow::new(label, value);
    let list = SummaryList::new(
        words,
        vec![
            row("Họ, chữ đệm và tên", "Lò Ngọc Ánh").change("/form.html"),
            row("Ngày sinh", "07/11/2026").change("/form.html"),
            row("Dân tộc", "Thái").change("/form.html"),
            row("Quê quán", "").change("/form.html"),
            row("Họ và tên mẹ", "Lò Thị Mai").source(source(words)),
            row("Số định danh của mẹ", "011190000123").source(source(words)),
        ],
    );
    let content = Markup::join([
        Notice::new(Tone::Info, "Bạn không phải trả phí")
            .text("Kết quả được lưu trong kho dữ liệu của bạn và của cha trẻ.")
            .into(),
        Markup::trusted("<h2>Trẻ em và người mẹ</h2>"),
        list.into(),
        Markup::trusted("<form method=\"post\">"),
        Buttons::new([
            Button::primary("Gửi hồ sơ"),
            Button::secondary("Lưu và để sau").value("later", "yes"),
            Button::danger("Xóa bản nháp").value("delete", "yes"),
        ])
        .into(),
        Markup::trusted("</form>"),
    ]);
    shell(words, "Kiểm tra trước khi gửi")
        .crumbs(vec![
            Link::new("Trang chủ", "/home.html"),
            Link::new("Đăng ký khai sinh", "/form.html"),
        ])
        .markup(content)
}

pub fn sent(words: &Words) -> PageResponse {
    let tasks = TaskList::new(vec![
        TaskItem::new("Đăng ký khai sinh", Tag::new(Tone::Info, "Đang xử lý"))
            .href("/dossier.html")
            .note("UBND xã Thanh Nưa trả kết quả trước 17:00 thứ Tư, 25/11/2026"),
        TaskItem::new(
            "Đăng ký thường trú cho trẻ",
            Tag::new(Tone::Neutral, "Chờ bước trước"),
        )
        .note("Bắt đầu khi khai sinh xong; Công an xã Thanh Nưa giải quyết"),
        TaskItem::new(
            "Cấp thẻ bảo hiểm y tế",
            Tag::new(Tone::Waiting, "Cần bổ sung"),
        )
        .href("/dossier.html"),
    ]);
    let content = Markup::join([
        Confirmation::new("Đã nhận hồ sơ của bạn")
            .number("Mã số hồ sơ", "H18.21-20261123-0007")
            .into(),
        Markup::trusted("<h2>Việc tiếp theo</h2>"),
        ClockLine::new(words, "Bạn nhận kết quả", due(), Due::Left(2)).into(),
        tasks.into(),
        Buttons::new([
            Button::secondary("Xem hồ sơ").href("/dossier.html"),
            Button::print(words),
        ])
        .into(),
    ]);
    shell(words, "Đã nhận hồ sơ").own_heading().markup(content)
}

pub fn dossier(words: &Words) -> PageResponse {
    let timeline = Timeline::new(vec![
        TimelineEntry::done(
            words.date_time(date(2026, 11, 23).at(9, 12, 0, 0)),
            "Bạn đã nộp hồ sơ",
        ),
        TimelineEntry::done(
            words.date_time(date(2026, 11, 23).at(10, 40, 0, 0)),
            "Đã tiếp nhận",
        )
        .by("Bộ phận một cửa xã Thanh Nưa")
        .body("Hồ sơ đủ thành phần, không cần bổ sung."),
        TimelineEntry::now(
            words.deadline(due(), Due::Left(2)),
            "Công chức hộ tịch đang xem xét",
        )
        .by("UBND xã Thanh Nưa"),
        TimelineEntry::later("Ngay sau khi ký", "Bạn nhận giấy khai sinh điện tử"),
    ]);
    let access = Table::new("Ai đã xem dữ liệu trong hồ sơ này")
        .column("Người xem")
        .column("Mục đích")
        .column("Thời điểm")
        .number_column("Số trường")
        .rows([
            Row::new()
                .cell("Quàng Văn Hặc, công chức hộ tịch")
                .cell("Đăng ký khai sinh")
                .cell("10:41, 23/11/2026")
                .cell("12"),
            Row::new()
                .cell("Bạn")
                .cell("Xem dữ liệu của mình")
                .cell("09:02, 23/11/2026")
                .cell("26"),
        ]);
    let clocks = [
        ClockLine::new(words, "", due(), Due::Today),
        ClockLine::new(words, "", due(), Due::Overdue(1)),
        ClockLine::paused("Thời hạn tạm dừng từ 24/11/2026, chờ bạn bổ sung giấy chứng sinh"),
    ];
    let content = Markup::join([
        Notice::new(Tone::Waiting, "Cơ quan cần bạn bổ sung một giấy tờ")
            .text("Gửi ảnh giấy chứng sinh trước 17:00 thứ Sáu, 27/11/2026. Thời hạn giải quyết tạm dừng cho đến khi bạn gửi.")
            .live()
            .into(),
        ClockLine::new(words, "Bạn nhận kết quả", due(), Due::Left(2)).into(),
        Markup::join(clocks.map(Markup::from)),
        Markup::trusted("<h2>Các bước</h2>"),
        timeline.into(),
        access.into(),
    ]);
    shell(words, "Đăng ký khai sinh cho Lò Ngọc Ánh")
        .caption("Hồ sơ H18.21-20261123-0007")
        .crumbs(vec![Link::new("Hồ sơ của tôi", "/dossier.html")])
        .markup(content)
}

pub fn slip(words: &Words) -> PageResponse {
    let row = |label: &str, value: &str| SummaryRow::new(label, value);
    let body = SummaryList::new(
        words,
        vec![
            row("Tiếp nhận hồ sơ của", "Lò Thị Mai"),
            row("Nội dung yêu cầu giải quyết", "Đăng ký khai sinh"),
            row("Mã số hồ sơ", "H18.21-20261123-0007"),
            row("Nhận hồ sơ lúc", "09:12, 23/11/2026"),
            row("Hẹn trả kết quả", "trước 17:00 thứ Tư, 25/11/2026"),
        ],
    );
    let squares = "<svg viewBox=\"0 0 9 9\" role=\"img\" aria-label=\"Mã QR\"><path d=\"M1 1h3v3h-3zM5 1h3v3h-3zM1 5h3v3h-3zM6 6h1v2h-1z\"/></svg>";
    let paper = Paper::new(
        words,
        "Ủy ban nhân dân xã Thanh Nưa",
        "Giấy tiếp nhận hồ sơ và hẹn trả kết quả",
    )
    .above("Tỉnh Điện Biên")
    .number("Số: 7/TNHS")
    .place_and_date("Thanh Nưa, ngày 23 tháng 11 năm 2026")
    .subtitle("Liên: Lưu tại hồ sơ điện tử")
    .body(body)
    .seal(
        Seal::new("Người tiếp nhận hồ sơ", "Tòng Thị Phương")
            .note("Đã ký số lúc 10:40, 23/11/2026"),
    )
    .code(
        Markup::trusted(squares),
        "Quét mã hoặc vào trang Kiểm tra giấy tờ, nhập số H18.21-20261123-0007.",
    );
    let content = Markup::join([paper.into(), Buttons::new([Button::print(words)]).into()]);
    shell(words, "Giấy tiếp nhận hồ sơ")
        .own_heading()
        .markup(content)
}
