//! What the document of the calls says of an answer: its status, its media type and its body.

use http::{Method, StatusCode};
use serde_json::{Map, Value, json};

use super::Reply;

/// The path that every platform call begins with.
const BASE: &str = "/netspend-api/v1/";

/// What says nothing of a value that isn't judged elsewhere.
const ABOUT: [&str; 7] = ["description", "title", "format", "example", "examples", "default", "pattern"];

/// Judges an answer to a documented call. What is no platform call is left alone.
#[track_caller]
pub(crate) fn judge(document: &Value, method: &Method, path: &str, reply: &Reply) {
    let call = format!("{method} {path}: {}", reply.status);
    let Some(item) = find(&document["paths"], path) else {
        assert!(!path.starts_with(BASE) || reply.status == StatusCode::NOT_FOUND, "{call} is no documented call");
        return;
    };
    let name = if *method == Method::HEAD { "get".to_owned() } else { method.as_str().to_lowercase() };
    let Some(operation) = item.get(&name) else {
        assert_eq!(reply.status, StatusCode::METHOD_NOT_ALLOWED, "{call} is no documented call");
        return;
    };
    let answer = &operation["responses"][reply.status.as_str()];
    assert!(answer.is_object(), "{call} is no documented status: {}", String::from_utf8_lossy(&reply.bytes));
    if *method == Method::HEAD {
        return;
    }
    let Some(contents) = answer["content"].as_object() else {
        assert!(reply.bytes.is_empty(), "{call} has a body that is not documented");
        return;
    };
    let media_type = reply.headers["content-type"].to_str().unwrap().split(';').next().unwrap();
    let content = contents.get(media_type).unwrap_or_else(|| panic!("{call} is no documented {media_type}"));
    if media_type.ends_with("json") {
        let body = reply.json();
        if let Err(breach) = check(document, &content["schema"], &body, "", true) {
            panic!("{call}: {breach}: {body}");
        }
    }
}

/// The item of a path: of two templates that fit, the one with fewer names in it.
fn find<'a>(paths: &'a Value, path: &str) -> Option<&'a Value> {
    let fits = |template: &&String| {
        let (mut asked, mut given) = (template.split('/'), path.split('/'));
        loop {
            match (asked.next(), given.next()) {
                (None, None) => return true,
                (Some(asked), Some(given)) if asked == given || asked.starts_with('{') && !given.is_empty() => {}
                _ => return false,
            }
        }
    };
    let names = |template: &&String| template.matches('{').count();
    let paths = paths.as_object().unwrap();
    paths.keys().filter(fits).min_by_key(names).map(|template| &paths[template])
}

/// Whether a value is as its schema says. `is_whole`: whether the schema's members are all that there may be.
fn check(document: &Value, schema: &Value, value: &Value, at: &str, is_whole: bool) -> Result<(), String> {
    let go = |schema: &Value, value: &Value, at: &str| check(document, schema, value, at, is_whole);
    let fail = |what: &str| Err(format!("{at} {what}"));
    let rules = schema.as_object().ok_or_else(|| format!("{at} has no schema"))?;
    for (rule, says) in rules {
        let list = || says.as_array().unwrap().iter();
        match rule.as_str() {
            "$ref" => go(document.pointer(says.as_str().unwrap().trim_start_matches('#')).unwrap(), value, at)?,
            "allOf" => list().try_for_each(|part| check(document, part, value, at, false))?,
            "oneOf" | "anyOf" => {
                if !list().any(|choice| go(choice, value, at).is_ok()) {
                    return fail("is none of its choices");
                }
            }
            "enum" if !list().any(|word| word == value) => return fail("is none of its words"),
            "type" if !is_of_type(says, value) => return fail("is of another type"),
            "required" => {
                if let Some(missing) = list().find(|name| value.get(name.as_str().unwrap()).is_none()) {
                    return fail(&format!("lacks {missing}"));
                }
            }
            "items" => {
                for (index, item) in value.as_array().into_iter().flatten().enumerate() {
                    go(says, item, &format!("{at}/{index}"))?;
                }
            }
            "minLength" | "minItems" | "minimum" if size(value) < says.as_f64().unwrap() => {
                return fail("is too small");
            }
            "maxLength" | "maxItems" | "maximum" if size(value) > says.as_f64().unwrap() => {
                return fail("is too large");
            }
            "enum" | "type" | "minLength" | "minItems" | "minimum" | "maxLength" | "maxItems" | "maximum" => {}
            "properties" => members(document, says, rules, value, at, is_whole)?,
            "additionalProperties" | "propertyNames" if rules.contains_key("properties") || says.is_boolean() => {}
            rule if ABOUT.contains(&rule) => {}
            rule => panic!("the tests don't know {rule}, at {at}"),
        }
    }
    Ok(())
}

