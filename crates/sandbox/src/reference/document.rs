//! The OpenAPI document, made once from the table of calls.

use std::{collections::BTreeMap, sync::LazyLock};

use portico_model::{ErrorCode, Problem, problem::PROBLEM_JSON};
use serde_json::{Value, json};
use utoipa::openapi::{
    Components, ComponentsBuilder, ContentBuilder, HeaderBuilder, HttpMethod, InfoBuilder, ObjectBuilder,
    OpenApiBuilder, PathItem, Paths, Ref, RefOr, Required, ResponseBuilder, Schema, ServerBuilder, Tag,
    path::{OperationBuilder, ParameterBuilder, ParameterIn},
    request_body::{RequestBody, RequestBodyBuilder},
    schema::{AllOfBuilder, SchemaType, Type},
    security::{HttpAuthScheme, HttpBuilder, SecurityRequirement, SecurityScheme},
};

use super::{
    operation::{Access, Content, Operation, shape},
    table::{SEALED, operations},
};

/// The document as JSON.
pub(super) static DOCUMENT: LazyLock<Value> = LazyLock::new(|| {
    let mut document = serde_json::to_value(make()).unwrap_or_default();
    tidy(&mut document);
    document
});

const ABOUT: &str = "The calls of the Netspend-style platform, as the sandbox answers them. Sealed values are JWE in compact form; \
                     what each of them seals is among the types. All ids, names and numbers in the examples are invented.";

fn make() -> utoipa::openapi::OpenApi {
    let mut paths = Paths::new();
    let mut subjects: Vec<&str> = Vec::new();
    for operation in operations() {
        if !subjects.contains(&operation.subject) {
            subjects.push(operation.subject);
        }
        let item = PathItem::new(method(operation.method), describe(operation));
        match paths.paths.get_mut(&operation.path()) {
            Some(known) => known.merge_operations(item),
            None => drop(paths.paths.insert(operation.path(), item)),
        }
    }
    OpenApiBuilder::new()
        .info(
            InfoBuilder::new()
                .title("Netspend-style platform, sandbox")
                .version(env!("CARGO_PKG_VERSION"))
                .description(Some(ABOUT)),
        )
        .servers(Some([ServerBuilder::new().url("/").build()]))
        .tags(Some(subjects.into_iter().map(Tag::new)))
        .paths(paths)
        .components(Some(components()))
        .build()
}

fn method(name: &str) -> HttpMethod {
    match name {
        "POST" => HttpMethod::Post,
        "PUT" => HttpMethod::Put,
        "PATCH" => HttpMethod::Patch,
        "DELETE" => HttpMethod::Delete,
        _ => HttpMethod::Get,
    }
}

fn describe(operation: &Operation) -> utoipa::openapi::path::Operation {
    let mut builder = OperationBuilder::new()
        .operation_id(Some(operation.id))
        .tag(operation.subject)
        .summary(Some(operation.summary))
        .request_body(body(operation));
    for (before, name) in operation.parameters() {
        let (about, example) = in_path(before);
        let parameter = ParameterBuilder::new()
            .name(name)
            .parameter_in(ParameterIn::Path)
            .required(Required::True)
            .description(Some(about))
            .example(Some(json!(example)))
            .schema(Some(text(if name == "purpose" { Some("^[A-Za-z0-9_-]{1,64}$") } else { None })));
        builder = builder.parameter(parameter);
    }
    if operation.needs().is_some() {
        builder = builder.parameter_ref(Ref::new("#/components/parameters/ns-session-id"));
    }
    if operation.takes_key {
        builder = builder.parameter_ref(Ref::new("#/components/parameters/Idempotency-Key"));
    }
    builder = match operation.access {
        Access::Nothing => builder.security(SecurityRequirement::default()),
        Access::Basic => builder.security(SecurityRequirement::new("basic", no_scopes())),
        Access::Bearer => builder.security(SecurityRequirement::new("bearer", no_scopes())),
    };
    for (status, content) in operation.answers {
        builder = builder.response(status.to_string(), answer(*status, content));
    }
    for (status, codes) in operation.refusals() {
        builder = builder.response(status.to_string(), refusal(status, &codes));
    }
    builder.build()
}

fn no_scopes() -> [String; 0] {
    []
}

fn body(operation: &Operation) -> Option<RequestBody> {
    let shape = operation.body.shape()?;
    let (media_type, limit) = operation.body.limits();
    let content = ContentBuilder::new()
        .schema(Some(Ref::from_schema_name(shape.name())))
        .example(shape.example().cloned())
        .build();
    Some(
        RequestBodyBuilder::new()
            .description(Some(format!("At most {} KiB.", limit / 1024)))
            .required(Some(Required::True))
            .content(media_type, content)
            .build(),
    )
}

fn answer(status: u16, content: &Content) -> ResponseBuilder {
    let response = ResponseBuilder::new().header_ref("ns-request-id", header_ref("ns-request-id"));
    let plain = |about: &str| ContentBuilder::new().schema(Some(text(None))).description(Some(about)).build();
    match content {
        Content::Nothing => response.description("Done."),
        Content::Text => response.description("The file.").content("text/plain", plain("The text.")),
        Content::Picture => response.description("The file.").content("image/svg+xml", plain("The picture.")),
        Content::Json(shape) => response.description(if status == 201 { "Made." } else { "Done." }).content(
            "application/json",
            ContentBuilder::new()
                .schema(Some(Ref::from_schema_name(shape.name())))
                .example(shape.example().cloned())
                .build(),
        ),
    }
}

