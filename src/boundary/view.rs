//! What is no answer of the platform, exactly as index.d.ts has it.

use portico_core::{
    ConnectionState, Fault, Json, ObjectText, SessionInfo,
    call::{CallRecord, SealedRecord},
    decimal,
    onboarding::OnboardingIds,
};

/// `ConnectionState` of index.d.ts.
pub(crate) const fn state(state: ConnectionState) -> &'static str {
    match state {
        ConnectionState::New => "new",
        ConnectionState::Initializing => "initializing",
        ConnectionState::Ready => "ready",
        ConnectionState::Closed => "closed",
    }
}

/// `SessionInfo` of index.d.ts.
pub(crate) fn session(info: &SessionInfo) -> String {
    ObjectText::new().text("id", &info.id).text("expiresAt", &info.expires_at).flag("resumed", info.resumed).end()
}

/// `Onboarding.ids` of index.d.ts.
pub(crate) fn ids(ids: &OnboardingIds) -> String {
    ObjectText::new()
        .optional("accountId", ids.account_id.as_deref())
        .optional("personId", ids.person_id.as_deref())
        .optional("cardId", ids.card_id.as_deref())
        .end()
}

/// The members of `PorticoError` in index.d.ts.
pub(crate) fn fault(fault: &Fault) -> String {
    let mut errors = Vec::new();
    for error in &fault.errors {
        let error =
            ObjectText::new().text("field", &error.field).text("code", &error.code).text("detail", &error.detail);
        errors.push(error);
    }
    let text = ObjectText::new()
        .text("code", fault.code.as_str())
        .flag("retryable", fault.retryable)
        .objects("errors", errors)
        .optional("requestId", fault.request_id.as_deref())
        .optional("reason", fault.reason.as_deref());
    whole(whole(text, "status", fault.status), "attemptsLeft", fault.attempts_left).end()
}

/// `CallRecord` of index.d.ts.
pub(crate) fn record(record: &CallRecord) -> String {
    let mut clear = Vec::new();
    for name in &record.clear {
        clear.push(Json::Text((*name).to_owned()));
    }
    let tenths = record.duration_tenths;
    let text = ObjectText::with_room(512)
        .text("method", record.method)
        .text("path", &record.path)
        .raw("durationMs", &[&*decimal(tenths / 10), ".", &*decimal(tenths % 10)].concat())
        .whole("attempt", record.attempt.into())
        .optional("code", record.code.as_deref())
        .optional("requestId", record.request_id.as_deref())
        .value("clear", &Json::List(clear))
        .objects("sealed", record.sealed.iter().map(sealed).collect());
    whole(text, "status", record.status).end()
}

fn sealed(record: &SealedRecord) -> ObjectText {
    ObjectText::new()
        .text("member", "encrypted_data")
        .text("use", &record.use_)
        .text("alg", record.alg)
        .text("enc", "A256GCM")
        .text("kid", &record.kid)
        .whole("bytes", i64::try_from(record.bytes).unwrap_or(i64::MAX))
}

fn whole<T: Into<i64>>(text: ObjectText, name: &'static str, number: Option<T>) -> ObjectText {
    match number {
        Some(number) => text.whole(name, number.into()),
        None => text,
    }
}
