//! Pages as an officer sees them.

use dean06_ui::{
    Button, Buttons, Choice, ClockLine, ComparedRow, Comparison, Due, Field, Figure, Figures,
    KeyHelp, Link, Markup, Notice, Page, PageResponse, Pagination, Row, SignedIn, Table, Tag,
    Timeline, TimelineEntry, Tone, Words,
};
use jiff::civil::date;

fn shell(words: &Words, title: &str) -> Page {
    let person =
        SignedIn::new("Quàng Văn Hặc", "/sign-out").detail("Công chức hộ tịch, UBND xã Thanh Nưa");
    Page::new(words, title)
        .wide()
        .navigation(vec![
            Link::new("Hàng chờ", "/queue.html").current(true),
            Link::new("Đã giải quyết", "/queue.html"),
            Link::new("Tra cứu", "/queue.html"),
        ])
        .signed_in(person)
}

pub fn queue(words: &Words) -> PageResponse {
    let figures = Figures::new(vec![
        Figure::new("2", "quá hạn")
            .tone(Tone::Bad)
            .href("?due=late"),
        Figure::new("3", "đến hạn hôm nay")
            .tone(Tone::Waiting)
            .href("?due=today"),
        Figure::new("41", "tất cả").href("?").current(true),
        Figure::new("5", "chờ bổ sung").href("?state=5"),
    ]);
    let filters = Markup::join([
        Markup::trusted("<form class=\"filters\">"),
        Field::select(
            words,
            "state",
            "Trạng thái",
            vec![
                Choice::new("2", "Được tiếp nhận"),
                Choice::new("4", "Đang xử lý"),
            ],
        )
        .empty_choice("Tất cả")
        .into(),
        Field::text(words, "q", "Mã hồ sơ hoặc họ tên").into(),
        Button::secondary("Lọc").into(),
        Markup::trusted("</form>"),
    ]);
    let row = |number: &str, service: &str, name: &str, state: Tag, due: Due| {
        let tone = due.tone();
        Row::new()
            .link("/case.html", number)
            .cell(service)
            .cell(name)
            .cell(state)
            .cell(Tag::due(words, due))
            .tone(tone)
    };
    let table = Table::new("Hồ sơ chờ giải quyết, gần hạn nhất trước")
        .quiet_caption()
        .queue()
        .column("Mã số hồ sơ")
        .column("Thủ tục")
        .column("Người nộp")
        .column("Trạng thái")
        .column("Hạn")
        .rows([
            row(
                "H18.21-20261118-0003",
                "Đăng ký khai sinh",
                "Lò Thị Mai",
                Tag::new(Tone::Info, "Đang xử lý"),
                Due::Overdue(2),
            ),
            row(
                "H18.21-20261120-0001",
                "Đăng ký tạm trú",
                "Nguyễn Thị Kim Ngân",
                Tag::new(Tone::Neutral, "Mới đăng ký"),
                Due::Today,
            ),
            row(
                "H18.21-20261120-0004",
                "Đăng ký khai sinh",
                "Trần Quốc Bảo",
                Tag::new(Tone::Waiting, "Yêu cầu bổ sung"),
                Due::Left(1),
            ),
            row(
                "H18.21-20261121-0002",
                "Đăng ký khai sinh",
                "Giàng A Páo",
                Tag::new(Tone::Good, "Được tiếp nhận"),
                Due::Left(3),
            ),
        ]);
    let content = Markup::join([
        figures.into(),
        filters,
        KeyHelp::new(words).into(),
        table.into(),
        Pagination::new(
            words,
            Some("?before=1".to_owned()),
            Some("?after=9".to_owned()),
        )
        .into(),
    ]);
    shell(words, "Hàng chờ").markup(content)
}

pub fn case(words: &Words) -> PageResponse {
    let due = date(2026, 11, 25).at(17, 0, 0, 0);
    let register = "Cơ sở dữ liệu quốc gia về dân cư";
    let known = |label: &str, declared: &str, registered: Option<&str>| {
        let row = ComparedRow::new(label, declared, registered.map(str::to_owned));
        if registered.is_some() {
            row.source(register)
        } else {
            row
        }
    };
    let comparison = Comparison::new(
        words,
        "Người nộp khai và cơ sở dữ liệu",
        vec![
            known("Họ và tên mẹ", "Lò Thị Mai", Some("Lò Thị Mai")),
            known("Ngày sinh của mẹ", "07/03/1994", Some("03/07/1994")),
            known(
                "Nơi thường trú của mẹ",
                "Bản Mển, xã Thanh Nưa, tỉnh Điện Biên",
                Some("Bản Mển, xã Thanh Nưa, tỉnh Điện Biên"),
            ),
            known("Họ, chữ đệm và tên của trẻ", "Lò Ngọc Ánh", None),
            known("Họ và tên cha", "", None),
        ],
    );
    let history = Timeline::new(vec![
        TimelineEntry::done("10:40, 23/11/2026", "Đã tiếp nhận").by("Tòng Thị Phương"),
        TimelineEntry::done("09:12, 23/11/2026", "Người dân nộp hồ sơ").by("Lò Thị Mai"),
    ]);
    let keys = [("a", "phê duyệt"), ("s", "yêu cầu bổ sung")];
    let keys =
        KeyHelp::empty(words).keys(keys.map(|(key, what)| (key.to_owned(), what.to_owned())));
    let decide = Markup::join([
        Markup::trusted("<form method=\"post\" class=\"panel\" data-guard><h2>Quyết định</h2>"),
        ClockLine::new(words, "Trả kết quả", due, Due::Today).into(),
        Field::area(words, "reason", "Lý do")
            .hint("Chỉ cần khi từ chối")
            .optional()
            .into(),
        Buttons::new([
            Button::primary("Phê duyệt và ký")
                .value("decision", "approve")
                .key('a'),
            Button::secondary("Yêu cầu bổ sung")
                .href("#supplement")
                .key('s'),
            Button::danger("Từ chối").value("decision", "refuse"),
        ])
        .into(),
        Markup::trusted("</form>"),
    ]);
    let content = Markup::join([
        keys.into(),
        Markup::trusted("<div class=\"columns\"><div>"),
        Notice::new(Tone::Waiting, "Mẹ của trẻ chưa đủ 18 tuổi")
            .text("Vẫn đăng ký khai sinh cho trẻ. Căn cứ chưa được xác nhận là văn bản chính thức.")
            .into(),
        comparison.into(),
        Markup::trusted("</div><aside>"),
        decide,
        Markup::trusted("<h2>Lịch sử</h2>"),
        history.into(),
        Markup::trusted("</aside></div>"),
    ]);
    shell(words, "Đăng ký khai sinh: Lò Ngọc Ánh")
        .caption("H18.21-20261123-0007 · Quàng Văn Hặc giữ từ 10:52")
        .crumbs(vec![Link::new("Hàng chờ", "/queue.html")])
        .markup(content)
}