/// The problem document of a status, with the codes that this call has for it.
fn refusal(status: u16, codes: &[ErrorCode]) -> ResponseBuilder {
    let names = codes.iter().map(|code| code.as_str());
    let about: Vec<String> = codes.iter().map(|code| format!("`{}`: {}.", code.as_str(), code.title())).collect();
    let narrowed = ObjectBuilder::new()
        .property("code", ObjectBuilder::new().schema_type(SchemaType::Type(Type::String)).enum_values(Some(names)));
    let schema = AllOfBuilder::new().item(Ref::from_schema_name("Problem")).item(narrowed);
    let example = codes.first().and_then(|code| serde_json::to_value(Problem::new(*code, REQUEST_ID)).ok());
    let content = ContentBuilder::new().schema(Some(schema)).example(example).build();
    let response = ResponseBuilder::new()
        .description(about.join(" "))
        .header_ref("ns-request-id", header_ref("ns-request-id"))
        .content(PROBLEM_JSON, content);
    match status {
        401 => response.header_ref("WWW-Authenticate", header_ref("WWW-Authenticate")),
        429 => response.header_ref("Retry-After", header_ref("Retry-After")),
        _ => response,
    }
}

const REQUEST_ID: &str = "0199a1f2-5d3e-7c41-9b7a-2f6e8d10c4b5";

fn header_ref(name: &str) -> Ref {
    Ref::new(format!("#/components/headers/{name}"))
}

fn text(pattern: Option<&str>) -> Schema {
    ObjectBuilder::new().schema_type(SchemaType::Type(Type::String)).pattern(pattern).into()
}

/// What a name in a path stands for, by the segment before it, and an example.
fn in_path(before: &str) -> (&'static str, &'static str) {
    match before {
        "sessions" => ("The session's id.", "0199a1f2-6a10-7d02-8f3b-51c07e9ad6e2"),
        "accounts" => ("The account's id.", "0199a1f2-7b21-7e13-a04c-62d18fabe7f3"),
        "people" => ("The person's id.", "0199a1f2-8c32-7f24-b15d-73e29fbcf804"),
        "cards" => ("The card's id, or the picture's name.", "0199a1f2-9d43-7035-826e-84f3a0cd0915"),
        "agreements" => ("The agreement's id, or the file's name.", "agr_esign_2026_1"),
        "document_requests" => ("The document request's id.", "0199a1f2-ae54-7146-937f-9504b1de1a26"),
        "features" => ("savings, bank_transfer or me_to_me.", "savings"),
        _ => ("What the micro-app is for.", "set-pin"),
    }
}

fn components() -> Components {
    let mut schemas: Vec<(String, RefOr<Schema>)> = Vec::new();
    shape::<Problem>().collect(&mut schemas);
    for operation in operations() {
        let answers = operation.answers.iter().filter_map(|(_, content)| match content {
            Content::Json(shape) => Some(shape),
            Content::Nothing | Content::Text | Content::Picture => None,
        });
        for shape in operation.body.shape().into_iter().chain(answers) {
            shape.collect(&mut schemas);
        }
    }
    for shape in SEALED {
        shape.collect(&mut schemas);
    }
    let schemas: BTreeMap<String, RefOr<Schema>> = schemas.into_iter().collect();
    let header = |about: &str| HeaderBuilder::new().schema(Some(text(None))).description(Some(about)).build();
    let in_header = |name: &str, is_needed, about: &str, pattern| {
        ParameterBuilder::new()
            .name(name)
            .parameter_in(ParameterIn::Header)
            .required(if is_needed { Required::True } else { Required::False })
            .description(Some(about))
            .schema(Some(text(pattern)))
            .build()
    };
    ComponentsBuilder::new()
        .schemas_from_iter(schemas)
        .parameter("ns-session-id", in_header("ns-session-id", true, "The visitor's session.", None))
        .parameter(
            "Idempotency-Key",
            in_header("Idempotency-Key", false, KEY, Some(r#"^("[!#-~]{1,255}"|[!#-~]{1,255})$"#)),
        )
        .header("ns-request-id", header("The request's id, on every answer."))
        .header("WWW-Authenticate", header("The scheme that is asked for."))
        .header("Retry-After", header("Seconds to wait."))
        .security_scheme("basic", scheme(HttpAuthScheme::Basic, "The partner's API key and secret."))
        .security_scheme("bearer", scheme(HttpAuthScheme::Bearer, "The token of the token call."))
        .build()
}

const KEY: &str =
    "Makes a repeated call safe: the same key and the same request give the same answer, with one effect.";

fn scheme(scheme: HttpAuthScheme, about: &str) -> SecurityScheme {
    SecurityScheme::Http(HttpBuilder::new().scheme(scheme).description(Some(about)).build())
}

/// Doc comments link as rustdoc does, and enums have a word for what a newer platform may say: neither is for here.
fn tidy(value: &mut Value) {
    match value {
        Value::Object(members) => {
            if let Some(Value::String(text)) = members.get_mut("description") {
                *text = text.replace("[`", "`").replace("`]", "`").replace("super::", "").replace("crate::", "");
            }
            if let Some(Value::Array(words)) = members.get_mut("enum") {
                words.retain(|word| word != "unknown");
            }
            members.values_mut().for_each(tidy);
        }
        Value::Array(items) => items.iter_mut().for_each(tidy),
        _ => {}
    }
}
