//! Filters and order of lists, over resources as answers have them.

use std::cmp::Ordering;

use portico_model::passport::{Filter, PassportCode, SortOptions};
use serde_json::Value;

use super::date::parse_time;

/// What a field holds, which decides about its operators and its order.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(crate) enum Kind {
    Text,
    Number,
    Time,
    Flag,
}

/// The fields by which a list can be filtered and sorted.
pub(crate) type Columns = &'static [(&'static str, Kind)];

/// Customers.
pub(crate) const CUSTOMERS: Columns = &[
    ("id", Kind::Number),
    ("externalId", Kind::Text),
    ("type", Kind::Text),
    ("status", Kind::Text),
    ("individual.firstName", Kind::Text),
    ("individual.lastName", Kind::Text),
    ("individual.ssnLast4", Kind::Text),
    ("individual.email", Kind::Text),
    ("business.legalName", Kind::Text),
    ("business.doingBusinessAs", Kind::Text),
    ("business.einLast4", Kind::Text),
    ("createdOn", Kind::Time),
    ("lastUpdatedOn", Kind::Time),
];

/// Accounts.
pub(crate) const ACCOUNTS: Columns = &[
    ("id", Kind::Number),
    ("externalId", Kind::Text),
    ("type", Kind::Text),
    ("status", Kind::Text),
    ("statusReason", Kind::Text),
    ("statusDate", Kind::Time),
    ("purpose", Kind::Text),
    ("nickName", Kind::Text),
    ("isPrimary", Kind::Flag),
    ("isCustomerOwned", Kind::Flag),
    ("createdOn", Kind::Time),
    ("lastUpdatedOn", Kind::Time),
];

/// Where a list's body is wrong.
pub(crate) type FilterFault = (PassportCode, String);

/// A filter that was found to be good.
#[derive(Debug)]
pub(crate) struct Condition {
    key: &'static str,
    kind: Kind,
    operator: Operator,
    values: Vec<Value>,
}

#[derive(Clone, Copy, Debug, PartialEq, Eq)]
enum Operator {
    Eq,
    Ne,
    Lt,
    Gt,
    Lte,
    Gte,
    In,
    Like,
}

impl Operator {
    fn parse(word: &str) -> Option<Self> {
        Some(match word {
            "eq" => Self::Eq,
            "ne" => Self::Ne,
            "lt" => Self::Lt,
            "gt" => Self::Gt,
            "lte" => Self::Lte,
            "gte" => Self::Gte,
            "in" => Self::In,
            "like" => Self::Like,
            _ => return None,
        })
    }

    /// Order means nothing for flags, and a part of a text only for texts.
    const fn takes(self, kind: Kind) -> bool {
        match self {
            Self::Eq | Self::Ne => true,
            Self::In => !matches!(kind, Kind::Flag),
            Self::Like => matches!(kind, Kind::Text),
            Self::Lt | Self::Gt | Self::Lte | Self::Gte => !matches!(kind, Kind::Flag),
        }
    }
}

impl Condition {
    /// Reads the filter at `index` of a list's body.
    pub(crate) fn read(filter: &Filter, index: usize, columns: Columns) -> Result<Self, FilterFault> {
        let fault = |code, name| (code, format!("criteria.filters[{index}].{name}"));
        let column = columns.iter().find(|(key, _)| *key == filter.key);
        let &(key, kind) = column.ok_or_else(|| fault(PassportCode::FilterFieldInvalid, "key"))?;
        let operator = Operator::parse(&filter.operator).filter(|operator| operator.takes(kind));
        let operator = operator.ok_or_else(|| fault(PassportCode::OperatorInvalid, "operator"))?;
        let counts = if operator == Operator::In { 1..=100 } else { 1..=1 };
        let fits = counts.contains(&filter.values.len()) && filter.values.iter().all(|value| is_of(kind, value));
        if !fits {
            return Err(fault(PassportCode::FilterValueInvalid, "values"));
        }
        Ok(Self { key, kind, operator, values: filter.values.clone() })
    }

    /// Whether a resource fits. One without the field fits `ne` alone.
    pub(crate) fn fits(&self, resource: &Value) -> bool {
        let found = at(resource, self.key);
        let order = |value: &Value| found.map(|found| compare(self.kind, found, value));
        match (self.operator, self.values.as_slice()) {
            (Operator::In, values) => values.iter().any(|value| order(value) == Some(Ordering::Equal)),
            (Operator::Eq, [value]) => order(value) == Some(Ordering::Equal),
            (Operator::Ne, [value]) => order(value) != Some(Ordering::Equal),
            (Operator::Lt, [value]) => order(value) == Some(Ordering::Less),
            (Operator::Gt, [value]) => order(value) == Some(Ordering::Greater),
            (Operator::Lte, [value]) => order(value).is_some_and(Ordering::is_le),
            (Operator::Gte, [value]) => order(value).is_some_and(Ordering::is_ge),
            (Operator::Like, [value]) => found.is_some_and(|found| text(found).contains(&text(value))),
            _ => false,
        }
    }
}

