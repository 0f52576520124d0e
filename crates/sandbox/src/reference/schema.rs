//! A schema of the document as HTML.

use serde_json::Value;

use crate::controls::escape;

/// A link to a type.
pub(super) fn reference(name: &str) -> String {
    let name = escape(name);
    format!("<a href=\"#type-{name}\">{name}</a>")
}

/// The members of an object as a table; of anything else what it is.
pub(super) fn members(schema: &Value) -> String {
    let Some(properties) = schema.get("properties").and_then(Value::as_object) else {
        return if schema.get("type").is_some_and(|kind| kind == "object") {
            "<p class=\"quiet\">An object without members.</p>".to_owned()
        } else {
            format!("<p class=\"type\">{}</p>", kind(schema))
        };
    };
    let required: Vec<&str> =
        schema.get("required").and_then(Value::as_array).into_iter().flatten().filter_map(Value::as_str).collect();
    let rows: String = properties
        .iter()
        .map(|(name, member)| {
            let mark = if required.contains(&name.as_str()) { "" } else { " <i>optional</i>" };
            // A member that may be absent is a choice between its type and null.
            let about = member.get("description").or_else(|| member.pointer("/oneOf/0/description"));
            let about = about.and_then(Value::as_str).unwrap_or_default();
            format!(
                "<tr><th scope=\"row\">{}{mark}</th><td class=\"type\">{}</td><td>{}</td></tr>",
                escape(name),
                kind(member),
                escape(about)
            )
        })
        .collect();
    format!("<div class=\"scroll\"><table><tbody>{rows}</tbody></table></div>")
}

/// What a value may be.
fn kind(schema: &Value) -> String {
    if let Some(path) = schema.get("$ref").and_then(Value::as_str) {
        return reference(path.rsplit('/').next().unwrap_or_default());
    }
    for word in ["oneOf", "anyOf", "allOf"] {
        if let Some(choices) = schema.get(word).and_then(Value::as_array) {
            return choices.iter().map(kind).collect::<Vec<_>>().join(" or ");
        }
    }
    if let Some(words) = schema.get("enum").and_then(Value::as_array) {
        return words.iter().filter_map(Value::as_str).map(escape).collect::<Vec<_>>().join(" | ");
    }
    let mut text = match schema.get("type") {
        Some(Value::String(name)) if name == "array" => {
            format!("list of {}", schema.get("items").map_or_else(|| "anything".to_owned(), kind))
        }
        Some(Value::String(name)) => escape(name),
        Some(Value::Array(names)) => {
            names.iter().filter_map(Value::as_str).map(escape).collect::<Vec<_>>().join(" or ")
        }
        _ => "anything".to_owned(),
    };
    for (name, shown) in [
        ("format", ""),
        ("pattern", ""),
        ("minLength", "length ≥ "),
        ("maxLength", "length ≤ "),
        ("minItems", "items ≥ "),
        ("maxItems", "items ≤ "),
        ("minimum", "≥ "),
        ("maximum", "≤ "),
    ] {
        if let Some(value) = schema.get(name) {
            let value = value.as_str().map_or_else(|| value.to_string(), str::to_owned);
            text.push_str(&format!(", {shown}{}", escape(&value)));
        }
    }
    text
}
