//! The shell around the content of every page.

use askama::Template;
use axum::http::{StatusCode, Uri};
use dean06_kernel::Language;

use crate::assets::asset_path;
use crate::components::ErrorSummary;
use crate::markup::Markup;
use crate::response::PageResponse;
use crate::words::Words;

/// A line that leads somewhere, in the navigation, the breadcrumbs or the footer.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Link {
    label: String,
    href: String,
    current: bool,
}

impl Link {
    /// The words and the address.
    pub fn new(label: impl Into<String>, href: impl Into<String>) -> Self {
        Self {
            label: label.into(),
            href: href.into(),
            current: false,
        }
    }

    /// Whether this is where the reader is.
    #[must_use]
    pub fn current(mut self, current: bool) -> Self {
        self.current = current;
        self
    }
}

/// Who is signed in, and the form that signs out.
#[derive(Debug, Clone)]
pub struct SignedIn {
    name: String,
    detail: Option<String>,
    sign_out: String,
}

impl SignedIn {
    /// The name, and the address to post to for signing out.
    pub fn new(name: impl Into<String>, sign_out: impl Into<String>) -> Self {
        Self {
            name: name.into(),
            detail: None,
            sign_out: sign_out.into(),
        }
    }

    /// The organisation or office for which the person acts.
    #[must_use]
    pub fn detail(mut self, detail: impl Into<String>) -> Self {
        self.detail = Some(detail.into());
        self
    }
}

#[derive(Debug, Clone, Default)]
enum Visitor {
    #[default]
    Nobody,
    MaySignIn(String),
    SignedIn(SignedIn),
}

/// A page being put together: the shell in the reader's language, to which the caller adds
/// navigation and content. It ends in [`Page::body`] or [`Page::markup`].
#[derive(Debug, Clone)]
pub struct Page {
    words: Words,
    title: String,
    caption: Option<String>,
    heading: bool,
    home: String,
    navigation: Vec<Link>,
    crumbs: Vec<Link>,
    back: Option<String>,
    footer: Vec<Link>,
    visitor: Visitor,
    errors: Option<ErrorSummary>,
    switch: String,
    wide: bool,
    script: bool,
    status: StatusCode,
}

impl Page {
    /// A page with its title, which is its heading too.
    pub fn new(words: &Words, title: impl Into<String>) -> Self {
        Self {
            words: words.clone(),
            title: title.into(),
            caption: None,
            heading: true,
            home: "/".to_owned(),
            navigation: Vec::new(),
            crumbs: Vec::new(),
            back: None,
            footer: Vec::new(),
            visitor: Visitor::Nobody,
            errors: None,
            switch: switch_address(words, None),
            wide: false,
            script: true,
            status: StatusCode::OK,
        }
    }

    /// The address of this request, so that the link to the other language keeps its filters.
    #[must_use]
    pub fn address(mut self, uri: &Uri) -> Self {
        self.switch = switch_address(&self.words, Some(uri));
        self
    }

    /// A line above the heading: the service, and where in it the reader is.
    #[must_use]
    pub fn caption(mut self, caption: impl Into<String>) -> Self {
        self.caption = Some(caption.into());
        self
    }

    /// Leaves the heading to the content, which must have exactly one `<h1>`.
    #[must_use]
    pub fn own_heading(mut self) -> Self {
        self.heading = false;
        self
    }

    /// Where the name of the system leads; `/` unless said.
    #[must_use]
    pub fn home(mut self, href: impl Into<String>) -> Self {
        self.home = href.into();
        self
    }

    /// The main navigation.
    #[must_use]
    pub fn navigation(mut self, links: Vec<Link>) -> Self {
        self.navigation = links;
        self
    }

    /// The pages above this one, outermost first.
    #[must_use]
    pub fn crumbs(mut self, links: Vec<Link>) -> Self {
        self.crumbs = links;
        self
    }

    /// The page before this one, in a series of questions.
    #[must_use]
    pub fn back(mut self, href: impl Into<String>) -> Self {
        self.back = Some(href.into());
        self
    }

    /// Links of the footer.
    #[must_use]
    pub fn footer(mut self, links: Vec<Link>) -> Self {
        self.footer = links;
        self
    }

    /// Who is signed in. Such a page is kept in no cache.
    #[must_use]
    pub fn signed_in(mut self, person: SignedIn) -> Self {
        self.visitor = Visitor::SignedIn(person);
        self
    }

    /// Offers the address of the sign-in page.
    #[must_use]
    pub fn sign_in(mut self, href: impl Into<String>) -> Self {
        self.visitor = Visitor::MaySignIn(href.into());
        self
    }

    /// What has to be mended, above the content. When there is any, the title says so.
    #[must_use]
    pub fn errors(mut self, errors: ErrorSummary) -> Self {
        self.errors = (!errors.is_empty()).then_some(errors);
        self
    }

    /// Uses the width of the screen, for the desk.
    #[must_use]
    pub fn wide(mut self) -> Self {
        self.wide = true;
        self
    }

    /// Leaves out the script.
    #[must_use]
    pub fn without_script(mut self) -> Self {
        self.script = false;
        self
    }

    /// The status of the response; 200 unless said.
    #[must_use]
    pub fn status(mut self, status: StatusCode) -> Self {
        self.status = status;
        self
    }

