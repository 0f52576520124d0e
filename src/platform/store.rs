//! Small texts that outlive a reload.

use portico_core::ports::Store;

use super::{Browser, database::Table};

impl Store for Browser {
    async fn read(&self, name: &str) -> Option<String> {
        self.database.get(Table::Texts, &self.scoped(name)).await?.as_string()
    }

    async fn write(&self, name: &str, text: &str) {
        self.database.put(Table::Texts, &self.scoped(name), &text.into()).await;
    }

    async fn remove(&self, name: &str) {
        self.database.remove(Table::Texts, &self.scoped(name)).await;
    }
}
