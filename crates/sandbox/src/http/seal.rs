//! Sealing to the visitor: JWE `dir` under the session's key (contract section 3.1).

use portico_model::netspend::Sealed;
use portico_unseal::{ContentKey, jwe::seal_dir};
use serde::Serialize;
use serde_json::{Map, json};
use zeroize::Zeroizing;

use super::{Refusal, Visitor};
use crate::{
    State,
    random::generate_id,
    store::{Connection, sessions},
    vault::Place,
};

/// `value` sealed for `use_` under the key that the visitor's session was opened with.
pub(crate) async fn seal_to_session<T: Serialize>(
    state: &State,
    connection: &mut Connection,
    visitor: &Visitor,
    use_: &str,
    value: &T,
) -> Result<Sealed, Refusal> {
    let session = visitor.session.id.as_str();
    let sealed = sessions::find_key(connection, session).await?;
    let bytes = state.vault.open_bytes(Place { table: "sessions", row: session, column: "key" }, &sealed)?;
    let bytes: [u8; 32] =
        bytes.as_slice().try_into().map_err(|_| Refusal::internal(&"a session's key has another length"))?;
    let plaintext = serde_json::to_vec(value).map_err(|_| Refusal::internal(&"a value can't be written"))?;
    let claims = Map::from_iter([
        ("kid".to_owned(), json!("session")),
        ("iat".to_owned(), json!(state.clock.now())),
        ("jti".to_owned(), json!(generate_id())),
        ("sid".to_owned(), json!(session)),
        ("use".to_owned(), json!(use_)),
    ]);
    Ok(Sealed(seal_dir(&ContentKey::from(bytes), claims, &Zeroizing::new(plaintext))?))
}
