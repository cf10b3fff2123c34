use std::collections::{BTreeMap, BTreeSet};
use std::sync::Arc;

use serde_json::Value;

use super::{Service, ServiceRules};
use crate::form::{self, Tools};
use crate::reader::Reader;
use crate::rule::Engine;

/// The folder of the services, with its closing slash.
pub(crate) const FOLDER: &str = "services/";

/// Reads every folder of `services/`.
pub(crate) fn load(
    reader: &mut Reader<'_>,
    tools: &Tools,
    (engine, english): (&Arc<Engine>, &Arc<Engine>),
) -> BTreeMap<String, Service> {
    let slugs: BTreeSet<&str> = reader
        .paths()
        .filter_map(|path| path.strip_prefix(FOLDER)?.split_once('/'))
        .map(|(slug, _)| slug)
        .collect();
    let mut services = BTreeMap::new();
    for slug in slugs {
        let rules_file = format!("{FOLDER}{slug}/service.toml");
        let form_file = format!("{FOLDER}{slug}/form.json");
        let rules: Option<ServiceRules> = reader.required_toml(&rules_file);
        let schema = serde_json::from_slice::<Value>(reader.required(&form_file));
        let form = reader.take(&form_file, "", schema).and_then(|schema| {
            match form::parse(schema, tools.clone()) {
                Ok(form) => Some(form),
                Err(problems) => {
                    for (pointer, message) in problems {
                        reader.note(&form_file, pointer, message);
                    }
                    None
                }
            }
        });
        let (Some(rules), Some(form)) = (rules, form) else {
            continue;
        };
        if rules.slug != slug {
            reader.note(&rules_file, "slug", "is not the name of the folder");
        }
        let template_file = format!("{FOLDER}{slug}/result.typ");
        let template = reader
            .bytes(&template_file)
            .and_then(|bytes| reader.take(&template_file, "", std::str::from_utf8(bytes)))
            .map(str::to_owned);
        let service = Service {
            rules,
            form,
            template,
            engine: Arc::clone(engine),
            english: Arc::clone(english),
        };
        services.insert(slug.to_owned(), service);
    }
    services
}