fn members(
    document: &Value,
    properties: &Value,
    rules: &Map<String, Value>,
    value: &Value,
    at: &str,
    is_whole: bool,
) -> Result<(), String> {
    let may_have_more = !is_whole && rules.get("additionalProperties") != Some(&Value::Bool(false));
    for (name, member) in value.as_object().into_iter().flatten() {
        let at = format!("{at}/{name}");
        match properties.get(name) {
            Some(schema) => check(document, schema, member, &at, true)?,
            None if may_have_more => {}
            None => return Err(format!("{at} is not documented")),
        }
    }
    Ok(())
}

fn is_of_type(says: &Value, value: &Value) -> bool {
    let is = |name: &Value| match name.as_str().unwrap() {
        "null" => value.is_null(),
        "boolean" => value.is_boolean(),
        "string" => value.is_string(),
        "integer" => value.is_i64() || value.is_u64(),
        "number" => value.is_number(),
        "array" => value.is_array(),
        "object" => value.is_object(),
        other => panic!("{other} is no type"),
    };
    says.as_array().map_or_else(|| is(says), |names| names.iter().any(is))
}

/// Of a text its length, of a list how many it has, of a number the number.
fn size(value: &Value) -> f64 {
    let count = |count: usize| f64::from(u32::try_from(count).unwrap());
    match value {
        Value::String(text) => count(text.chars().count()),
        Value::Array(items) => count(items.len()),
        other => other.as_f64().unwrap_or_default(),
    }
}

#[test]
fn a_body_is_held_against_its_schema_with_every_member_of_it() {
    let document = json!({"components": {"schemas": {"Name": {"type": "string", "minLength": 2, "maxLength": 3}}}});
    let name = json!({"$ref": "#/components/schemas/Name"});
    let narrowed = json!({"properties": {"code": {"enum": ["a", "b"]}}});
    let object = json!({"type": "object", "required": ["name"], "properties": {
        "name": name, "others": {"type": "array", "items": name}, "code": {"type": "string"},
        "more": {"oneOf": [{"type": "null"}, name]},
    }});
    let problem = json!({"allOf": [object, narrowed]});
    for (schema, value, is_right) in [
        (&object, json!({"name": "Ada", "others": ["Bo"], "more": null}), true),
        (&object, json!({"others": []}), false),
        (&object, json!({"name": "A"}), false),
        (&object, json!({"name": "Adam"}), false),
        (&object, json!({"name": "Ada", "others": ["B"]}), false),
        (&object, json!({"name": "Ada", "more": 1}), false),
        (&object, json!({"name": "Ada", "undocumented": 1}), false),
        (&object, json!([]), false),
        (&problem, json!({"name": "Ada", "code": "b"}), true),
        (&problem, json!({"name": "Ada", "code": "c"}), false),
    ] {
        assert_eq!(check(&document, schema, &value, "", true).is_ok(), is_right, "{value}");
    }
}

#[test]
fn an_answer_is_judged_by_the_operation_of_its_method_and_path() {
    let answers = |status: &str| json!({"responses": {status: {}}});
    let document = json!({"paths": {
        "/netspend-api/v1/cards/{id}": {"get": answers("200")},
        "/netspend-api/v1/cards/physical": {"post": answers("201")},
    }});
    for (method, path, status, is_right) in [
        (Method::GET, "cards/1", 200, true),
        (Method::GET, "cards/1", 201, false),
        (Method::POST, "cards/physical", 201, true),
        (Method::POST, "cards/physical", 200, false),
        (Method::PUT, "cards/1", 405, true),
        (Method::PUT, "cards/1", 200, false),
        (Method::GET, "cards/1/2", 404, true),
        (Method::GET, "cards/1/2", 200, false),
    ] {
        let status = StatusCode::from_u16(status).unwrap();
        let reply = Reply { status, headers: http::HeaderMap::new(), bytes: Vec::new() };
        let path = format!("{BASE}{path}");
        let judged = std::panic::catch_unwind(|| judge(&document, &method, &path, &reply));
        assert_eq!(judged.is_ok(), is_right, "{method} {path} {status}");
    }
}