    /// Renders the content with a template of the caller's and puts it into the page. A template
    /// that fails gives the page of an internal error, and the log says why.
    pub fn body(self, content: &impl Template) -> PageResponse {
        match Markup::render(content) {
            Ok(markup) => self.markup(markup),
            Err(error) => {
                tracing::error!(%error, title = %self.title, "a page was not rendered");
                self.failure(StatusCode::INTERNAL_SERVER_ERROR, None)
            }
        }
    }

    /// Puts content into the page.
    pub fn markup(self, content: Markup) -> PageResponse {
        let shell = Shell {
            page: &self,
            content,
            other: other(self.words.language()).as_str(),
            other_name: self
                .words
                .text_in(other(self.words.language()), "ui-language-name"),
            stylesheet: asset_path("app.css"),
            script: asset_path("app.js"),
        };
        let html = Markup::of(&shell).to_string();
        let private = matches!(self.visitor, Visitor::SignedIn(_));
        PageResponse::new(self.status, self.words.tag(), private, html)
    }

    pub(crate) fn retitled(mut self, title: String) -> Self {
        self.title = title;
        self.heading = true;
        self.caption = None;
        self.errors = None;
        self
    }

    pub(crate) fn words(&self) -> &Words {
        &self.words
    }

    pub(crate) fn home_address(&self) -> &str {
        &self.home
    }

    fn t(&self, id: &str) -> String {
        self.words.text(id)
    }
}

#[derive(Template)]
#[template(path = "page.html")]
struct Shell<'page> {
    page: &'page Page,
    content: Markup,
    other: &'static str,
    other_name: String,
    stylesheet: String,
    script: String,
}

fn other(language: Language) -> Language {
    match language {
        Language::Vi => Language::En,
        Language::En => Language::Vi,
    }
}

/// The same address in the other language.
fn switch_address(words: &Words, uri: Option<&Uri>) -> String {
    let kept = uri.and_then(Uri::query).unwrap_or_default();
    let kept = kept
        .split('&')
        .filter(|pair| !pair.is_empty() && !pair.starts_with("lang="));
    let mut address = String::from("?");
    for pair in kept {
        address.push_str(pair);
        address.push('&');
    }
    address.push_str("lang=");
    address.push_str(other(words.language()).as_str());
    address
}

#[cfg(test)]
mod tests {
    use askama::Template;
    use axum::http::StatusCode;
    use dean06_kernel::Language;

    use super::{Link, Page, SignedIn};
    use crate::components::ErrorSummary;
    use crate::markup::Markup;
    use crate::words::{Ui, Words};

    fn words(language: Language) -> Words {
        Ui::load().unwrap().words(language)
    }

    #[test]
    fn the_whole_shell_is_there() {
        let words = words(Language::Vi);
        let person = SignedIn::new("Lò Thị Mai", "/sign-out")
            .detail("Công chức hộ tịch, UBND phường Ba Đình");
        let page = Page::new(&words, "Hồ sơ của tôi")
            .address(&"/dossiers?state=5&lang=vi&q=a".parse().unwrap())
            .caption("Dịch vụ công")
            .navigation(vec![Link::new("Hồ sơ", "/dossiers").current(true)])
            .crumbs(vec![Link::new("Trang chủ", "/")])
            .footer(vec![Link::new("Kiểm tra giấy tờ", "/verify")])
            .signed_in(person)
            .markup(Markup::from("nội dung"));
        insta::assert_snapshot!(
            page.html()
                .replace(&crate::asset_path("app.css"), "[stylesheet]")
                .replace(&crate::asset_path("app.js"), "[script]")
        );
    }

    #[test]
    fn a_visitor_may_sign_in_and_read_english() {
        let page = Page::new(&words(Language::En), "Home")
            .sign_in("/sign-in")
            .back("/before")
            .without_script()
            .markup(Markup::default());
        let html = page.html();
        assert!(html.contains("<html lang=\"en\">"));
        assert!(html.contains("href=\"?lang=vi\" hreflang=\"vi\" lang=\"vi\""));
        assert!(html.contains("href=\"/sign-in\""));
        assert!(html.contains("href=\"/before\""));
        assert!(!html.contains("<script"));
    }

    #[test]
    fn errors_stand_first_and_in_the_title() {
        let words = words(Language::Vi);
        let errors = ErrorSummary::new(&words).field("child.name", "Nhập họ và tên");
        let page = Page::new(&words, "Trẻ em")
            .errors(errors)
            .markup(Markup::default());
        assert!(page.html().contains("<title>Lỗi: Trẻ em"));
        assert!(page.html().contains("href=\"#child.name\""));
        let page = Page::new(&words, "Trẻ em")
            .errors(ErrorSummary::new(&words))
            .markup(Markup::default());
        assert!(page.html().contains("<title>Trẻ em"));
    }

    #[test]
    fn a_template_that_fails_gives_an_error_page() {
        struct Fails;
        impl std::fmt::Display for Fails {
            fn fmt(&self, _: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
                Err(std::fmt::Error)
            }
        }
        #[derive(Template)]
        #[template(source = "{{ part }}", ext = "html")]
        struct Content {
            part: Fails,
        }
        let page = Page::new(&words(Language::Vi), "Trang").body(&Content { part: Fails });
        assert_eq!(page.status(), StatusCode::INTERNAL_SERVER_ERROR);
        assert!(page.html().contains("<h1>"));
    }
}
