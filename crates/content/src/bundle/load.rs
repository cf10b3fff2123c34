use std::collections::BTreeMap;
use std::sync::Arc;

use super::{Bundle, BundleRules};
use crate::reader::Reader;
use crate::rule::Engine;

/// The folder of the bundles, with its closing slash.
pub(crate) const FOLDER: &str = "bundles/";

/// Reads every file of `bundles/`.
pub(crate) fn load(reader: &mut Reader<'_>, engine: &Arc<Engine>) -> BTreeMap<String, Bundle> {
    let files: Vec<(&str, &str)> = reader
        .paths()
        .filter_map(|path| {
            let slug = path.strip_prefix(FOLDER)?.strip_suffix(".toml")?;
            Some((path, slug))
        })
        .collect();
    let mut bundles = BTreeMap::new();
    for (path, slug) in files {
        let Some(rules) = reader.required_toml::<BundleRules>(path) else {
            continue;
        };
        if rules.slug != slug {
            reader.note(path, "slug", "is not the name of the file");
        }
        let engine = Arc::clone(engine);
        bundles.insert(slug.to_owned(), Bundle { rules, engine });
    }
    bundles
}
