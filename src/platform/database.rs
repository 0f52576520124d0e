//! IndexedDB, and a map in memory where it is blocked. Holds texts and keys that can't be read, never personal data.

use std::cell::RefCell;

use js_sys::{Array, Function, Map, Promise, Reflect};
use wasm_bindgen::{JsCast, JsValue, closure::Closure};
use wasm_bindgen_futures::{JsFuture, future_to_promise};
use web_sys::{IdbDatabase, IdbFactory, IdbObjectStore, IdbOpenDbRequest, IdbRequest, IdbTransactionMode};

use super::{global::global, timers::timeout};

/// The database's name.
const NAME: &str = "portico";
const VERSION: u32 = 1;
/// Some WebKit versions never answer the first `open` of a page.
const OPEN_LIMIT_MS: u32 = 3_000;

/// The database's two object stores. A key of either is a string.
#[derive(Debug, Clone, Copy)]
pub(super) enum Table {
    /// Strings.
    Texts,
    /// CryptoKeys and pairs of them.
    Keys,
}

impl Table {
    const fn name(self) -> &'static str {
        match self {
            Self::Texts => "texts",
            Self::Keys => "keys",
        }
    }
}

/// What outlives a reload. No call fails: what can't be kept in the database is kept for as long as the page is open.
#[derive(Debug, Default)]
pub(super) struct Database {
    opening: RefCell<Option<Promise>>,
    memory: Map,
}

impl Database {
    /// The value under `name`.
    pub(super) async fn get(&self, table: Table, name: &str) -> Option<JsValue> {
        let kept = self.memory.get(&memory_key(table, name));
        if !kept.is_undefined() {
            return Some(kept);
        }
        let store = self.store(table, IdbTransactionMode::Readonly).await?;
        settled(&store.get(&name.into()).ok()?).await.ok().filter(|value| !value.is_undefined())
    }

    /// Keeps `value` under `name`.
    pub(super) async fn put(&self, table: Table, name: &str, value: &JsValue) {
        let key = memory_key(table, name);
        if self.try_put(table, name, value).await.is_some() {
            self.memory.delete(&key);
        } else {
            self.memory.set(&key, value);
        }
    }

    async fn try_put(&self, table: Table, name: &str, value: &JsValue) -> Option<()> {
        let store = self.store(table, IdbTransactionMode::Readwrite).await?;
        store.put_with_key(value, &name.into()).ok()?;
        completed(&store).await.ok()
    }

    /// Keeps `value` under `name` unless there is one, and gives the one that is kept: reading and writing are one
    /// transaction, so of two tabs that try at the same time the second gets the first one's value.
    pub(super) async fn put_if_absent(&self, table: Table, name: &str, value: JsValue) -> JsValue {
        if let Some(kept) = self.try_put_if_absent(table, name, &value).await {
            return kept;
        }
        let key = memory_key(table, name);
        let kept = self.memory.get(&key);
        if kept.is_undefined() {
            self.memory.set(&key, &value);
            return value;
        }
        kept
    }

    async fn try_put_if_absent(&self, table: Table, name: &str, value: &JsValue) -> Option<JsValue> {
        let store = self.store(table, IdbTransactionMode::Readwrite).await?;
        let kept = settled(&store.get(&name.into()).ok()?).await.ok()?;
        if !kept.is_undefined() {
            return Some(kept);
        }
        // Still inside the transaction: it stays active for the microtasks of the read's event.
        store.put_with_key(value, &name.into()).ok()?;
        completed(&store).await.ok()?;
        Some(value.clone())
    }

    /// Forgets `name`.
    pub(super) async fn remove(&self, table: Table, name: &str) {
        self.memory.delete(&memory_key(table, name));
        let Some(store) = self.store(table, IdbTransactionMode::Readwrite).await else { return };
        if store.delete(&name.into()).is_ok() {
            // A delete that the browser refuses leaves an entry that the next write replaces.
            let _ = completed(&store).await;
        }
    }

    /// The object store in a new transaction, to be used before the next await. `None` where the database is blocked.
    async fn store(&self, table: Table, mode: IdbTransactionMode) -> Option<IdbObjectStore> {
        // Twice: the first connection may have been closed by the browser, or because another tab deletes the database.
        for _ in 0..2 {
            let database = self.database().await?;
            let store = database
                .transaction_with_str_and_mode(table.name(), mode)
                .and_then(|transaction| transaction.object_store(table.name()));
            if let Ok(store) = store {
                return Some(store);
            }
            self.opening.replace(None);
        }
        None
    }

    async fn database(&self) -> Option<IdbDatabase> {
        let opening = self.opening.borrow().clone();
        // As a promise, which goes on when the call that began it is aborted: a database whose upgrade nobody answers
        // would be left without its stores for good. It is shared by all calls that wait for it.
        let opening = opening.unwrap_or_else(|| {
            let opening = future_to_promise(open());
            self.opening.replace(Some(opening.clone()));
            opening
        });
        JsFuture::from(opening).await.ok()?.dyn_into().ok()
    }
}

fn memory_key(table: Table, name: &str) -> JsValue {
    [table.name(), " ", name].concat().into()
}

/// Rejected where the database is blocked.
async fn open() -> Result<JsValue, JsValue> {
    let factory: IdbFactory = global("indexedDB").ok_or(JsValue::UNDEFINED)?.unchecked_into();
    let request = factory.open_with_u32(NAME, VERSION)?;
    let upgrading = request.clone();
    let upgrade = Closure::once(move |_event: JsValue| create_stores(&upgrading));
    request.set_onupgradeneeded(Some(upgrade.as_ref().unchecked_ref()));
    let (late, _timer) = timeout(OPEN_LIMIT_MS);
    let first = Promise::race(&Array::of2(&success_or_error(&request), &late));
    JsFuture::from(first).await?;
    request.set_onupgradeneeded(None);
    // Throws while the request is still pending.
    let database: IdbDatabase = request.result()?.dyn_into()?;
    // Or this connection would block another tab, or the browser's own settings page, from deleting the database.
    if let Ok(close) = Reflect::get(&database, &"close".into()) {
        database.set_onversionchange(Some(&close.unchecked_into::<Function>().bind0(&database)));
    }
    Ok(database.into())
}

fn create_stores(request: &IdbOpenDbRequest) {
    if let Ok(database) = request.result() {
        let database: IdbDatabase = database.unchecked_into();
        for table in [Table::Texts, Table::Keys] {
            // A store that could not be made shows in the first transaction, which then falls back to memory.
            let _ = database.create_object_store(table.name());
        }
    }
}

/// The request's result. The promise's own functions are its handlers, so no closure has to outlive the request.
async fn settled(request: &IdbRequest) -> Result<JsValue, JsValue> {
    JsFuture::from(success_or_error(request)).await?;
    request.result()
}

fn success_or_error(request: &IdbRequest) -> Promise {
    Promise::new(&mut |resolve, reject| {
        request.set_onsuccess(Some(&resolve));
        request.set_onerror(Some(&reject));
    })
}

/// The end of the store's transaction: only then is a write on disk.
async fn completed(store: &IdbObjectStore) -> Result<(), JsValue> {
    let transaction = store.transaction();
    let end = Promise::new(&mut |resolve, reject| {
        transaction.set_oncomplete(Some(&resolve));
        transaction.set_onabort(Some(&reject));
    });
    JsFuture::from(end).await.map(|_| ())
}