/// Sorts as asked for; without a wish, what was changed last comes first. The id settles what is equal.
pub(crate) fn sort(
    resources: &mut [Value],
    options: Option<&SortOptions>,
    columns: Columns,
) -> Result<(), FilterFault> {
    let by = options.and_then(|options| options.sort_by.as_deref()).unwrap_or("lastUpdatedOn");
    let column = columns.iter().find(|(key, _)| *key == by);
    let &(key, kind) = column.ok_or_else(|| (PassportCode::FilterFieldInvalid, "sortOptions.sortBy".to_owned()))?;
    let is_descending = match options.and_then(|options| options.sort_order.as_deref()) {
        None | Some("desc") => true,
        Some("asc") => false,
        Some(_) => return Err((PassportCode::FilterValueInvalid, "sortOptions.sortOrder".to_owned())),
    };
    resources.sort_by(|left, right| {
        let order = match (at(left, key), at(right, key)) {
            (Some(left), Some(right)) => compare(kind, left, right),
            (left, right) => left.is_some().cmp(&right.is_some()),
        };
        let order = order.then_with(|| left["id"].as_i64().cmp(&right["id"].as_i64()));
        if is_descending { order.reverse() } else { order }
    });
    Ok(())
}

fn at<'a>(resource: &'a Value, key: &str) -> Option<&'a Value> {
    key.split('.').try_fold(resource, |value, name| value.get(name))
}

fn is_of(kind: Kind, value: &Value) -> bool {
    match kind {
        Kind::Text => value.is_string(),
        Kind::Number => value.is_number(),
        Kind::Flag => value.is_boolean(),
        Kind::Time => value.as_str().is_some_and(|text| parse_time(text).is_ok()),
    }
}

fn text(value: &Value) -> String {
    value.as_str().unwrap_or_default().to_lowercase()
}

/// Texts are compared without regard to capitals.
fn compare(kind: Kind, left: &Value, right: &Value) -> Ordering {
    match kind {
        Kind::Text => text(left).cmp(&text(right)),
        Kind::Number => left.as_f64().partial_cmp(&right.as_f64()).unwrap_or(Ordering::Equal),
        Kind::Flag => left.as_bool().cmp(&right.as_bool()),
        Kind::Time => {
            let time = |value: &Value| value.as_str().and_then(|text| parse_time(text).ok());
            time(left).cmp(&time(right))
        }
    }
}

#[cfg(test)]
mod tests {
    use serde_json::json;

    use super::*;

    fn resource() -> Value {
        json!({"id": 7, "externalId": "Crm-7", "isPrimary": true, "createdOn": "01/15/2027 08:00:00"})
    }

    fn fits(key: &str, operator: &str, values: &Value) -> Result<bool, PassportCode> {
        let filter = Filter { key: key.into(), operator: operator.into(), values: values.as_array().unwrap().clone() };
        Condition::read(&filter, 0, ACCOUNTS).map(|found| found.fits(&resource())).map_err(|(code, _)| code)
    }

    #[test]
    fn every_operator_does_what_its_name_says() {
        for (key, operator, values, expected) in [
            ("externalId", "eq", json!(["crm-7"]), true),
            ("externalId", "ne", json!(["crm-7"]), false),
            ("externalId", "like", json!(["RM-"]), true),
            ("externalId", "in", json!(["a", "crm-7"]), true),
            ("id", "lt", json!([8]), true),
            ("id", "lt", json!([7]), false),
            ("id", "lte", json!([7]), true),
            ("id", "gt", json!([6]), true),
            ("id", "gte", json!([8]), false),
            ("createdOn", "gt", json!(["01/15/2027"]), true),
            ("createdOn", "gt", json!(["12/31/2027"]), false),
            ("isPrimary", "eq", json!([true]), true),
            ("nickName", "eq", json!(["x"]), false),
            ("nickName", "ne", json!(["x"]), true),
        ] {
            assert_eq!(fits(key, operator, &values), Ok(expected), "{key} {operator}");
        }
    }

    #[test]
    fn bad_operators_fields_and_values_have_codes_of_their_own() {
        for (key, operator, values, code) in [
            ("externalId", "is", json!(["a"]), PassportCode::OperatorInvalid),
            ("isPrimary", "lt", json!([true]), PassportCode::OperatorInvalid),
            ("id", "like", json!([7]), PassportCode::OperatorInvalid),
            ("accountNumber", "eq", json!(["a"]), PassportCode::FilterFieldInvalid),
            ("externalId", "eq", json!([]), PassportCode::FilterValueInvalid),
            ("externalId", "eq", json!(["a", "b"]), PassportCode::FilterValueInvalid),
            ("id", "eq", json!(["7"]), PassportCode::FilterValueInvalid),
            ("createdOn", "eq", json!(["2027-01-15"]), PassportCode::FilterValueInvalid),
        ] {
            assert_eq!(fits(key, operator, &values), Err(code), "{key} {operator}");
        }
    }
}
