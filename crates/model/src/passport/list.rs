//! Lists: `POST /v1/customer/list` and `POST /v1/account/list`.

use serde::{Deserialize, Serialize};
use serde_json::Value;

/// The body of a list call. Everything may be left out: the newest first, 100 of them.
#[derive(Clone, Debug, Default, Serialize, Deserialize)]
#[serde(rename_all = "camelCase", default)]
pub struct ListRequest {
    /// In which order.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub sort_options: Option<SortOptions>,
    /// Which ones.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub criteria: Option<Criteria>,
    /// How many, 100 at most. Left out of account when there is a page size.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub limit: Option<i64>,
    /// How many are skipped.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub offset: Option<i64>,
    /// How many a page has, 1000 at most.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub page_size: Option<i64>,
    /// Which page, from 1.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub page_number: Option<i64>,
}

/// In which order.
#[derive(Clone, Debug, Default, Serialize, Deserialize)]
#[serde(rename_all = "camelCase", default)]
pub struct SortOptions {
    /// A field's path; `lastUpdatedOn` when left out.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub sort_by: Option<String>,
    /// `asc` or `desc`, the default.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub sort_order: Option<String>,
}

/// Which ones: those that fit every filter.
#[derive(Clone, Debug, Default, Serialize, Deserialize)]
#[serde(default)]
pub struct Criteria {
    /// The filters.
    pub filters: Vec<Filter>,
}

/// One condition.
#[derive(Clone, Debug, Serialize, Deserialize)]
pub struct Filter {
    /// A field's path, such as `business.legalName`.
    pub key: String,
    /// `eq`, `ne`, `lt`, `gt`, `lte`, `gte`, `in` or `like`.
    pub operator: String,
    /// One value; any number for `in`.
    pub values: Vec<Value>,
}

/// One page of a list.
#[derive(Clone, Debug, Serialize, Deserialize)]
#[serde(rename_all = "camelCase")]
pub struct ListPage<T> {
    /// How many fit.
    #[serde(default)]
    pub total_count: i64,
    /// How many are here.
    #[serde(default)]
    pub returned_count: i64,
    /// Which page; absent when the call counted by offset.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub page_number: Option<i64>,
    /// How many were skipped.
    #[serde(default)]
    pub offset: i64,
    /// `"true"` or `"false"`, as the platform answers it.
    #[serde(default)]
    pub has_more: String,
    /// What was found.
    pub resources: Vec<T>,
}
